#include "solver/capacity/variant.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "solver/rppd/additions.h"
#include "solver/rppd/fields.h"

namespace isotrail::solver {
namespace {

using rppd::element;
using rppd::Fields;
using rppd::Ids;
using rppd::Instance;

constexpr double kFar = 20'000.0;  // km
constexpr int kMostYears = 30, kMostVehicles = 100;
constexpr double kMostGrowth = 10.0;

template <class List>
Ids idsOf(const List& list) {
  Ids ids;
  for (const auto& item : list) ids.emplace(item.id.dump(), static_cast<int>(ids.size()));
  return ids;
}

class Reader {
 public:
  explicit Reader(const Instance& instance) : in_(instance) {}

  Result<std::vector<Variant>> read(const Json& list) {
    std::vector<Variant> out{{"", 0, in_}};
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Json& json = list.items()[i];
      Fields f(json, element("scenarios", i), errors_);
      if (json["name"].text().empty()) f.error("name", "MISSING_FIELD", json["name"], "a text");
      Instance day = in_;
      const auto& changes = json["changes"].items();
      for (std::size_t k = 0; k < changes.size(); ++k) {
        Fields change(changes[k], f.at(element("changes", k)), errors_);
        apply(change, day);
      }
      const bool grows = json.has("growth") || json.has("years");
      const double growth = grows ? f.number("growth", 0.0, kMostGrowth) : 1.0;
      const int years = grows ? f.whole("years", 0, kMostYears) : 0;
      for (int year = grows && changes.empty() ? 1 : 0; year <= years && errors_.empty(); ++year) {  // the day as it is comes first anyway
        Variant v{json["name"].text(), grows ? year : 0, day};
        if (year > 0) growDemand(v.instance, std::pow(growth, year));
        out.push_back(std::move(v));
      }
    }
    if (!errors_.empty()) return rppd::badFile("BAD_PLAN_FILE", std::move(errors_));
    return out;
  }

 private:
  void apply(Fields& f, Instance& day) {
    const std::string &add = f.json()["add"].text(), &lose = f.json()["lose"].text();
    if (add == "line")
      addLine(f, day);
    else if (add == "vehicle")
      addVehicles(f, day);
    else if (add == "lane")
      addLane(f, day);
    else if (lose == "line")
      loseLines(f, day, f.known("site", idsOf(day.sites), "an id of sites"), true, -1);
    else if (lose == "site")
      loseLines(f, day, f.known("site", idsOf(day.sites), "an id of sites"), false, -1);
    else if (lose == "product")
      loseLines(f, day, -1, false, f.known("product", idsOf(day.products), "an id of products"));
    else if (lose == "vehicle")
      loseVehicle(f, day);
    else if (f.json().has("demand"))
      growDemand(day, f.number("demand", 0.0, kMostGrowth),
                 f.json().has("product") ? f.known("product", idsOf(day.products), "an id of products") : -1);
    else
      f.error("add", "MISSING_FIELD", f.json()["add"], "add: line, vehicle, lane; lose: line, vehicle, site, product; or demand");
  }

  void addLine(Fields& f, Instance& day) {
    auto& lines = day.sites[static_cast<std::size_t>(f.known("site", idsOf(day.sites), "an id of sites"))].lines;
    const auto like = static_cast<std::size_t>(f.known("like", idsOf(lines), "an id of the site's lines"));
    if (like >= lines.size()) return;
    rppd::Line more = lines[like];
    more.id = Json(rppd::idText(more.id) + "+" + std::to_string(lines.size()));
    lines.push_back(std::move(more));
  }

  void addVehicles(Fields& f, Instance& day) {
    const int count = f.json().has("count") ? f.whole("count", 1, kMostVehicles) : 1;
    const rppd::Vehicle like = day.vehicles[static_cast<std::size_t>(f.known("like", idsOf(day.vehicles), "an id of vehicles"))];
    for (int k = 0; k < count; ++k) {
      day.vehicles.push_back(like);
      day.vehicles.back().id = Json(rppd::idText(like.id) + "+" + std::to_string(day.vehicles.size()));
    }
  }

  /// As the way that is there, else as the shortest of another site to the hospital; no stage of it waits.
  void addLeg(Fields& f, Instance& day) {
    const auto from = static_cast<std::size_t>(f.known("from", idsOf(day.sites), "an id of sites"));
    const auto to = day.sites.size() + static_cast<std::size_t>(f.known("to", idsOf(day.hospitals), "an id of hospitals"));
    if (!errors_.empty()) return;
    std::size_t like = from;
    for (std::size_t s = 0; s < day.sites.size() && !passable(day.legs[from][to]); ++s)
      if (passable(day.legs[s][to]) && (!passable(day.legs[like][to]) || day.legs[s][to].km < day.legs[like][to].km)) like = s;
    if (!passable(day.legs[like][to])) return f.error("to", "BAD_VALUE", f.json()["to"], "a hospital that some site has a way to");
    for (const auto& [a, b, leg] : {std::tuple(from, to, day.legs[like][to]), std::tuple(to, from, day.legs[to][like])}) {
      day.legs[a][b] = leg;
      for (auto& stage : day.legs[a][b].stages) stage.open.clear();
    }
  }
  /// A way that is open at some time of the day or after.
  static bool passable(const rppd::Leg& leg) {
    return std::all_of(leg.stages.begin(), leg.stages.end(), [](const auto& stage) {
      return stage.open.empty() || std::any_of(stage.open.begin(), stage.open.end(), [](const auto& span) { return span.to >= 0; });
    });
  }

