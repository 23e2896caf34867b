// Ed25519 by OpenSSL's EVP interface.
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstring>
#include <memory>
#include <utility>

#include "base/check.h"
#include "platform/crypto/crypto.h"
#include "platform/crypto/secret_file.h"

namespace isotrail::crypto {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using DigestRun = std::unique_ptr<EVP_MD_CTX, FreeKey>;

Key privateKey(const Seed& seed) {
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  if (!key) throw Fault("CRYPTO", "OpenSSL offers no Ed25519");
  return key;
}

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

}  // namespace

SigningKey SigningKey::generate() {
  Seed seed{};
  ISOTRAIL_CHECK(RAND_priv_bytes(seed.data(), static_cast<int>(seed.size())) == 1);
  SigningKey key = fromSeed(seed);
  OPENSSL_cleanse(seed.data(), seed.size());
  return key;
}

SigningKey SigningKey::fromSeed(const Seed& seed) {
  SigningKey key;
  key.seed_ = seed;
  std::size_t size = key.public_key_.size();
  ISOTRAIL_CHECK(EVP_PKEY_get_raw_public_key(privateKey(seed).get(), key.public_key_.data(), &size) == 1 && size == 32);
  return key;
}

SigningKey SigningKey::load(const std::filesystem::path& file) {
  std::string bytes = loadSecret(file);
  Seed seed{};
  std::memcpy(seed.data(), bytes.data(), seed.size());
  SigningKey key = fromSeed(seed);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  OPENSSL_cleanse(seed.data(), seed.size());
  return key;
}

void SigningKey::save(const std::filesystem::path& file) const { saveSecret(file, {reinterpret_cast<const char*>(seed_.data()), seed_.size()}); }

Signature SigningKey::sign(std::string_view message) const {
  const Key key = privateKey(seed_);
  const DigestRun run(EVP_MD_CTX_new());
  Signature signature{};
  std::size_t size = signature.size();
  ISOTRAIL_CHECK(run && EVP_DigestSignInit(run.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  ISOTRAIL_CHECK(EVP_DigestSign(run.get(), signature.data(), &size, raw(message), message.size()) == 1 && size == signature.size());
  return signature;
}

bool verify(const PublicKey& public_key, std::string_view message, std::string_view signature) {
  if (signature.size() != Signature{}.size()) return false;
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()));
  const DigestRun run(EVP_MD_CTX_new());
  if (!key || !run || EVP_DigestVerifyInit(run.get(), nullptr, nullptr, nullptr, key.get()) != 1) return false;
  return EVP_DigestVerify(run.get(), raw(signature), signature.size(), raw(message), message.size()) == 1;
}

SigningKey::SigningKey(SigningKey&& other) noexcept : seed_(other.seed_), public_key_(other.public_key_) {
  OPENSSL_cleanse(other.seed_.data(), other.seed_.size());
}
SigningKey& SigningKey::operator=(SigningKey&& other) noexcept {
  std::swap(seed_, other.seed_);  // the other's destructor wipes ours
  std::swap(public_key_, other.public_key_);
  return *this;
}
SigningKey::~SigningKey() { OPENSSL_cleanse(seed_.data(), seed_.size()); }

}  // namespace isotrail::crypto
