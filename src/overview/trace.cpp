// Trace back and forward: the picture, and beside it who and what took part, in which packages and over which border.
#include <algorithm>

#include "desk/words.h"
#include "ledger/journal.h"
#include "overview/graph.h"
#include "overview/reading.h"
#include "overview/views.h"
#include "rooms/identity/facts.h"
#include "rooms/production/facts.h"
#include "trace/mentions.h"

namespace isotrail::overview {
namespace {

enum class Direction { back, forward };

/// One answer in the making.
class Tracing {
 public:
  Tracing(ViewRequest& q, Sight& sight, const Reading& reading, Direction direction)
      : q_(q), sight_(sight), reading_(reading), direction_(direction), graph_(q, sight), links_(doseLinks(q.db)) {}

  /// False when nobody knew of it then.
  bool add(const ItemId& root) {
    if (reading_.past() && !known(root.str())) return false;
    roots_.insert(root.str());
    Lineage lineage = direction_ == Direction::back ? traceBack(q_.db, root, q_.lineage) : traceForward(q_.db, root, q_.lineage);
    if (reading_.past()) std::erase_if(lineage.items, [&](const Item& item) { return !known(item.id.str()); });
    graph_.addLineage(lineage, links_);
    seqs_.insert(lineage.events.begin(), lineage.events.end());
    // Of a package or a waste container, what was in it is what people ask for.
    for (const auto& inside : everIn(q_.db, root))
      if (!graph_.has(inside.str())) add(inside);
    return true;
  }
  Json answer(const std::string& root) {
    if (direction_ == Direction::forward && !reading_.past()) graph_.addBooked(sourcesNow(q_.db, q_.now));
    gatherSubjects();
    readEntries();
    for (const auto& p : participants(q_.db, std::vector<std::int64_t>(seqs_.begin(), seqs_.end()))) takePart(p);
    for (const auto& [seq, e] : entries_) tellEntry(e);
    tellPackages();
    Json out = Json::object({{"root", root}, {"now", q_.now.iso()}, {"reading", reading_.toJson()}, {"nodes", nodes()}, {"edges", graph_.edges()}});
    out.set("people", Json(people_)).set("equipment", Json(equipment_)).set("vehicles", Json(vehicles_)).set("packages", Json(packages_));
    return out.set("border", Json(border_)).set("events", Json(events_));
  }

