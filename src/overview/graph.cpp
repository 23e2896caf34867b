#include "overview/graph.h"

#include <algorithm>

#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/quality/facts.h"
#include "rooms/supply/facts.h"
#include "units/quantity.h"
#include "units/time.h"

namespace isotrail::overview {
namespace {

constexpr const char* kBeam = "beam:";

/// The words the browser has for kinds of things; lots of every sort are material.
std::string shownKind(const Item& item) {
  static const std::set<std::string> known = {"bulk",      "batch",  "vial", "dose",        "package", "waste",
                                              "generator", "eluate", "kit",  "preparation", "sample",  "container"};
  if (item.kind == "target_water") return "target";
  return known.contains(item.kind) ? item.kind : "material";
}

std::string stateOfNode(Db& db, const Item& item, Instant now) {
  if (item.kind == "dose") {
    const auto dose = hotlab::dose(db, item.id);
    if (item.stage == "given" || (dose && dose->state == "given")) return "given";
    return item.stage == "here" ? "drawn" : item.stage;
  }
  if (item.kind == "batch") {
    if (heldBy(db, item.id)) return "on_hold";
    if (const auto decided = quality::release(db, item.id)) return decided->state;
    return "waiting_release";
  }
  if (item.stage != "here" && item.stage != "in_transit") return item.stage;
  if (item.inventory.empty()) return heldBy(db, item.id) ? "on_hold" : item.stage;
  return stateOf(db, item, now);
}

std::string placeOf(const Sight& sight, const Item& item) {
  const std::string at = sight.nameOfSite(item.site) + (item.place.empty() ? "" : " · " + item.place);
  return item.stage == "in_transit" ? at + " → " + sight.nameOfSite(item.to_site) : at;
}

}  // namespace

std::vector<DoseLink> doseLinks(Db& db) {
  std::vector<DoseLink> out;
  for (const auto& site : identity::sites(db))
    for (const auto& d : hotlab::doses(db, site.site)) out.push_back({d.dose, d.vial, d.order, d.patient, site.org, d.state == "given"});
  return out;
}

std::vector<ItemId> rootsOf(Db& db, Sight& sight, const std::string& asked) {
  const std::string id = asked.starts_with(kBeam) ? asked.substr(std::string(kBeam).size()) : asked;
  if (findItem(db, ItemId(id))) return sight.traceable(ItemId(id)) ? std::vector<ItemId>{ItemId(id)} : std::vector<ItemId>{};
  std::vector<ItemId> out;
  for (const auto& link : doseLinks(db)) {
    const bool patient = link.patient.str() == id && sight.patientsOf(link.org);
    if ((patient || link.order.str() == id) && sight.traceable(link.dose)) out.push_back(link.dose);
  }
  return out;
}

int layerOf(const std::string& kind) {
  static const std::map<std::string, int> layers = {{"beam", 1}, {"bulk", 1},    {"generator", 1},   {"batch", 2},     {"eluate", 2},
                                                    {"vial", 3}, {"sample", 3},  {"preparation", 3}, {"package", 3},   {"border", 3},
                                                    {"dose", 4}, {"patient", 4}, {"waste", 5},       {"container", 5}, {"vehicle", 3}};
  auto found = layers.find(kind);
  return found == layers.end() ? 0 : found->second;
}

void Graph::node(Json n) {
  const std::string id = n["id"].text();
  if (id.empty() || !have_.emplace(id, static_cast<int>(n["layer"].integer())).second) return;
  nodes_.push_back(std::move(n));
}

void Graph::edge(const std::string& from, const std::string& to, const char* kind) {
  if (!have_.contains(from) || !have_.contains(to) || from == to) return;
  if (!drawn_.insert(from + ">" + to + ">" + kind).second) return;
  edges_.push_back(Json::object({{"from", from}, {"to", to}, {"kind", kind}}));
}

int Graph::layerOfNode(const std::string& id) const {
  auto found = have_.find(id);
  return found == have_.end() ? 0 : found->second;
}

Json Graph::itemNode(const Item& item) const {
  const auto product = catalogue::product(q_.db, item.product);
  const std::string kind = shownKind(item);
  Json n = Json::object({{"id", item.id.str()}, {"kind", kind}, {"label", item.id.str()}});
  n.set("detail", product ? catalogue::productName(*product, q_.language) : item.label).set("layer", layerOf(kind));
  n.set("place", placeOf(sight_, item)).set("zone", sight_.zoneOf(item.site)).set("org", item.org.str());
  n.set("at", (item.calibration ? item.calibration->at : item.created_at).iso()).set("state", stateOfNode(q_.db, item, q_.now));
  n.set("activity_bq", item.calibration ? Json(item.calibration->activity.value) : Json());
  return n;
}

/// A beam is no item: it stands between the target it hit and the bulk it made.
void Graph::addBeam(const Item& bulk) {
  const auto run = supply::run(q_.db, bulk.id);
  if (!run) return;
  const std::string id = kBeam + run->run.str();
  const std::string zone = sight_.zoneOf(run->site);
  const auto clock = [&](Instant t) { return isoWithOffset(t, zone).substr(11, 5); };
  std::string detail = run->cyclotron.str() + " · " + Json(run->current.value * 1e6).dump() + " µA · " + clock(run->beam_on);
  if (run->beam_off) detail += "–" + clock(*run->beam_off);
  Json n = Json::object({{"id", id}, {"kind", "beam"}, {"label", run->run.str()}, {"detail", detail}, {"layer", layerOf("beam")}});
  n.set("place", sight_.nameOfSite(run->site)).set("zone", zone).set("at", run->beam_on.iso()).set("state", run->state);
  node(n.set("activity_bq", Json()));
  through_beam_.insert(run->target_lot.str() + ">" + bulk.id.str());
  edge(run->target_lot.str(), id, "derived");
  edge(id, bulk.id.str(), "derived");
}

void Graph::countByPlace(const ItemId& alone) { alone_ = alone; }

void Graph::count(const Item& item) {
  const std::string kind = shownKind(item);
  const SiteId& site = item.stage == "in_transit" ? item.to_site : item.site;
  const std::string id = kind + "@" + site.str() + " " + item.stage;
  Counted& c = counted_[id];
  if (c.items++ == 0) {
    c.node = Json::object({{"id", id}, {"kind", kind}, {"label", ""}, {"detail", ""}, {"layer", layerOf(kind)}});
    c.node.set("place", sight_.nameOfSite(site)).set("zone", sight_.zoneOf(site)).set("org", item.org.str());
    c.node.set("at", Json()).set("state", item.stage).set("activity_bq", Json());
  }
  within_[item.id.str()] = id;
}

void Graph::drawCounts() {
  for (auto& [id, c] : counted_) node(c.node.set("label", "× " + std::to_string(c.items)).set("count", c.items));
}

const std::string& Graph::drawnAs(const std::string& id) const {
  const auto found = within_.find(id);
  return found == within_.end() ? id : found->second;
}

void Graph::addLineage(const Lineage& lineage, const std::vector<DoseLink>& doses) {
  for (const auto& item : lineage.items) {
    if (has(item.id.str()) || !sight_.traceable(item)) continue;
    items_.push_back(item);
    if (alone_ && item.id != *alone_)
      count(item);
    else
      node(itemNode(item));
  }
  drawCounts();
  for (const auto& item : items_)
    if (item.kind == "bulk" && has(item.id.str())) addBeam(item);
  for (const auto& e : lineage.edges)
    if (!through_beam_.contains(e.from.str() + ">" + e.to.str())) edge(drawnAs(e.from.str()), drawnAs(e.to.str()), e.kind.c_str());
  for (const auto& link : doses) {
    if (!has(link.dose.str()) || !sight_.patientsOf(link.org)) continue;
    Json n = Json::object({{"id", link.patient.str()},
                           {"kind", "patient"},
                           {"label", link.patient.str()},
                           {"detail", link.order.str()},
                           {"layer", layerOf("patient")}});
    node(n.set("place", "").set("at", Json()).set("state", link.given ? "given" : "drawn").set("activity_bq", Json()));
    edge(link.dose.str(), link.patient.str(), "with");
  }
}

void Graph::addBooked(const std::vector<Source>& sources) {
  for (const auto& s : sources) {
    if (!has(s.item.id.str())) continue;
    for (const auto& served : s.served) {
      const auto& o = served.order;
      if (!sight_.order(o)) continue;
      const std::string id = sight_.patientsOf(o.org) ? o.patient.str() : o.order.str();
      Json n = Json::object({{"id", id}, {"kind", "patient"}, {"label", id}, {"detail", o.order.str()}, {"layer", layerOf("patient")}});
      node(n.set("place", sight_.nameOfSite(o.site)).set("at", o.inject_at.iso()).set("state", "booked").set("activity_bq", o.activity.value));
      edge(s.item.id.str(), id, "booked");
    }
  }
}

}  // namespace isotrail::overview
