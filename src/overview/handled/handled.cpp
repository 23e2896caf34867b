// Who handled what: every entry about vessels, and about what stands in a room, between two instants, with the custody in which
// each vessel was. Asked by itself or for an incident.
#include <algorithm>
#include <map>
#include <set>

#include "desk/words.h"
#include "ledger/journal.h"
#include "overview/sight.h"
#include "overview/views.h"
#include "rooms/protection/facts.h"
#include "trace/trace.h"

namespace isotrail::overview {
namespace {

struct Scope {
  std::vector<ItemId> items;
  std::vector<protection::RoomFacts> rooms;
  Instant from, until;
};

/// In whose hands a vessel is, and how.
struct Hands {
  OrgId org;
  SiteId site, to;
  std::string state;  // here in_transit given discarded ...; "" before it existed
  bool operator==(const Hands&) const = default;
};
void follow(Hands& h, const Event& e, const Movement& m, const ItemId& id) {
  const bool born = std::any_of(m.puts.begin(), m.puts.end(), [&](const Put& p) { return p.item == id && p.created; });
  if (born) h = {m.kind == MovementKind::bring_in && !m.to_org.empty() ? m.to_org : e.org, m.to.empty() ? e.site : m.to, {}, "here"};
  if (m.kind == MovementKind::hand_over) h = {h.org, h.site, m.to, "in_transit"};
  if (m.kind == MovementKind::take_over) h.org = m.to_org;
  if (m.kind == MovementKind::receive) h = {m.to_org, m.to, {}, "here"};
  if (m.kind == MovementKind::discard) h.state = "discarded";
  for (const auto& t : m.takes)
    if (t.item == id && t.consumed) h.state = m.kind == MovementKind::give ? "given" : "consumed";
}

class Handled {
 public:
  Handled(ViewRequest& q, Sight& sight, const Scope& scope) : q_(q), sight_(sight), scope_(scope) {}

  Json answer() {
    for (const auto& item : scope_.items) addItem(item);
    for (const auto& room : scope_.rooms) addRoom(room);
    Json lines = Json::array(), people = Json::array();
    for (const auto& [seq, line] : lines_) lines.push(lineJson(line));
    for (const auto& [id, j] : people_) people.push(j);
    Json out = Json::object({{"from", scope_.from.iso()}, {"until", scope_.until.iso()}, {"lines", lines}, {"people", people}});
    return out.set("custody", custody_);
  }

 private:
  struct Line {
    Event entry;
    std::set<std::string> subjects;
    std::map<std::string, Hands> hands;  // by vessel, where custody changed
  };

  bool within(const Event& e) const { return e.occurred_at >= scope_.from && e.occurred_at <= scope_.until; }
  Line& keep(const Event& e, const std::string& subject) {
    auto [it, fresh] = lines_.try_emplace(e.seq, Line{e, {}, {}});
    it->second.subjects.insert(subject);
    return it->second;
  }

  void addItem(const ItemId& id) {
    Journal journal(q_.db);
    Hands now;
    Instant since = scope_.from;
    for (const auto seq : entriesAbout(q_.db, id.str())) {
      const auto e = journal.bySeq(seq);
      if (!e || e->is("ledger.Signed") || e->occurred_at > scope_.until) continue;
      const Hands before = now;
      if (e->movement.isObject()) follow(now, *e, Movement::fromJson(e->movement), id);
      if (within(*e)) {
        Line& line = keep(*e, id.str());
        if (now != before) line.hands[id.str()] = now;
      }
      if (now == before) continue;
      if (e->occurred_at > since) addCustody(id, before, since, e->occurred_at);
      since = std::max(scope_.from, e->occurred_at);
    }
    addCustody(id, now, since, scope_.until);
  }
  void addCustody(const ItemId& id, const Hands& h, Instant from, Instant until) {
    if (h.state.empty()) return;
    Json j = Json::object({{"item", id.str()}, {"from", from.iso()}, {"until", until.iso()}, {"org", h.org.str()}, {"state", h.state}});
    custody_.push(j.set("site", h.site.str()).set("to", h.to.str()).set("zone", sight_.zoneOf(h.site)));
  }
  /// What was done with the instruments that stand in it, and its surveys.
  void addRoom(const protection::RoomFacts& room) {
    std::set<std::int64_t> seqs;
    for (const auto& instrument : room.equipment) {
      for (const auto seq : entriesWith(q_.db, "equipment", instrument.str())) seqs.insert(seq);
      for (const auto seq : entriesAbout(q_.db, instrument.str())) seqs.insert(seq);
    }
    Journal journal(q_.db);
    for (const auto seq : entriesAbout(q_.db, room.site.str()))
      if (const auto e = journal.bySeq(seq); e && e->is("protection.PlaceSurveyed") && e->payload["room"].text() == room.room.str()) seqs.insert(seq);
    for (const auto seq : seqs)
      if (const auto e = journal.bySeq(seq); e && !e->is("ledger.Signed") && within(*e)) keep(*e, room.room.str());
  }

