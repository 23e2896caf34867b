#pragma once
// Other nodes' logs as they are held here: every entry's stored bytes, whole and in the sender's own order.
#include <optional>
#include <string>
#include <vector>

#include "node/sync/segment.h"

namespace isotrail::sync {

struct Peer {
  std::string node, role;  // role: "site", whose log comes here, or "hub", whose notices do
  std::string key;         // hex; the first of its log
  OrgId org;
  std::string name;
  std::vector<std::string> sites;  // whose chains it writes, beside its own registry
};
std::optional<Peer> peerOf(Db& db, const std::string& node);
std::vector<Peer> peers(Db& db);

/// How far a node's log is held.
struct Held {
  std::int64_t size = 0;
  merkle::Path edge;  // of its tree there
  Digest root() const { return merkle::Growing(size, edge).root(); }
};
Held heldOf(Db& db, const std::string& node);
/// The node's keys, as far as its log is held.
KeyHistory keysOf(Db& db, const Peer& peer);

/// Reads held entries with from < seq <= to, in order; `seq` is the sender's append number.
void readHeld(Db& db, const std::string& node, std::int64_t from, std::int64_t to, const std::function<void(const Event&)>& each);

/// What became of a segment that proved itself.
struct Taken {
  enum class Fate { taken, known, forked } fate = Fate::known;
  std::int64_t differs_at = 0;  // forked: the first entry known to differ; 0: one before the segment
  std::vector<Event> fresh;     // taken: those that were new
};
/// Stores what is new of a segment that does not begin beyond `held`, and moves `held`. `root`: after the segment, as proven() gives it.
/// SYNC_SITE_FOREIGN, SYNC_CHAIN_BROKEN, SYNC_SIGNATURE_BAD, SYNC_SEGMENT_CUT, SYNC_ENTRY_UNREADABLE.
Result<Taken> takeSegment(Db& db, const Peer& peer, const Segment& segment, const Digest& root, Held& held);

/// Recomputes every held log from its bytes and compares it with what this node's record says was received. Words for the first thing
/// that is wrong; empty when nothing is.
std::string checkReceived(Db& db);

}  // namespace isotrail::sync
