// What the day's doses are drawn from: vials on the bench, vials on the road, and, of a product of which neither is known, what was promised.
#include <algorithm>

#include "nuclide/decay.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/logistics/facts.h"
#include "rooms/planning/facts.h"
#include "rooms/quality/facts.h"
#include "rooms/slots/day_builder.h"
#include "rooms/slots/values.h"
#include "rooms/supply/facts.h"

namespace isotrail::slots {

namespace solver = isotrail::solver::slots;

namespace {

constexpr double kNothing = 1e-5;  // mL 0.01: below it nothing can be drawn

bool mayBeDrawn(Db& db, const Item& item, const std::string& market) {
  if (item.kind == "preparation") return hotlab::preparationState(db, item.id) == "passed";
  const auto r = quality::release(db, item.batch);
  return r && r->state == "released" && std::find(r->markets.begin(), r->markets.end(), market) != r->markets.end();
}

}  // namespace

std::optional<int> DayBuilder::readyOf(const Item& item, std::string& source) {
  const auto consignment = item.container.empty() ? std::nullopt : logistics::consignmentOfPackage(db_, item.container);
  const auto facts = consignment ? logistics::consignment(db_, *consignment) : std::nullopt;
  if (!facts) return std::nullopt;
  source = "consignment " + facts->consignment.str();
  return out_.clock.minute(facts->eta) + static_cast<int>(noted("vial", "*", "ready"));
}

/// A vial or preparation of the product that can be drawn from on the day; false when it is none.
bool DayBuilder::addVial(const Item& item, int product, Instant now, const std::string& market) {
  if ((item.kind != "vial" && item.kind != "preparation") || item.product.str() != out_.list.products[static_cast<std::size_t>(product)].name)
    return false;
  if (item.inventory.empty() || item.volume.value < kNothing || heldBy(db_, item.id)) return false;
  const bool here = item.stage == "here" && item.container.empty();
  if (here && !mayBeDrawn(db_, item, market)) return false;
  solver::Vial v;
  v.name = item.id.str();
  v.product = product;
  VialSource s{item.id.str(), here ? "in_stock" : "expected", item.product, products_[static_cast<std::size_t>(product)].nuclide, item.volume, ""};
  s.source = here ? "stock of the hot lab" : "on its way";
  const int now_minute = out_.list.now;
  v.usable.from =
      here ? now_minute : std::max(now_minute, readyOf(item, s.source).value_or(now_minute + static_cast<int>(noted("vial", "*", "ready"))));
  v.usable.until = item.expires_at ? out_.clock.minute(*item.expires_at) - 1 : out_.clock.minute(out_.clock.end);
  if (v.usable.until <= v.usable.from || v.usable.until < 0) return false;
  const Instant when = std::max(now, item.inventory.reference());
  const double half_life = out_.list.products[static_cast<std::size_t>(product)].half_life_min;
  const double back = remainingShare(isotrail::minutes(half_life), out_.clock.at(out_.list.reference) - when);
  v.holds_mbq = item.inventoryAt(when).activity(s.nuclide).value / 1e6 * back * (1.0 - supply::lineValue("vial", "dead_fraction"));
  note("activity at " + out_.clock.at(out_.list.reference).iso(), s.id, v.holds_mbq * 1e6, "Bq", s.source);
  note("volume", s.id, item.volume.value * 1e3, "mL", s.source);
  out_.list.vials.push_back(v);
  out_.vials.push_back(s);
  return true;
}

/// Of a product of which nothing is on record yet: as much as the booked doses need, from the planned arrival on.
void DayBuilder::addPromise(int product) {
  solver::Vial v;
  v.name = out_.list.products[static_cast<std::size_t>(product)].name;
  v.product = product;
  VialSource s{v.name, "promised", ProductId(v.name), products_[static_cast<std::size_t>(product)].nuclide, Volume(), ""};
  std::optional<int> from;
  int first = 24 * 60;
  bool wanted = false, in_house = false;
  for (std::size_t i = 0; i < out_.orders.size(); ++i) {
    const auto& o = out_.orders[i];
    const auto& p = out_.list.patients[i];
    if (p.product != product || o.state == "drawn" || o.state == "fulfilled") continue;
    wanted = true;
    in_house = in_house || o.maker_site == o.site;
    v.holds_mbq += solver::needOf(out_.list, p, *p.told);
    first = std::min(first, *p.told);
    if (const auto planned = planning::plannedOrder(db_, o.order); planned && planned->arrives) {
      const int ready = out_.clock.minute(*planned->arrives) + static_cast<int>(noted("vial", "*", "ready"));
      from = std::min(from.value_or(ready), ready);
      s.source = "plan " + planned->plan.str();
    }
  }
  if (!wanted) return;
  if (!from) s.source = in_house ? "made here, for the first booked injection" : "orders, for the first booked injection";
  v.usable = {std::max(out_.list.now, from.value_or(first)), out_.clock.minute(out_.clock.end)};
  note("activity at " + out_.clock.at(out_.list.reference).iso(), s.id, v.holds_mbq * 1e6, "Bq", s.source);
  out_.list.vials.push_back(v);
  out_.vials.push_back(s);
}

void DayBuilder::addVials(Instant now) {
  const auto site = identity::site(db_, out_.site);
  const auto items = itemsAt(db_, out_.site);
  for (int p = 0; p < static_cast<int>(out_.list.products.size()); ++p) {
    bool known = false;
    for (const auto& item : items) known = addVial(item, p, now, site->jurisdiction) || known;
    if (!known) addPromise(p);
  }
}

}  // namespace isotrail::slots
