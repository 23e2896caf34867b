#pragma once
// The node's private keys: the one beside the database, and the next one while it waits to be brought in.
#include <filesystem>
#include <mutex>
#include <vector>

#include "desk/desk.h"
#include "platform/crypto/crypto.h"

namespace isotrail {

std::string hexKey(const crypto::SigningKey& key);  // its public half

class KeyRing final : public NodeSigner {
 public:
  /// `file` is where `key` was read from; empty: keys live in memory only.
  KeyRing(std::filesystem::path file, crypto::SigningKey key);

  std::string keyId() const override;
  /// Another process may have brought in a key since: the files are read again before Fault KEY_FILE is thrown.
  std::string sign(const std::string& bytes, const std::string& key) const override;

  /// The next key, made and saved as "<file>.next" unless one waits there; its public half.
  std::string prepare();
  /// Puts the key that is now in force in the file's place, when it is the next one. The key before it stays beside as
  /// "<file>.<its first eight digits>", for its holder to lock away or destroy.
  void settle(const std::string& in_force);

 private:
  const crypto::SigningKey* find(const std::string& key) const;
  void readFiles() const;

  std::filesystem::path file_, next_;
  mutable std::mutex lock_;
  mutable std::vector<crypto::SigningKey> keys_;  // the own one first
};

}  // namespace isotrail