 private:
  /// Members, the orders and consignments behind them: entries about anything else (another patient's dose out of the same
  /// vial) are not part of this trace.
  void gatherSubjects() {
    for (const auto& item : graph_.items()) {
      subjects_[item.id.str()] = item.id.str();
      if (item.kind == "package") gatherConsignments(item.id);
    }
    for (const auto& link : links_)
      if (graph_.has(link.dose.str())) subjects_.emplace(link.order.str(), link.dose.str());
    if (direction_ == Direction::forward) {
      gatherReports("vigilance.ReactionReported", "case", "dose");
      gatherReports("vigilance.RecallStarted", "recall", "item");
    }
    for (const auto& [subject, node] : subjects_)
      if (subject != node)
        for (auto seq : entriesAbout(q_.db, subject)) seqs_.insert(seq);
  }
  /// What was learned afterwards belongs to what came of a thing.
  void gatherReports(const char* type, const char* subject, const char* about) {
    Journal(q_.db).readBack({0, 0, "", type, ""}, [&](const Event& e) {
      if (graph_.has(e.payload[about].text())) subjects_.emplace(e.payload[subject].text(), e.payload[about].text());
      return true;
    });
  }
  /// A package travels more than once: the consignments count in which it carried something of this trace, all of them when
  /// the package itself was asked for.
  void gatherConsignments(const ItemId& package) {
    for (const auto& c : logistics::consignments(q_.db)) {
      const auto all = logistics::packagesOf(q_.db, c.consignment);
      if (std::find(all.begin(), all.end(), package) == all.end()) continue;
      if (!roots_.contains(package.str()) && !carried(package, c.consignment)) continue;
      subjects_.emplace(c.consignment.str(), package.str());
      consignments_[package.str()].push_back(c);
    }
  }
  /// Of a past reading without what things are now: their state, place and activity then are in the entries.
  Json nodes() const {
    if (!reading_.past()) return graph_.nodes();
    Json list = Json::array();
    for (const auto& n : graph_.nodes().items()) {
      Json then = Json::object();
      for (const auto& [key, v] : n.members())
        if (key != "state" && key != "place" && key != "activity_bq") then.set(key, v);
      list.push(std::move(then));
    }
    return list;
  }
  bool carried(const ItemId& package, const ConsignmentId& consignment) const {
    Journal journal(q_.db);
    for (auto seq : entriesAbout(q_.db, consignment.str())) {
      const auto e = journal.bySeq(seq);
      if (!e || !e->is("logistics.Packed") || e->payload["package"].text() != package.str()) continue;
      for (const auto& id : e->movement["items"].items())
        if (graph_.has(id.text())) return true;
    }
    return false;
  }
  /// Something about it was recorded by the instant of the reading.
  bool known(const std::string& subject) const {
    const auto about = entriesAbout(q_.db, subject);
    return !about.empty() && about.front() <= reading_.last();
  }
  void readEntries() {
    Journal journal(q_.db);
    for (auto it = seqs_.begin(); it != seqs_.end();) {
      auto e = journal.bySeq(*it);
      const bool about = e && reading_.knows(*e) && subjects_.contains(subjectOf(e->stream));
      if (about) entries_.emplace(*it, reading_.read(q_.db, std::move(*e)));
      it = about ? std::next(it) : seqs_.erase(it);
    }
  }
  /// The node an entry belongs to in the picture.
  const std::string& nodeOf(const Event& e) const { return subjects_.at(subjectOf(e.stream)); }

