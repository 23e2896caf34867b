#pragma once
// Lineage in memory: items by number, what came out of what, and their ids. Numbers and edges are only added, in the order of
// the record, so nothing is copied when it grows. About 20 bytes an item with one edge, and a few for its id.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/id.h"

namespace isotrail {

/// An item's place in the order of the record: by the entry that created it, then by id. The first is 1; 0 is none.
using ItemNumber = std::uint32_t;

/// A list that grows by blocks: what is in it never moves.
template <class T>
class Growing {
 public:
  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) { return blocks_[i >> kShift][i & kMask]; }
  const T& operator[](std::size_t i) const { return blocks_[i >> kShift][i & kMask]; }
  void push(T value) {
    if ((size_ & kMask) == 0) blocks_.push_back(std::make_unique<T[]>(kMask + 1));
    (*this)[size_++] = value;
  }
  /// It will be asked for soon.
  void expect(std::size_t i) const { __builtin_prefetch(&(*this)[i]); }
  std::size_t bytes() const { return blocks_.size() * (kMask + 1) * sizeof(T); }

 private:
  static constexpr std::size_t kShift = 16, kMask = (1u << kShift) - 1;
  std::vector<std::unique_ptr<T[]>> blocks_;
  std::size_t size_ = 0;
};

/// Ids by number. Neighbours in the record are named alike, so only the first of a group is whole: the others keep how much they
/// share with it, and the rest.
class ItemNames {
 public:
  void add(std::string_view id);  // 1 to 64 bytes
  std::size_t size() const { return size_; }
  std::size_t bytes() const;
  /// Ids of ascending numbers.
  std::vector<ItemId> of(const std::vector<ItemNumber>& ascending) const;
  /// The number of an id; 0 when it is not there.
  ItemNumber find(std::string_view id) const;

 private:
  static constexpr std::size_t kGroup = 8, kSegment = 4096;  // ids
  struct Segment {
    std::string bytes;                  // of each: how much is shared, how long the rest is, the rest
    std::vector<std::uint32_t> groups;  // where each begins
  };
  /// Where a name lies: of it what is shared with the first of its group, and the rest.
  struct Place {
    const char *whole, *at;
  };
  Place groupOf(std::size_t n) const;
  bool isNamed(ItemNumber number, std::string_view id) const;
  std::uint32_t& slotOf(std::string_view id);
  void growSlots();

  std::vector<Segment> segments_;
  std::vector<std::uint32_t> slots_;  // numbers by the hash of their id; 0: free
  std::string whole_;                 // the first of the last group
  std::size_t size_ = 0;
};

class LineageGraph {
 public:
  void addItem(std::string_view id);                  // gets the next number
  void addEdge(ItemNumber parent, ItemNumber child);  // both are there; edges of one child stand together where they can
  std::size_t items() const { return names_.size(); }
  std::size_t edges() const { return parent_.size(); }
  std::size_t bytes() const { return edgeBytes() + names_.bytes(); }
  std::size_t edgeBytes() const;  // without the ids

  /// The number of an id; 0 when it is not there.
  ItemNumber find(std::string_view id) const { return names_.find(id); }
  /// Everything that came out of `item`, ascending; without itself.
  std::vector<ItemNumber> after(ItemNumber item) const;
  /// Everything `item` came from, ascending; without itself.
  std::vector<ItemNumber> before(ItemNumber item) const;
  std::vector<ItemId> names(const std::vector<ItemNumber>& ascending) const { return names_.of(ascending); }

 private:
  template <class Neighbours>
  std::vector<ItemNumber> reach(ItemNumber from, const Neighbours& neighbours) const;

  ItemNames names_;
  // Edges count from 1. Of a parent its edges are chained, the last first; of a child they are runs of neighbours, and only
  // what was added to later (a waste container) has more than one. What a walk down asks for lies together.
  struct Out {
    ItemNumber child;
    std::uint32_t next_of_parent;
  };
  Growing<Out> out_;
  Growing<ItemNumber> parent_;
  Growing<std::uint32_t> last_of_parent_, run_of_child_;          // by item
  std::unordered_map<std::uint32_t, std::uint32_t> earlier_run_;  // of the same child, by where a run begins
};

}  // namespace isotrail
