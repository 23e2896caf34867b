#pragma once
// Many digests at once.
#include <span>
#include <string_view>

#include "base/hash.h"

namespace isotrail {

/// What is hashed: bytes, perhaps after one that is not among them.
struct HashedText {
  std::string_view rest;
  bool has_first = false;
  char first = 0;
  std::size_t size() const { return rest.size() + (has_first ? 1 : 0); }
};
/// The SHA-256 of each, in their order. Where the processor can hash several side by side they cost less than one by one.
void sha256Many(std::span<const HashedText> texts, Digest* digests);

}  // namespace isotrail
