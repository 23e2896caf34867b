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
  if (4 * size_ > 3 * slots_.size())
    growSlots();
  else
    slotOf(id) = static_cast<std::uint32_t>(size_);
}

/// The first name of the group that the name at place `n` is in.
ItemNames::Place ItemNames::groupOf(std::size_t n) const {
  const Segment& segment = segments_[n / kSegment];
  const char* const first = segment.bytes.data() + segment.groups[n % kSegment / kGroup];
  return {first, first};
}

bool ItemNames::isNamed(ItemNumber number, std::string_view id) const {
  Place p = groupOf(number - 1);
  for (std::size_t ahead = (number - 1) % kGroup; ahead > 0; --ahead) p.at += 2 + length(p.at[1]);
  const std::size_t shared = length(p.at[0]);
  return id.size() == shared + length(p.at[1]) && id.substr(0, shared) == std::string_view(p.whole + 2, shared) &&
         id.substr(shared) == std::string_view(p.at + 2, length(p.at[1]));
}

/// The first free place for the id.
std::uint32_t& ItemNames::slotOf(std::string_view id) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = std::hash<std::string_view>()(id) & mask;
  while (slots_[i] != 0) i = (i + 1) & mask;
  return slots_[i];
}

void ItemNames::growSlots() {
  slots_.assign(slots_.empty() ? 1024 : 2 * slots_.size(), 0);
  Place p{nullptr, nullptr};
  std::string id;
  for (std::size_t n = 0; n < size_; ++n) {
    if (n % kGroup == 0) p = groupOf(n);
    id.assign(p.whole + 2, length(p.at[0])).append(p.at + 2, length(p.at[1]));
    slotOf(id) = static_cast<std::uint32_t>(n + 1);
    p.at += 2 + length(p.at[1]);
  }
}

ItemNumber ItemNames::find(std::string_view id) const {
  if (slots_.empty()) return 0;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = std::hash<std::string_view>()(id) & mask; slots_[i] != 0; i = (i + 1) & mask)
    if (isNamed(slots_[i], id)) return slots_[i];
  return 0;
}

std::size_t ItemNames::bytes() const {
  std::size_t sum = segments_.capacity() * sizeof(Segment) + slots_.capacity() * sizeof(std::uint32_t);
  for (const auto& s : segments_) sum += s.bytes.capacity() + s.groups.capacity() * sizeof(std::uint32_t);
  return sum;
}

std::vector<ItemId> ItemNames::of(const std::vector<ItemNumber>& ascending) const {
  std::vector<ItemId> out;
  out.reserve(ascending.size());
  std::size_t ahead = 0;  // the name that `p` points to
  Place p{nullptr, nullptr};
  constexpr std::size_t kSoon = 8;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const std::size_t n = ascending[i] - 1, first = n / kGroup * kGroup;
    ISOTRAIL_CHECK(ascending[i] != 0 && n < size_);
    if (i + kSoon < ascending.size()) __builtin_prefetch(groupOf(ascending[i + kSoon] - 1).at);
    if (!p.at || ahead <= first) {  // not in the group that was being read
      p = groupOf(n);
      ahead = first;
    }
    for (; ahead < n; ++ahead) p.at += 2 + length(p.at[1]);
    // Written where it stays, and not read again: an id costs a few nanoseconds so.
    out.emplace_back().value.assign(p.whole + 2, length(p.at[0])).append(p.at + 2, length(p.at[1]));
    p.at += 2 + length(p.at[1]);
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
  const bool continues = edges() > 0 && out_[edges() - 1].child == child;
  out_.push({child, last_of_parent_[parent]});
  parent_.push(parent);
  const auto edge = static_cast<std::uint32_t>(edges());
  last_of_parent_[parent] = edge;
  if (continues) return;
  std::uint32_t& run = run_of_child_[child];
  if (run != 0) earlier_run_[edge] = run;
  run = run == 0 ? edge : edge | kMoreRuns;
}

std::size_t LineageGraph::edgeBytes() const {
  const std::size_t runs = earlier_run_.size() * (2 * sizeof(std::uint32_t) + 2 * sizeof(void*)) + earlier_run_.bucket_count() * sizeof(void*);
  return parent_.bytes() + out_.bytes() + last_of_parent_.bytes() + run_of_child_.bytes() + runs;
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
      if (!met.add(other)) return;
      last_of_parent_.expect(other);
      open.push_back(other);
    });
  }
  return met.ascending();
}

std::vector<ItemNumber> LineageGraph::after(ItemNumber item) const {
  return reach(item, [&](ItemNumber n, const auto& meet) {
    for (std::uint32_t e = last_of_parent_[n]; e != 0; e = out_[e - 1].next_of_parent) {
      if (const std::uint32_t next = out_[e - 1].next_of_parent) out_.expect(next - 1);
      meet(out_[e - 1].child);
    }
  });
}

std::vector<ItemNumber> LineageGraph::before(ItemNumber item) const {
  return reach(item, [&](ItemNumber n, const auto& meet) {
    for (std::uint32_t run = run_of_child_[n]; run != 0;) {
      const std::uint32_t first = run & ~kMoreRuns;
      for (std::size_t e = first; e <= edges() && out_[e - 1].child == n; ++e) meet(parent_[e - 1]);
      run = run & kMoreRuns ? earlier_run_.at(first) : 0;
    }
  });
}

}  // namespace isotrail
