// The record as people read it: their own organisation's chains, what they share with others, an agency its jurisdiction.
#include <charconv>

#include "desk/words.h"
#include "ledger/journal.h"
#include "overview/reading.h"
#include "overview/views.h"
#include "rooms/identity/facts.h"
#include "trace/mentions.h"
#include "trace/trace.h"

namespace isotrail::overview {
namespace {

constexpr std::int64_t kPage = 100, kMostAtOnce = 500;

Result<std::int64_t> wholeNumber(ViewRequest& q, const char* name, std::int64_t fallback, std::int64_t most) {
  const std::string& text = q.param(name);
  if (text.empty()) return fallback;
  std::int64_t v = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (error != std::errc() || end != text.data() + text.size() || v < 0 || v > most)
    return Refusal::field({name, "BAD_VALUE", text, "a whole number from 0 to " + std::to_string(most), 0, 0});
  return v;
}

/// Chains that belong to no site hold what everybody works with; of people only one's own organisation's.
bool seesRegistry(ViewRequest& q, const Sight& sight, const Event& e) {
  if (sight.everything() || !e.stream.starts_with("identity/person.")) return true;
  const auto person = identity::person(q.db, PersonId(e.payload["person"].text()));
  return sight.agency() || (person && person->org == q.caller.org);
}

/// An order, a consignment, a package or an item both sides are party to.
bool shared(ViewRequest& q, const Sight& sight, const Event& e) {
  if (sight.agency()) return false;
  const std::string subject = subjectOf(e.stream);
  if (sight.consignment(ConsignmentId(subject))) return true;
  if (const auto o = ordering::order(q.db, OrderId(subject))) return sight.order(*o);
  const auto item = findItem(q.db, ItemId(subject));
  return item && sight.item(*item);
}

Json movementSummary(const Json& m) {
  if (m.isNull()) return Json();
  Json items = Json::array();
  for (const char* side : {"takes", "puts"})
    for (const auto& part : m[side].items()) items.push(part["item"]);
  for (const auto& id : m["items"].items()) items.push(id);
  Json j = Json::object({{"kind", m["kind"]}, {"items", items}});
  for (const char* key : {"container", "from", "to", "place", "transfer"})
    if (!m[key].text().empty()) j.set(key, m[key]);
  return j;
}

/// The signature entries of an entry, with everything needed to check them: the statement that was signed and the node's
/// signature over it. A signature is broken when what was signed is no longer what is stored.
Json signaturesJson(ViewRequest& q, const Sight& sight, const Event& e, bool with_proof) {
  Json list = Json::array();
  Journal journal(q.db);
  const bool whole = e.signatures.empty() || intact(q.db, e);
  for (const auto& id : e.signatures) {
    const auto s = journal.byId(id);
    if (!s) continue;
    const Json& p = s->payload;
    Json j = Json::object({{"person", p["person"]}, {"meaning", p["meaning"]}, {"at", s->occurred_at.iso()}});
    if (const auto name = sight.nameOf(PersonId(p["person"].text())); !name.empty()) j.set("name", name);
    j.set("state", whole && p["hash"].text() == e.hash && intact(q.db, *s) ? "holds" : "broken");
    if (with_proof) {
      j.set("id", s->id).set("method", p["method"]).set("signed_hash", p["hash"]).set("key", p["key"]).set("node_signature", p["node_signature"]);
      j.set("statement", p["person"].text() + "\n" + p["meaning"].text() + "\n" + s->occurred_at.iso() + "\n" + p["hash"].text());
      j.set("matches", p["hash"].text() == e.hash);
    }
    list.push(std::move(j));
  }
  return list;
}

/// The entry as it is stored; its text as the reading has it.
Json entryJson(ViewRequest& q, const Sight& sight, const Reading& reading, const Event& e) {
  const bool own = sight.patientsOf(e.org) || !e.payload.has("patient");
  const std::string subject = subjectOf(e.stream);
  const bool names_patient = !own && e.payload["patient"].text() == subject;  // the vault's streams are named after the patient
  Json j = Json::object({{"seq", e.seq}, {"id", e.id}, {"site", e.site.str()}, {"zone", sight.zoneOf(e.site)}, {"position", e.position}});
  j.set("stream", names_patient ? e.stream.substr(0, e.stream.find('/')) : e.stream).set("type", e.type);
  j.set("at", e.occurred_at.iso()).set("recorded_at", e.recorded_at.iso()).set("actor", e.actor.str()).set("org", e.org.str());
  if (const auto name = sight.nameOf(e.actor); !name.empty()) j.set("actor_name", name);
  if (e.entered.has("entered_at")) j.set("entered_at", e.entered["entered_at"]).set("device_ahead_s", e.entered["device_ahead_s"]);
  j.set("text", sight.text(reading.read(q.db, e)))
      .set("amendments", reading.amendments(q, sight, e))
      .set("reason", e.reason.empty() ? Json() : Json(e.reason))
      .set("signatures", signaturesJson(q, sight, e, false));
  return j.set("hash", e.hash).set("prev_hash", e.prev_hash).set("movement", movementSummary(e.movement));
}

Json headsJson(ViewRequest& q, const Sight& sight) {
  Json list = Json::array();
  for (const auto& h : Journal(q.db).heads()) {
    if (identity::site(q.db, h.site) && !sight.site(h.site)) continue;
    list.push(Json::object({{"site", h.site.str()}, {"position", h.position}, {"hash", h.hash}}));
  }
  return list;
}

/// Whether the neighbours in the site's chain agree with this entry's stored bytes.
Json linkJson(Db& db, const Event& e) {
  Journal journal(db);
  std::string before, after;
  journal.readBack({0, e.seq, e.site.str(), "", ""}, [&](const Event& other) {
    before = other.hash;
    return false;
  });
  for (const auto& h : journal.heads())
    if (h.site == e.site && h.position == e.position) after = h.hash;
  if (after.empty())
    journal.read(e.seq, 0, [&](const Event& other) {
      if (other.site == e.site) after = other.prev_hash;
      return other.site != e.site;
    });
  return Json::object({{"previous_matches", before == e.prev_hash}, {"next_matches", after == e.hash}});
}

/// Entries about an item, an order or another thing by its id, newest first.
void readAbout(Db& db, const EntryFilter& f, const std::string& subject, const std::function<bool(const Event&)>& each) {
  const auto about = entriesAbout(db, subject);
  Journal journal(db);
  for (auto seq = about.rbegin(); seq != about.rend(); ++seq) {
    if (*seq <= f.after || (f.before > 0 && *seq >= f.before)) continue;
    const auto e = journal.bySeq(*seq);
    if (!e || (!f.site.empty() && e->site.str() != f.site) || (!f.type.empty() && e->type != f.type)) continue;
    if ((f.stream.empty() || e->stream == f.stream) && !each(*e)) return;
  }
}

/// The entry's values where the reading has others than were recorded; null where it has not.
Json readPayload(ViewRequest& q, const Sight& sight, const Reading& reading, const Event& e) {
  const Event now = reading.read(q.db, e);
  return now.payload == e.payload ? Json() : sight.payload(now);
}

}  // namespace

bool seesEntry(ViewRequest& q, const Sight& sight, const Event& e) {
  if (sight.everything() || sight.site(e.site)) return true;
  if (!identity::site(q.db, e.site)) return seesRegistry(q, sight, e);
  return shared(q, sight, e);
}

Result<Json> auditView(ViewRequest& q) {
  constexpr std::int64_t kAnySeq = INT64_MAX / 2;
  const auto after = wholeNumber(q, "after", 0, kAnySeq), before = wholeNumber(q, "before", 0, kAnySeq),
             limit = wholeNumber(q, "limit", kPage, kMostAtOnce);
  for (const auto* read : {&after, &before, &limit})
    if (!*read) return read->refusal();
  const auto reading = Reading::of(q);
  if (!reading) return reading.refusal();
  const Sight sight(q);
  Json entries = Json::array();
  Json next;
  const auto take = [&](const Event& e) {
    if (!seesEntry(q, sight, e) || !reading->knows(e)) return true;
    if (static_cast<std::int64_t>(entries.size()) == *limit) return false;
    entries.push(entryJson(q, sight, *reading, e));
    next = e.seq;
    return true;
  };
  if (q.param("about").empty())
    Journal(q.db).readBack({*after, *before, q.param("site"), q.param("type"), q.param("stream")}, take);
  else
    readAbout(q.db, {*after, *before, q.param("site"), q.param("type"), q.param("stream")}, q.param("about"), take);
  const bool full = static_cast<std::int64_t>(entries.size()) == *limit;
  return Json::object({{"now", q.now.iso()},
                       {"reading", reading->toJson()},
                       {"entries", entries},
                       {"next_before", full ? next : Json()},
                       {"heads", headsJson(q, sight)}});
}

Result<Json> auditEntryView(ViewRequest& q) {
  const auto reading = Reading::of(q);
  if (!reading) return reading.refusal();
  const Sight sight(q);
  const auto e = Journal(q.db).byId(q.id);
  if (!e || !seesEntry(q, sight, *e) || !reading->knows(*e)) return notFound("id", q.id);
  const bool whole = sight.patientsOf(e->org) || withoutPatients(e->payload) == e->payload;
  Json j = entryJson(q, sight, *reading, *e);
  j.set("reading", reading->toJson()).set("values", readPayload(q, sight, *reading, *e)).set("amendable", amendableJson(q, sight, *e));
  j.set("intact", intact(q.db, *e)).set("version", e->version).set("schema", e->schema).set("device", e->device).set("command_id", e->command_id);
  j.set("cause", e->cause.empty() ? Json() : Json(e->cause)).set("entered", whole ? e->entered : withoutPatients(e->entered));
  j.set("movement", whole ? e->movement : withoutPatients(e->movement)).set("payload", sight.payload(*e)).set("redacted", !whole);
  j.set("signatures", signaturesJson(q, sight, *e, true)).set("stored_sha256", e->hash).set("stored_length_bytes", e->bytes.size());
  return j.set("stored", whole ? Json(e->bytes) : Json()).set("link", linkJson(q.db, *e));
}

}  // namespace isotrail::overview
