#include "solver/rppd/write.h"

#include "solver/rppd/plan.h"

namespace isotrail::solver::rppd {
namespace {

Json spanJson(const Span& s) { return Json::array().push(s.from).push(s.to); }
Json spansJson(const std::vector<Span>& spans) {
  Json out = Json::array();
  for (const auto& s : spans) out.push(spanJson(s));
  return out;
}

std::string country(int c) { return std::string(1, static_cast<char>('A' + c)); }
Json placeJson(const Json& id, const Place& p) { return Json::object({{"id", id}, {"x", p.x}, {"y", p.y}, {"country", country(p.country)}}); }

const Json& idOf(const Instance& in, int product) { return in.products[static_cast<std::size_t>(product)].id; }

Json capJson(const Instance& in, const std::vector<double>& cap) {
  Json out = Json::object();
  for (std::size_t p = 0; p < cap.size(); ++p)
    if (cap[p] > 0.0) out.set(idText(in.products[p].id), cap[p]);
  return out;
}

Json lineJson(const Instance& in, const Line& l) {
  Json beams = Json::array();
  for (const int b : l.beams) beams.push(b);
  Json out = Json::object({{"id", l.id},
                           {"product", idOf(in, l.product)},
                           {"a_sat", l.saturation},
                           {"irr", beams},
                           {"open", spanJson(l.open)},
                           {"turnaround", l.turnaround},
                           {"fail_prob", l.fail_chance},
                           {"run_cost", l.run_cost},
                           {"beam_cost_per_min", l.beam_cost}});
  if (!l.down.empty()) out.set("down", spansJson(l.down));
  return out;
}

Json siteJson(const Instance& in, const Site& s) {
  Json lines = Json::array();
  for (const auto& l : s.lines) lines.push(lineJson(in, l));
  Json out = placeJson(s.id, s.place).set("lines", lines);
  if (!s.release.empty()) out.set("release", spansJson(s.release));
  return out.set("cap", capJson(in, s.cap));
}

Json stationJson(const Instance& in, const Station& s) {
  Json out = Json::object({{"id", s.id}});
  if (!s.products.empty()) {
    Json products = Json::array();
    for (const int p : s.products) products.push(idOf(in, p));
    out.set("products", products);
  }
  if (!s.open.empty()) out.set("open", spansJson(s.open));
  if (!s.down.empty()) out.set("down", spansJson(s.down));
  return out;
}

Json hospitalJson(const Instance& in, const Hospital& h) {
  Json out = placeJson(h.id, h.place);
  if (!h.receipt.empty()) out.set("receipt", spansJson(h.receipt));
  if (h.prepare > 0) out.set("prepare", h.prepare);
  const auto stations = [&](const char* key, const std::vector<Station>& all) {
    if (all.empty()) return;
    Json list = Json::array();
    for (const auto& s : all) list.push(stationJson(in, s));
    out.set(key, list);
  };
  stations("rooms", h.rooms);
  stations("cameras", h.cameras);
  return out.set("cap", capJson(in, h.cap));
}

Json visitJson(const Visit& v) { return Json::object({{"injection", v.injection}, {"uptake", v.uptake}, {"scan", v.scan}, {"bears", v.bears}}); }

Json orderJson(const Instance& in, const Order& o) {
  Json out = Json::object({{"id", o.id},
                           {"hospital", in.hospitals[static_cast<std::size_t>(o.hospital)].id},
                           {"product", idOf(in, o.product)},
                           {"patients", o.patients},
                           {"dose", o.dose},
                           {"spacing", o.spacing},
                           {"calibration", o.calibration},
                           {"window", spanJson(o.window)},
                           {"deadline", o.deadline},
                           {"packages", o.packages},
                           {"penalty", o.penalty},
                           {"late_cost_per_min", o.late_cost}});
  return o.visit == Visit{} ? out : out.set("visit", visitJson(o.visit));
}

Json vehicleJson(const Instance& in, const Vehicle& v) {
  Json out = Json::object({{"id", v.id},
                           {"site", in.sites[static_cast<std::size_t>(v.site)].id},
                           {"shift", spanJson(v.shift)},
                           {"packages", v.packages},
                           {"fixed_cost", v.fixed_cost}});
  if (!v.down.empty()) out.set("down", spansJson(v.down));
  return out;
}

Json legJson(const Leg& leg) {
  Json stages = Json::array();
  for (const auto& s : leg.stages) {
    Json stage = Json::object({{"code", s.code}, {"minutes", s.minutes}});
    if (!s.open.empty()) stage.set("open", spansJson(s.open));
    stages.push(stage);
  }
  return Json::object({{"km", leg.km}, {"stages", stages}});
}

Json postJson(const Post& p) {
  Json out = Json::object({{"a", country(p.a)}, {"b", country(p.b)}, {"x", p.place.x}, {"y", p.place.y}});
  out.set("open", spanJson(p.open)).set("cross_min", p.crossing);
  return p.shut.empty() ? out : out.set("shut", spansJson(p.shut));
}

/// One that was cancelled is no order any more.
Instance withoutCancelled(Instance in) {
  std::vector<int> now(in.orders.size(), -1);
  int left = 0;
  for (std::size_t o = 0; o < now.size(); ++o)
    if (in.orders[o].patients > 0) now[o] = left++;
  std::erase_if(in.orders, [](const Order& o) { return o.patients == 0; });
  const auto renumber = [&](std::vector<int>& orders) {
    std::erase_if(orders, [&](int o) { return now[static_cast<std::size_t>(o)] < 0; });
    for (int& o : orders) o = now[static_cast<std::size_t>(o)];
  };
  for (Plan* plan : {&in.frozen, &in.promised}) {
    for (auto& r : plan->runs) renumber(r.orders);
    for (auto& t : plan->trips) renumber(t.stops);
  }
  return in;
}

template <class List, class Write>
Json listOf(const List& all, Write write) {
  Json out = Json::array();
  for (const auto& one : all) out.push(write(one));
  return out;
}

}  // namespace

Json planJson(const Plan& plan, const Instance& instance) { return *Json::parse(planText(plan, instance)); }

Json instanceJson(const Instance& in) {
  Json out = Json::object({{"name", in.name}, {"format", "rppd-1"}, {"grid", in.grid}});
  out.set("products", listOf(in.products, [](const Product& p) {
            Json j = Json::object({{"id", p.id}, {"half_life", p.half_life}, {"synth", p.synthesis}, {"qc", p.tests}, {"yield", p.yield}});
            return p.nuclide.empty() ? j : j.set("nuclide", p.nuclide);
          }));
  out.set("sites", listOf(in.sites, [&](const Site& s) { return siteJson(in, s); }));
  out.set("hospitals", listOf(in.hospitals, [&](const Hospital& h) { return hospitalJson(in, h); }));
  out.set("orders", listOf(in.orders, [&](const Order& o) { return orderJson(in, o); }));
  out.set("vehicles", listOf(in.vehicles, [&](const Vehicle& v) { return vehicleJson(in, v); }));
  out.set("borders", listOf(in.posts, postJson));
  out.set("service_min", in.service).set("speed_km_per_min", in.speed).set("cost_per_km", in.cost_per_km).set("cost_per_min", in.cost_per_minute);
  if (!in.legs.empty()) out.set("legs", listOf(in.legs, [](const auto& row) { return listOf(row, legJson); })).set("asymmetric", true);
  if (!in.frozen.runs.empty() || !in.frozen.trips.empty()) out.set("frozen", planJson(in.frozen, in));
  if (!in.promised.trips.empty()) out.set("promised", planJson(in.promised, in));
  return out.set("change_price", in.change_price);
}

std::string instanceText(const Instance& instance) { return instanceJson(withoutCancelled(instance)).dump() + "\n"; }

}  // namespace isotrail::solver::rppd
