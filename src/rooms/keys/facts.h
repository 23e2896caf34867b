#pragma once
// A key of the node that waits to be brought in: the machine that holds the private half prepares it, the record then names it. And
// acknowledged entries that a start did not find any more.
#include <cstdint>
#include <optional>
#include <string>

#include "base/ports.h"

namespace isotrail::keys {

struct NextKey {
  std::string old_key, key;  // hex
  std::string proof;         // hex, the new key's signature over rotationStatement(old_key, key)
};
/// What the machine prepared; nothing when there is none.
std::optional<NextKey> nextKey(Db& db);
/// Keeps it, in place of one prepared before. Not an entry: nothing has happened yet.
void prepareNextKey(Db& db, const NextKey& next);

inline constexpr const char* kAcknowledgeLoss = "keys/acknowledge-loss";
/// {known, hash, found} of a loss that nobody has acknowledged yet; nothing when there is none.
std::optional<Json> openLoss(Db& db);
/// Keeps it until an administrator acknowledges it. Not an entry: nothing is written on top of what is left before.
void noteLoss(Db& db, const Json& loss);
/// An entry says that this one is known to be lost.
bool lossAcknowledged(Db& db, std::int64_t known, const std::string& hash);

}  // namespace isotrail::keys
