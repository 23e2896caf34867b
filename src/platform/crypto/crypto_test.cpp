#include "platform/crypto/crypto.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "base/check.h"

namespace isotrail::crypto {
namespace {

std::string unhex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) bytes += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
  return bytes;
}
template <std::size_t N>
std::array<unsigned char, N> bytesOf(std::string_view hex_text) {
  std::array<unsigned char, N> out{};
  const std::string bytes = unhex(hex_text);
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}
template <std::size_t N>
std::string text(const std::array<unsigned char, N>& bytes) {
  return hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

class KeyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "isotrail-key-XXXXXX").string();
    folder = mkdtemp(name.data());
    file = folder / "node.key";
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
  std::filesystem::path file;
};

// FIPS 180-4 examples.
TEST(Sha256, KnownDigests) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex(sha256(std::string(1'000'000, 'a'))), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// RFC 8032, section 7.1, tests 1 to 3.
TEST(Ed25519, Rfc8032) {
  struct Vector {
    const char* seed;
    const char* public_key;
    const char* message;
    const char* signature;
  };
  const Vector vectors[] = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"}};
  for (const auto& v : vectors) {
    const SigningKey key = SigningKey::fromSeed(bytesOf<32>(v.seed));
    const std::string message = unhex(v.message);
    EXPECT_EQ(text(key.publicKey()), v.public_key);
    EXPECT_EQ(text(key.sign(message)), v.signature);
    EXPECT_TRUE(verify(key.publicKey(), message, bytesOf<64>(v.signature)));
  }
}

TEST(Ed25519, AnyChangeIsSeen) {
  const SigningKey key = SigningKey::generate();
  Signature signature = key.sign("batch FDG-251217-A certified");
  EXPECT_TRUE(verify(key.publicKey(), "batch FDG-251217-A certified", signature));
  EXPECT_FALSE(verify(key.publicKey(), "batch FDG-251217-B certified", signature));
  EXPECT_FALSE(verify(SigningKey::generate().publicKey(), "batch FDG-251217-A certified", signature));
  EXPECT_FALSE(verify(key.publicKey(), "batch FDG-251217-A certified", std::string_view("short")));
  signature[10] ^= 1;
  EXPECT_FALSE(verify(key.publicKey(), "batch FDG-251217-A certified", signature));
}

TEST_F(KeyFile, SavedKeySignsAlike) {
  const SigningKey key = SigningKey::generate();
  key.save(file);
  struct stat info {};
  ASSERT_EQ(::stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_EQ(info.st_size, 32);
  const SigningKey again = SigningKey::load(file);
  EXPECT_EQ(again.publicKey(), key.publicKey());
  EXPECT_EQ(again.sign("x"), key.sign("x"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1) << "no draft stays behind";
}

TEST_F(KeyFile, NeverOverwritten) {
  const SigningKey key = SigningKey::generate();
  key.save(file);
  EXPECT_THROW(SigningKey::generate().save(file), Fault);
  EXPECT_EQ(SigningKey::load(file).publicKey(), key.publicKey());
}

TEST_F(KeyFile, AbsentOrWrongLength) {
  EXPECT_THROW(SigningKey::load(file), Fault);
  for (std::size_t size : {0u, 31u, 33u}) {
    std::ofstream(file, std::ios::binary) << std::string(size, 'k');
    EXPECT_THROW(SigningKey::load(file), Fault) << size;
  }
  EXPECT_THROW(SigningKey::generate().save(folder / "absent" / "node.key"), Fault);
}

TEST(SigningKeyMove, TheMovedKeyStillSigns) {
  SigningKey a = SigningKey::generate();
  const PublicKey known = a.publicKey();
  SigningKey b = std::move(a);
  EXPECT_TRUE(verify(known, "m", b.sign("m")));
  SigningKey c = SigningKey::generate();
  c = std::move(b);
  EXPECT_TRUE(verify(known, "m", c.sign("m")));
}

TEST(Password, Argon2id) {
  const std::string hash = hashPassword("correct horse");
  EXPECT_EQ(hash.rfind("$argon2id$v=19$m=65536,t=2,p=1$", 0), 0u) << hash;
  EXPECT_TRUE(verifyPassword(hash, "correct horse"));
  EXPECT_FALSE(verifyPassword(hash, "correct horsf"));
  EXPECT_FALSE(verifyPassword(hash, ""));
  EXPECT_NE(hash, hashPassword("correct horse")) << "each hash has its own salt";
}

TEST(Password, WhatIsNoHashVerifiesNothing) {
  for (const char* text : {"", "correct horse", "$argon2id$", "$argon2id$v=19$m=65536,t=2,p=1$AAAA$BBBB"})
    EXPECT_FALSE(verifyPassword(text, "correct horse")) << text;
  EXPECT_FALSE(verifyPassword(std::string(4096, '$'), "correct horse"));
}

// RFC 4648, section 10, with the URL alphabet and no padding.
TEST(Base64Url, Rfc4648) {
  EXPECT_EQ(base64Url(""), "");
  EXPECT_EQ(base64Url("f"), "Zg");
  EXPECT_EQ(base64Url("fo"), "Zm8");
  EXPECT_EQ(base64Url("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64Url("\xfb\xff"), "-_8");
}

TEST(Tokens, LongEnoughAndNeverTwice) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(randomToken(32));
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_EQ(seen.begin()->size(), 43u);  // 32 bytes = 256 bits = 42.67 characters of 6 bits
  EXPECT_EQ(randomHex(16).size(), 32u);
}

TEST(SameBytes, Compares) {
  EXPECT_TRUE(sameBytes("", ""));
  EXPECT_TRUE(sameBytes("token", "token"));
  EXPECT_FALSE(sameBytes("token", "tokem"));
  EXPECT_FALSE(sameBytes("token", "token2"));
}

}  // namespace
}  // namespace isotrail::crypto
