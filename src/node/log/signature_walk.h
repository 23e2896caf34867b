#pragma once
// The signatures followed through the record: each entry that says it is signed is followed by its signature, made by the node's
// key of that moment over person, meaning, instant and the entry's hash.
#include <map>
#include <string>
#include <utility>

#include "ledger/envelope_view.h"
#include "ledger/log/keys.h"

namespace isotrail {

class SignatureWalk {
 public:
  SignatureWalk() = default;
  /// Goes on where entries were read before that left no signature due.
  explicit SignatureWalk(KeyHistory keys) : keys_(std::move(keys)) {}
  /// Entries that are no signature, ask for none and change no key are not its business.
  static bool concerns(const EnvelopeView& entry);
  /// Of a signature: it was made over what its own payload says, with the key that it names.
  static bool fits(const Event& signature);
  /// Why the entry is bad; empty when it is not. `event.seq` is its append number, `fits` what fits() said of it.
  std::string step(const Event& event, bool fits);
  /// After the last entry: the first that waits for its signature; none: all are there.
  const Event* unsignedEntry() const { return due_.empty() ? nullptr : &due_.begin()->second; }

  const KeyHistory& keys() const { return keys_; }
  std::int64_t count() const { return count_; }
  /// Signatures by a key at instants at which somebody else may have had it, as far as the record says so.
  std::int64_t doubtful() const;
  /// The entry of the first signature; 0 without one.
  std::int64_t first() const { return first_; }
  const std::string& firstId() const { return first_id_; }

 private:
  std::string signature(const Event& event, bool fits);
  std::string keyEntry(const Event& event);
  KeyHistory keys_;
  std::map<std::string, Event> due_;                             // by the id of the signature
  std::map<std::string, std::map<Instant, std::int64_t>> made_;  // key -> instant -> signatures
  std::int64_t count_ = 0, first_ = 0;
  std::string first_id_;
};

/// The trusted key is one of the record's history, or the record names no key.
bool holdsKey(const KeyHistory& keys, const std::string& trusted);

}  // namespace isotrail
