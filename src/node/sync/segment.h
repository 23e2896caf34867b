#pragma once
// A piece of a node's log on its way to another node, sealed by a signed checkpoint of the whole log: the entries' stored bytes, the
// tree's right edge before them, and the path that shows the tree after them at the beginning of the checkpoint's. Each segment proves
// itself, whichever arrives first.
#include <optional>
#include <string>
#include <vector>

#include "desk/schema.h"
#include "ledger/log/keys.h"
#include "ledger/log/merkle.h"
#include "node/log/checkpoint.h"

namespace isotrail::sync {

/// A node's name among others: the first 16 digits of the key its log began with.
std::string nodeName(const std::string& first_key);

/// As it is sent. Hashes are hex.
struct ReceiveSegment {
  std::string node;
  std::int64_t from = 0;
  std::vector<std::string> entries, edge, path, keys;
  Json note;
  Instant clock;
  void fields(Fields& f) {
    f("node", node, "the node whose log it is: the first 16 digits of its first key");
    f("from", from, "entries of the log before the segment");
    f("entries", entries, "the entries' stored bytes, in append order, ending after a signed entry's signature");
    f("edge", edge, "roots of the perfect subtrees before the segment, largest first, hex");
    f("path", path, "RFC 9162 consistency path from the segment's end to the checkpoint's size, hex");
    f("keys", keys, "entries that brought in the keys after the first, each with the entry of its signature");
    f("note", note, "the signed checkpoint, a text");
    f("clock", clock, "what the sender's clock shows now");
  }
};

struct Segment {
  std::string node;
  std::int64_t from = 0;
  std::vector<std::string> entries;
  merkle::Path edge, path;
  SignedCheckpoint checkpoint;
  std::vector<std::string> keys;
  std::int64_t to() const { return from + static_cast<std::int64_t>(entries.size()); }
};

/// SYNC_SEGMENT_BAD says what cannot be read.
Result<Segment> segmentOf(const ReceiveSegment& sent);
/// Ok when the checkpoint is signed by the node's key and the entries are those it names. SYNC_NOT_SIGNED, SYNC_TAMPERED. `known` is
/// what is known of the node's keys so far; `root` gets the tree's root after the segment.
Verdict proven(const Segment& segment, const KeyHistory& known, Digest& root);

/// The key that signed: the one known to be in force at the checkpoint's size, or one that `keys` lead to from the last known.
std::optional<std::string> signingKey(const SignedCheckpoint& checkpoint, const std::vector<std::string>& keys, const KeyHistory& known);
/// What `keys` of a segment are: the entries of this record that brought in keys, each with its signature's.
Json keyEntries(Db& db);
Json hexList(const merkle::Path& path);
std::optional<merkle::Path> pathOf(const std::vector<std::string>& hex_digits);

/// How much goes into one segment: it ends at the first entry that no signature is due for and one of these is reached.
struct SegmentLimits {
  std::int64_t entries = 500;
  std::size_t bytes = 400'000;
};
/// The segment after `from` entries as a body of sync/receive-segment; null when the checkpoint names no more.
Json sealSegment(Db& db, const SignedCheckpoint& checkpoint, std::int64_t from, Instant clock, const SegmentLimits& limits = {});

}  // namespace isotrail::sync
