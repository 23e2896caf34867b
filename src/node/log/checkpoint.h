#pragma once
// What the log was at a size, as C2SP tlog-checkpoint writes it: origin, size, root, and one line a site with its chain's head.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "ledger/journal.h"
#include "platform/crypto/note.h"

namespace isotrail {

struct Checkpoint {
  std::string origin;
  std::int64_t size = 0;
  Digest root{};
  std::vector<SiteHead> heads;  // by site

  /// The note's text: "origin\nsize\nroot\nsite SITE POSITION HASH\n..."
  std::string body() const;
  /// Nothing for a text that is not exactly such a body.
  static std::optional<Checkpoint> parse(std::string_view body);
};

/// A checkpoint with the note that carries it.
struct SignedCheckpoint {
  Checkpoint checkpoint;
  crypto::Note note;
  static std::optional<SignedCheckpoint> parse(std::string_view note);
};

/// The name of a node's log, after its first key: it stays when the key changes.
std::string logOrigin(const std::string& first_key);
/// The key that signs for the log of that origin, from its hex; nothing when the hex is no key.
std::optional<crypto::NoteKey> logKey(const std::string& origin, const std::string& key_hex);

}  // namespace isotrail
