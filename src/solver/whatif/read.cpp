#include <algorithm>

#include "solver/rppd/additions.h"
#include "solver/rppd/fields.h"
#include "solver/whatif/change.h"

namespace isotrail::solver {
namespace {

using rppd::element;
using rppd::Fields;
using rppd::Ids;
using rppd::Instance;
using rppd::kEarliest;
using rppd::kLatest;
using rppd::kLongest;

constexpr double kMuch = 1e9;     // MBq, EUR
constexpr double kFactor = 10.0;  // of a yield, at most
constexpr int kMany = 10'000;
constexpr int kBefore = 15, kWindow = 60;  // minutes before the injection in which an order without a window wants to arrive
constexpr std::pair<const char*, Change::Kind> kKinds[] = {
    {"delay", Change::Kind::delay},   {"yield", Change::Kind::yield}, {"down", Change::Kind::down}, {"shut", Change::Kind::shut},
    {"cancel", Change::Kind::cancel}, {"stat", Change::Kind::stat},   {"dose", Change::Kind::dose}};

template <class List>
Ids idsOf(const List& list) {
  Ids ids;
  for (const auto& item : list) ids.emplace(item.id.dump(), static_cast<int>(ids.size()));
  return ids;
}

class Reader {
 public:
  Reader(const Instance& instance, const rppd::Plan& plan) : in_(instance), plan_(plan), order_ids_(idsOf(instance.orders)) {}