  void addLane(Fields& f, Instance& day) {
    if (!day.legs.empty()) return addLeg(f, day);
    const auto country = [&](const char* key) {
      const std::string& name = f.json()[key].text();
      if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z') return name[0] - 'A';
      f.error(key, "BAD_VALUE", f.json()[key], "A ... Z");
      return 0;
    };
    rppd::Post p;
    p.a = country("a");
    p.b = country("b");
    if (std::abs(p.a - p.b) != 1) f.error("b", "BAD_VALUE", f.json()["b"], "a neighbour of a in the alphabet");
    p.place = {f.number("x", -kFar, kFar), f.number("y", -kFar, kFar), p.b};
    p.crossing = f.whole("cross_min", 0, rppd::kLongest);
    const Json& open = f.json()["open"];
    const auto minute = [](const Json& m) { return m.isInteger() && m.integer() >= rppd::kEarliest && m.integer() <= rppd::kLatest; };
    if (open.size() == 2 && minute(open.items()[0]) && minute(open.items()[1]) && open.items()[0].integer() < open.items()[1].integer())
      p.open = {static_cast<int>(open.items()[0].integer()), static_cast<int>(open.items()[1].integer())};
    else
      f.error("open", "BAD_VALUE", open, "[from, to], from < to");
    day.posts.push_back(p);
  }

  /// Lines that are down all the time: who is asked for stays, and so do the places.
  void loseLines(Fields& f, Instance& day, int site, bool one, int product) {
    int which = -1;
    if (one) which = f.known("line", idsOf(day.sites[static_cast<std::size_t>(site)].lines), "an id of the site's lines");
    for (std::size_t s = 0; s < day.sites.size(); ++s)
      for (std::size_t l = 0; l < day.sites[s].lines.size(); ++l) {
        rppd::Line& line = day.sites[s].lines[l];
        const bool lost = product >= 0 ? line.product == product : static_cast<int>(s) == site && (which < 0 || static_cast<int>(l) == which);
        if (lost) line.down = {{rppd::kEarliest - rppd::kLongest, rppd::kLatest + rppd::kLongest}};
      }
  }

  void loseVehicle(Fields& f, Instance& day) {
    const int v = f.known("vehicle", idsOf(day.vehicles), "an id of vehicles");
    day.vehicles[static_cast<std::size_t>(v)].down = {{rppd::kEarliest - rppd::kLongest, rppd::kLatest + rppd::kLongest}};
  }

  const Instance& in_;
  std::vector<FieldError> errors_;
};

}  // namespace

void growDemand(Instance& instance, double factor, int product) {
  double owed = 0.5;  // patients that rounding still owes
  for (auto& o : instance.orders) {
    if (product >= 0 && o.product != product) continue;
    owed += factor * o.patients;
    const int patients = static_cast<int>(owed);
    owed -= patients;
    if (o.patients > 0) o.packages = static_cast<int>(std::ceil(static_cast<double>(o.packages) * patients / o.patients - 1e-9));
    o.packages = std::max(1, o.packages);
    o.patients = patients;
  }
}

Result<std::vector<Variant>> readVariants(std::string_view text, const Instance& instance) {
  std::string why;
  const auto file = Json::parse(text, &why);
  const Json* list = file && file->isObject() ? file->find("scenarios") : file ? &*file : nullptr;
  if (!list || !list->isArray()) return Refusal::of("PLAN_NOT_JSON", Json::object({{"why", file ? "it is no list of scenarios" : why}}));
  return Reader(instance).read(*list);
}

std::vector<Capacity> compareVariants(const std::vector<Variant>& variants, const search::Effort& effort,
                                      const std::function<void(std::size_t)>& done, const Solver& solver) {
  std::vector<Capacity> out;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const Instance& day = variants[i].instance;
    search::Effort own = effort;
    own.seconds /= static_cast<double>(variants.size());
    const auto solution = solver(day, own);
    const auto checked = rppd::checkPlan(day, solution.plan);
    Capacity c;
    for (const auto& o : day.orders) {
      c.orders += o.patients > 0;
      c.patients += o.patients;
    }
    c.served = c.patients - checked.patients_unserved;
    c.runs = static_cast<int>(solution.plan.runs.size());
    c.vehicles = checked.vehicles;
    c.money = checked.cost.total() - checked.cost.unserved - checked.cost.risk;
    c.made = checked.made;
    c.injected = checked.injected;
    c.cost = checked.cost.total();
    c.bound = solution.end.bound;
    out.push_back(c);
    if (done) done(i);
  }
  return out;
}

}  // namespace isotrail::solver
