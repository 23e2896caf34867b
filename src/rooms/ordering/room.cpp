#include "rooms/ordering/room.h"

#include <algorithm>
#include <map>

#include "desk/shelf.h"
#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/planning/facts.h"
#include "rooms/registration/facts.h"

namespace isotrail::ordering {
namespace {

constexpr Shelf kOrders("ordering_order");

struct PlaceOrder {
  OrderId order;
  PatientId patient;
  ProductId product;
  Activity activity;
  Fraction tolerance;
  Instant inject_at;
  SiteId site, maker_site;
  void fields(Fields& f) {
    f("order", order, "the hospital's number");
    f("patient", patient, "the hospital's pseudonym, never a name");
    f("product", product, "what");
    f("activity", activity, "wanted at injection");
    f("tolerance", tolerance, "either side of the activity");
    f("inject_at", inject_at, "when it is to be injected");
    f("site", site, "the hospital's site");
    f("maker_site", maker_site, "who is to supply it");
  }
};
struct CancelOrder {
  OrderId order;
  std::string reason;
  void fields(Fields& f) {
    f("order", order, "the order that is not wanted any more, or cannot be served");
    f("reason", reason, "why");
  }
};
struct AcceptOrder {
  OrderId order;
  void fields(Fields& f) { f("order", order, "the order to promise"); }
};

OrderFacts factsOf(const Card& card) {
  const auto o = decodePayload<PlaceOrder>(card.doc);
  return {o.order, o.patient, o.product, o.activity, o.tolerance, o.inject_at, o.site, o.maker_site, OrgId(card.doc["org"].text()), card.state};
}

bool sameSlot(Db& db, const PlaceOrder& c) {
  for (const auto& card : kOrders.under(db, c.site.str())) {
    const auto o = factsOf(card);
    if (o.patient == c.patient && o.product == c.product && o.inject_at == c.inject_at && o.state != "cancelled") return true;
  }
  return false;
}

Verdict placeOrder(Act& act, const PlaceOrder& c) {
  if (kOrders.find(act.db(), c.order.str())) return alreadyExists("order", c.order.str());
  auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  if (!identity::site(act.db(), c.maker_site)) return notFound("maker_site", c.maker_site.str());
  if (!catalogue::product(act.db(), c.product)) return notFound("product", c.product.str());
  if (c.activity.value <= 0) return Refusal::field({"activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  if (c.tolerance.value <= 0 || c.tolerance.value > 0.5) return Refusal::field({"tolerance", "BAD_VALUE", "", "more than 0 and at most 50 %", 0, 0});
  requireOwn(act, site->org, c.site.str().c_str());
  registration::requireApproval(act, c.product, site->jurisdiction);
  const std::string local = showInstant(c.inject_at, site->zone);
  const Json slot =
      Json::object({{"inject_at", c.inject_at.iso()}, {"inject_at_local", local}, {"patient", c.patient.str()}, {"product", c.product.str()}});
  act.gates().check(c.inject_at > act.now() && c.inject_at - act.now() < days(30), "ORDER_TIME", "ORD-01", "house rule", slot);
  act.gates().check(!sameSlot(act.db(), c), "ORDER_DUPLICATE", "ORD-02", "house rule", slot);
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.site, "ordering/" + c.order.str(), "ordering.OrderPlaced", encodePayload(c).set("org", site->org.str()).set("inject_at_local", local));
  return Done{};
}

/// Eluted in the hospital's own hot lab: the activity comes out of a generator that is held already.
bool madeInHouse(const OrderFacts& o, const catalogue::ProductFacts& product) { return product.kind == "generator" && o.maker_site == o.site; }

Verdict acceptOrder(Act& act, const AcceptOrder& c) {
  auto o = order(act.db(), c.order);
  if (!o) return notFound("order", c.order.str());
  if (o->state != "requested") return outOfOrder("requested", o->state);
  auto maker = identity::site(act.db(), o->maker_site);
  auto product = catalogue::product(act.db(), o->product);
  auto hospital = identity::site(act.db(), o->site);
  requireOwn(act, maker->org, o->maker_site.str().c_str());
  act.gates().check(o->inject_at > act.now(), "ORDER_TIME", "ORD-01", "house rule",
                    Json::object({{"inject_at", o->inject_at.iso()}, {"inject_at_local", showInstant(o->inject_at, hospital->zone)}}));
  registration::requireApproval(act, o->product, hospital->jurisdiction);
  const bool in_house = madeInHouse(*o, *product);
  if (!in_house)
    licensing::requireLicence(act, o->maker_site, product->kind == "generator" ? "hold" : "make", product->nuclide, Activity(), act.now());
  licensing::requireLicence(act, o->site, "use", product->nuclide, in_house ? Activity() : o->activity, act.now());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(o->maker_site, "ordering/" + c.order.str(), "ordering.OrderPromised",
           Json::object({{"order", c.order.str()}, {"activity_bq", o->activity.value}, {"inject_at", o->inject_at.iso()}}));
  return Done{};
}

/// Before anything is drawn for it, by the hospital or by the one who was to supply it.
Verdict cancelOrder(Act& act, const CancelOrder& c) {
  auto o = order(act.db(), c.order);
  if (!o) return notFound("order", c.order.str());
  if (o->state != "requested" && o->state != "promised") return outOfOrder("requested or promised", o->state);
  const auto maker = identity::site(act.db(), o->maker_site);
  if (maker->org != act.caller().org) requireOwn(act, o->org, c.order.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.reason(c.reason);
  act.emit(o->site, "ordering/" + c.order.str(), "ordering.OrderCancelled", encodePayload(c));
  return Done{};
}

void apply(Db& db, const Event& e) {
  const auto move = [&](const std::string& id, const char* state) {
    if (auto card = kOrders.find(db, id)) {
      card->state = state;
      kOrders.put(db, *card);
    }
  };
  const Json& p = e.payload;
  if (e.is("ordering.OrderPlaced")) kOrders.put(db, {p["order"].text(), p["site"].text(), "requested", p});
  if (e.is("ordering.OrderPromised")) move(p["order"].text(), "promised");
  if (e.is("ordering.OrderCancelled")) move(p["order"].text(), "cancelled");
  if (e.is("slots.SlotSet"))
    if (auto card = kOrders.find(db, p["order"].text())) {
      card->doc.set("inject_at", p["inject_at"]).set("inject_at_local", p["inject_at_local"]);
      kOrders.put(db, *card);
    }
  if (e.is("hotlab.DoseDrawn")) move(p["order"].text(), "drawn");
  if (e.is("clinic.DoseGiven")) move(p["order"].text(), "fulfilled");
  // Another dose may be drawn for it, or nobody wants one any more.
  if (e.is("clinic.DoseNotGiven")) move(p["order"].text(), p["again"].boolean() ? "promised" : "cancelled");
}

/// What the published plan of the day promises the order; null while no plan has it.
Json plannedJson(Db& db, const OrderId& id) {
  const auto planned = planning::plannedOrder(db, id);
  if (!planned) return {};
  return Json::object({{"plan", planned->plan.str()},
                       {"run", planned->run},
                       {"trip", planned->trip},
                       {"arrives", isoOrNull(planned->arrives)},
                       {"served", planned->arrives.has_value()},
                       {"why", planned->why}});
}

Result<Json> ordersView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kOrders.all(q.db)) {
    const auto o = factsOf(card);
    auto maker = identity::site(q.db, o.maker_site);
    const bool mine = o.org == q.caller.org || (maker && maker->org == q.caller.org) || q.caller.has("regulator") || q.caller.has("admin");
    if (!mine) continue;
    auto product = catalogue::product(q.db, o.product);
    list.push(Json::object({{"order", o.order.str()},
                            {"patient", q.caller.has("regulator") ? "" : o.patient.str()},  // an inspector sees no patient
                            {"product", o.product.str()},
                            {"product_name", product ? catalogue::productName(*product, q.language) : ""},
                            {"nuclide", product ? product->nuclide : ""},
                            {"activity_bq", o.activity.value},
                            {"tolerance_percent", o.tolerance.value * 100},
                            {"inject_at", o.inject_at.iso()},
                            {"site", o.site.str()},
                            {"site_name", identity::siteName(q.db, o.site, q.language)},
                            {"maker_site", o.maker_site.str()},
                            {"maker_site_name", identity::siteName(q.db, o.maker_site, q.language)},
                            {"state", o.state},
                            {"planned", plannedJson(q.db, o.order)}}));
  }
  return Json::object({{"orders", list}});
}

}  // namespace

std::optional<OrderFacts> order(Db& db, const OrderId& id) {
  auto card = kOrders.find(db, id.str());
  if (!card) return std::nullopt;
  return factsOf(*card);
}
std::vector<OrderFacts> orders(Db& db, const SiteId& site, Instant from, Instant to) {
  std::vector<OrderFacts> out;
  for (const auto& card : site.empty() ? kOrders.all(db) : kOrders.under(db, site.str())) {
    auto o = factsOf(card);
    if (o.inject_at >= from && o.inject_at < to) out.push_back(std::move(o));
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.inject_at < b.inject_at; });
  return out;
}
Activity reserved(Db& db, const SiteId& site, const std::string& nuclide, Instant at) {
  std::map<std::string, double> promised;  // by product
  for (const auto& card : kOrders.under(db, site.str())) {
    const auto o = factsOf(card);
    if (o.state != "promised") continue;
    auto product = catalogue::product(db, o.product);
    if (product && product->nuclide == nuclide && !madeInHouse(o, *product)) promised[o.product.str()] += o.activity.value;
  }
  if (promised.empty()) return Activity();
  // What is on the road or here already counts as held; only the rest is reserved.
  for (const auto& item : itemsAt(db, site)) {
    auto found = promised.find(item.product.str());
    if (found == promised.end() || item.inventory.empty() || at < item.inventory.reference()) continue;
    found->second = std::max(0.0, found->second - item.inventory.activityAt(nuclide, at).value);
  }
  double sum = 0;
  for (const auto& [product, activity] : promised) sum += activity;
  return Activity(sum);
}

RoomTable room() {
  RoomTable t("ordering");
  t.command<PlaceOrder>("place-order", placeOrder, "Order a dose for a patient slot.");
  t.command<AcceptOrder>("accept-order", acceptOrder, "Promise an order; caps of both sides are checked.");
  t.command<CancelOrder>("cancel-order", cancelOrder, "Cancel an order that nothing was drawn for yet.");
  t.view("orders", "ordering.read", ordersView, "Orders by patient slot.");
  t.projection("ordering", {"ordering_order"}, apply);
  return t;
}

}  // namespace isotrail::ordering
