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

static_assert(std::tuple_size_v<decltype(RawRow::at)> == kTexts.size() + 1);

/// The texts of a row where they lie.
struct Texts {
  const RawRow& row;
  const std::string& bytes;
  std::string_view operator[](Column column) const {
    constexpr std::array<std::size_t, kHash + 1> kPlaces = {0, 0, 1, 0, 2, 0, 3, 4, 5, 6};  // in kTexts
    const std::size_t i = kPlaces[column];
    return {bytes.data() + row.at[i], row.at[i + 1] - row.at[i]};
  }
};

std::string_view view(const Digest& d) { return {reinterpret_cast<const char*>(d.data()), d.size()}; }

/// Every index column must say what the stored bytes say.
template <class Envelope>
std::string columnMismatch(const Texts& texts, const Envelope& e, std::string_view site) {
  const auto differs = [](const char* name) { return std::string(name) + " column differs from the stored bytes"; };
  if (texts[kId] != e.id) return differs("id");
  if (texts[kSite] != site) return differs("site");
  if (texts.row.position != e.position) return differs("position");
  if (texts[kStream] != e.stream) return differs("stream");
  if (texts.row.version != e.version) return differs("version");
  if (texts[kType] != e.type) return differs("type");
  if (texts[kCommand] != e.command_id) return differs("command");
  return {};
}

/// Why bytes that are not as this program writes them are bad.
std::string strange(const Texts& texts) {
  const auto event = decodeEnvelope(texts[kBytes]);
  if (!event) return "stored bytes are not an envelope";
  if (auto why = columnMismatch(texts, *event, event->site.str()); !why.empty()) return why;
  return "stored bytes are not in the form that entries are written in";
}

/// Takes the texts of a row whose bytes have that hash into `e`.
void look(StoredEntry& e, const Texts& texts) {
  e.seq = texts.row.seq;
  e.id = texts[kId];
  e.site = texts[kSite];
  e.bytes = texts[kBytes];
  const auto found = viewEnvelope(e.bytes);
  if (found) e.view = *found;
  if (texts[kHash] != view(e.hash))
    e.why = "hash does not match the stored bytes";
  else
    e.why = found ? columnMismatch(texts, *found, found->site) : strange(texts);
}

/// Of every row what its chain and what the log has of it: all in one go, which is what takes most of the time.
void hash(EntryBlock& block) {
  const std::size_t count = block.rows.size();
  std::vector<Message> messages;
  messages.reserve(2 * count);
  for (const auto& row : block.rows) messages.push_back({{}, Texts{row, block.bytes}[kBytes]});
  for (std::size_t i = 0; i < count; ++i) messages.push_back(merkle::leaf(messages[i].rest));
  std::vector<Digest> digests(messages.size());
  sha256All(messages.data(), messages.size(), digests.data());
  for (std::size_t i = 0; i < count; ++i) block.entries[i].hash = digests[i];
  block.leaves.assign(digests.begin() + static_cast<std::ptrdiff_t>(count), digests.end());
}

/// Hashes and looks at what was read.
void workOut(EntryBlock& block, const Deeper& deeper) {
  block.entries.resize(block.rows.size());
  hash(block);
  for (std::size_t i = 0; i < block.rows.size(); ++i) {
    StoredEntry& e = block.entries[i];
    look(e, {block.rows[i], block.bytes});
    if (deeper && e.why.empty()) deeper(e);
  }
  if (static_cast<std::int64_t>(block.rows.size()) == kTileWidth) block.root = merkle::foldHashes(block.leaves.data(), block.leaves.size());
}

/// As it was made, but with the memory that it has.
void empty(EntryBlock& block) {
  block.entries.clear();
  block.leaves.clear();
  block.root.reset();
  block.rows.clear();
  block.bytes.clear();
}

}  // namespace

EntryBlocks::EntryBlocks(Db& db, Deeper deeper) : db_(db), deeper_(std::move(deeper)) {}

/// False after the last.
bool EntryBlocks::readOne() {
  if (spare_.empty()) spare_.push_back(std::make_unique<EntryBlock>());
  auto block = std::move(spare_.back());
  spare_.pop_back();
  empty(*block);
  db_.visit(kQuery, {after_, kTileWidth}, [&](const RowView& row) {
    RawRow& raw = block->rows.emplace_back(RawRow{row.integer(kSeq), row.integer(kPosition), row.integer(kVersion), {}});
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
      raw.at[i] = block->bytes.size();
      block->bytes.append(row.bytes(kTexts[i]));
    }
    raw.at.back() = block->bytes.size();
  });
  end_ = static_cast<std::int64_t>(block->rows.size()) < kTileWidth;
  if (block->rows.empty()) return false;
  after_ = block->rows.back().seq;
  work_.put([this, into = block.get()] { workOut(*into, deeper_); });
  ahead_.push_back(std::move(block));
  return true;
}

const EntryBlock* EntryBlocks::next() {
  if (now_) spare_.push_back(std::move(now_));
  while (!end_ && ahead_.size() < kAhead && readOne()) {
  }
  if (ahead_.empty()) return nullptr;
  work_.finishFirst();
  now_ = std::move(ahead_.front());
  ahead_.pop_front();
  return now_.get();
}

}  // namespace isotrail
