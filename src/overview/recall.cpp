// Recall simulation: what a recall of this item would reach, what of it can still be stopped, and who must be told by when.
#include <algorithm>
#include <chrono>

#include "desk/texts.h"
#include "desk/words.h"
#include "overview/graph.h"
#include "overview/views.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/oversight/facts.h"
#include "trace/lineage_index.h"

namespace isotrail::overview {
namespace {

constexpr std::size_t kDrawn = 400;   // more members are drawn as counts
constexpr std::size_t kListed = 500;  // of a list that people read: what comes soonest

/// In what people of a jurisdiction read a notice.
Json languagesOf(const std::string& jurisdiction) {
  if (jurisdiction == "CN") return Json(Json::Array{"zh-Hans"});
  if (jurisdiction == "MO") return Json(Json::Array{"zh-Hant", "pt"});
  return Json(Json::Array{"en"});
}

/// What a recall of one item reaches.
class Simulation {
 public:
  Simulation(ViewRequest& q, Sight& sight, const ItemId& root)
      : q_(q), sight_(sight), root_(root), links_(doseLinks(q.db)), sources_(sourcesNow(q.db, q.now)), on_hold_(heldItems(q.db, q.lineage)) {
    lineage_ = traceForward(q.db, root, q.lineage);
    std::erase_if(lineage_.items, [&](const Item& i) { return !sight.traceable(i); });
    for (const auto& item : lineage_.items) reached_.insert(item.id);
    for (const auto& l : links_) link_of_.emplace(l.dose, &l);
    for (const auto& item : lineage_.items) item.kind == "dose" ? dose(item) : held(item);
    for (const auto& s : sources_)
      if (has(s.item.id)) source(s);
    std::stable_sort(stoppable_.begin(), stoppable_.end(), [](const Json& a, const Json& b) { return soonness(a) < soonness(b); });
  }

  Json answer() {
    Graph graph(q_, sight_);
    if (lineage_.items.size() > kDrawn) graph.countByPlace(root_);
    graph.addLineage(lineage_, links_);
    graph.addBooked(sources_);
    Json out = Json::object({{"item", root_.str()},
                             {"now", q_.now.iso()},
                             {"affected", affected()},
                             {"counts", counts()},
                             {"stoppable", firstOf(stoppable_)},
                             {"given", firstOf(given_)}});
    out.set("holds", holds()).set("tell", tell()).set("nearest", nearest()).set("places", places()).set("from", from());
    return out.set("graph", Json::object({{"nodes", graph.nodes()}, {"edges", graph.edges()}}));
  }

