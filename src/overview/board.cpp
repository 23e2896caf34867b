// The decay board: every holding on one clock, what it must still do today, and four figures on top.
#include <algorithm>
#include <set>

#include "desk/words.h"
#include "overview/coverage.h"
#include "overview/sight.h"
#include "overview/views.h"
#include "rooms/catalogue/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/production/facts.h"
#include "rooms/quality/facts.h"
#include "rooms/supply/facts.h"
#include "rooms/waste/facts.h"
#include "units/time.h"

namespace isotrail::overview {
namespace {

/// What the board is drawn from, read once.
struct Board {
  ViewRequest& q;
  Sight sight;
  std::vector<Source> sources;

  const Source* source(const ItemId& id) const {
    for (const auto& s : sources)
      if (s.item.id == id) return &s;
    return nullptr;
  }
};

bool onBoard(Db& db, const Item& item) {
  static const std::set<std::string> kinds = {"vial", "preparation", "eluate", "generator", "bulk", "batch", "dose", "waste"};
  if (!kinds.contains(item.kind) || (item.kind != "waste" && item.inventory.empty())) return false;
  // A batch holds activity only between the end of synthesis and the last filling.
  if (item.kind == "batch" && item.volume.value <= 0) return false;
  if (item.kind == "dose")
    if (const auto dose = hotlab::dose(db, item.id); dose && dose->state == "given") return false;
  return item.stage == "here" || item.stage == "in_transit" || (item.kind == "waste" && item.stage == "discarded");
}

/// The item's atoms; a waste container counts what is in it.
Inventory holdingOf(Db& db, const Item& item, Instant now) {
  Inventory all = item.inventory.empty() ? Inventory() : item.inventoryAt(now);
  if (item.kind != "waste") return all;
  for (const auto& inside : itemsIn(db, item.id)) {
    if (inside.inventory.empty()) continue;
    // For the eye only, so amounts of an older dataset are shown as activities of the first one's.
    const Inventory there = inside.inventoryAt(now);
    const auto same = all.empty() ? Result<Inventory>(there) : there.restated(all.dataset());
    if (same) all = all.plus(*same);
  }
  return all;
}

Json coverageJson(const Board& b, const Source& s) {
  Json list = Json::array();
  for (const auto& o : s.served) {
    if (!b.sight.order(o.order)) continue;
    Json j = Json::object({{"order", o.order.order.str()}});
    if (b.sight.patientsOf(o.order.org)) j.set("patient", o.order.patient.str());
    j.set("inject_at", o.order.inject_at.iso()).set("needed_bq", o.order.activity.value);
    j.set("volume_ml_after", o.left ? Json(o.left->value * 1e3) : Json()).set("covered", o.covered);
    list.push(j.set("slack_minutes", o.slack.value / 60.0).set("site", o.order.site.str()));
  }
  return list;
}

/// Whether `n` comes to `nuclide` by some path; adds every member of such paths to `path`.
bool leadsTo(const Nuclide& n, const std::string& nuclide, std::set<std::string>& path) {
  bool leads = n.name == nuclide;
  for (const auto& branch : n.branches)
    if (leadsTo(n.dataset->all()[branch.at], nuclide, path)) leads = true;
  if (leads) path.insert(n.name);
  return leads;
}

/// `nuclide` with all that feeds it in `held`, each with its half-life and whom it feeds: what the browser counts on from.
/// Of a nuclide that nothing feeds, itself alone.
Json chainJson(const Inventory& held, const std::string& nuclide) {
  const Dataset& set = held.dataset();
  std::set<std::string> path{nuclide};
  for (const auto& [name, atoms] : held.atoms())
    if (atoms > 0) leadsTo(*set.find(name), nuclide, path);
  Json members = Json::array();
  for (const auto& name : path) {
    const Nuclide* n = set.find(name);
    Json feeds = Json::array();
    for (const auto& branch : n->branches)
      if (name != nuclide && path.contains(branch.daughter)) feeds.push(Json::object({{"nuclide", branch.daughter}, {"fraction", branch.fraction}}));
    members.push(
        Json::object({{"nuclide", name}, {"half_life_s", n->half_life.value}, {"activity_bq", held.activity(name).value}, {"feeds", feeds}}));
  }
  return members;
}

/// What the browser needs to draw growth and elutions: the daughter follows from the column's chain at the row's instant.
Json elutionsJson(const Item& item, const supply::GeneratorFacts& g, Instant now) {
  const Nuclide* daughter = Dataset::shipped().find(g.daughter);
  const Inventory held = item.inventoryAt(now);
  Json done = Json::array();
  for (const auto& e : g.elutions)
    done.push(Json::object({{"eluate", e.eluate.str()}, {"at", e.at.iso()}, {"activity_bq", e.activity.value}, {"state", e.state}}));
  Json j = Json::object({{"parent", g.parent}, {"daughter", g.daughter}, {"daughter_bq", held.activity(g.daughter).value}});
  j.set("daughter_half_life_s", daughter->half_life.value).set("efficiency_fraction", g.efficiency.value).set("chain", chainJson(held, g.daughter));
  return j.set("last_elution_at", g.elutions.empty() ? Json() : Json(g.elutions.back().at.iso())).set("done", done);
}

void setProduct(Json& row, const Board& b, const Item& item) {
  const auto product = catalogue::product(b.q.db, item.product);
  row.set("product", product ? Json(product->product.str()) : Json());
  row.set("product_name", product ? Json(catalogue::productName(*product, b.q.language)) : Json());
  row.set("letter", product ? Json(product->letter) : Json());
}

void setActivity(Json& row, const Board& b, const Item& item) {
  const auto generator = supply::generator(b.q.db, item.id);
  const Inventory held = holdingOf(b.q.db, item, b.q.now);
  const std::string leading = generator ? generator->parent : held.empty() ? "" : held.leading();
  const Nuclide* nuclide = held.dataset().find(leading);
  const double activity = held.empty() ? 0.0 : held.activity(leading).value;
  row.set("nuclide", leading.empty() ? Json() : Json(leading)).set("half_life_s", nuclide ? nuclide->half_life.value : 0.0);
  row.set("activity_bq", activity).set("at", b.q.now.iso());
  row.set("calibration",
          item.calibration ? Json::object({{"activity_bq", item.calibration->activity.value}, {"at", item.calibration->at.iso()}}) : Json());
  const double ml = item.volume.value * 1e3;
  row.set("volume_ml", ml > 0 ? Json(ml) : Json()).set("concentration_bq_per_ml", ml > 0 ? Json(activity / ml) : Json());
  if (generator) row.set("elutions", elutionsJson(item, *generator, b.q.now));
  if (nuclide && !generator)
    if (Json chain = chainJson(held, leading); chain.size() > 1) row.set("chain", std::move(chain));
}

void setPlace(Json& row, const Board& b, const Item& item) {
  row.set("org", item.org.str()).set("site", item.site.str()).set("site_name", b.sight.nameOfSite(item.site)).set("place", item.place);
  row.set("zone", b.sight.zoneOf(item.site));
  const auto carried = carriedBy(b.q.db, item);
  row.set("consignment", carried ? Json(carried->consignment.str()) : Json());
  row.set("eta", carried ? Json(carried->eta.iso()) : Json()).set("to_site", carried ? Json(carried->to_site.str()) : Json());
  row.set("to_site_name", carried ? Json(b.sight.nameOfSite(carried->to_site)) : Json());
}

void setRelease(Json& row, const Board& b, const Item& item) {
  const auto decided = item.batch.empty() ? std::nullopt : quality::release(b.q.db, item.batch);
  if (!decided || decided->state != "released") return;
  const std::string name = b.sight.nameOf(decided->by);
  row.set("released", Json::object({{"at", decided->at.iso()}, {"by", decided->by.str()}, {"by_name", name.empty() ? Json() : Json(name)}}));
}

Json rowJson(const Board& b, const Item& item) {
  Json row = Json::object({{"item", item.id.str()}, {"kind", item.kind}, {"label", item.label}, {"batch", item.batch.str()}});
  setProduct(row, b, item);
  setActivity(row, b, item);
  setPlace(row, b, item);
  row.set("state", stateOf(b.q.db, item, b.q.now))
      .set("usable_until", isoOrNull(usableUntil(b.q.db, item)))
      .set("expires_at", isoOrNull(item.expires_at));
  if (item.kind == "waste") {
    const auto container = waste::container(b.q.db, item.id);
    row.set("clear_at", container ? isoOrNull(container->clear_at) : Json());
  }
  setRelease(row, b, item);
  const Source* s = b.source(item.id);
  const Json coverage = s ? coverageJson(b, *s) : Json::array();
  Json booked = Json::array();
  for (const auto& c : coverage.items()) booked.push(c["inject_at"]);
  const auto slack = s && item.kind != "generator" && coverage.size() > 0 ? s->slack() : std::nullopt;
  return row.set("slack_minutes", slack ? Json(slack->value / 60.0) : Json()).set("coverage", coverage).set("booked", booked);
}

/// The instant by which something about the row runs out; rows are shown soonest first, waste last.
Instant limitOf(const Json& row, Instant now) {
  if (row["kind"].text() == "waste" || row["state"].text() == "spent") return now + days(3650);
  Instant limit = now + days(365);
  if (!row["usable_until"].isNull()) limit = std::min(limit, instantIn(row["usable_until"]));
  if (row["slack_minutes"].isNumber()) limit = std::min(limit, now + minutes(std::max(0.0, row["slack_minutes"].number())));
  return limit;
}

/// Available or on its way; of a generator what one elution would give.
Json usableTile(const Json::Array& rows) {
  std::map<std::string, std::pair<double, std::int64_t>> by_nuclide;
  for (const auto& row : rows) {
    const std::string& state = row["state"].text();
    const bool counts = (state == "available" || state == "in_transit") && row["kind"].text() != "bulk" && row["kind"].text() != "batch";
    if (!counts) continue;
    const Json& g = row["elutions"];
    auto& sum = by_nuclide[g.isNull() ? row["nuclide"].text() : g["daughter"].text()];
    sum.first += g.isNull() ? row["activity_bq"].number() : g["daughter_bq"].number() * g["efficiency_fraction"].number();
    ++sum.second;
  }
  Json list = Json::array();
  double total = 0;
  std::int64_t items = 0;
  for (const auto& [nuclide, sum] : by_nuclide) {
    list.push(Json::object({{"nuclide", nuclide}, {"activity_bq", sum.first}, {"items", sum.second}}));
    total += sum.first;
    items += sum.second;
  }
  return Json::object({{"activity_bq", total}, {"items", items}, {"by_nuclide", list}});
}

bool covered(const Board& b, const ordering::OrderFacts& o) {
  if (o.state == "drawn" || o.state == "fulfilled") return true;
  for (const auto& s : b.sources)
    for (const auto& served : s.served)
      if (served.order.order == o.order) return served.covered;
  return false;
}

/// Today's orders in each hospital's own day.
Json patientsTile(const Board& b) {
  struct Count {
    std::int64_t covered = 0, total = 0;
  };
  std::map<std::string, Count> by_product;
  Count all;
  for (const auto& o : ordering::orders(b.q.db, SiteId(), b.q.now - hours(36), b.q.now + hours(36))) {
    const std::string zone = b.sight.zoneOf(o.site);
    if (o.state == "cancelled" || !b.sight.order(o) || localDay(o.inject_at, zone) != localDay(b.q.now, zone)) continue;
    const std::int64_t yes = covered(b, o) ? 1 : 0;
    Count& c = by_product[o.product.str()];
    ++c.total, ++all.total;
    c.covered += yes, all.covered += yes;
  }
  Json list = Json::array();
  for (const auto& [id, c] : by_product) {
    const auto product = catalogue::product(b.q.db, ProductId(id));
    Json j = Json::object({{"product", id}, {"product_name", product ? catalogue::productName(*product, b.q.language) : id}});
    list.push(j.set("covered", c.covered).set("total", c.total));
  }
  return Json::object({{"covered", all.covered}, {"total", all.total}, {"by_product", list}});
}

/// Who is lost first, and from when on; null when nobody waits.
Json marginTile(const Board& b, const Json::Array& rows) {
  const Json* row = nullptr;
  const Json* order = nullptr;
  for (const auto& r : rows) {
    if (!r["slack_minutes"].isNumber()) continue;
    for (const auto& c : r["coverage"].items())
      if (!order || c["slack_minutes"].number() < (*order)["slack_minutes"].number()) row = &r, order = &c;
  }
  if (!order) return Json();
  const double slack = (*order)["slack_minutes"].number();
  const auto product = b.source(ItemId((*row)["item"].text()));
  Json j = Json::object({{"minutes", slack}, {"item", (*row)["item"]}, {"order", (*order)["order"]}, {"patient", (*order)["patient"]}});
  j.set("product", product ? product->item.product.str() : "").set("product_name", (*row)["product_name"]).set("inject_at", (*order)["inject_at"]);
  return j.set("lost_after", (instantIn((*order)["inject_at"]) + minutes(std::max(slack, -1440.0))).iso()).set("zone", (*row)["zone"]);
}

/// Batches that were made and not decided on, with the departure they have to catch.
Json releaseTile(const Board& b) {
  Json list = Json::array();
  std::optional<Instant> next;
  for (const auto& batch : production::batches(b.q.db)) {
    if (!batch.eos_at || !b.sight.site(batch.site) || quality::release(b.q.db, batch.batch)) continue;
    std::optional<Instant> due;
    for (const auto& c : logistics::consignments(b.q.db))
      if (c.from_site == batch.site && c.depart_at > *batch.eos_at && c.direction == "outbound" && (!due || c.depart_at < *due)) due = c.depart_at;
    if (due && (!next || *due < *next)) next = due;
    const auto product = catalogue::product(b.q.db, batch.product);
    Json j = Json::object({{"batch", batch.batch.str()}, {"product_name", product ? catalogue::productName(*product, b.q.language) : ""}});
    list.push(j.set("eos_at", batch.eos_at->iso()).set("due_at", isoOrNull(due)).set("zone", b.sight.zoneOf(batch.site)));
  }
  return Json::object({{"count", list.size()}, {"due_at", isoOrNull(next)}, {"batches", list}});
}

}  // namespace

Result<Json> boardView(ViewRequest& q) {
  Board b{q, Sight(q), sourcesNow(q.db, q.now)};
  Json::Array rows;
  for (const auto& item : allItems(q.db)) {
    // What lies in a waste container is shown as the container.
    if (!onBoard(q.db, item) || !b.sight.item(item)) continue;
    const auto container = item.container.empty() ? std::nullopt : findItem(q.db, item.container);
    if (container && container->kind == "waste") continue;
    rows.push_back(rowJson(b, item));
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const Json& x, const Json& y) { return limitOf(x, q.now) < limitOf(y, q.now); });
  Json tiles = Json::object({{"usable", usableTile(rows)}, {"patients", patientsTile(b)}});
  tiles.set("margin", marginTile(b, rows)).set("waiting_release", releaseTile(b));
  return Json::object({{"now", q.now.iso()}, {"rows", Json(std::move(rows))}, {"tiles", tiles}});
}

}  // namespace isotrail::overview
