#include "solver/rppd/plan.h"

#include "solver/rppd/fields.h"

namespace isotrail::solver::rppd {
namespace {

constexpr int kFar = 100'000;  // minutes; what is out of the day is for the checker to say
constexpr double kMuch = 1e9;  // MBq

template <class List>
Ids idsOf(const List& list) {
  Ids ids;
  for (const auto& item : list) ids.emplace(item.id.dump(), static_cast<int>(ids.size()));
  return ids;
}

class Reader {
 public:
  Reader(const Instance& instance, std::vector<FieldError>& errors)
      : instance_(instance), errors_(errors), orders_(idsOf(instance.orders)), sites_(idsOf(instance.sites)), vehicles_(idsOf(instance.vehicles)) {}

  Plan read(const Json& file, const std::string& path) {
    Fields top(file, path, errors_);
    const auto& runs = top.list("runs", 0);
    for (std::size_t i = 0; i < runs.size(); ++i) run(runs[i], top.at(element("runs", i)));
    const auto& trips = top.list("trips", 0);
    for (std::size_t i = 0; i < trips.size(); ++i) {
      Fields f(trips[i], top.at(element("trips", i)), errors_);
      Trip t;
      t.vehicle = f.known("vehicle", vehicles_, "an id of vehicles");
      t.depart = f.whole("depart", -kFar, kFar);
      t.stops = orders(f, "stops");
      plan_.trips.push_back(std::move(t));
    }
    return std::move(plan_);
  }

 private:
  void run(const Json& json, const std::string& path) {
    Fields f(json, path, errors_);
    Run r;
    r.site = f.known("site", sites_, "an id of sites");
    r.line = f.known("line", idsOf(instance_.sites[static_cast<std::size_t>(r.site)].lines), "an id of the site's lines");
    r.start = f.whole("start", -kFar, kFar);
    r.beam = f.whole("irr", -kFar, kFar);
    r.orders = orders(f, "orders");
    if (!json["made"].isNull()) r.made = f.number("made", 0.0, kMuch);
    plan_.runs.push_back(std::move(r));
  }

  std::vector<int> orders(Fields& f, const char* key) {
    std::vector<int> out;
    const auto& list = f.list(key, 0);
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto found = orders_.find(list[i].dump());
      if (found == orders_.end())
        f.error(element(key, i), "BAD_VALUE", list[i], "an id of orders");
      else
        out.push_back(found->second);
    }
    return out;
  }

  const Instance& instance_;
  std::vector<FieldError>& errors_;
  Ids orders_, sites_, vehicles_;
  Plan plan_;
};

Json orderIds(const std::vector<int>& orders, const Instance& instance) {
  Json list = Json::array();
  for (const int o : orders) list.push(instance.orders[static_cast<std::size_t>(o)].id);
  return list;
}

}  // namespace

Result<Plan> readPlan(std::string_view text, const Instance& instance) {
  std::string why;
  const auto file = Json::parse(text, &why);
  if (!file || !file->isObject()) return Refusal::of("PLAN_NOT_JSON", Json::object({{"why", file ? "it is no object" : why}}));
  const std::string& name = (*file)["instance"].text();
  if (!name.empty() && name != instance.name) return Refusal::of("PLAN_OF_ANOTHER_DAY", Json::object({{"made_for", name}, {"name", instance.name}}));
  std::vector<FieldError> errors;
  Plan plan = readPlanAt(*file, "", instance, errors);
  if (!errors.empty()) return badFile("BAD_PLAN_FILE", std::move(errors));
  return plan;
}

Plan readPlanAt(const Json& file, const std::string& path, const Instance& instance, std::vector<FieldError>& errors) {
  return Reader(instance, errors).read(file, path);
}

std::string planText(const Plan& plan, const Instance& instance) {
  Json runs = Json::array(), trips = Json::array();
  for (const auto& r : plan.runs) {
    const Site& site = instance.sites[static_cast<std::size_t>(r.site)];
    const Line& line = site.lines[static_cast<std::size_t>(r.line)];
    runs.push(Json::object({{"site", site.id},
                            {"line", line.id},
                            {"product", instance.products[static_cast<std::size_t>(line.product)].id},
                            {"start", r.start},
                            {"irr", r.beam},
                            {"orders", orderIds(r.orders, instance)}}));
    if (r.made) runs.itemsMutable().back().set("made", *r.made);
  }
  for (const auto& t : plan.trips)
    trips.push(Json::object(
        {{"vehicle", instance.vehicles[static_cast<std::size_t>(t.vehicle)].id}, {"depart", t.depart}, {"stops", orderIds(t.stops, instance)}}));
  return Json::object({{"instance", instance.name}, {"runs", runs}, {"trips", trips}}).dump() + "\n";
}

}  // namespace isotrail::solver::rppd
