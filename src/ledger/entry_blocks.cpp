#include "ledger/entry_blocks.h"

#include <algorithm>
#include <array>

#include "ledger/log/merkle.h"
#include "ledger/log/tiles.h"

namespace isotrail {
namespace {

enum Column : std::size_t { kSeq, kId, kSite, kPosition, kStream, kVersion, kType, kCommand, kBytes, kHash };
constexpr std::string_view kQuery =
    "SELECT seq,id,site,position,stream,version,type,command_id,bytes,hash FROM event WHERE seq>$1 ORDER BY seq LIMIT $2";
constexpr std::array kTexts = {kId, kSite, kStream, kType, kCommand, kBytes, kHash};

constexpr std::size_t kAhead = 6;  // blocks read and not asked for yet

/// A row's columns, copied out of the engine.
struct RawRow {
  std::int64_t seq, position, version;
  std::array<std::size_t, kTexts.size() + 1> at;  // where each text begins, and the last ends
  std::string_view text(const std::vector<char>& bytes, Column column) const {
    constexpr std::array<std::size_t, kHash + 1> kPlaces = {0, 0, 1, 0, 2, 0, 3, 4, 5, 6};  // in kTexts
    const std::size_t i = kPlaces[column];
    return {bytes.data() + at[i], at[i + 1] - at[i]};
  }
};

std::string_view view(const Digest& d) { return {reinterpret_cast<const char*>(d.data()), d.size()}; }

/// Every index column must say what the stored bytes say.
template <class Envelope>
std::string columnMismatch(const RawRow& row, const std::vector<char>& bytes, const Envelope& e, std::string_view site) {
  const auto differs = [](const char* name) { return std::string(name) + " column differs from the stored bytes"; };
  if (row.text(bytes, kId) != e.id) return differs("id");
  if (row.text(bytes, kSite) != site) return differs("site");
  if (row.position != e.position) return differs("position");
  if (row.text(bytes, kStream) != e.stream) return differs("stream");
  if (row.version != e.version) return differs("version");
  if (row.text(bytes, kType) != e.type) return differs("type");
  if (row.text(bytes, kCommand) != e.command_id) return differs("command");
  return {};
}

/// Why bytes that are not as this program writes them are bad.
std::string strange(const RawRow& row, const std::vector<char>& bytes) {
  const auto event = decodeEnvelope(row.text(bytes, kBytes));
  if (!event) return "stored bytes are not an envelope";
  if (auto why = columnMismatch(row, bytes, *event, event->site.str()); !why.empty()) return why;
  return "stored bytes are not in the form that entries are written in";
}

StoredEntry entryOf(const RawRow& row, const std::vector<char>& bytes) {
  StoredEntry e;
  e.seq = row.seq;
  e.id = row.text(bytes, kId);
  e.site = row.text(bytes, kSite);
  e.bytes = row.text(bytes, kBytes);
  e.hash = sha256(e.bytes);
  e.leaf = merkle::leafHash(e.bytes);
  const auto found = viewEnvelope(e.bytes);
  if (found) e.view = *found;
  if (row.text(bytes, kHash) != view(e.hash))
    e.why = "hash does not match the stored bytes";
  else
    e.why = found ? columnMismatch(row, bytes, *found, found->site) : strange(row, bytes);
  return e;
}

/// Hashes and looks at what was read.
void workOut(EntryBlock& block, const std::vector<RawRow>& rows, const Deeper& deeper) {
  block.entries.reserve(rows.size());
  for (const auto& row : rows) {
    StoredEntry& e = block.entries.emplace_back(entryOf(row, block.bytes));
    if (deeper && e.why.empty()) deeper(e);
  }
  if (static_cast<std::int64_t>(rows.size()) != kTileWidth) return;
  const auto leaves = block.leaves();
  block.root = merkle::foldHashes(leaves.data(), leaves.size());
}

}  // namespace

std::vector<Digest> EntryBlock::leaves() const {
  std::vector<Digest> all;
  all.reserve(entries.size());
  for (const auto& e : entries) all.push_back(e.leaf);
  return all;
}

EntryBlocks::EntryBlocks(Db& db, Deeper deeper) : db_(db), deeper_(std::move(deeper)) {}

/// False after the last.
bool EntryBlocks::readOne() {
  auto block = std::make_unique<EntryBlock>();
  auto rows = std::make_shared<std::vector<RawRow>>();
  rows->reserve(kTileWidth);
  block->bytes.reserve(kTileWidth * 1024);
  db_.visit(kQuery, {after_, kTileWidth}, [&](const RowView& row) {
    RawRow& raw = rows->emplace_back(RawRow{row.integer(kSeq), row.integer(kPosition), row.integer(kVersion), {}});
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
      raw.at[i] = block->bytes.size();
      const std::string_view text = row.bytes(kTexts[i]);
      block->bytes.insert(block->bytes.end(), text.begin(), text.end());
    }
    raw.at.back() = block->bytes.size();
  });
  end_ = static_cast<std::int64_t>(rows->size()) < kTileWidth;
  if (rows->empty()) return false;
  after_ = rows->back().seq;
  work_.put([this, into = block.get(), rows] { workOut(*into, *rows, deeper_); });
  ahead_.push_back(std::move(block));
  return true;
}

std::unique_ptr<EntryBlock> EntryBlocks::next() {
  while (!end_ && ahead_.size() < kAhead && readOne()) {
  }
  if (ahead_.empty()) return nullptr;
  work_.finishFirst();
  auto block = std::move(ahead_.front());
  ahead_.pop_front();
  return block;
}

}  // namespace isotrail
