// What a reading means for the order it is drawn for: good, too weak or too strong, what to do about it, and whom the vial
// still serves afterwards. It decides nothing; the draw asks every gate anew.
#include <algorithm>
#include <cmath>

#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/hotlab/records.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"

namespace isotrail::hotlab {
namespace {

struct Bench {
  ordering::OrderFacts order;
  Item vial;
  const Nuclide* nuclide;
  Activity reading;
  Instant now;
  std::vector<ordering::OrderFacts> others;  // promised, of the same product and day, by injection
};

double offAt(const Bench& b, const ordering::OrderFacts& o) {
  const Instant when = std::max(b.now, o.inject_at);
  return decayed(*b.nuclide, b.reading, b.now, when) / o.activity - 1.0;
}

/// What is missing of the exact activity at the injection, and how much of the vial that is.
Json topUp(const Bench& b) {
  const Instant when = std::max(b.now, b.order.inject_at);
  const Activity missing = decayed(*b.nuclide, b.order.activity, when, b.now) - b.reading;
  const Activity there = b.vial.inventoryAt(b.now).activity(b.nuclide->name) - b.reading;
  if (missing.value <= 0 || missing.value > there.value || b.vial.volume.value <= 0) return Json();
  const double ml = missing / (there + b.reading) * b.vial.volume.value * 1e3;
  return Json::object({{"activity_bq", missing.value}, {"volume_ml", std::round(ml * 100) / 100}});
}

/// From when to when the reading is inside the range, and when it is exact; none of it in the past.
Json moved(const Bench& b) {
  const double low = b.order.activity.value * (1 - b.order.tolerance.value), high = b.order.activity.value * (1 + b.order.tolerance.value);
  if (b.reading.value < low) return Json();
  const Instant until = b.now + timeToReach(*b.nuclide, b.reading.value, low);
  const Instant from = b.reading.value > high ? b.now + timeToReach(*b.nuclide, b.reading.value, high) : b.now;
  const Instant exact = b.reading > b.order.activity ? b.now + timeToReach(*b.nuclide, b.reading.value, b.order.activity.value) : b.now;
  return Json::object({{"from", from.iso()}, {"inject_at", exact.iso()}, {"until", until.iso()}});
}

/// Orders the reading would suit as it is, the best first.
Json swaps(const Bench& b) {
  std::vector<std::pair<double, Json>> fits;
  for (const auto& o : b.others) {
    const double off = offAt(b, o);
    if (std::abs(off) > o.tolerance.value) continue;
    fits.emplace_back(std::abs(off), Json::object({{"order", o.order.str()}, {"inject_at", o.inject_at.iso()}, {"off_percent", off * 100}}));
  }
  std::sort(fits.begin(), fits.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
  Json list = Json::array();
  for (const auto& [off, row] : fits) list.push(row);
  return list;
}

/// Whether the vial serves each later order when `first` is taken out of it now. Atoms are counted, each order's at now.
Json served(const Bench& b, Activity first) {
  double left = b.vial.inventoryAt(b.now).activity(b.nuclide->name).value - first.value;
  Json list = Json::array();
  for (const auto& o : b.others) {
    const double needs = decayed(*b.nuclide, o.activity, std::max(b.now, o.inject_at), b.now).value;
    const bool yes = needs <= left;
    if (yes) left -= needs;
    list.push(Json::object({{"order", o.order.str()}, {"inject_at", o.inject_at.iso()}, {"served", yes}}));
  }
  return list;
}

}  // namespace

Result<Json> adviceView(ViewRequest& q) {
  const auto order = ordering::order(q.db, OrderId(q.id));
  if (!order || (order->org != q.caller.org && !q.caller.has("admin"))) return notFound("order", q.id);
  auto vial = itemOf(q.db, "vial", ItemId(q.param("vial")));
  if (!vial) return vial.refusal();
  auto reading = parseQuantity<Activity>("activity", q.param("activity"));
  if (!reading) return reading.refusal();
  if (reading->value <= 0) return Refusal::field({"activity", "BAD_VALUE", q.param("activity"), "more than 0 Bq", 0, 0});
  const auto product = catalogue::product(q.db, order->product);
  Bench b{*order, *vial, Dataset::shipped().find(product->nuclide), *reading, q.now, {}};
  for (auto& o : ordering::orders(q.db, order->site, q.now - hours(2), q.now + days(1)))
    if (o.order != order->order && o.product == order->product && o.state == "promised") b.others.push_back(o);
  const double off = offAt(b, *order);
  const char* verdict = std::abs(off) <= order->tolerance.value + 1e-12 ? "good" : off < 0 ? "low" : "high";
  const Activity exact = decayed(*b.nuclide, order->activity, std::max(q.now, order->inject_at), q.now);
  Json j = Json::object({{"order", q.id}, {"verdict", verdict}, {"off_percent", off * 100}, {"wanted_now_bq", exact.value}});
  j.set("top_up", *verdict == 'l' ? topUp(b) : Json()).set("move", *verdict == 'g' ? Json() : moved(b));
  j.set("swap", *verdict == 'g' ? Json::array() : swaps(b));
  return j.set("later", served(b, *reading)).set("later_exact", served(b, exact));
}

}  // namespace isotrail::hotlab
