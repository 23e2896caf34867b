#include "trace/lineage_graph.h"

#include <algorithm>
#include <bit>

#include "base/check.h"

namespace isotrail {
namespace {

constexpr std::uint32_t kMoreRuns = 1u << 31;  // mark of a run that is not the child's first

std::size_t length(char c) { return static_cast<unsigned char>(c); }

/// Numbers met on a walk. Pages of bits are made where numbers fall, so that a small answer costs the same in a large record;
/// they come out ascending without being sorted.
class NumberSet {
 public:
  explicit NumberSet(std::size_t largest) : pages_(largest / kPage + 1, 0) {}

  bool add(ItemNumber n) {
    std::uint32_t& page = pages_[n / kPage];
    if (page == 0) {
      words_.resize(words_.size() + kWords, 0);
      page = static_cast<std::uint32_t>(words_.size() / kWords);
    }
    std::uint64_t& word = words_[(page - 1) * kWords + n % kPage / 64];
    const std::uint64_t bit = std::uint64_t{1} << (n % 64);
    if (word & bit) return false;
    word |= bit;
    ++count_;
    return true;
  }
  std::vector<ItemNumber> ascending() const {
    std::vector<ItemNumber> out;
    out.reserve(count_);
    for (std::size_t p = 0; p < pages_.size(); ++p)
      if (pages_[p] != 0) addPage(p, out);
    return out;
  }

 private:
  void addPage(std::size_t p, std::vector<ItemNumber>& out) const {
    for (std::size_t w = 0; w < kWords; ++w)
      for (std::uint64_t left = words_[(pages_[p] - 1) * kWords + w]; left != 0; left &= left - 1)
        out.push_back(static_cast<ItemNumber>(p * kPage + w * 64 + static_cast<std::size_t>(std::countr_zero(left))));
  }
  static constexpr std::size_t kPage = 4096, kWords = kPage / 64;
  std::vector<std::uint32_t> pages_;  // 1 + the page's place in words_; 0: nothing there
  std::vector<std::uint64_t> words_;
  std::size_t count_ = 0;
};

}  // namespace

void ItemNames::add(std::string_view id) {
  ISOTRAIL_CHECK(!id.empty() && id.size() <= 64);
  if (size_ % kSegment == 0) segments_.emplace_back();
  Segment& segment = segments_.back();
  std::size_t shared = 0;
  if (size_ % kGroup == 0) {
    segment.groups.push_back(static_cast<std::uint32_t>(segment.bytes.size()));
    whole_ = id;
  } else {
    shared = static_cast<std::size_t>(std::mismatch(id.begin(), id.end(), whole_.begin(), whole_.end()).first - id.begin());
  }
  segment.bytes += static_cast<char>(shared);
  segment.bytes += static_cast<char>(id.size() - shared);
  segment.bytes += id.substr(shared);
  if (++size_ % kSegment == 0) segment.bytes.shrink_to_fit();
}

std::size_t ItemNames::bytes() const {
  std::size_t sum = segments_.capacity() * sizeof(Segment);
  for (const auto& s : segments_) sum += s.bytes.capacity() + s.groups.capacity() * sizeof(std::uint32_t);
  return sum;
}

std::vector<ItemId> ItemNames::of(const std::vector<ItemNumber>& ascending) const {
  std::vector<ItemId> out;
  out.reserve(ascending.size());
  std::size_t ahead = 0;  // the name that `at` points to
  const char *at = nullptr, *whole = nullptr;
  for (const ItemNumber number : ascending) {
    const std::size_t n = number - 1, first = n / kGroup * kGroup;
    ISOTRAIL_CHECK(number != 0 && n < size_);
    if (!at || ahead <= first) {  // not in the group that was being read
      const Segment& segment = segments_[n / kSegment];
      whole = at = segment.bytes.data() + segment.groups[n % kSegment / kGroup];
      ahead = first;
    }
    for (; ahead < n; ++ahead) at += 2 + length(at[1]);
    // Written where it stays, and not read again: an id costs a few nanoseconds so.
    out.emplace_back().value.assign(whole + 2, length(at[0])).append(at + 2, length(at[1]));
    at += 2 + length(at[1]);
    ++ahead;
  }
  return out;
}

void LineageGraph::addItem(std::string_view id) {
  names_.add(id);
  if (last_of_parent_.size() == 0) {  // number 0 is none
    last_of_parent_.push(0);
    run_of_child_.push(0);
  }
  last_of_parent_.push(0);
  run_of_child_.push(0);
}

void LineageGraph::addEdge(ItemNumber parent, ItemNumber child) {
  ISOTRAIL_CHECK(parent >= 1 && parent <= items() && child >= 1 && child <= items() && edges() + 1 < kMoreRuns);
  const bool continues = edges() > 0 && child_[edges() - 1] == child;
  parent_.push(parent);
  child_.push(child);
  const auto edge = static_cast<std::uint32_t>(edges());
  next_of_parent_.push(last_of_parent_[parent]);
  last_of_parent_[parent] = edge;
  if (continues) return;
  std::uint32_t& run = run_of_child_[child];
  if (run != 0) earlier_run_[edge] = run;
  run = run == 0 ? edge : edge | kMoreRuns;
}

std::size_t LineageGraph::edgeBytes() const {
  const std::size_t runs = earlier_run_.size() * (2 * sizeof(std::uint32_t) + 2 * sizeof(void*)) + earlier_run_.bucket_count() * sizeof(void*);
  return parent_.bytes() + child_.bytes() + next_of_parent_.bytes() + last_of_parent_.bytes() + run_of_child_.bytes() + runs;
}

template <class Neighbours>
std::vector<ItemNumber> LineageGraph::reach(ItemNumber from, const Neighbours& neighbours) const {
  if (from == 0 || from > items()) return {};
  NumberSet met(items());
  std::vector<ItemNumber> open{from};
  while (!open.empty()) {
    const ItemNumber n = open.back();
    open.pop_back();
    neighbours(n, [&](ItemNumber other) {
      if (met.add(other)) open.push_back(other);
    });
  }
  return met.ascending();
}

std::vector<ItemNumber> LineageGraph::after(ItemNumber item) const {
  return reach(item, [&](ItemNumber n, const auto& meet) {
    for (std::uint32_t e = last_of_parent_[n]; e != 0; e = next_of_parent_[e - 1]) meet(child_[e - 1]);
  });
}

std::vector<ItemNumber> LineageGraph::before(ItemNumber item) const {
  return reach(item, [&](ItemNumber n, const auto& meet) {
    for (std::uint32_t run = run_of_child_[n]; run != 0;) {
      const std::uint32_t first = run & ~kMoreRuns;
      for (std::size_t e = first; e <= edges() && child_[e - 1] == n; ++e) meet(parent_[e - 1]);
      run = run & kMoreRuns ? earlier_run_.at(first) : 0;
    }
  });
}

}  // namespace isotrail
