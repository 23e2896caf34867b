#pragma once
// Digests, node signatures, passwords and tokens. OpenSSL and libsodium stay behind this header.
#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/hash.h"

namespace isotrail::crypto {

using isotrail::Digest;
using isotrail::hex;
using isotrail::sha256;

using Seed = std::array<unsigned char, 32>;       // the private half of an Ed25519 key
using PublicKey = std::array<unsigned char, 32>;  // RFC 8032, raw
using Signature = std::array<unsigned char, 64>;  // RFC 8032, raw

/// A node's Ed25519 key. The seed is wiped from memory when the key goes.
class SigningKey {
 public:
  static SigningKey generate();
  static SigningKey fromSeed(const Seed& seed);
  /// The file holds the 32 raw seed bytes. Throws Fault KEY_FILE when it is absent, unreadable or of another length.
  static SigningKey load(const std::filesystem::path& file);
  /// Written whole or not at all, readable by its owner only. Throws Fault KEY_FILE, also when the file exists: a key that
  /// has signed is never overwritten.
  void save(const std::filesystem::path& file) const;

  const PublicKey& publicKey() const { return public_key_; }
  Signature sign(std::string_view message) const;

  SigningKey(SigningKey&& other) noexcept;
  SigningKey& operator=(SigningKey&& other) noexcept;
  ~SigningKey();

 private:
  SigningKey() = default;
  Seed seed_{};
  PublicKey public_key_{};
};

/// False for a signature of any other length, a key that is no point of the curve, or bytes that were changed.
bool verify(const PublicKey& key, std::string_view message, std::string_view signature);
inline bool verify(const PublicKey& key, std::string_view message, const Signature& signature) {
  return verify(key, message, std::string_view(reinterpret_cast<const char*>(signature.data()), signature.size()));
}

/// argon2id with libsodium's interactive limits (64 MiB, 2 passes); the text carries salt and limits. Some 0.1 s.
std::string hashPassword(std::string_view password);
/// False for a wrong password and for a text that is no hash.
bool verifyPassword(const std::string& hash, std::string_view password);

/// Random bytes from the operating system, as base64url without padding (randomToken) or lower-case hex.
std::string randomToken(std::size_t bytes);
std::string randomHex(std::size_t bytes);
std::string base64Url(std::string_view bytes);

/// Compares in a time that depends on the lengths only.
bool sameBytes(std::string_view a, std::string_view b);

}  // namespace isotrail::crypto
