#include "base/hash/at_once.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/hash/lanes.h"
#include "base/hash/padded.h"

namespace isotrail {
namespace hashing {
namespace {

constexpr std::size_t kWide = 16;
constexpr std::size_t kFewForWide = 9;  // below, two lanes are done sooner

void hashOne(const Message* const* messages, std::size_t, Digest* const* digests) {
  const Message& m = *messages[0];
  *digests[0] = m.first ? sha256(*m.first, m.rest) : sha256(m.rest);
}

}  // namespace

std::vector<Way> ways() {
  std::vector<Way> all = {{1, hashOne}};
  if (hasTwoLanes()) all.push_back({2, hashTwo});
  if (hasSixteenLanes()) all.push_back({kWide, hashSixteen});
  return all;
}

void hashBy(const std::vector<Way>& ways, const Message* messages, std::size_t count, Digest* digests) {
  std::vector<const Message*> from(count);
  std::vector<Digest*> into(count);
  std::iota(from.begin(), from.end(), messages);
  const auto shorter = [](const Message* a, const Message* b) { return blocksOf(*a) < blocksOf(*b); };
  if (!std::is_sorted(from.begin(), from.end(), shorter)) std::stable_sort(from.begin(), from.end(), shorter);  // lanes end together
  std::transform(from.begin(), from.end(), into.begin(), [&](const Message* m) { return digests + (m - messages); });
  for (std::size_t done = 0; done < count;) {
    const std::size_t left = count - done;
    const Way* way = &ways.front();
    for (const auto& w : ways)
      if (w.lanes <= 2 || left >= kFewForWide) way = &w;
    const std::size_t now = std::min(left, way->lanes);
    way->hash(from.data() + done, now, into.data() + done);
    done += now;
  }
}

}  // namespace hashing

void sha256All(const Message* messages, std::size_t count, Digest* digests) {
  static const std::vector<hashing::Way> ways = hashing::ways();
  hashing::hashBy(ways, messages, count, digests);
}

}  // namespace isotrail
