#pragma once
// A key of the node that waits to be brought in. The machine that holds the private half prepares it; the record then names it.
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

}  // namespace isotrail::keys
