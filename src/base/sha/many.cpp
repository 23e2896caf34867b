#include "base/sha/blocks.h"

namespace isotrail {
namespace {
constexpr std::size_t kFew = 6;  // so many take as long two by two as with most of sixteen places empty
}

void sha256Many(std::span<const HashedText> texts, Digest* digests) {
  if ((texts.size() > kFew && sha::sixteenAtOnce(texts, digests)) || sha::twoAtOnce(texts, digests)) return;
  for (const auto& text : texts) *digests++ = text.has_first ? sha256(text.first, text.rest) : sha256(text.rest);
}

}  // namespace isotrail
