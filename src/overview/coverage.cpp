#include "overview/coverage.h"

#include <algorithm>
#include <set>

#include "rooms/catalogue/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/production/facts.h"
#include "rooms/quality/facts.h"
#include "rooms/supply/facts.h"

namespace isotrail::overview {
namespace {

/// House rule: a patient who is this much past his slot and not drawn for still counts as waiting.
constexpr Seconds kStillWaiting = hours(6), kHorizon = hours(36);

/// Serving from one source: what was taken so far decays with the rest.
struct Serving {
  Source source;
  const Nuclide* nuclide = nullptr;
  Fraction share{1.0};  // of a generator's column one elution takes out
  std::vector<ReferencedActivity> taken;
  Volume left;

  bool pooled() const { return source.item.kind == "generator" || source.item.kind == "eluate"; }

  Activity there(Instant t) const {
    Activity a(source.item.inventory.activityAt(nuclide->name, t).value * share.value);
    for (const auto& d : taken) a = a - decayed(*nuclide, d.activity, d.at, t);
    return a;
  }
  /// The volume that holds `needed` at `t`: the concentration only decays, whatever was taken before.
  Volume volumeFor(Activity needed, Instant t) const {
    const double per_l = source.item.inventory.activityAt(nuclide->name, t).value / source.item.volume.value;
    return Volume(needed.value / per_l);
  }
  bool usable() const {
    return source.state == "available" || source.state == "in_transit" || source.state == "waiting_release" || source.state == "untested";
  }

