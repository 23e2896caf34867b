#include "node/sync/segment.h"

#include <algorithm>
#include <bit>
#include <set>

#include "ledger/log/tiles.h"
#include "platform/crypto/note.h"

namespace isotrail::sync {
namespace {

Refusal unreadable(const char* why) { return Refusal::of("SYNC_SEGMENT_BAD", Json::object({{"why", why}})); }

bool signedWith(const SignedCheckpoint& c, const std::string& key_hex) {
  const auto key = logKey(c.checkpoint.origin, key_hex);
  return key && crypto::signedBy(c.note, *key) == crypto::NoteVerdict::good;
}

bool fits(const std::string& key_hex, const std::string& statement, const std::string& signature_hex) {
  const auto key = crypto::publicKeyFromHex(key_hex);
  const auto signature = crypto::fromHex(signature_hex);
  return key && signature && crypto::verify(*key, statement, std::string_view(*signature));
}

/// The key that `rotated` brings in after `old_key`, when the old key signed for it and the new one for itself.
std::optional<std::string> nextKey(const std::string& old_key, const std::string& rotated, const std::string& signature) {
  const auto e = decodeEnvelope(rotated), s = decodeEnvelope(signature);
  if (!e || !s || !e->is(kKeyRotated) || !s->is("ledger.Signed") || e->payload["old_key"].text() != old_key) return std::nullopt;
  const std::string next = e->payload["new_key"].text();
  if (!fits(next, rotationStatement(old_key, next), e->payload["proof"].text())) return std::nullopt;
  const Json& p = s->payload;
  const std::string statement = p["person"].text() + "\n" + p["meaning"].text() + "\n" + s->occurred_at.iso() + "\n" + e->hash;
  if (p["event"].text() != e->id || p["hash"].text() != e->hash || p["key"].text() != old_key) return std::nullopt;
  return fits(old_key, statement, p["node_signature"].text()) ? std::optional(next) : std::nullopt;
}

}  // namespace

std::optional<merkle::Path> pathOf(const std::vector<std::string>& texts) {
  merkle::Path path;
  for (const auto& text : texts) {
    const auto bytes = crypto::fromHex(text);
    if (!bytes || bytes->size() != Digest{}.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), path.emplace_back().begin());
  }
  return path;
}

Json hexList(const merkle::Path& path) {
  Json list = Json::array();
  for (const Digest& d : path) list.push(hex(d));
  return list;
}

std::optional<std::string> signingKey(const SignedCheckpoint& checkpoint, const std::vector<std::string>& keys, const KeyHistory& known) {
  const std::string& in_force = known.at(checkpoint.checkpoint.size + 1).key;
  if (signedWith(checkpoint, in_force)) return in_force;
  std::string key = known.keys().back().key;
  for (std::size_t i = 0; i + 1 < keys.size(); i += 2)
    if (auto next = nextKey(key, keys[i], keys[i + 1])) key = std::move(*next);
  return key != known.keys().back().key && signedWith(checkpoint, key) ? std::optional(key) : std::nullopt;
}

Json keyEntries(Db& db) {
  Json list = Json::array();
  Journal journal(db);
  for (const auto& row : db.query("SELECT seq FROM event WHERE type=$1 ORDER BY seq", {std::string(kKeyRotated)})) {
    const auto e = journal.bySeq(row.integer(0));
    const auto s = e && !e->signatures.empty() ? journal.byId(e->signatures.front()) : std::nullopt;
    if (s) list.push(e->bytes).push(s->bytes);
  }
  return list;
}

std::string nodeName(const std::string& first_key) { return first_key.substr(0, 16); }

Result<Segment> segmentOf(const ReceiveSegment& sent) {
  if (sent.from < 0) return unreadable("from is below 0");
  if (sent.entries.empty()) return unreadable("no entries");
  auto edge = pathOf(sent.edge), path = pathOf(sent.path);
  if (!edge || !path) return unreadable("a hash is not 64 hex digits");
  if (edge->size() != static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(sent.from)))) return unreadable("the edge does not fit from");
  auto checkpoint = SignedCheckpoint::parse(sent.note.text());
  if (!checkpoint) return unreadable("the note is no signed checkpoint");
  if (checkpoint->checkpoint.origin != logOrigin(sent.node)) return unreadable("the checkpoint is of another log");
  Segment s{sent.node, sent.from, sent.entries, std::move(*edge), std::move(*path), std::move(*checkpoint), sent.keys};
  if (s.to() > s.checkpoint.checkpoint.size) return unreadable("more entries than the checkpoint names");
  return s;
}

Verdict proven(const Segment& s, const KeyHistory& known, Digest& root) {
  if (!signingKey(s.checkpoint, s.keys, known))
    return Refusal::of("SYNC_NOT_SIGNED", Json::object({{"node", s.node}, {"size", s.checkpoint.checkpoint.size}}));
  merkle::Growing tree(s.from, s.edge);
  for (const auto& bytes : s.entries) tree.add(merkle::leafHash(bytes));
  root = tree.root();
  if (merkle::consistent(s.to(), root, s.checkpoint.checkpoint.size, s.checkpoint.checkpoint.root, s.path)) return Done{};
  return Refusal::of("SYNC_TAMPERED", Json::object({{"node", s.node}, {"from", s.from + 1}, {"to", s.to()}}));
}

Json sealSegment(Db& db, const SignedCheckpoint& checkpoint, std::int64_t from, Instant clock, const SegmentLimits& limits) {
  Json entries = Json::array();
  std::size_t bytes = 0;
  std::set<std::string> due;  // ids of signatures that are still to come
  Journal(db).read(from, checkpoint.checkpoint.size - from, [&](const Event& e) {
    due.erase(e.id);
    due.insert(e.signatures.begin(), e.signatures.end());
    bytes += e.bytes.size();
    entries.push(e.bytes);
    return !due.empty() || (static_cast<std::int64_t>(entries.size()) < limits.entries && bytes < limits.bytes);
  });
  if (entries.size() == 0 || from >= checkpoint.checkpoint.size) return {};
  LogTiles log(db);
  const auto to = from + static_cast<std::int64_t>(entries.size());
  const std::string& origin = checkpoint.checkpoint.origin;
  return Json::object({{"node", origin.substr(origin.rfind('/') + 1)},
                       {"from", from},
                       {"entries", entries},
                       {"edge", hexList(log.edge(from))},
                       {"path", hexList(log.consistency(to, checkpoint.checkpoint.size))},
                       {"keys", keyEntries(db)},
                       {"note", checkpoint.note.dump()},
                       {"clock", clock.iso()}});
}

}  // namespace isotrail::sync
