#include "node/log/served_record.h"

#include <algorithm>
#include <map>
#include <optional>

#include "ledger/log/tiles.h"
#include "node/log/record_walk.h"

namespace isotrail {
namespace {

constexpr std::size_t kHashBytes = std::tuple_size_v<Digest>;

std::string threeDigits(std::int64_t n) {
  const std::string text = std::to_string(n);
  return std::string(3 - text.size(), '0') + text;
}

class Reading {
 public:
  Reading(const LogAt& log, const RecordTrust& trust) : log_(log), trust_(trust) {
    for (const auto& c : trust.checkpoints) walk_.expect(c);
  }
  BundleCheck run() {
    const bool read = checkpoint() && entries();
    if (suspect_)
      blame();
    else if (read && end())
      wholeRecord(walk_, trust_, check_);
    return std::move(check_);
  }

 private:
  bool fail(std::int64_t seq, std::string why, const std::string& id = "", const SiteId& site = SiteId()) {
    check_.report = {false, walk_.entries(), seq, id, site, std::move(why)};
    return false;
  }
  bool checkpoint() {
    auto c = SignedCheckpoint::parse(log_("/checkpoint"));
    if (!c) return fail(0, "what the server hands out as its checkpoint is none");
    check_.origin = c->checkpoint.origin;
    check_.last = *c;
    walk_.expect(std::move(*c));
    return true;
  }
  bool entries() {
    const std::int64_t size = check_.last.checkpoint.size;
    for (std::int64_t n = 0; n * kTileWidth < size; ++n)
      if (!bundle(n, std::min(kTileWidth, size - n * kTileWidth))) return false;
    return true;
  }
  bool bundle(std::int64_t n, std::int64_t width) {
    const std::string place = tilePath(n) + (width < kTileWidth ? ".p/" + std::to_string(width) : "");
    const std::string hashes = log_("/tile/0/" + place), bytes = log_("/tile/entries/" + place);
    const std::int64_t first = n * kTileWidth + 1;
    if (hashes.size() != static_cast<std::size_t>(width) * kHashBytes) return fail(first, "the tile of hashes has another length");
    std::string_view left = bytes;
    for (std::int64_t i = 0; i < width; ++i) {
      const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(left[at])); };
      const std::size_t length = left.size() < 2 ? 0 : byte(0) << 8 | byte(1);
      if (left.size() < 2 + length || left.size() < 2) return fail(first + i, "entry " + std::to_string(first + i) + " is missing or cut off");
      if (!entry(first + i, left.substr(2, length), std::string_view(hashes).substr(static_cast<std::size_t>(i) * kHashBytes, kHashBytes)))
        return false;
      left.remove_prefix(2 + length);
    }
    return left.empty() || fail(first + width, "something follows the last entry of its bundle");
  }
  bool entry(std::int64_t seq, std::string_view bytes, std::string_view hash) {
    const auto hashes = merkle::entryHashes(bytes);
    if (!std::equal(hashes.leaf.begin(), hashes.leaf.end(), hash.begin(), [](unsigned char a, char b) { return a == static_cast<unsigned char>(b); }))
      return fail(seq, "its bytes do not have the hash beside them");
    if (suspect_) return lookOn(bytes);
    auto why = walk_.step(bytes, hashes);
    if (why.empty()) {
      last_ids_[walk_.site().str()] = walk_.id();
      return true;
    }
    if (why != kBrokenLink || !last_ids_.contains(walk_.site().str())) return fail(walk_.seq(), std::move(why), walk_.id(), walk_.site());
    suspect_ = Suspect{walk_.seq(), walk_.id(), walk_.site(), hex(hashes.chain), false};
    return true;
  }
  /// A link that does not hold says that one of two entries was changed. The next entry of the chain, or the chain's head, links to
  /// the second of them as it was: when that fits what it is now, it was the first.
  bool lookOn(std::string_view bytes) {
    const auto next = viewEnvelope(bytes);
    if (!next || next->site != suspect_->site.str()) return true;
    suspect_->vouched_for = next->prev == suspect_->hash;
    return false;
  }
  void blame() {
    const Suspect& s = *suspect_;
    const auto& heads = check_.last.checkpoint.heads;
    const bool head = std::any_of(heads.begin(), heads.end(), [&](const SiteHead& h) { return h.site == s.site && h.hash == s.hash; });
    if (s.vouched_for || head)
      fail(walk_.chains().lastOf(s.site.str()), "its bytes do not have the hash that the entry after it names", last_ids_[s.site.str()], s.site);
    else
      fail(s.seq, kBrokenLink, s.id, s.site);
  }
  bool end() {
    auto why = walk_.end(trust_.public_key);
    return why.empty() || fail(walk_.seq(), std::move(why), walk_.id(), walk_.site());
  }

  const LogAt& log_;
  const RecordTrust& trust_;
  RecordWalk walk_;
  BundleCheck check_;
  std::map<std::string, std::string> last_ids_;  // of each chain
  /// The first entry whose link to the one before it does not hold.
  struct Suspect {
    std::int64_t seq = 0;
    std::string id;
    SiteId site;
    std::string hash;
    bool vouched_for = false;  // by the next entry of its chain
  };
  std::optional<Suspect> suspect_;
};

}  // namespace

std::string tilePath(std::int64_t n) {
  std::string path = threeDigits(n % 1000);
  for (n /= 1000; n > 0; n /= 1000) path = "x" + threeDigits(n % 1000) + "/" + path;
  return path;
}

BundleCheck checkServed(const LogAt& log, const RecordTrust& trust) { return Reading(log, trust).run(); }

}  // namespace isotrail