  /// `product` is the order's, if it is known.
  bool serves(const ordering::OrderFacts& o, const std::optional<catalogue::ProductFacts>& product) const {
    if (pooled()) return source.destination == o.site && product && product->kind == "generator" && product->nuclide == nuclide->name;
    return source.item.product == o.product && (source.destination == o.site || source.destination == o.maker_site);
  }
  /// What is nearest to the patient is used first.
  int rank(const ordering::OrderFacts& o) const {
    if (source.item.kind == "generator") return 4;
    if (source.item.kind == "eluate") return 3;
    if (source.destination != o.site) return 2;
    return source.state == "in_transit" ? 1 : 0;
  }
  Served serve(const ordering::OrderFacts& o, Instant now) const {
    const Instant at = std::max(o.inject_at, now);
    Served s{o, false, {}, Seconds(-1e6 * 60)};
    const Activity a = there(at);
    if (a.value > 0) s.slack = decaySlack(*nuclide, a, o.activity);
    s.covered = usable() && a >= o.activity && (!source.usable_until || at < *source.usable_until);
    if (!pooled() && source.item.volume.value > 0 && a.value > 0) {
      const Volume after(left.value - volumeFor(o.activity, at).value);
      if (after.value < -1e-9 * source.item.volume.value) s.covered = false;
      s.left = s.covered ? Volume(std::max(0.0, after.value)) : left;
    }
    return s;
  }
  void take(Served s, Instant now) {
    if (s.covered) {
      taken.push_back({s.order.activity, std::max(s.order.inject_at, now)});
      if (s.left) left = *s.left;
    }
    source.served.push_back(std::move(s));
  }
};

std::optional<Serving> servingOf(Db& db, const Item& item, Instant now) {
  static const std::set<std::string> kinds = {"vial", "preparation", "eluate", "generator"};
  if (!kinds.contains(item.kind) || item.inventory.empty() || (item.stage != "here" && item.stage != "in_transit")) return std::nullopt;
  Serving s;
  s.source.item = item;
  s.source.state = stateOf(db, item, now);
  s.source.usable_until = usableUntil(db, item);
  s.left = item.volume;
  s.source.nuclide = item.inventoryAt(now).leading();
  if (const auto product = catalogue::product(db, item.product)) s.source.nuclide = product->nuclide;
  if (const auto generator = supply::generator(db, item.id)) {
    s.source.nuclide = generator->daughter;
    s.share = generator->efficiency;
  }
  s.nuclide = Dataset::shipped().find(s.source.nuclide);
  if (!s.nuclide || s.nuclide->stable) return std::nullopt;
  s.source.destination = item.stage == "in_transit" ? item.to_site : item.site;
  if (const auto c = carriedBy(db, item)) {
    s.source.consignment = c->consignment.str();
    s.source.destination = c->to_site;
  }
  return s;
}

/// The first that covers the order, nearest to the patient first; when none does, the nearest shows what is missing.
void assign(Db& db, std::vector<Serving>& all, const ordering::OrderFacts& o, Instant now) {
  const auto product = catalogue::product(db, o.product);
  std::vector<Serving*> fitting;
  for (auto& s : all)
    if (s.serves(o, product)) fitting.push_back(&s);
  if (fitting.empty()) return;
  std::stable_sort(fitting.begin(), fitting.end(), [&](const Serving* a, const Serving* b) {
    if (a->usable() != b->usable()) return a->usable();
    return a->rank(o) < b->rank(o);
  });
  for (Serving* s : fitting) {
    Served answer = s->serve(o, now);
    if (answer.covered) return s->take(std::move(answer), now);
  }
  fitting.front()->take(fitting.front()->serve(o, now), now);
}

std::string batchState(Db& db, const ItemId& batch) {
  if (batch.empty() || !production::batch(db, batch)) return "";
  const auto decided = quality::release(db, batch);
  if (!decided) return "waiting_release";
  return decided->state == "rejected" ? "failed" : "";
}

}  // namespace

std::optional<Seconds> Source::slack() const {
  std::optional<Seconds> least;
  for (const auto& s : served)
    if (!least || s.slack < *least) least = s.slack;
  return least;
}

std::optional<logistics::ConsignmentFacts> carriedBy(Db& db, const Item& item) {
  const ItemId package = item.kind == "package" ? item.id : item.container;
  if (package.empty()) return std::nullopt;
  const auto id = logistics::consignmentOfPackage(db, package);
  if (!id) return std::nullopt;
  auto c = logistics::consignment(db, *id);
  if (!c || c->state == "received" || c->state == "refused" || item.site == c->to_site) return std::nullopt;
  return c;
}

std::optional<Instant> usableUntil(Db& db, const Item& item) {
  auto until = item.expires_at;
  if (item.kind == "eluate")
    if (const auto pure = supply::breakthroughUntil(db, item.id); pure && (!until || *pure < *until)) until = pure;
  return until;
}

std::string stateOf(Db& db, const Item& item, Instant now) {
  if (item.kind == "waste") return "spent";
  if (heldBy(db, item.id)) return "on_hold";
  const auto until = usableUntil(db, item);
  if (until && now >= *until) return item.kind == "generator" ? "spent" : "expired";
  if (item.kind == "eluate") {
    const std::string tested = supply::eluateState(db, item.id);
    if (tested == "untested" || tested == "failed") return tested;
  }
  if (item.kind == "preparation") {
    const std::string tested = hotlab::preparationState(db, item.id);
    if (tested == "untested" || tested == "failed") return tested;
  }
  if (item.kind == "vial" || item.kind == "batch" || item.kind == "sample")
    if (const auto s = batchState(db, item.batch); !s.empty()) return s;
  if (item.stage == "in_transit") return "in_transit";
  if ((item.kind == "vial" || item.kind == "preparation") && item.volume.value <= 0) return "spent";
  return "available";
}

std::vector<Source> sourcesNow(Db& db, Instant now) {
  std::vector<Serving> all;
  auto items = allItems(db);
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return std::pair(a.expires_at.value_or(a.created_at), a.id.str()) < std::pair(b.expires_at.value_or(b.created_at), b.id.str());
  });
  for (const auto& item : items)
    if (auto s = servingOf(db, item, now)) all.push_back(std::move(*s));
  for (const auto& o : ordering::orders(db, SiteId(), now - kStillWaiting, now + kHorizon))
    if (o.state == "promised") assign(db, all, o, now);
  std::vector<Source> out;
  for (auto& s : all) out.push_back(std::move(s.source));
  return out;
}

}  // namespace isotrail::overview
