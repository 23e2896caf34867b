// How full caps are now and how full they will be: what is here decays and grows in, what was promised comes on its day.
#include <algorithm>
#include <map>
#include <set>

#include "desk/words.h"
#include "nuclide/dataset.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/records.h"
#include "rooms/ordering/facts.h"
#include "trace/trace.h"

namespace isotrail::licensing {
namespace {

constexpr int kDaysAhead = 31;  // nobody orders more than 30 days ahead
constexpr int kSteps = 16;      // each of 6 h: what grows in a generator is back to its most within four days
constexpr double kSlack = 1 + 1e-9;

struct Promise {
  std::string product, day;
  Activity activity;
  Instant inject_at;
};
/// A site as its holdings are looked ahead from.
struct Ahead {
  std::vector<Item> items;
  std::vector<Promise> promises;  // of one nuclide
  std::string zone;
};

/// Promised, and not made in the house itself from a generator that is held already.
std::vector<Promise> promisesOf(ViewRequest& q, const identity::SiteFacts& site, const std::string& nuclide) {
  std::vector<Promise> out;
  for (const auto& o : ordering::orders(q.db, site.site, q.now, q.now + days(kDaysAhead))) {
    const auto product = catalogue::product(q.db, o.product);
    const bool in_house = product && product->kind == "generator" && o.maker_site == o.site;
    if (o.state != "promised" || !product || product->nuclide != nuclide || in_house) continue;
    out.push_back({o.product.str(), localDay(o.inject_at, site.zone), o.activity, o.inject_at});
  }
  return out;
}

/// Here and on the road at `t`; from the first injection of a day on also what its later ones need beyond what is here.
double loadAt(const Ahead& a, const std::string& nuclide, Instant t) {
  double here = 0;
  std::map<std::string, double> there, awaited;
  for (const auto& item : a.items) {
    if (item.inventory.empty() || t < item.inventory.reference()) continue;
    const double bq = item.inventory.activityAt(nuclide, t).value;
    here += bq;
    there[item.product.str()] += bq;
  }
  const std::string day = localDay(t, a.zone);
  Instant first = t + days(1);
  for (const auto& p : a.promises)
    if (p.day == day) first = std::min(first, p.inject_at);
  for (const auto& p : a.promises)
    if (p.day == day && p.inject_at >= t && t >= first) awaited[p.product] += p.activity.value;
  for (const auto& [product, bq] : awaited) here += std::max(0.0, bq - there[product]);
  return here;
}

/// Caps of transport or import are no caps of what stands here.
bool ofHolding(const Card& licence) {
  const auto& operations = licence.doc["operations"].items();
  return std::any_of(operations.begin(), operations.end(), [](const Json& o) { return o.text() == "hold" || o.text() == "use"; });
}

Json outlookOf(ViewRequest& q, const Card& licence, const Card& cap, const identity::SiteFacts& site) {
  const std::string& nuclide = cap.doc["nuclide"].text();
  const double most = cap.doc["max_activity_bq"].number();
  const CapState s{true,
                   false,
                   LicenceId(licence.id),
                   Activity(most),
                   holding(q.db, site.site, nuclide, q.now),
                   ordering::reserved(q.db, site.site, nuclide, q.now)};
  const Ahead a{itemsAt(q.db, site.site), promisesOf(q, site, nuclide), site.zone};
  std::set<Instant> instants{q.now};
  for (const auto& p : a.promises) instants.insert(p.inject_at);
  for (int i = 1; i <= kSteps; ++i) instants.insert(q.now + hours(6.0 * i));
  double peak = -1;
  Instant peak_at = q.now;
  std::optional<Instant> exceeded;
  for (const Instant t : instants) {
    const double load = loadAt(a, nuclide, t);
    if (load > peak) {
      peak = load;
      peak_at = t;
    }
    if (load > most * kSlack && !exceeded) exceeded = t;
  }
  Json j = Json::object({{"licence", licence.id}, {"site", licence.parent}, {"zone", site.zone}, {"nuclide", nuclide}, {"max_activity_bq", most}});
  j.set("held_bq", s.held.value).set("reserved_bq", s.reserved.value).set("share", (s.held + s.reserved).value / most);
  j.set("free_bq", std::max(0.0, most - (s.held + s.reserved).value)).set("peak_bq", peak).set("peak_at", peak_at.iso());
  // What is here when the licence ends is held without one.
  const Instant until = instantIn(licence.doc["valid_until"]);
  const bool ends = until <= q.now + days(kDaysAhead) && loadAt(a, nuclide, std::max(until, q.now)) > 0;
  return j.set("exceeded_at", isoOrNull(exceeded)).set("unlicensed_at", ends ? Json(until.iso()) : Json());
}

}  // namespace

Result<Json> holdingsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kLicences.all(q.db)) {
    const auto site = identity::site(q.db, SiteId(card.parent));
    const bool overseer = site && q.caller.has("regulator") && q.caller.jurisdiction == site->jurisdiction;
    if (!site || !(card.doc["org"].text() == q.caller.org.str() || overseer || q.caller.has("admin")) || !ofHolding(card)) continue;
    for (const auto& cap : kCaps.under(q.db, card.id)) list.push(outlookOf(q, card, cap, *site));
  }
  return Json::object({{"holdings", list}});
}

}  // namespace isotrail::licensing
