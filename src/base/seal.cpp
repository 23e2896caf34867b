#include "base/seal.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <memory>

#include "base/check.h"
#include "base/hash.h"

namespace isotrail {
namespace {

constexpr std::size_t kNonce = 12, kTag = 16;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* run) const { EVP_CIPHER_CTX_free(run); }
};
using CipherRun = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

}  // namespace

SecretKey SecretKey::make() {
  SecretKey key;
  ISOTRAIL_CHECK(RAND_priv_bytes(key.bytes_.data(), static_cast<int>(key.bytes_.size())) == 1);
  return key;
}
std::optional<SecretKey> SecretKey::of(std::string_view bytes) {
  SecretKey key;
  if (bytes.size() != key.bytes_.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}
SecretKey::~SecretKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
std::string SecretKey::name() const { return sha256Hex("isotrail secret key " + std::string(bytes())).substr(0, 32); }

std::string seal(const SecretKey& key, std::string_view text, std::string_view about) {
  std::string out(kNonce + text.size() + kTag, '\0');
  ISOTRAIL_CHECK(RAND_bytes(raw(out), kNonce) == 1);
  const CipherRun run(EVP_CIPHER_CTX_new());
  int n = 0;
  ISOTRAIL_CHECK(run && EVP_EncryptInit_ex(run.get(), EVP_aes_256_gcm(), nullptr, raw(key.bytes()), raw(out)) == 1);
  ISOTRAIL_CHECK(EVP_EncryptUpdate(run.get(), nullptr, &n, raw(about), static_cast<int>(about.size())) == 1);
  ISOTRAIL_CHECK(EVP_EncryptUpdate(run.get(), raw(out) + kNonce, &n, raw(text), static_cast<int>(text.size())) == 1);
  ISOTRAIL_CHECK(EVP_EncryptFinal_ex(run.get(), raw(out) + kNonce + n, &n) == 1);
  ISOTRAIL_CHECK(EVP_CIPHER_CTX_ctrl(run.get(), EVP_CTRL_GCM_GET_TAG, kTag, raw(out) + kNonce + text.size()) == 1);
  return out;
}

std::optional<std::string> unseal(const SecretKey& key, std::string_view sealed, std::string_view about) {
  if (sealed.size() < kNonce + kTag) return std::nullopt;
  const std::string_view body = sealed.substr(kNonce, sealed.size() - kNonce - kTag);
  std::string tag(sealed.substr(sealed.size() - kTag)), text(body.size(), '\0');
  const CipherRun run(EVP_CIPHER_CTX_new());
  int n = 0;
  ISOTRAIL_CHECK(run && EVP_DecryptInit_ex(run.get(), EVP_aes_256_gcm(), nullptr, raw(key.bytes()), raw(sealed)) == 1);
  ISOTRAIL_CHECK(EVP_DecryptUpdate(run.get(), nullptr, &n, raw(about), static_cast<int>(about.size())) == 1);
  ISOTRAIL_CHECK(EVP_DecryptUpdate(run.get(), raw(text), &n, raw(body), static_cast<int>(body.size())) == 1);
  ISOTRAIL_CHECK(EVP_CIPHER_CTX_ctrl(run.get(), EVP_CTRL_GCM_SET_TAG, kTag, raw(tag)) == 1);
  if (EVP_DecryptFinal_ex(run.get(), raw(text) + text.size(), &n) != 1) return std::nullopt;
  return text;
}

}  // namespace isotrail
