#include "ledger/verify.h"

#include <algorithm>
#include <tuple>

#include "ledger/tables.h"

namespace isotrail {
namespace {

constexpr std::size_t kWindow = std::size_t{1} << 21;  // hashes held at once to compare kept answers with: 64 MiB

VerifyReport bad(std::int64_t entries, std::int64_t seq, const std::string& id, const std::string& site, std::string why) {
  return {false, entries, seq, id, SiteId(site), std::move(why)};
}

/// The entries in append order, block by block.
class Verification {
 public:
  Verification(Db& db, const ChainWalk& chains, const BlockStep& step) : db_(db), chains_(chains), step_(step) {}

  std::optional<VerifyReport> entries(const Deeper& deeper) {
    if (auto rows = db_.query("SELECT seq,id,site FROM event WHERE seq<1 ORDER BY seq LIMIT 1"); !rows.empty())
      return bad(0, rows[0].integer(0), rows[0].text(1), rows[0].text(2), "append numbers begin at 1");
    EntryBlocks blocks(db_, deeper);
    while (const auto* b = blocks.next())
      if (auto found = block(*b)) return found;
    return std::nullopt;
  }

  /// The chains end where their heads say.
  std::optional<VerifyReport> heads() {
    const auto stored = Journal(db_).heads(), walked = chains_.heads();
    const auto ofSite = [](const std::vector<SiteHead>& all, const SiteId& site) {
      return std::find_if(all.begin(), all.end(), [&](const SiteHead& h) { return h.site == site; });
    };
    for (const auto& head : stored) {
      const std::string& site = head.site.str();
      const auto found = ofSite(walked, head.site);
      const std::int64_t position = found == walked.end() ? 0 : found->position;
      if (position < head.position)
        return bad(last_, last_ + 1, "", site,
                   "the chain of " + site + " ends at " + std::to_string(position) + ", its head says " + std::to_string(head.position));
      if (!chains_.endsAt(head))
        return bad(last_, chains_.lastOf(site), "", site, "the head of " + site + " does not name the last entry of its chain");
    }
    for (const auto& head : walked)
      if (ofSite(stored, head.site) == stored.end())
        return bad(last_, chains_.lastOf(head.site.str()), "", head.site.str(), "the head of " + head.site.str() + " is missing");
    return std::nullopt;
  }

  /// Every entry a kept answer names is there with that hash. Of a long record the answers are gone through once a window.
  std::optional<VerifyReport> answers() {
    for (std::int64_t from = 0; from == 0 || from < last_; from += static_cast<std::int64_t>(kWindow)) {
      if (from > 0) loadHashes(from);
      if (auto found = answersOf(from)) return found;
    }
    return std::nullopt;
  }
  std::int64_t last() const { return last_; }

 private:
  std::optional<VerifyReport> block(const EntryBlock& b) {
    std::size_t good = 0;
    while (good < b.entries.size() && b.entries[good].seq == last_ + static_cast<std::int64_t>(good) + 1 && b.entries[good].why.empty()) ++good;
    if (auto found = step_(b, good)) return found;
    last_ += static_cast<std::int64_t>(good);
    for (std::size_t i = 0; i < good && hashes_.size() < kWindow; ++i) hashes_.push_back(b.entries[i].hash);
    if (good == b.entries.size()) return std::nullopt;
    const StoredEntry& e = b.entries[good];
    if (const std::int64_t due = last_ + 1; e.seq != due) return bad(last_, due, "", "", "entry " + std::to_string(due) + " is missing");
    return bad(last_, e.seq, std::string(e.id), std::string(e.site), e.why);
  }

