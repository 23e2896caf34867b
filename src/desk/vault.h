#pragma once
// Names and contacts of people, outside the record: each person's sealed with a key of their own, that key sealed with the
// node's vault key. A person is erased by destroying their key: what is left of the name, here and in every later copy, opens to
// nobody. The vault key itself never lies in the database (node/vault_file.h).
#include <memory>
#include <optional>
#include <string>

#include "base/ports.h"
#include "base/result.h"
#include "base/seal.h"

namespace isotrail {

enum class VaultOf { person, patient };

/// Makes the key the one that the database's new names are kept with; names kept with another one stay with it. The program
/// knows the key for as long as somebody holds the answer.
[[nodiscard]] std::shared_ptr<const SecretKey> useVaultKey(Db& db, const SecretKey& key);
/// The name (SecretKey::name) of the vault key that the database asks for; "" when it never had one.
std::string vaultKeyName(Db& db);
/// Whether that key is at hand; without it names are not shown and none can be kept.
bool vaultOpen(Db& db);
/// Refuses VAULT_SHUT.
Verdict requireVault(Db& db);

/// Keeps what is known of one person, as an object of texts, with a new key. Throws Fault VAULT_SHUT when it is (ask requireVault first).
void keepInVault(Db& db, VaultOf of, const std::string& id, const Json& texts);
/// What is kept; nothing when nobody of that id is, when they were erased, or when the vault is shut.
std::optional<Json> fromVault(Db& db, VaultOf of, const std::string& id);
/// Destroys the person's key and everything kept, and the digest of the command that registered them (the first entry of
/// `stream`), against which a name could be tried. False when nobody of that id is kept, or no longer.
bool eraseFromVault(Db& db, VaultOf of, const std::string& id, const std::string& stream);
/// Whoever is erased signs in no more: account name, password hash and sessions go.
void closeAccounts(Db& db, const std::string& person);
bool erasedFromVault(Db& db, VaultOf of, const std::string& id);

/// Clears what was erased from the pages and logs of the store itself, as far as the engine lets a program. Outside a transaction.
void forgetErased(Db& db);

/// Names that an earlier program kept in plain tables are sealed and their rows removed; answers how many. In a transaction.
int sealPlainNames(Db& db);

}  // namespace isotrail
