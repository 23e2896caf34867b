#include "ledger/log/tiles.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace isotrail {
namespace {

constexpr std::size_t kHashBytes = std::tuple_size_v<Digest>;

/// Leaves under one hash of `level`.
std::int64_t leavesOf(int level) { return level > 7 ? INT64_MAX : std::int64_t{1} << (kTileHeight * level); }

Blob packed(const std::vector<Digest>& hashes) {
  Blob bytes(hashes.size() * kHashBytes);
  for (std::size_t i = 0; i < hashes.size(); ++i) std::memcpy(bytes.data() + i * kHashBytes, hashes[i].data(), kHashBytes);
  return bytes;
}

std::vector<Digest> unpacked(const Blob& bytes) {
  std::vector<Digest> hashes(bytes.size() / kHashBytes);
  for (std::size_t i = 0; i < hashes.size(); ++i) std::memcpy(hashes[i].data(), bytes.data() + i * kHashBytes, kHashBytes);
  return hashes;
}

std::string_view text(const Blob& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

Rows entryRows(Db& db, std::int64_t from, std::int64_t count) {
  return db.query("SELECT bytes FROM event WHERE seq>$1 AND seq<=$2 ORDER BY seq", {from, from + count});
}

/// Roots of tiles [from, from + count) of a level that are stored side by side.
std::vector<Digest> storedRoots(Db& db, int level, std::int64_t from, std::int64_t count) {
  std::vector<Digest> roots;
  for (const auto& row :
       db.query("SELECT n,root FROM log_tile WHERE level=$1 AND n>=$2 AND n<$3 ORDER BY n", {std::int64_t{level}, from, from + count})) {
    if (row.integer(0) != from + static_cast<std::int64_t>(roots.size()) || row.blob(1).size() != kHashBytes) break;
    roots.push_back(unpacked(row.blob(1)).front());
  }
  return roots;
}

/// The first `width` hashes of a tile, from what is below it.
std::vector<Digest> gathered(Db& db, int level, std::int64_t n, std::int64_t width) {
  const std::int64_t first = n * kTileWidth;
  std::vector<Digest> hashes;
  if (level == 0) {
    for (const auto& row : entryRows(db, first, width)) hashes.push_back(merkle::leafHash(text(row.blob(0))));
    if (static_cast<std::int64_t>(hashes.size()) != width) throw Fault("LEDGER_CORRUPT", "entries after " + std::to_string(first) + " are missing");
    return hashes;
  }
  hashes = storedRoots(db, level - 1, first, width);
  for (auto i = static_cast<std::int64_t>(hashes.size()); i < width; ++i) {  // not stored yet
    const auto below = gathered(db, level - 1, first + i, kTileWidth);
    hashes.push_back(merkle::foldHashes(below.data(), below.size()));
  }
  return hashes;
}

void store(Db& db, int level, std::int64_t n, const std::vector<Digest>& hashes) {
  const Digest root = merkle::foldHashes(hashes.data(), hashes.size());
  db.exec("INSERT INTO log_tile(level,n,hashes,root) VALUES($1,$2,$3,$4) ON CONFLICT(level,n) DO NOTHING",
          {std::int64_t{level}, n, packed(hashes), Blob(root.begin(), root.end())});
}

/// Stores what the first `size` entries fill and is not stored, from the leaves up. `leaves` are those of the last block, where they are known.
void storeFull(Db& db, std::int64_t size, const std::vector<Digest>& leaves = {}) {
  for (int level = 0;; ++level) {
    const std::int64_t full = size / leavesOf(level) / kTileWidth;
    if (full == 0) return;
    const auto last = db.query("SELECT COALESCE(MAX(n),-1) FROM log_tile WHERE level=$1", {std::int64_t{level}})[0].integer(0);
    for (std::int64_t n = last + 1; n < full; ++n) {
      const bool known = level == 0 && n == full - 1 && !leaves.empty();
      store(db, level, n, known ? leaves : gathered(db, level, n, kTileWidth));
    }
  }
}

std::int64_t entries(Db& db) { return db.query("SELECT COALESCE(MAX(seq),0) FROM event")[0].integer(0); }

}  // namespace

void LogTables::add(const Event& event) {
  if (!entries_.add(event.seq, event.bytes)) return;
  if (!entries_.whole()) return storeFull(db_, event.seq);
  std::vector<Message> messages;
  for (const auto& bytes : entries_.notes()) messages.push_back(merkle::leaf(bytes));
  std::vector<Digest> leaves(messages.size());
  sha256All(messages.data(), messages.size(), leaves.data());
  storeFull(db_, event.seq, leaves);
}

void applyLog(Db& db, const Event& event) { LogTables(db).add(event); }

std::vector<std::string> logTables() { return {"log_tile"}; }

void fillLog(Db& db) {
  const auto stored = db.query("SELECT COALESCE(MAX(n),-1) FROM log_tile WHERE level=0")[0].integer(0) + 1;
  if (stored >= entries(db) / kTileWidth) return;
  db.begin();
  try {
    storeFull(db, entries(db));
    db.commit();
  } catch (...) {
    db.rollback();
    throw;
  }
}

std::int64_t LogTiles::size() {
  if (!size_) size_ = entries(db_);
  return *size_;
}

std::int64_t LogTiles::available(int level, std::int64_t n) {
  if (level < 0 || n < 0) return 0;
  return std::clamp(size() / leavesOf(level) - n * kTileWidth, std::int64_t{0}, kTileWidth);
}

LogTiles::Hashes LogTiles::read(int level, std::int64_t n, std::int64_t width) {
  if (width == kTileWidth) {
    auto rows = db_.query("SELECT hashes FROM log_tile WHERE level=$1 AND n=$2", {std::int64_t{level}, n});
    if (!rows.empty()) {
      auto hashes = unpacked(rows[0].blob(0));
      if (static_cast<std::int64_t>(hashes.size()) != kTileWidth)
        throw Fault("LEDGER_CORRUPT", "tile " + std::to_string(n) + " of level " + std::to_string(level) + " of the log is damaged");
      return hashes;
    }
  }
  return gathered(db_, level, n, width);
}

const LogTiles::Hashes& LogTiles::hashesOf(int level, std::int64_t n) {
  const auto key = std::pair(level, n);
  if (auto found = tiles_.find(key); found != tiles_.end()) return found->second;
  return tiles_.emplace(key, read(level, n, available(level, n))).first->second;
}

merkle::Subtrees LogTiles::subtrees() {
  return [this](int height, std::int64_t index) {
    const int level = height / kTileHeight, within = height % kTileHeight;
    const std::int64_t first = index << within;  // of the hashes of this tile level
    const Hashes& tile = hashesOf(level, first / kTileWidth);
    const auto offset = static_cast<std::size_t>(first % kTileWidth), count = std::size_t{1} << within;
    ISOTRAIL_CHECK(offset + count <= tile.size());
    return merkle::foldHashes(tile.data() + offset, count);
  };
}

Digest LogTiles::root(std::int64_t size) { return merkle::rootOf(subtrees(), size); }
merkle::Path LogTiles::inclusion(std::int64_t index, std::int64_t size) { return merkle::inclusionPath(subtrees(), index, size); }
merkle::Path LogTiles::consistency(std::int64_t from, std::int64_t to) { return merkle::consistencyPath(subtrees(), from, to); }
merkle::Path LogTiles::edge(std::int64_t size) { return merkle::rightEdge(subtrees(), size); }
Digest LogTiles::leaf(std::int64_t index) { return subtrees()(0, index); }

std::optional<std::vector<Digest>> LogTiles::tile(int level, std::int64_t n, std::int64_t width) {
  if (width < 1 || width > available(level, n)) return std::nullopt;
  Hashes hashes = hashesOf(level, n);
  hashes.resize(static_cast<std::size_t>(width));
  return hashes;
}

std::optional<std::vector<std::string>> LogTiles::bundle(std::int64_t n, std::int64_t width) {
  if (width < 1 || width > available(0, n)) return std::nullopt;
  std::vector<std::string> all;
  for (const auto& row : entryRows(db_, n * kTileWidth, width)) all.emplace_back(text(row.blob(0)));
  return all;
}

std::string LogWalk::step(const std::vector<Digest>& leaves, const Digest& root) {
  size_ += kTileWidth;
  if (auto why = compare(0, leaves, root); !why.empty()) return why;
  Digest hash = root;
  for (std::size_t level = 1;; ++level) {
    if (level > open_.size()) open_.emplace_back();
    auto& open = open_[level - 1];
    open.push_back(hash);
    if (static_cast<std::int64_t>(open.size()) < kTileWidth) return {};
    hash = merkle::foldHashes(open.data(), open.size());
    if (auto why = compare(static_cast<int>(level), open, hash); !why.empty()) return why;
    open.clear();
  }
}

std::string LogWalk::compare(int level, const std::vector<Digest>& hashes, const Digest& root) {
  const std::int64_t n = size_ / leavesOf(level) / kTileWidth - 1;
  const std::string name = "tile " + std::to_string(n) + " of level " + std::to_string(level) + " of the log ";
  std::string why = "is missing";
  db_.visit("SELECT hashes,root FROM log_tile WHERE level=$1 AND n=$2", {std::int64_t{level}, n}, [&](const RowView& row) {
    const bool same =
        row.bytes(0) == text(packed(hashes)) && row.bytes(1) == std::string_view(reinterpret_cast<const char*>(root.data()), root.size());
    why = same ? "" : "differs from the stored entries";
  });
  return why.empty() ? why : name + why;
}

std::string LogWalk::end(std::int64_t size) {
  for (const auto& row : db_.query("SELECT level,COUNT(*) FROM log_tile GROUP BY level ORDER BY level")) {
    const auto level = static_cast<int>(row.integer(0));
    if (level < 0 || row.integer(1) != size / leavesOf(level) / kTileWidth)
      return "the log has tiles of level " + std::to_string(level) + " beyond its entries";
  }
  return {};
}

}  // namespace isotrail