  void takePart(const Participation& p) {
    const auto found = entries_.find(p.seq);
    if (found == entries_.end()) return;
    const Event& e = found->second;
    if (p.kind == "person") person(p.id, e);
    if (p.kind == "equipment") equipment(p.id, e);
    if (p.kind == "vehicle") vehicle(p.id, e);
  }
  void beside(const std::string& kind, const std::string& id, const std::string& label, const std::string& detail, const Event& e) {
    Json n = Json::object({{"id", id}, {"kind", kind}, {"label", label}, {"detail", detail}, {"layer", graph_.layerOfNode(nodeOf(e))}});
    graph_.node(n.set("place", sight_.nameOfSite(e.site)).set("at", e.occurred_at.iso()).set("zone", sight_.zoneOf(e.site)));
    graph_.edge(nodeOf(e), id, "with");
  }
  void person(const std::string& id, const Event& e) {
    const std::string name = sight_.nameOf(PersonId(id));
    const auto known = identity::person(q_.db, PersonId(id));
    Json j = Json::object({{"person", id}});
    if (!name.empty()) j.set("name", name);
    j.set("org", known ? known->org.str() : e.org.str()).set("did", sight_.text(e)).set("at", e.occurred_at.iso()).set("event", e.id);
    people_.push_back(j.set("seq", e.seq).set("zone", sight_.zoneOf(e.site)));
    beside("person", id, name.empty() ? id : name, j["org"].text(), e);
  }
  void equipment(const std::string& id, const Event& e) {
    const auto known = production::equipment(q_.db, EquipmentId(id));
    const std::string name = known ? known->name : id;
    Json j = Json::object({{"equipment", id}, {"name", name}, {"did", sight_.text(e)}, {"at", e.occurred_at.iso()}, {"seq", e.seq}});
    equipment_.push_back(j.set("zone", sight_.zoneOf(e.site)).set("calibrated_until", known ? Json(known->calibrated_until.iso()) : Json()));
    beside("equipment", id, name, known ? known->kind : "", e);
  }
  void vehicle(const std::string& id, const Event& e) {
    vehicles_.push_back(
        Json::object({{"vehicle", id}, {"did", sight_.text(e)}, {"at", e.occurred_at.iso()}, {"seq", e.seq}, {"zone", sight_.zoneOf(e.site)}}));
    beside("vehicle", id, id, subjectOf(e.stream), e);
  }
  void tellEntry(const Event& e) {
    Json j = Json::object({{"seq", e.seq}, {"type", e.type}, {"at", e.occurred_at.iso()}, {"actor", e.actor.str()}});
    const std::string name = sight_.nameOf(e.actor);
    if (!name.empty()) j.set("actor_name", name);
    events_.push_back(j.set("site", e.site.str())
                          .set("zone", sight_.zoneOf(e.site))
                          .set("text", sight_.text(e))
                          .set("id", e.id)
                          .set("amendments", reading_.amendments(q_, sight_, e)));
    if (e.is("logistics.Cleared") || e.is("logistics.Arrived")) crossing(e);
  }
  void crossing(const Event& e) {
    const std::string& post = e.payload["post"].text();
    const std::string direction = e.is("logistics.Arrived") ? "arrived" : e.payload["direction"].text();
    Json j = Json::object({{"consignment", e.payload["consignment"]}, {"post", post}, {"direction", direction}});
    j.set("declaration", e.payload["declaration"].text()).set("at", e.occurred_at.iso()).set("by", e.actor.str()).set("seq", e.seq);
    border_.push_back(j.set("did", sight_.text(e)).set("zone", sight_.zoneOf(e.site)));
    beside("border", "border:" + e.payload["consignment"].text() + ":" + post + ":" + direction, post, sight_.text(e), e);
  }
  void tellPackages() {
    for (const auto& item : graph_.items()) {
      if (item.kind != "package") continue;
      const auto journeys = consignments_.find(item.id.str());
      if (journeys == consignments_.end()) {
        packages_.push_back(package(item, item.stage));
        continue;
      }
      for (const auto& c : journeys->second)
        packages_.push_back(package(item, c.state).set("consignment", c.consignment.str()).set("direction", c.direction).set("vehicle", c.vehicle));
    }
  }
  Json package(const Item& item, const std::string& state) const {
    Json j =
        Json::object({{"item", item.id.str()}, {"label", item.id.str()}, {"detail", item.label}, {"consignment", Json()}, {"direction", Json()}});
    return j.set("at", item.created_at.iso()).set("zone", sight_.zoneOf(item.site)).set("state", state);
  }

  ViewRequest& q_;
  Sight& sight_;
  const Reading& reading_;
  Direction direction_;
  Graph graph_;
  std::vector<DoseLink> links_;
  std::set<std::string> roots_;
  std::set<std::int64_t> seqs_;
  std::map<std::string, std::string> subjects_;                                   // what an entry may be about, and the node that stands for it
  std::map<std::string, std::vector<logistics::ConsignmentFacts>> consignments_;  // by package
  std::map<std::int64_t, Event> entries_;
  Json::Array people_, equipment_, vehicles_, packages_, border_, events_;
};

Result<Json> trace(ViewRequest& q, const std::string& asked, Direction direction) {
  const auto reading = Reading::of(q);
  if (!reading) return reading.refusal();
  Sight sight(q);
  const auto roots = rootsOf(q.db, sight, asked);
  Tracing tracing(q, sight, *reading, direction);
  bool any = false;
  for (const auto& root : roots) any = tracing.add(root) || any;
  if (!any) return notFound("item", asked);
  return tracing.answer(asked);
}

}  // namespace

Result<Json> traceBackJson(ViewRequest& q, const ItemId& item) { return trace(q, item.str(), Direction::back); }
Result<Json> traceForwardJson(ViewRequest& q, const ItemId& item) { return trace(q, item.str(), Direction::forward); }
Result<Json> traceBackView(ViewRequest& q) { return trace(q, q.param("item"), Direction::back); }
Result<Json> traceForwardView(ViewRequest& q) { return trace(q, q.param("item"), Direction::forward); }

}  // namespace isotrail::overview
