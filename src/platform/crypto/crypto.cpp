#include "platform/crypto/crypto.h"

#include <sodium.h>

#include "base/check.h"

namespace isotrail::crypto {
namespace {

void ready() {
  static const bool started = sodium_init() >= 0;  // safe to call from many threads, and more than once
  if (!started) throw Fault("CRYPTO", "libsodium found no source of randomness");
}

std::string randomBytes(std::size_t count) {
  ready();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace

std::string hashPassword(std::string_view password) {
  ready();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const int rc = crypto_pwhash_str_alg(text.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                       crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
  if (rc != 0) throw Fault("CRYPTO", "no memory to hash a password");
  return text.data();
}

bool verifyPassword(const std::string& hash, std::string_view password) {
  ready();
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  std::array<char, crypto_pwhash_STRBYTES> text{};  // libsodium may read the whole field
  hash.copy(text.data(), hash.size());
  return crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

std::string base64Url(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), kVariant);
  text.pop_back();  // the terminating NUL is counted
  return text;
}

std::string randomToken(std::size_t bytes) { return base64Url(randomBytes(bytes)); }
std::string randomHex(std::size_t bytes) { return hex(randomBytes(bytes)); }

bool sameBytes(std::string_view a, std::string_view b) { return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

}  // namespace isotrail::crypto
