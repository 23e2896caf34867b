// A segment comes in: proved, stored behind what is held of its node, and set beside what other records say.
#include <algorithm>

#include "base/check.h"
#include "desk/words.h"
#include "node/sync/exchange.h"
#include "platform/crypto/note.h"

namespace isotrail::sync {
namespace {

constexpr std::int64_t kMostWaiting = 64;  // segments of one node that came too early
const SiteId kRegistry("registry");

std::string streamOf(const std::string& node) { return "sync/" + node; }

std::string bodyOf(const ReceiveSegment& c) { return encodePayload(c).dump(); }

/// A segment being taken in by one act.
class Receiving {
 public:
  Receiving(Act& act, Peer peer, Seconds offset) : act_(act), peer_(std::move(peer)), held_(heldOf(act.db(), peer_.node)), offset_(offset) {}

  Verdict take(const Segment& s, const Digest& root, const std::string& body);
  /// Segments that waited and follow now.
  Verdict takeWaiting();
  void tellContradictions();
  const Held& held() const { return held_; }
  const std::string& state() const { return state_; }

 private:
  Verdict wait(const Segment& s, const std::string& body);
  Verdict forked(const Segment& s, const Taken& taken, const std::string& body);
  void received(const Segment& s, std::int64_t from, const std::vector<Event>& fresh);
  void passOn(const Event& e);
  void tell(const Finding& f) { act_.emit(kRegistry, "sync/finding-" + f.id, f.type.c_str(), f.payload); }

