#include "node/sync/received.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/sql/values.h"
#include "ledger/journal.h"
#include "ledger/tables.h"
#include "node/log/signature_walk.h"
#include "platform/crypto/note.h"
#include "trace/movement.h"

namespace isotrail::sync {
namespace {

constexpr const char* kRegistry = "registry";  // every node keeps its own people and organisations there

std::string bytesOf(const Blob& b) { return {b.begin(), b.end()}; }

Peer peerFrom(const Row& row) {
  Peer p{row.text(0), row.text(1), row.text(2), OrgId(row.text(3)), row.text(4), {}};
  const Json sites = row.json(5);
  for (const auto& s : sites.items()) p.sites.push_back(s.text());
  return p;
}

/// Each chain and stream of a node goes on where the entries held end.
class HeldChains {
 public:
  HeldChains(Db& db, const Peer& peer) : db_(db), peer_(peer) {}

  Verdict step(const Event& e) {
    const std::string& site = e.site.str();
    if (site != kRegistry && std::find(peer_.sites.begin(), peer_.sites.end(), site) == peer_.sites.end())
      return Refusal::of("SYNC_SITE_FOREIGN", Json::object({{"node", peer_.node}, {"seq", e.seq}, {"site", site}}));
    SiteHead& head = headOf(site);
    std::int64_t& version = versionOf(e.stream);
    const char* why = e.position != head.position + 1 ? "its position does not follow"
                      : e.prev_hash != head.hash      ? "the link to the entry before it is broken"
                      : e.version != version + 1      ? "its version does not follow in its stream"
                                                      : nullptr;
    if (why) return Refusal::of("SYNC_CHAIN_BROKEN", Json::object({{"node", peer_.node}, {"seq", e.seq}, {"site", site}, {"why", why}}));
    head = {e.site, e.position, e.hash};
    version = e.version;
    return Done{};
  }

