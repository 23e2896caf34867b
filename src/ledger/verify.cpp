#include "ledger/verify.h"

#include <algorithm>
#include <array>
#include <deque>

#include "base/text/json_text.h"
#include "base/threads/work_line.h"

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
    while (const auto b = blocks.next())
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

  /// Answers in the order of their commands, as they are stored, and what is wrong with the first of them that is.
  struct Page {
    std::vector<char> bytes;
    std::vector<std::pair<std::size_t, std::size_t>> answers;  // where each command's id ends, and its answer
    std::optional<VerifyReport> found;
  };
  /// Looked at on all cores while the next are read.
  std::optional<VerifyReport> answersOf(std::int64_t from) {
    std::deque<Page> pages;
    WorkLine work;
    std::string after;
    for (bool end = false; !end || !pages.empty();) {
      while (!end && pages.size() < 4) {
        Page& page = pages.emplace_back();
        end = !readPage(page, after);
        work.put([this, &page, from] { lookAt(page, from); });
      }
      work.finishFirst();
      if (pages.front().found) return std::move(pages.front().found);
      pages.pop_front();
    }
    return std::nullopt;
  }
  /// False when it is the last; `after` becomes the last command's id.
  bool readPage(Page& page, std::string& after) {
    constexpr std::int64_t kPage = 1000;
    page.answers.reserve(kPage);
    page.bytes.reserve(kPage * 512);
    db_.visit("SELECT command_id,answer FROM command WHERE command_id>$1 ORDER BY command_id LIMIT $2", {after, kPage}, [&](const RowView& row) {
      std::array<std::size_t, 2> ends{};
      for (std::size_t i = 0; i < ends.size(); ++i) {
        const std::string_view text = row.bytes(i);
        page.bytes.insert(page.bytes.end(), text.begin(), text.end());
        ends[i] = page.bytes.size();
      }
      page.answers.emplace_back(ends[0], ends[1]);
    });
    if (page.answers.empty()) return false;
    const std::size_t from = page.answers.size() > 1 ? page.answers[page.answers.size() - 2].second : 0;
    after.assign(page.bytes.data() + from, page.answers.back().first - from);
    return std::int64_t(page.answers.size()) == kPage;
  }
  void lookAt(Page& page, std::int64_t from) const {
    const char* at = page.bytes.data();
    for (const auto& [id, answer] : page.answers) {
      const char* const text = page.bytes.data() + id;
      const char* const end = page.bytes.data() + answer;
      page.found = answerOf({at, text}, {text, end}, from);
      if (page.found) return;
      at = end;
    }
  }

  void loadHashes(std::int64_t from) {
    hashes_.clear();
    db_.visit("SELECT hash FROM event WHERE seq>$1 AND seq<=$2 ORDER BY seq", {from, from + static_cast<std::int64_t>(kWindow)},
              [&](const RowView& row) {
                Digest& d = hashes_.emplace_back();
                std::copy_n(row.bytes(0).begin(), std::min(row.bytes(0).size(), d.size()), d.begin());
              });
  }

  /// One entry that an answer names, in the window that begins after `from`.
  struct Named {
    std::int64_t seq = 0;
    std::string_view hash, id, site;
  };
  std::optional<VerifyReport> named(std::string_view command, const Named& n, std::int64_t from) const {
    const auto about = [&](const std::string& before, const char* after) {
      return bad(last_, n.seq, std::string(n.id), std::string(n.site), before + std::string(command) + after);
    };
    if (n.seq < 1 || n.seq > last_) return about("entry " + std::to_string(n.seq) + " is missing; command ", " left it");
    const auto place = static_cast<std::size_t>(n.seq - 1 - from);
    if (n.seq <= from || place >= hashes_.size() || isHexOf(n.hash, hashes_[place])) return std::nullopt;
    return about("the entry is not the one that command ", " left");
  }
  std::optional<VerifyReport> answerOf(std::string_view command, std::string_view text, std::int64_t from) const {
    std::optional<VerifyReport> found;
    JsonReader in(text);
    const auto one = [&] {
      Named n;
      bool plain = true;
      const bool read = in.object([&](std::string_view key) {
        if (key == "seq") return in.whole(n.seq);
        if (key == "hash") return in.text(n.hash, plain);
        if (key == "id") return in.text(n.id, plain);
        if (key == "site") return in.text(n.site, plain);
        return in.skip();
      });
      if (read && !found) found = named(command, n, from);
      return read;
    };
    const bool read = in.object([&](std::string_view key) { return key == "events" ? in.array(one) : in.skip(); });
    if (found || (read && in.atEnd())) return found;
    const Json parsed = Json::parse(text).value_or(Json());  // in another form than this program writes
    for (const auto& e : parsed["events"].items())
      if (!found) found = named(command, {e["seq"].integer(), e["hash"].text(), e["id"].text(), e["site"].text()}, from);
    return found;
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
