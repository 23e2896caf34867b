#pragma once
// The key of the vault of names, in a file of its own beside the node's signing key: "<...>.vault". Whoever has the database
// without it reads no name.
#include <memory>
#include <optional>

#include "base/seal.h"
#include "node/place.h"

namespace isotrail {

/// Opens the vault of the node at `place`: reads its key, makes one for a database that never had any, and seals names that an
/// earlier program kept in plain tables. Without the key that the database asks for the vault stays shut: the node works, names
/// are not shown and nobody can be registered. The vault is open for as long as the answer is held.
[[nodiscard]] std::shared_ptr<const SecretKey> openVault(const Place& place, Db& db);
/// Nothing when there is no file. Throws Fault KEY_FILE.
std::optional<SecretKey> loadVaultKey(const std::string& file);
/// Puts the key at `from`, where there is one, at `to`, unless something is there.
void bringVaultKey(const std::string& from, const std::string& to);

}  // namespace isotrail