 private:
  SiteHead& headOf(const std::string& site) {
    const auto [at, fresh] = heads_.try_emplace(site);
    if (!fresh) return at->second;
    const auto rows = db_.query("SELECT position,bytes FROM sync_entry WHERE node=$1 AND site=$2 ORDER BY position DESC LIMIT 1", {peer_.node, site});
    if (!rows.empty()) at->second = {SiteId(site), rows[0].integer(0), sha256Hex(bytesOf(rows[0].blob(1)))};
    return at->second;
  }
  std::int64_t& versionOf(const std::string& stream) {
    const auto [at, fresh] = versions_.try_emplace(stream);
    if (fresh)
      at->second = db_.query("SELECT COALESCE(MAX(version),0) FROM sync_entry WHERE node=$1 AND stream=$2", {peer_.node, stream})[0].integer(0);
    return at->second;
  }
  Db& db_;
  const Peer& peer_;
  std::map<std::string, SiteHead> heads_;
  std::map<std::string, std::int64_t> versions_;
};

Refusal unreadable(const Peer& peer, std::int64_t seq, const std::string& why) {
  return Refusal::of("SYNC_ENTRY_UNREADABLE", Json::object({{"node", peer.node}, {"seq", seq}, {"why", why}}));
}

/// The entry with the sender's append number, and a movement this program understands.
Result<Event> entryOf(const Peer& peer, const std::string& bytes, std::int64_t seq) {
  auto e = decodeEnvelope(bytes);
  if (!e) return unreadable(peer, seq, "no envelope");
  e->seq = seq;
  try {
    if (!e->movement.isNull()) Movement::fromJson(e->movement);
  } catch (const Fault& fault) {  // of a newer program: a dataset this one does not ship
    return unreadable(peer, seq, fault.what());
  }
  return std::move(*e);
}

/// The new entries of a segment, each where it belongs and every signature in place.
Result<std::vector<Event>> readNew(Db& db, const Peer& peer, const Segment& s, std::int64_t after) {
  HeldChains chains(db, peer);
  SignatureWalk signatures(keysOf(db, peer));
  std::vector<Event> fresh;
  for (auto seq = after + 1; seq <= s.to(); ++seq) {
    auto e = entryOf(peer, s.entries[static_cast<std::size_t>(seq - s.from - 1)], seq);
    if (!e) return e.refusal();
    if (auto fits = chains.step(*e); !fits) return fits.refusal();
    if (const auto why = signatures.step(*e, SignatureWalk::fits(*e)); !why.empty())
      return Refusal::of("SYNC_SIGNATURE_BAD", Json::object({{"node", peer.node}, {"seq", seq}, {"why", why}}));
    fresh.push_back(std::move(*e));
  }
  if (const Event* open = signatures.unsignedEntry()) return Refusal::of("SYNC_SEGMENT_CUT", Json::object({{"node", peer.node}, {"seq", open->seq}}));
  return fresh;
}

void store(Db& db, const std::string& node, const Event& e) {
  db.exec("INSERT INTO sync_entry(node,seq,id,site,position,stream,version,type,bytes) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9)",
          {node, e.seq, e.id, e.site.str(), e.position, e.stream, e.version, e.type, blobOf(e.bytes)});
}

/// The first entry that both have and that differs; 0 when there is none.
std::int64_t firstDifference(Db& db, const Segment& s, std::int64_t held) {
  std::int64_t found = 0;
  for (const auto& row :
       db.query("SELECT seq,bytes FROM sync_entry WHERE node=$1 AND seq>$2 AND seq<=$3 ORDER BY seq", {s.node, s.from, std::min(s.to(), held)}))
    if (found == 0 && bytesOf(row.blob(1)) != s.entries[static_cast<std::size_t>(row.integer(0) - s.from - 1)]) found = row.integer(0);
  return found;
}

}  // namespace

std::optional<Peer> peerOf(Db& db, const std::string& node) {
  const auto rows = db.query("SELECT node,role,key,org,name,sites FROM sync_node WHERE node=$1", {node});
  return rows.empty() ? std::nullopt : std::optional(peerFrom(rows[0]));
}

std::vector<Peer> peers(Db& db) {
  std::vector<Peer> all;
  for (const auto& row : db.query("SELECT node,role,key,org,name,sites FROM sync_node ORDER BY node")) all.push_back(peerFrom(row));
  return all;
}

Held heldOf(Db& db, const std::string& node) {
  const auto rows = db.query("SELECT held,edge FROM sync_held WHERE node=$1", {node});
  if (rows.empty()) return {};
  Held held{rows[0].integer(0), {}};
  const Json edge = rows[0].json(1);
  for (const auto& h : edge.items()) {
    const auto bytes = crypto::fromHex(h.text());
    if (!bytes || bytes->size() != Digest{}.size()) throw Fault("LEDGER_CORRUPT", "the edge held of node " + node + " cannot be read");
    std::copy(bytes->begin(), bytes->end(), held.edge.emplace_back().begin());
  }
  return held;
}

KeyHistory keysOf(Db& db, const Peer& peer) {
  KeyHistory keys;
  keys.nameFirst(peer.key);
  for (const auto& row : db.query("SELECT seq,bytes FROM sync_entry WHERE node=$1 AND type IN ($2,$3) ORDER BY seq",
                                  {peer.node, std::string(kKeyRotated), std::string(kKeyCompromised)})) {
    auto e = decodeEnvelope(bytesOf(row.blob(1)));
    if (!e) throw Fault("LEDGER_CORRUPT", "entry " + std::to_string(row.integer(0)) + " of node " + peer.node + " cannot be read");
    e->seq = row.integer(0);
    keys.take(*e);
  }
  return keys;
}

void readHeld(Db& db, const std::string& node, std::int64_t from, std::int64_t to, const std::function<void(const Event&)>& each) {
  constexpr std::int64_t kPage = 500;
  while (from < to) {
    const auto rows =
        db.query("SELECT seq,bytes FROM sync_entry WHERE node=$1 AND seq>$2 AND seq<=$3 ORDER BY seq LIMIT $4", {node, from, to, kPage});
    for (const auto& row : rows) {
      auto e = decodeEnvelope(bytesOf(row.blob(1)));
      if (!e) throw Fault("LEDGER_CORRUPT", "entry " + std::to_string(row.integer(0)) + " of node " + node + " cannot be read");
      e->seq = row.integer(0);
      each(*e);
    }
    if (static_cast<std::int64_t>(rows.size()) < kPage) return;
    from = rows.back().integer(0);
  }
}

Result<Taken> takeSegment(Db& db, const Peer& peer, const Segment& s, const Digest& root, Held& held) {
  ISOTRAIL_CHECK(s.from <= held.size);
  if (const auto differs = firstDifference(db, s, held.size); differs > 0) return Taken{Taken::Fate::forked, differs, {}};
  if (s.to() <= held.size) return Taken{};
  merkle::Growing tree(held.size, held.edge);
  for (auto i = static_cast<std::size_t>(held.size - s.from); i < s.entries.size(); ++i) tree.add(merkle::leafHash(s.entries[i]));
  if (tree.root() != root) return Taken{Taken::Fate::forked, 0, {}};
  auto fresh = readNew(db, peer, s, held.size);
  if (!fresh) return fresh.refusal();
  for (const Event& e : *fresh) store(db, peer.node, e);
  held = {tree.size(), tree.edge()};
  return Taken{Taken::Fate::taken, 0, std::move(*fresh)};
}

std::string checkReceived(Db& db) {
  const auto tables = tableNames(db);
  if (std::find(tables.begin(), tables.end(), "sync_entry") == tables.end()) return {};  // of an older program
  std::map<std::string, merkle::Growing> trees;
  for (const auto& row : db.query("SELECT seq FROM event WHERE type='sync.SegmentReceived' ORDER BY seq")) {
    const auto e = Journal(db).bySeq(row.integer(0));
    const std::string node = e->payload["node"].text();
    merkle::Growing& tree = trees[node];
    const auto to = e->payload["to"].integer();
    const std::string where = "entries " + std::to_string(tree.size() + 1) + " to " + std::to_string(to) + " of node " + node;
    for (const auto& held : db.query("SELECT seq,bytes FROM sync_entry WHERE node=$1 AND seq>$2 AND seq<=$3 ORDER BY seq", {node, tree.size(), to})) {
      if (held.integer(0) != tree.size() + 1) return where + ": entry " + std::to_string(tree.size() + 1) + " is missing";
      tree.add(merkle::leafHash(bytesOf(held.blob(1))));
    }
    if (tree.size() != to || hex(tree.root()) != e->payload["root"].text()) return where + " are not those that were received";
  }
  for (const auto& row : db.query("SELECT node,MAX(seq) FROM sync_entry GROUP BY node ORDER BY node"))
    if (row.integer(1) != trees[row.text(0)].size()) return "entries of node " + row.text(0) + " that no entry of this record says were received";
  return {};
}

}  // namespace isotrail::sync
