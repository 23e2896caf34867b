#pragma once
// Which key signed for the node when. The record itself says so: the first key is the node's own, every later one was brought in
// by an entry that the key before it signed and that carries the new key's own signature.
#include <optional>
#include <string>
#include <vector>

#include "base/ports.h"
#include "ledger/event.h"

namespace isotrail {

inline constexpr std::string_view kKeyRotated = "keys.NodeKeyRotated";
inline constexpr std::string_view kKeyCompromised = "keys.NodeKeyCompromised";

/// A key of the node, from the entry after which it signs.
struct NodeKey {
  std::string key;             // hex; empty when it is the first and the record has not named it yet
  std::int64_t after_seq = 0;  // it signs what has a greater append number,
  std::int64_t until_seq = 0;  // and no greater one than this; 0: it is in force
  std::optional<Instant> compromised_since;
};

/// What the new key signs to show that somebody has it, and that it follows the old one.
std::string rotationStatement(const std::string& old_key, const std::string& new_key);

/// The history as entries tell it, fed in append order; other entries are passed over.
class KeyHistory {
 public:
  KeyHistory() : keys_(1) {}
  void take(const Event& event);
  /// Names the first key, where a signature or a person has.
  void nameFirst(const std::string& key) { keys_.front().key = key; }
  const std::vector<NodeKey>& keys() const { return keys_; }
  /// The key in force for an entry of this append number.
  const NodeKey& at(std::int64_t seq) const;
  const NodeKey* find(const std::string& key) const;

 private:
  std::vector<NodeKey> keys_;
};

KeyHistory keyHistory(Db& db);
/// The key that signs entry `seq`; nothing while no rotation is on record: then it is the node's own.
std::optional<std::string> nodeKeyAt(Db& db, std::int64_t seq);

}  // namespace isotrail
