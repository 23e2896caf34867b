#include "solver/rppd/plan.h"

#include "solver/rppd/fields.h"

namespace isotrail::solver::rppd {
namespace {

constexpr int kFar = 100'000;  // minutes; what is out of the day is for the checker to say

template <class List>
Ids idsOf(const List& list) {
  Ids ids;
  for (const auto& item : list) ids.emplace(item.id.dump(), static_cast<int>(ids.size()));
  return ids;
}

class Reader {
 public:
  explicit Reader(const Instance& instance)
      : instance_(instance), orders_(idsOf(instance.orders)), sites_(idsOf(instance.sites)), vehicles_(idsOf(instance.vehicles)) {}

  Result<Plan> read(const Json& file) {
    Fields top(file, "", errors_);
    const auto& runs = top.list("runs", 0);
    for (std::size_t i = 0; i < runs.size(); ++i) run(runs[i], element("runs", i));
    const auto& trips = top.list("trips", 0);
    for (std::size_t i = 0; i < trips.size(); ++i) {
      Fields f(trips[i], element("trips", i), errors_);
      Trip t;
      t.vehicle = f.known("vehicle", vehicles_, "an id of vehicles");
      t.depart = f.whole("depart", -kFar, kFar);
      t.stops = orders(f, "stops");
      plan_.trips.push_back(std::move(t));
    }
    if (!errors_.empty()) return badFile("BAD_PLAN_FILE", std::move(errors_));
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
  Ids orders_, sites_, vehicles_;
  std::vector<FieldError> errors_;
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
  return Reader(instance).read(*file);
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
  }
  for (const auto& t : plan.trips)
    trips.push(Json::object(
        {{"vehicle", instance.vehicles[static_cast<std::size_t>(t.vehicle)].id}, {"depart", t.depart}, {"stops", orderIds(t.stops, instance)}}));
  return Json::object({{"instance", instance.name}, {"runs", runs}, {"trips", trips}}).dump() + "\n";
}

}  // namespace isotrail::solver::rppd
