#pragma once
// What was noted of the entries of a block while they were appended, so that a full block is stored without being read again.
#include <cstdint>
#include <utility>
#include <vector>

namespace isotrail {

/// A block fills one tile of the log.
inline constexpr int kTileHeight = 8;
inline constexpr std::int64_t kTileWidth = 1 << kTileHeight;
/// How many of so many entries lie in full blocks.
inline std::int64_t inFullBlocks(std::int64_t entries) { return entries / kTileWidth * kTileWidth; }

template <class Note>
class BlockNotes {
 public:
  /// The note of entry `seq`. True when that entry fills a block.
  bool add(std::int64_t seq, Note note) {
    if (seq != last_ + 1 || last_ % kTileWidth == 0) notes_.clear();
    notes_.push_back(std::move(note));
    last_ = seq;
    return seq % kTileWidth == 0;
  }
  /// All of the block that has just been filled; false when its first entries were not noted here.
  bool whole() const { return static_cast<std::int64_t>(notes_.size()) == kTileWidth; }
  const std::vector<Note>& notes() const { return notes_; }
  /// What was noted may not be in the record.
  void forget() { last_ = 0, notes_.clear(); }

 private:
  std::int64_t last_ = 0;
  std::vector<Note> notes_;
};

}  // namespace isotrail
