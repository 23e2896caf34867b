#include "desk/vault.h"

#include <map>
#include <mutex>

#include "base/check.h"
#include "base/sql/values.h"
#include "ledger/tables.h"

namespace isotrail {
namespace {

/// The vault keys of the nodes that this program has open, by name.
class KnownKeys {
 public:
  std::shared_ptr<const SecretKey> add(const SecretKey& key) {
    std::lock_guard lock(lock_);
    auto& known = keys_[key.name()];
    auto held = known.lock();
    if (!held) known = held = std::make_shared<const SecretKey>(key);
    return held;
  }
  std::shared_ptr<const SecretKey> find(const std::string& name) const {
    std::lock_guard lock(lock_);
    const auto found = keys_.find(name);
    return found == keys_.end() ? nullptr : found->second.lock();
  }

 private:
  mutable std::mutex lock_;
  std::map<std::string, std::weak_ptr<const SecretKey>> keys_;
};
KnownKeys& knownKeys() {
  static KnownKeys keys;
  return keys;
}

const char* kindOf(VaultOf of) { return of == VaultOf::person ? "person" : "patient"; }
std::string about(VaultOf of, const std::string& id) { return std::string(kindOf(of)) + "/" + id; }

std::string textOf(const Blob& bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

std::string vaultKeyName(Db& db) {
  const auto rows = db.query("SELECT value FROM node WHERE name='vault_key'");
  return rows.empty() ? "" : rows[0].text(0);
}

std::shared_ptr<const SecretKey> useVaultKey(Db& db, const SecretKey& key) {
  auto held = knownKeys().add(key);
  if (vaultKeyName(db) != key.name())
    db.exec("INSERT INTO node(name,value) VALUES('vault_key',$1) ON CONFLICT(name) DO UPDATE SET value=excluded.value", {key.name()});
  return held;
}

bool vaultOpen(Db& db) { return knownKeys().find(vaultKeyName(db)) != nullptr; }

Verdict requireVault(Db& db) {
  if (vaultOpen(db)) return Done{};
  return Refusal::of("VAULT_SHUT", Json::object({{"key", vaultKeyName(db)}}));
}

void keepInVault(Db& db, VaultOf of, const std::string& id, const Json& texts) {
  const std::string name = vaultKeyName(db);
  const auto vault = knownKeys().find(name);
  if (!vault) throw Fault("VAULT_SHUT", "the key of the vault of names" + (name.empty() ? "" : " (" + name + ")") + " is not here");
  const SecretKey own = SecretKey::make();
  db.exec("INSERT INTO vault(kind,id,vault_key,own_key,sealed) VALUES($1,$2,$3,$4,$5)",
          {kindOf(of), id, name, blobOf(seal(*vault, own.bytes(), about(of, id))), blobOf(seal(own, texts.dump(), about(of, id)))});
}

std::optional<Json> fromVault(Db& db, VaultOf of, const std::string& id) {
  const auto rows = db.query("SELECT vault_key,own_key,sealed FROM vault WHERE kind=$1 AND id=$2", {kindOf(of), id});
  if (rows.empty() || rows[0].blob(1).empty()) return std::nullopt;
  const auto vault = knownKeys().find(rows[0].text(0));
  const auto bytes = vault ? unseal(*vault, textOf(rows[0].blob(1)), about(of, id)) : std::nullopt;
  const auto own = bytes ? SecretKey::of(*bytes) : std::nullopt;
  const auto text = own ? unseal(*own, textOf(rows[0].blob(2)), about(of, id)) : std::nullopt;
  return text ? Json::parse(*text) : std::nullopt;
}

bool eraseFromVault(Db& db, VaultOf of, const std::string& id, const std::string& stream) {
  db.exec("UPDATE command SET body_hash='' WHERE command_id IN (SELECT command_id FROM event WHERE stream=$1 AND version=1)", {stream});
  return db.exec("UPDATE vault SET own_key=$3,sealed=$3 WHERE kind=$1 AND id=$2 AND own_key<>$3", {kindOf(of), id, Blob()}) > 0;
}
void closeAccounts(Db& db, const std::string& person) {
  for (const char* table : {"session", "account"}) db.exec("DELETE FROM " + std::string(table) + " WHERE person=$1", {person});
}
bool erasedFromVault(Db& db, VaultOf of, const std::string& id) {
  return !db.query("SELECT 1 FROM vault WHERE kind=$1 AND id=$2 AND own_key=$3", {kindOf(of), id, Blob()}).empty();
}

void forgetErased(Db& db) {
  try {
    (void)db.query(engineText(db, "forget"));
  } catch (const Fault&) {
    // Readers hold the log, or the account may not: the key is gone all the same, and a later checkpoint clears the pages.
  } catch (const DbConflict&) {
  }
}

int sealPlainNames(Db& db) {
  int sealed = 0;
  for (const auto& row : db.query("SELECT person,family_name,given_name FROM person_vault ORDER BY person")) {
    keepInVault(db, VaultOf::person, row.text(0), Json::object({{"family_name", row.text(1)}, {"given_name", row.text(2)}}));
    ++sealed;
  }
  for (const auto& row : db.query("SELECT patient,family_name,given_name,birth_date,sex FROM patient_vault ORDER BY patient")) {
    keepInVault(db, VaultOf::patient, row.text(0),
                Json::object({{"family_name", row.text(1)}, {"given_name", row.text(2)}, {"birth_date", row.text(3)}, {"sex", row.text(4)}}));
    ++sealed;
  }
  if (sealed == 0) return 0;
  db.exec("DELETE FROM person_vault");
  db.exec("DELETE FROM patient_vault");
  return sealed;
}

}  // namespace isotrail
