#include "node/vault_file.h"

#include <filesystem>

#include "base/check.h"
#include "desk/vault.h"
#include "platform/crypto/secret_file.h"

namespace isotrail {
namespace {

void save(const std::string& file, const SecretKey& key) {
  std::error_code error;
  const auto folder = std::filesystem::path(file).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);  // saveSecret() tells when there is none
  crypto::saveSecret(file, key.bytes());
}

}  // namespace

std::optional<SecretKey> loadVaultKey(const std::string& file) {
  if (file.empty() || !std::filesystem::exists(file)) return std::nullopt;
  return SecretKey::of(crypto::loadSecret(file));
}

void bringVaultKey(const std::string& from, const std::string& to) {
  const auto key = loadVaultKey(from);
  if (key && !to.empty() && !std::filesystem::exists(to)) save(to, *key);
}

std::shared_ptr<const SecretKey> openVault(const Place& place, Db& db) {
  const std::string file = place.vaultFile();
  db.begin();
  try {
    const std::string wanted = vaultKeyName(db);
    auto key = loadVaultKey(file);
    if (!key && wanted.empty()) {  // of several machines that start on a new database the first one's key is the node's
      key = SecretKey::make();
      if (!file.empty()) save(file, *key);
    }
    std::shared_ptr<const SecretKey> held;
    if (key && (wanted.empty() || wanted == key->name())) held = useVaultKey(db, *key);
    const int sealed = vaultOpen(db) ? sealPlainNames(db) : 0;
    db.commit();
    if (sealed > 0) forgetErased(db);
    return held;
  } catch (...) {
    db.rollback();
    throw;
  }
}

}  // namespace isotrail
