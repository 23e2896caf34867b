#pragma once
// The ways to hash several messages that this processor has, and the choice between them.
#include <vector>

#include "base/hash.h"

namespace isotrail::hashing {

/// Writes the digests of up to `lanes` messages; quickest when they are of about the same length.
struct Way {
  std::size_t lanes;
  void (*hash)(const Message* const* messages, std::size_t count, Digest* const* digests);
};

/// By lanes; the first is OpenSSL's, a message at a time, and always there.
std::vector<Way> ways();
/// As sha256All, by these ways alone.
void hashBy(const std::vector<Way>& ways, const Message* messages, std::size_t count, Digest* digests);

}  // namespace isotrail::hashing
