#pragma once
// SHA-256 of several messages in one go, for processors that are faster so. Each writes the digests of `count` messages of about the
// same length, one lane a message; call only where hasX() says so.
#include <cstddef>

#include "base/hash.h"

namespace isotrail::hashing {

/// SHA instructions of x86-64: two chains of rounds side by side, since one waits for itself.
bool hasTwoLanes();
void hashTwo(const Message* const* messages, std::size_t count, Digest* const* digests);  // 1 or 2

/// AVX-512: the plain algorithm with a message in each of sixteen 32-bit lanes.
bool hasSixteenLanes();
void hashSixteen(const Message* const* messages, std::size_t count, Digest* const* digests);  // 1 to 16

}  // namespace isotrail::hashing
