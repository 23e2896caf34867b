#pragma once
// Texts sealed with a secret key: AES-256-GCM by OpenSSL. Whoever lacks the key, or destroyed it, has nothing.
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace isotrail {

/// 32 secret bytes, wiped from memory when they go.
class SecretKey {
 public:
  static SecretKey make();
  /// Nothing unless `bytes` are 32.
  static std::optional<SecretKey> of(std::string_view bytes);
  ~SecretKey();
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;

  std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }
  /// Names the key without telling it: 32 hex digits.
  std::string name() const;

 private:
  SecretKey() = default;
  std::array<unsigned char, 32> bytes_{};
};

/// Nonce (12 bytes, random), ciphertext and tag (16 bytes) in one text. `about` is not hidden but bound: a text sealed about one
/// thing opens about no other.
std::string seal(const SecretKey& key, std::string_view text, std::string_view about);
/// Nothing when the key or `about` is another, or a bit was changed.
std::optional<std::string> unseal(const SecretKey& key, std::string_view sealed, std::string_view about);

}  // namespace isotrail