  Json lineJson(const Line& line) {
    const Event& e = line.entry;
    Json subjects = Json::array(), hands = Json::array();
    for (const auto& s : line.subjects) subjects.push(s);
    for (const auto& [item, h] : line.hands)
      hands.push(Json::object({{"item", item}, {"org", h.org.str()}, {"site", h.site.str()}, {"to", h.to.str()}, {"state", h.state}}));
    count(e);
    Json j = Json::object({{"seq", e.seq}, {"at", e.occurred_at.iso()}, {"zone", sight_.zoneOf(e.site)}, {"site", e.site.str()}});
    j.set("event", e.id)
        .set("type", e.type)
        .set("text", sight_.text(e))
        .set("person", e.actor.str())
        .set("name", sight_.nameOf(e.actor))
        .set("org", e.org.str());
    return j.set("subjects", subjects).set("hands", hands);
  }
  void count(const Event& e) {
    auto [it, fresh] = people_.try_emplace(e.actor.str(), Json());
    Json& j = it->second;
    if (fresh) j = Json::object({{"person", e.actor.str()}, {"name", sight_.nameOf(e.actor)}, {"org", e.org.str()}, {"first", e.occurred_at.iso()}});
    j.set("last", e.occurred_at.iso()).set("entries", j["entries"].isNumber() ? j["entries"].integer() + 1 : 1).set("zone", sight_.zoneOf(e.site));
  }

  ViewRequest& q_;
  Sight& sight_;
  const Scope& scope_;
  std::map<std::int64_t, Line> lines_;
  std::map<std::string, Json> people_;
  Json custody_ = Json::array();
};

Result<Scope> scopeOf(ViewRequest& q, const Sight& sight) {
  Scope s{{}, {}, q.now - hours(24), q.now};
  const auto addRoom = [&](const protection::RoomId& id) {
    const auto room = protection::planRoom(q.db, id);
    if (room) s.rooms.push_back(*room);
    return room && sight.site(room->site);
  };
  if (const std::string& id = q.param("incident"); !id.empty()) {
    const auto i = protection::incident(q.db, protection::IncidentId(id));
    if (!i || !sight.site(i->site)) return notFound("incident", id);
    s.items = i->items;
    s.from = i->from;
    s.until = i->until.value_or(q.now);
    for (const auto& room : i->rooms) addRoom(room);
  }
  if (!q.param("item").empty()) s.items.emplace_back(q.param("item"));
  if (const std::string& id = q.param("room"); !id.empty() && !addRoom(protection::RoomId(id))) return notFound("room", id);
  if (s.items.empty() && s.rooms.empty()) return Refusal::field({"item", "MISSING_FIELD", "", "a vessel, a room or an incident", 0, 0});
  for (const auto& [field, into] : {std::pair{"from", &s.from}, {"until", &s.until}})
    if (!q.param(field).empty()) {
      const auto t = parseInstant(field, q.param(field));
      if (!t) return t.refusal();
      *into = *t;
    }
  if (s.until <= s.from) return Refusal::field({"until", "BAD_VALUE", s.until.iso(), "an instant after from", 0, 0});
  return s;
}

}  // namespace

Result<Json> handledView(ViewRequest& q) {
  Sight sight(q);
  auto scope = scopeOf(q, sight);
  if (!scope) return scope.refusal();
  for (const auto& item : scope->items)
    if (!findItem(q.db, item) || !sight.traceable(item)) return notFound("item", item.str());
  return Handled(q, sight, *scope).answer();
}

}  // namespace isotrail::overview