  /// In the order of the commands, a page at a time, so that no reader holds the store for long.
  std::optional<VerifyReport> answersOf(std::int64_t from) {
    constexpr std::int64_t kPage = 10'000;
    const auto columns = columnsOf(db_, "command").all;
    // A backup of an earlier program is checked as it stands: there the whole answer is kept.
    const bool whole = std::find(columns.begin(), columns.end(), "answer") != columns.end();
    const std::string page = std::string("SELECT command_id,") + (whole ? "0,answer" : "first_seq,hashes") +
                             " FROM command WHERE command_id>$1 ORDER BY command_id LIMIT $2";
    std::string after;
    for (std::int64_t rows = kPage; rows == kPage;) {
      rows = 0;
      std::optional<Lost> lost;
      std::string last;
      db_.visit(page, {after, kPage}, [&](const RowView& row) {
        ++rows;
        if (rows == kPage) last = row.bytes(0);
        if (!lost) lost = whole ? lostOfAnswer(row, from) : lostOf(row, from);
      });
      if (lost) return reportOf(*lost);
      after = last;
    }
    return std::nullopt;
  }
  /// An entry that a command left and that is not there, or not with that hash.
  struct Lost {
    std::int64_t seq = 0;
    std::string command;
  };
  /// It is there with that hash, or outside the window that begins after `from`.
  bool asLeft(std::int64_t seq, std::string_view hash, std::int64_t from) const {
    if (seq < 1 || seq > last_) return false;
    const auto place = static_cast<std::size_t>(seq - 1 - from);
    return seq <= from || place >= hashes_.size() || isHexOf(hash, hashes_[place]);
  }
  std::optional<Lost> lostOf(const RowView& row, std::int64_t from) const {
    constexpr std::size_t kHex = 2 * std::tuple_size_v<Digest>;
    const std::string_view hashes = row.bytes(2);
    std::int64_t seq = row.integer(1);
    for (std::size_t at = 0; at < hashes.size(); at += kHex, ++seq)
      if (!asLeft(seq, hashes.substr(at, kHex), from)) return Lost{seq, std::string(row.bytes(0))};
    return std::nullopt;
  }
  std::optional<Lost> lostOfAnswer(const RowView& row, std::int64_t from) const {
    const Json answer = Json::parse(row.bytes(2)).value_or(Json());
    for (const auto& e : answer["events"].items())
      if (!asLeft(e["seq"].integer(), e["hash"].text(), from)) return Lost{e["seq"].integer(), std::string(row.bytes(0))};
    return std::nullopt;
  }
  VerifyReport reportOf(const Lost& lost) {
    const auto rows = db_.query("SELECT id,site FROM event WHERE seq=$1", {lost.seq});
    if (rows.empty()) return bad(last_, lost.seq, "", "", "entry " + std::to_string(lost.seq) + " is missing; command " + lost.command + " left it");
    return bad(last_, lost.seq, rows[0].text(0), rows[0].text(1), "the entry is not the one that command " + lost.command + " left");
  }

  void loadHashes(std::int64_t from) {
    hashes_.clear();
    db_.visit("SELECT hash FROM event WHERE seq>$1 AND seq<=$2 ORDER BY seq", {from, from + static_cast<std::int64_t>(kWindow)},
              [&](const RowView& row) {
                Digest& d = hashes_.emplace_back();
                std::copy_n(row.bytes(0).begin(), std::min(row.bytes(0).size(), d.size()), d.begin());
              });
  }

  Db& db_;
  const ChainWalk& chains_;
  const BlockStep& step_;
  std::int64_t last_ = 0;
  std::vector<Digest> hashes_;  // of the window
};

}  // namespace

VerifyReport verifyEntries(Db& db, const ChainWalk& chains, const Deeper& deeper, const BlockStep& step) {
  Verification v(db, chains, step);
  if (auto found = v.entries(deeper)) return *found;
  if (auto found = v.heads()) return *found;
  if (auto found = v.answers()) return *found;
  VerifyReport report;
  report.entries = v.last();
  return report;
}

VerifyReport Journal::verify() {
  ChainWalk chains;
  return verifyEntries(db_, chains, {}, [&](const EntryBlock& block, std::size_t good) -> std::optional<VerifyReport> {
    for (std::size_t i = 0; i < good; ++i) {
      const StoredEntry& e = block.entries[i];
      if (auto why = chains.step(e.view, e.hash, e.seq); !why.empty())
        return VerifyReport{false, e.seq - 1, e.seq, std::string(e.id), SiteId(std::string(e.site)), std::move(why)};
    }
    return std::nullopt;
  });
}

}  // namespace isotrail
