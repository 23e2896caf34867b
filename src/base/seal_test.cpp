#include "base/seal.h"

#include <gtest/gtest.h>

namespace isotrail {
namespace {

TEST(Seal, OpensWithItsKeyAboutItsThingOnly) {
  const SecretKey key = SecretKey::make(), other = SecretKey::make();
  const std::string sealed = seal(key, "Am\u00e9lia", "patient/P-01");
  EXPECT_EQ(sealed.size(), 12u + 7u + 16u);
  EXPECT_EQ(unseal(key, sealed, "patient/P-01"), "Am\u00e9lia");
  EXPECT_FALSE(unseal(other, sealed, "patient/P-01"));
  EXPECT_FALSE(unseal(key, sealed, "patient/P-02"));
  EXPECT_NE(seal(key, "Am\u00e9lia", "patient/P-01"), sealed) << "a nonce is never used twice";
  EXPECT_EQ(unseal(key, seal(key, "", ""), ""), "");
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(unseal(key, changed, "patient/P-01")) << bit;
  }
  EXPECT_FALSE(unseal(key, sealed.substr(0, 27), "patient/P-01"));
}

TEST(Seal, AKeyIsNamedWithoutBeingTold) {
  const SecretKey key = SecretKey::make();
  EXPECT_EQ(key.name().size(), 32u);
  EXPECT_EQ(SecretKey::of(key.bytes())->name(), key.name());
  EXPECT_EQ(key.name().find(std::string(key.bytes())), std::string::npos);
  EXPECT_FALSE(SecretKey::of("short"));
}

}  // namespace
}  // namespace isotrail
