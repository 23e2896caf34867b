// A hub's holds on their way to a site: each goes with the path that shows it in the hub's signed log.
#include <set>

#include "desk/words.h"
#include "ledger/log/tiles.h"
#include "node/sync/exchange.h"
#include "trace/trace.h"

namespace isotrail::sync {
namespace {

constexpr std::int64_t kMostNotices = 200;  // in one answer
const SiteId kRegistry("registry");

/// Holds of one root by one party at one hub lie side by side with all others: lifting them lifts nobody else's.
std::string sourceOf(const std::string& hub, const Event& notice) {
  const std::string& from = notice.payload["source"].text();
  return hub + (from.empty() ? "" : "." + from) + "/" + notice.payload["item"].text();
}

std::vector<std::string> texts(const Json& list) {
  std::vector<std::string> out;
  for (const auto& t : list.items()) out.push_back(t.text());
  return out;
}

/// One notice at the site: the entry of the hub's log that it is.
Result<Event> noticeOf(const Json& n, const SignedCheckpoint& c, const std::string& hub) {
  const std::string& bytes = n["bytes"].text();
  const auto path = pathOf(texts(n["path"]));
  auto e = decodeEnvelope(bytes);
  const bool there = path && merkle::includes(merkle::leafHash(bytes), n["seq"].integer() - 1, c.checkpoint.size, *path, c.checkpoint.root);
  if (!there || !e || !(e->is("trace.Held") || e->is("trace.HoldLifted")))
    return Refusal::of("SYNC_NOTICE_FORGED", Json::object({{"hub", hub}, {"seq", n["seq"].integer()}}));
  e->seq = n["seq"].integer();
  return std::move(*e);
}

void hold(Act& act, const Event& notice, const std::string& source, const std::vector<std::string>& items) {
  const std::string& root = notice.payload["item"].text();
  const auto place = [&](const std::string& item) {
    const auto here = findItem(act.db(), ItemId(item));
    act.emit(here ? here->site : kRegistry, "quality/" + item, "trace.Held",
             Json::object({{"item", item}, {"reason", notice.payload["reason"].text()}, {"source", source}, {"entry", notice.id}}));
  };
  place(root);
  std::set<std::string> below;  // the hold on the root reaches what this record knows to come of it
  for (const auto& d : descendants(act.db(), ItemId(root))) below.insert(d.str());
  for (const auto& item : items)
    if (item != root && isIdText(item) && !below.contains(item)) place(item);
}

void lift(Act& act, const Event& notice, const std::string& source) {
  for (const auto& row : act.db().query("SELECT item FROM item_hold WHERE source=$1 ORDER BY item", {source})) {
    const auto here = findItem(act.db(), ItemId(row.text(0)));
    act.emit(here ? here->site : kRegistry, "quality/" + row.text(0), "trace.HoldLifted",
             Json::object({{"item", row.text(0)}, {"reason", notice.payload["reason"].text()}, {"source", source}, {"entry", notice.id}}));
  }
}

}  // namespace

Json noticesFor(Db& db, const SignedCheckpoint& c, const std::string& node, std::int64_t after, Instant clock) {
  Json notices = Json::array();
  LogTiles log(db);
  Journal journal(db);
  std::int64_t upto = c.checkpoint.size;
  for (const auto& row :
       db.query("SELECT seq FROM event WHERE type IN ('trace.Held','trace.HoldLifted') AND seq>$1 AND seq<=$2 ORDER BY seq LIMIT $3",
                {after, c.checkpoint.size, kMostNotices + 1})) {
    if (notices.size() == static_cast<std::size_t>(kMostNotices)) {
      upto = row.integer(0) - 1;
      break;
    }
    const auto e = journal.bySeq(row.integer(0));
    if (e->payload["source"].text() == node) continue;
    Json items = Json::array();
    if (e->is("trace.Held"))
      for (const auto& item : knownDescendants(db, e->payload["item"].text())) items.push(item);
    notices.push(
        Json::object({{"seq", e->seq}, {"bytes", e->bytes}, {"path", hexList(log.inclusion(e->seq - 1, c.checkpoint.size))}, {"items", items}}));
  }
  const std::string& origin = c.checkpoint.origin;
  return Json::object({{"hub", origin.substr(origin.rfind('/') + 1)},
                       {"note", c.note.dump()},
                       {"keys", keyEntries(db)},
                       {"notices", notices},
                       {"upto", upto},
                       {"clock", clock.iso()}});
}

Verdict takeNotices(Act& act, const TakeNotices& c) {
  auto hub = peerOf(act.db(), c.hub);
  if (!hub || hub->role != "hub") return Refusal::of("SYNC_NODE_UNKNOWN", Json::object({{"node", c.hub.substr(0, 64)}}));
  const auto checkpoint = SignedCheckpoint::parse(c.note.text());
  if (!checkpoint || checkpoint->checkpoint.origin != logOrigin(c.hub)) return Refusal::of("BAD_CHECKPOINT");
  KeyHistory known;
  known.nameFirst(hub->key);
  const auto key = signingKey(*checkpoint, c.keys, known);
  if (!key) return Refusal::of("SYNC_NOT_SIGNED", Json::object({{"node", c.hub}, {"size", checkpoint->checkpoint.size}}));
  std::int64_t upto = heldOf(act.db(), c.hub).size;
  std::vector<std::pair<Event, std::vector<std::string>>> notices;
  for (const auto& n : c.notices.items()) {
    auto e = noticeOf(n, *checkpoint, c.hub);
    if (!e) return e.refusal();
    if (e->seq <= upto) continue;  // taken before
    upto = e->seq;
    notices.emplace_back(std::move(*e), texts(n["items"]));
  }
  if (notices.empty()) return Refusal::of("SYNC_KNOWN", Json::object({{"node", c.hub}, {"held", upto}}));
  act.emit(kRegistry, "sync/" + c.hub, "sync.NoticesTaken",
           Json::object({{"node", c.hub},
                         {"count", notices.size()},
                         {"upto", upto},
                         {"key", *key},
                         {"clock_offset_us", static_cast<std::int64_t>((c.clock - act.now()).value * 1e6)}}));
  for (const auto& [e, items] : notices) {
    const std::string source = sourceOf(c.hub, e);
    e.is("trace.Held") ? hold(act, e, source, items) : lift(act, e, source);
  }
  for (const Finding& f : clockFindings(act.db(), c.hub, act.now(), c.clock - act.now(), {}))
    act.emit(kRegistry, "sync/finding-" + f.id, f.type.c_str(), f.payload);
  act.answer(Json::object({{"taken", notices.size()}, {"upto", upto}}));
  return Done{};
}

}  // namespace isotrail::sync