  Result<std::vector<Change>> read(const Json& list, const char* name) {
    std::vector<Change> out;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string path = element(name, i);
      Fields f(list.items()[i], path, errors_);
      const std::string& kind = list.items()[i]["kind"].text();
      const auto known = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& k) { return kind == k.first; });
      if (known == std::end(kKinds)) {
        f.error("kind", "BAD_VALUE", list.items()[i]["kind"], "delay, yield, down, shut, cancel, stat, dose");
        continue;
      }
      Change c;
      c.kind = known->second;
      fill(f, c);
      out.push_back(std::move(c));
    }
    if (!errors_.empty()) return rppd::badFile("BAD_PLAN_FILE", std::move(errors_));
    return out;
  }

 private:
  void fill(Fields& f, Change& c) {
    switch (c.kind) {
      case Change::Kind::delay:
        if (f.json().has("trip"))
          c.trip = index(f, "trip", plan_.trips.size());
        else
          c.run = index(f, "run", plan_.runs.size());
        c.minutes = f.whole("minutes", 1, kLongest);
        return;
      case Change::Kind::yield:
        c.run = index(f, "run", plan_.runs.size());
        c.factor = f.number("factor", 0.0, kFactor);
        return;
      case Change::Kind::down:
        if (f.json().has("vehicle")) {
          c.vehicle = f.known("vehicle", idsOf(in_.vehicles), "an id of vehicles");
        } else if (f.json().has("hospital")) {
          station(f, c);
        } else {
          c.site = f.known("site", idsOf(in_.sites), "an id of sites");
          c.line = f.known("line", idsOf(in_.sites[static_cast<std::size_t>(c.site)].lines), "an id of the site's lines");
        }
        c.when = times(f);
        return;
      case Change::Kind::shut:
        post(f, c);
        c.when = times(f);
        return;
      case Change::Kind::cancel:
        c.order = f.known("order", order_ids_, "an id of orders");
        return;
      case Change::Kind::dose:
        c.order = f.known("order", order_ids_, "an id of orders");
        c.dose = f.positive("dose", kMuch);
        return;
      case Change::Kind::stat:
        c.added = order(f);
        return;
    }
  }

  int index(Fields& f, const char* key, std::size_t count) {
    const Json& v = f.json()[key];
    if (v.isInteger() && v.integer() >= 0 && v.integer() < static_cast<std::int64_t>(count)) return static_cast<int>(v.integer());
    f.error(key, v.isNull() ? "MISSING_FIELD" : "BAD_VALUE", v,
            "0 ... " + std::to_string(static_cast<std::int64_t>(count) - 1) + ", its place in the plan");
    return 0;
  }

  void station(Fields& f, Change& c) {
    c.hospital = f.known("hospital", idsOf(in_.hospitals), "an id of hospitals");
    if (in_.hospitals.empty()) return;
    const auto& hospital = in_.hospitals[static_cast<std::size_t>(c.hospital)];
    if (f.json().has("room"))
      c.room = f.known("room", idsOf(hospital.rooms), "an id of the hospital's rooms");
    else
      c.camera = f.known("camera", idsOf(hospital.cameras), "an id of the hospital's cameras");
  }

  rppd::Span times(Fields& f) {
    const rppd::Span s{f.whole("from", kEarliest, kLatest), f.whole("to", kEarliest, kLatest)};
    if (f.json()["to"].isNumber() && s.to <= s.from) f.error("to", "BAD_VALUE", f.json()["to"], "> from");
    return s;
  }

  void post(Fields& f, Change& c) {
    const Json& v = f.json()["post"];
    if (v.isInteger() && v.integer() >= 0 && v.integer() < static_cast<std::int64_t>(in_.posts.size())) {
      c.post = static_cast<int>(v.integer());
      return;
    }
    c.stage = v.text();
    for (const auto& row : in_.legs)
      for (const auto& leg : row)
        for (const auto& stage : leg.stages)
          if (!c.stage.empty() && stage.code == c.stage) return;
    f.error("post", v.isNull() ? "MISSING_FIELD" : "BAD_VALUE", v, "a place in borders, or the code of a stage");
  }

  rppd::Order order(Fields& f) {
    rppd::Order o;
    o.id = f.id(order_ids_);
    o.hospital = f.known("hospital", idsOf(in_.hospitals), "an id of hospitals");
    o.product = f.known("product", idsOf(in_.products), "an id of products");
    o.dose = f.positive("dose", kMuch);
    o.calibration = f.whole("calibration", kEarliest, kLatest);
    for (const auto& other : in_.orders)
      if (other.product == o.product) o.visit = other.visit;
    o.patients = f.json().has("patients") ? f.whole("patients", 1, kMany) : 1;
    o.spacing = f.json().has("spacing") ? f.whole("spacing", 0, kLongest) : 0;
    o.packages = f.json().has("packages") ? f.whole("packages", 1, kMany) : 1;
    // What it is worth where nobody says it: as much as the dearest of the day.
    for (const auto& other : in_.orders) {
      o.penalty = std::max(o.penalty, other.penalty);
      o.late_cost = std::max(o.late_cost, other.late_cost);
    }
    if (f.json().has("penalty")) o.penalty = f.number("penalty", 0.0, kMuch);
    if (f.json().has("late_cost_per_min")) o.late_cost = f.number("late_cost_per_min", 0.0, kMuch);
    o.deadline = f.json().has("deadline") ? f.whole("deadline", kEarliest, kLatest) : o.calibration;
    o.window = {o.calibration - kBefore - kWindow, std::min(o.calibration - kBefore, o.deadline)};
    if (f.json().has("window")) {
      const Json& w = f.json()["window"];
      const auto minute = [](const Json& m) { return m.isInteger() && m.integer() >= kEarliest && m.integer() <= kLatest; };
      if (w.size() == 2 && minute(w.items()[0]) && minute(w.items()[1]) && w.items()[0].integer() <= w.items()[1].integer())
        o.window = {static_cast<int>(w.items()[0].integer()), static_cast<int>(w.items()[1].integer())};
      else
        f.error("window", "BAD_VALUE", w, "[from, to], from <= to");
    }
    if (o.deadline < o.window.to || o.window.from > o.window.to)
      f.error("deadline", "BAD_VALUE", Json(o.deadline), ">= the window's end " + std::to_string(o.window.to));
    return o;
  }

  const Instance& in_;
  const rppd::Plan& plan_;
  Ids order_ids_;
  std::vector<FieldError> errors_;
};

}  // namespace

Result<std::vector<Change>> readChanges(std::string_view text, const Instance& instance, const rppd::Plan& plan) {
  std::string why;
  const auto file = Json::parse(text, &why);
  const Json* list = file && file->isObject() ? file->find("changes") : file ? &*file : nullptr;
  if (!list || !list->isArray()) return Refusal::of("PLAN_NOT_JSON", Json::object({{"why", file ? "it is no list of changes" : why}}));
  return Reader(instance, plan).read(*list, "changes");
}

}  // namespace isotrail::solver