 private:
  static Json firstOf(const Json::Array& all) {
    return Json(Json::Array(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), kListed))));
  }
  /// How many there are of what is listed: the lists stop at kListed.
  Json counts() const {
    return Json::object({{"items", lineage_.items.size()}, {"stoppable", stoppable_.size()}, {"given", given_.size()}, {"holds", live_.size()}});
  }
  static bool gone(const Item& i) { return i.stage != "here" && i.stage != "in_transit"; }
  bool has(const ItemId& id) const { return reached_.contains(id); }
  static double soonness(const Json& s) { return s["seconds_left"].isNumber() ? s["seconds_left"].number() : 1e18; }

  const DoseLink* linkOf(const ItemId& dose) const {
    const auto found = link_of_.find(dose);
    return found == link_of_.end() ? nullptr : found->second;
  }
  void reached(const SiteId& site) {
    if (!site.empty()) sites_.insert(site.str());
  }
  void setPatient(Json& j, const OrgId& hospital, const PatientId& patient, const OrderId& order) {
    patients_.insert(patient.str());
    j.set("patient", sight_.patientsOf(hospital) ? patient.str() : "").set("order", order.str());
  }
  void setTime(Json& j, const std::optional<Instant>& inject_at, const SiteId& site) {
    j.set("inject_at", isoOrNull(inject_at)).set("zone", sight_.zoneOf(site));
    j.set("seconds_left", inject_at ? Json((*inject_at - q_.now).value) : Json());
  }
  void setHolder(Json& j, const Item& item) {
    const bool moving = item.stage == "in_transit";
    const std::string place = moving ? sight_.nameOfSite(item.site) + " → " + sight_.nameOfSite(item.to_site)
                                     : sight_.nameOfSite(item.site) + (item.place.empty() ? "" : " · " + item.place);
    j.set("place", place).set("site", (moving ? item.to_site : item.site).str()).set("holder_org", item.org.str());
    holders_[item.org.str()];
  }

  void dose(const Item& item) {
    reached(item.site);
    ++doses_;
    const DoseLink* link = linkOf(item.id);
    const auto injected = clinic::given(q_.db, item.id);
    if (injected || item.stage == "given") {
      Json j = Json::object({{"dose", item.id.str()}});
      if (link) setPatient(j, link->org, link->patient, link->order);
      j.set("at", injected ? Json(injected->at.iso()) : Json()).set("activity_bq", injected ? Json(injected->activity.value) : Json());
      given_.push_back(j.set("site", item.site.str()).set("zone", sight_.zoneOf(item.site)));
      tellOrg(item.org, {});
      return;
    }
    if (gone(item)) return;
    Json j = Json::object({{"dose", item.id.str()}, {"state", item.stage == "in_transit" ? "in_transit" : "drawn"}});
    std::optional<Instant> when;
    if (link) {
      j.set("vial", link->vial.str());
      setPatient(j, link->org, link->patient, link->order);
      if (const auto o = ordering::order(q_.db, link->order)) when = o->inject_at;
    }
    setTime(j, when, item.site);
    setHolder(j, item);
    tellOrg(item.org, when);
    stoppable_.push_back(std::move(j));
    live_.push_back(item.id);
  }
  void held(const Item& item) {
    if (item.kind == "batch") ++batches_;
    if (item.kind == "vial" || item.kind == "preparation") ++vials_;
    if (gone(item) || item.kind == "waste") return;
    reached(item.stage == "in_transit" ? item.to_site : item.site);
    tellOrg(item.org, {});
    live_.push_back(item.id);
  }
  /// Orders not drawn yet that would be served from it; a source nobody waits for is stoppable as it is.
  void source(const Source& s) {
    const char* state = s.item.stage == "in_transit" ? "in_transit" : "not_drawn";
    for (const auto& served : s.served) {
      const auto& o = served.order;
      Json j = Json::object({{"vial", s.item.id.str()}, {"state", state}});
      setPatient(j, o.org, o.patient, o.order);
      setTime(j, o.inject_at, o.site);
      setHolder(j, s.item);
      reached(o.site);
      tellOrg(o.org, o.inject_at);
      stoppable_.push_back(std::move(j));
      ++doses_;
    }
    if (!s.served.empty() || s.item.kind == "generator" || s.state == "spent") return;
    Json j = Json::object({{"vial", s.item.id.str()}, {"state", state}});
    setTime(j, {}, s.item.site);
    setHolder(j, s.item);
    stoppable_.push_back(std::move(j));
  }
  void tellOrg(const OrgId& org, const std::optional<Instant>& by) {
    auto& known = holders_[org.str()];
    if (by && (!known || *by < *known)) known = by;
  }

  Json affected() const {
    std::set<std::string> jurisdictions;
    for (const auto& s : sites_)
      if (const auto j = sight_.jurisdictionOf(SiteId(s)); !j.empty()) jurisdictions.insert(j);
    Json j = Json::object({{"batches", batches_}, {"vials", vials_}, {"doses", doses_}, {"patients", patients_.size()}});
    return j.set("sites", sites_.size()).set("jurisdictions", jurisdictions.size());
  }
  Json holds() const {
    Json list = Json::array();
    const Language language = languageOf(q_.language);
    for (const auto& id : live_) {
      if (list.size() == kListed) break;
      const bool root = id == root_;
      const Json params = Json::object({{"item", root_.str()}});
      list.push(Json::object({{"item", id.str()},
                              {"why", codeText(root ? "RECALL_HOLDS_ROOT" : "RECALL_HOLDS_CHILD", language, params).text},
                              {"held_already", on_hold_.contains(id)}}));
    }
    return list;
  }
  /// Whoever holds any of it before the first injection it could reach; agencies by what the adopted rules say of a recall.
  Json tell() const {
    Json::Array list;
    for (const auto& [id, by] : holders_) {
      const auto org = identity::org(q_.db, OrgId(id));
      if (!org) continue;
      Json j = Json::object({{"who", org->nameIn(q_.language)}, {"role", org->kind}, {"by", by && *by > q_.now ? by->iso() : "now"}});
      list.push_back(j.set("languages", languagesOf(org->jurisdiction)).set("org", id));
    }
    std::stable_sort(list.begin(), list.end(), [](const Json& a, const Json& b) {
      return a["by"].text() != "now" && b["by"].text() != "now" && a["by"].text() < b["by"].text();
    });
    std::set<std::string> jurisdictions;
    for (const auto& s : sites_) jurisdictions.insert(sight_.jurisdictionOf(SiteId(s)));
    for (const auto& jurisdiction : jurisdictions)
      for (const auto& n : oversight::noticesOf(q_, "vigilance.RecallStarted", Json::object({{"drill", false}}), jurisdiction)) {
        Json j = Json::object({{"who", n.agency_name}, {"role", "agency"}, {"by", n.due_at.iso()}, {"languages", languagesOf(jurisdiction)}});
        list.push_back(j.set("agency", n.agency).set("duty", n.duty).set("title", n.title).set("citation", n.citation).set("zone", n.zone));
      }
    return Json(std::move(list));
  }
  /// Where it is or was given, by site: what stands there, what is on the road to it, doses given.
  Json places() const {
    struct Counts {
      std::int64_t here = 0, in_transit = 0, given = 0;
    };
    std::map<SiteId, Counts> counts;
    for (const auto& item : lineage_.items) {
      if (item.kind == "package") continue;  // it only carries
      if (item.stage == "here") ++counts[item.site].here;
      if (item.stage == "in_transit") ++counts[item.to_site].in_transit;
      if (item.stage == "given") ++counts[item.site].given;
    }
    Json list = Json::array();
    for (const auto& [site, c] : counts) {
      Json j = Json::object({{"site", site.str()}, {"place", sight_.nameOfSite(site)}, {"zone", sight_.zoneOf(site)}});
      list.push(j.set("here", c.here).set("in_transit", c.in_transit).set("given", c.given));
    }
    return list;
  }
  /// What it came from, oldest first: where the cause may lie.
  Json from() const {
    auto items = itemsOf(q_.db, ancestors(q_.db, root_, q_.lineage));
    std::erase_if(items, [&](const Item& i) { return !sight_.traceable(i); });
    std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.created_at < b.created_at; });
    Json list = Json::array();
    for (const auto& i : items) {
      Json j = Json::object({{"item", i.id.str()}, {"kind", i.kind}, {"label", i.label}, {"at", i.created_at.iso()}, {"maker", i.maker.str()}});
      list.push(j.set("place", sight_.nameOfSite(i.site)).set("zone", sight_.zoneOf(i.site)).set("held", on_hold_.contains(i.id)));
    }
    return list;
  }
  /// The injection that comes next; one whose time is past only when no other is left.
  Json nearest() const {
    for (const auto& s : stoppable_)
      if (s["seconds_left"].isNumber() && s["seconds_left"].number() >= 0) return s;
    for (const auto& s : stoppable_)
      if (s["seconds_left"].isNumber()) return s;
    return stoppable_.empty() ? Json() : stoppable_.front();
  }

  ViewRequest& q_;
  Sight& sight_;
  ItemId root_;
  std::vector<DoseLink> links_;
  std::vector<Source> sources_;
  std::set<ItemId> on_hold_;
  Lineage lineage_;
  std::set<ItemId> reached_;
  std::map<ItemId, const DoseLink*> link_of_;
  std::int64_t batches_ = 0, vials_ = 0, doses_ = 0;
  std::set<std::string> sites_, patients_;
  std::map<std::string, std::optional<Instant>> holders_;  // organisation, and the first injection it could stop
  std::vector<ItemId> live_;
  Json::Array stoppable_, given_;
};

}  // namespace

Result<Json> recallJson(ViewRequest& q, const ItemId& item) {
  const auto begun = std::chrono::steady_clock::now();
  Sight sight(q);
  const auto roots = rootsOf(q.db, sight, item.str());
  if (roots.empty()) return notFound("item", item.str());
  Json out = Simulation(q, sight, roots.front()).answer();
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
  return out.set("found_ms", took.count());
}
Result<Json> recallView(ViewRequest& q) { return recallJson(q, ItemId(q.param("item"))); }

}  // namespace isotrail::overview