  Act& act_;
  Peer peer_;
  Held held_;
  Seconds offset_;
  std::string state_;
};

Verdict Receiving::take(const Segment& s, const Digest& root, const std::string& body) {
  if (s.from > held_.size) return wait(s, body);
  const auto before = held_.size;
  auto taken = takeSegment(act_.db(), peer_, s, root, held_);
  if (!taken) return taken.refusal();
  if (taken->fate == Taken::Fate::forked) return forked(s, *taken, body);
  if (taken->fate == Taken::Fate::known) return Refusal::of("SYNC_KNOWN", Json::object({{"node", peer_.node}, {"held", held_.size}}));
  received(s, before, taken->fresh);
  state_ = "taken";
  return Done{};
}

Verdict Receiving::wait(const Segment& s, const std::string& body) {
  Db& db = act_.db();
  if (!db.query("SELECT 1 FROM sync_waiting WHERE node=$1 AND from_seq=$2 AND to_seq=$3", {peer_.node, s.from, s.to()}).empty())
    return Refusal::of("SYNC_KNOWN", Json::object({{"node", peer_.node}, {"held", held_.size}}));
  if (db.query("SELECT COUNT(*) FROM sync_waiting WHERE node=$1", {peer_.node})[0].integer(0) >= kMostWaiting)
    return Refusal::of("SYNC_TOO_EARLY", Json::object({{"node", peer_.node}, {"held", held_.size}}));
  db.exec("INSERT INTO sync_waiting(node,from_seq,to_seq,body) VALUES($1,$2,$3,$4)", {peer_.node, s.from, s.to(), body});
  act_.emit(kRegistry, streamOf(peer_.node), "sync.SegmentWaits",
            Json::object({{"node", peer_.node}, {"from", s.from + 1}, {"to", s.to()}, {"held", held_.size}}));
  state_ = "waiting";
  return Done{};
}

/// Both histories are kept: the one held stays, the other's segment is set aside with the checkpoint that its node signed.
Verdict Receiving::forked(const Segment& s, const Taken& taken, const std::string& body) {
  const Checkpoint& theirs = s.checkpoint.checkpoint;
  Finding f = findingOf("sync.LogForked", {peer_.node, hex(theirs.root)},
                        Json::object({{"node", peer_.node},
                                      {"differs_at", taken.differs_at},
                                      {"from", s.from + 1},
                                      {"held", held_.size},
                                      {"held_root", hex(held_.root())},
                                      {"size", theirs.size},
                                      {"note", s.checkpoint.note.dump()}}));
  if (isRecorded(act_.db(), f.id)) return Refusal::of("SYNC_FORKED", Json::object({{"node", peer_.node}, {"finding", f.id}}));
  act_.db().exec("INSERT INTO sync_set_aside(digest,node,from_seq,body) VALUES($1,$2,$3,$4) ON CONFLICT DO NOTHING",
                 {sha256Hex(body), peer_.node, s.from, body});
  tell(f);
  state_ = "forked";
  return Done{};
}

void Receiving::received(const Segment& s, std::int64_t from, const std::vector<Event>& fresh) {
  act_.emit(kRegistry, streamOf(peer_.node), "sync.SegmentReceived",
            Json::object({{"node", peer_.node},
                          {"from", from + 1},
                          {"to", held_.size},
                          {"root", hex(held_.root())},
                          {"edge", hexList(held_.edge)},
                          {"clock_offset_us", static_cast<std::int64_t>(offset_.value * 1e6)},
                          {"note", s.checkpoint.note.dump()}}));
  for (const Event& e : fresh) {
    setBeside(act_.db(), peer_.node, e);
    passOn(e);
  }
  for (const Finding& f : clockFindings(act_.db(), peer_.node, act_.now(), offset_, fresh)) tell(f);
}

/// A hold that a site placed holds here too, and so at every other site that asks. One that came to it from a hub is not passed on again.
void Receiving::passOn(const Event& e) {
  const bool held = e.is("trace.Held"), lifted = e.is("trace.HoldLifted");
  if ((!held && !lifted) || !e.payload["source"].text().empty()) return;
  Json payload = Json::object(
      {{"item", e.payload["item"].text()}, {"reason", e.payload["reason"].text()}, {"source", peer_.node}, {"entry", e.id}, {"entry_seq", e.seq}});
  act_.emit(kRegistry, "quality/" + e.payload["item"].text(), held ? "trace.Held" : "trace.HoldLifted", std::move(payload));
}

Verdict Receiving::takeWaiting() {
  Db& db = act_.db();
  for (;;) {
    const auto rows = db.query("SELECT from_seq,to_seq,body FROM sync_waiting WHERE node=$1 AND from_seq<=$2 ORDER BY from_seq,to_seq LIMIT 1",
                               {peer_.node, held_.size});
    if (rows.empty()) return Done{};
    db.exec("DELETE FROM sync_waiting WHERE node=$1 AND from_seq=$2 AND to_seq=$3", {peer_.node, rows[0].integer(0), rows[0].integer(1)});
    const auto segment = segmentOf(decodePayload<ReceiveSegment>(rows[0].json(2)));
    Digest root{};
    if (!segment || !proven(*segment, keysOf(db, peer_), root))
      throw Fault("LEDGER_CORRUPT", "a segment of node " + peer_.node + " was changed while it waited");
    const auto before = act_.entries().size();
    const std::string state = state_;
    auto taken = take(*segment, root, rows[0].text(2));
    state_ = state_ == "forked" ? state_ : state;
    if (taken || taken.refusal().code == "SYNC_KNOWN" || taken.refusal().code == "SYNC_FORKED") continue;
    ISOTRAIL_CHECK(act_.entries().size() == before);
    Finding f = findingOf("sync.SegmentUnfit", {peer_.node, sha256Hex(rows[0].text(2))},
                          Json::object({{"node", peer_.node}, {"from", segment->from + 1}, {"to", segment->to()}, {"code", taken.refusal().code}}));
    db.exec("INSERT INTO sync_set_aside(digest,node,from_seq,body) VALUES($1,$2,$3,$4) ON CONFLICT DO NOTHING",
            {sha256Hex(rows[0].text(2)), peer_.node, segment->from, rows[0].text(2)});
    if (!isRecorded(db, f.id)) tell(f);
  }
}

void Receiving::tellContradictions() {
  for (const Finding& f : lookForContradictions(act_.db(), kClockTolerance)) tell(f);
}

}  // namespace

std::vector<Finding> clockFindings(Db& db, const std::string& node, Instant now, Seconds offset, const std::vector<Event>& fresh) {
  std::vector<Finding> out;
  const auto tell = [&](const std::vector<std::string>& what, const char* how, Seconds by, Instant at) {
    Finding f = findingOf("sync.ClocksDisagree", what, Json::object({{"node", node}, {"how", how}, {"offset_s", by.value}, {"at", at.iso()}}));
    const bool told = std::any_of(out.begin(), out.end(), [&](const Finding& other) { return other.id == f.id; });
    if (!told && !isRecorded(db, f.id)) out.push_back(std::move(f));
  };
  const std::string day = now.iso().substr(0, 10);
  const bool right_now = std::max(offset, -offset) <= kClockTolerance;
  if (!right_now) tell({"contact", node, day}, "contact", offset, now);
  Instant before;
  if (!fresh.empty()) readHeld(db, node, fresh.front().seq - 2, fresh.front().seq - 1, [&](const Event& e) { before = e.recorded_at; });
  for (const Event& e : fresh) {
    if (right_now && e.recorded_at - now > kClockTolerance) tell({"future", node, day}, "future", e.recorded_at - now, e.recorded_at);
    if (before != Instant() && before - e.recorded_at > kClockTolerance)
      tell({"backwards", node, std::to_string(e.seq)}, "backwards", e.recorded_at - before, e.recorded_at);
    before = e.recorded_at;
  }
  return out;
}

Verdict receiveSegment(Act& act, const ReceiveSegment& c) {
  auto peer = peerOf(act.db(), c.node);
  if (!peer || peer->role != "site") return Refusal::of("SYNC_NODE_UNKNOWN", Json::object({{"node", c.node.substr(0, 64)}}));
  requireOwn(act, peer->org, c.node.c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  const auto segment = segmentOf(c);
  if (!segment) return segment.refusal();
  Digest root{};
  if (auto v = proven(*segment, keysOf(act.db(), *peer), root); !v) return v;
  Receiving receiving(act, *peer, c.clock - act.now());
  if (auto v = receiving.take(*segment, root, bodyOf(c)); !v) return v;
  if (auto v = receiving.takeWaiting(); !v) return v;
  receiving.tellContradictions();
  act.answer(Json::object({{"state", receiving.state()}, {"held", receiving.held().size}, {"root", hex(receiving.held().root())}}));
  return Done{};
}

}  // namespace isotrail::sync
