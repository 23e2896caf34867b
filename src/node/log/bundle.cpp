#include "node/log/bundle.h"

#include <charconv>

#include "node/log/record_walk.h"

namespace isotrail {
namespace {

constexpr const char* kFirstLine = "isotrail record 1";

std::string siteLine(const SiteHead& h) { return "site " + h.site.str() + " " + std::to_string(h.position) + " " + h.hash; }
std::string keyLine(const NodeKey& k) { return "key " + keyJson(k).dump(); }
std::string checkpointLine(const crypto::Note& note) { return "checkpoint " + Json(note.dump()).dump(); }

/// The lines that are no entries, as their digest covers them.
class Frame {
 public:
  void add(std::string_view line) { text_ += std::string(line) + "\n"; }
  std::string endLine() const { return "end " + sha256Hex(text_); }

 private:
  std::string text_;
};

/// "12 LEAFHASH BYTES"
struct EntryLine {
  std::int64_t seq = 0;
  std::string_view leaf, bytes;
  static std::optional<EntryLine> parse(std::string_view line) {
    EntryLine e;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), e.seq);
    const auto digits = static_cast<std::size_t>(end - line.data());
    constexpr std::size_t kHex = 2 * std::tuple_size_v<Digest>;
    if (error != std::errc() || line.size() < digits + kHex + 2 || line[digits] != ' ' || line[digits + kHex + 1] != ' ') return std::nullopt;
    if (std::to_string(e.seq) != line.substr(0, digits)) return std::nullopt;
    e.leaf = line.substr(digits + 1, kHex);
    e.bytes = line.substr(digits + kHex + 2);
    return e;
  }
};

/// Reads the parts in their order; the first thing that is wrong stops it.
class Reading {
 public:
  Reading(std::istream& in, const RecordTrust& trust) : in_(in), trust_(trust) {
    for (const auto& c : trust.checkpoints) walk_.expect(c);
  }
  BundleCheck run() {
    (void)(header() && checkpoints() && entries() && chains() && keys() && end());
    check_.report.ok = check_.report.why.empty();
    if (check_.report.ok) wholeRecord(walk_, trust_, check_);
    return std::move(check_);
  }

 private:
  bool fail(std::int64_t seq, std::string why, const std::string& id = "", const SiteId& site = SiteId()) {
    check_.report = {false, walk_.entries(), seq, id, site, std::move(why)};
    return false;
  }
  bool failAfter(std::string why) { return fail(walk_.entries() + 1, std::move(why)); }

  /// The next line without its newline; a last line that lacks it was cut.
  bool next() { return static_cast<bool>(std::getline(in_, line_)) && !in_.eof(); }

  bool header() {
    if (!next() || line_ != kFirstLine) return fail(0, "the file is no record of Isotrail");
    frame_.add(line_);
    if (!next() || !line_.starts_with("entries ")) return fail(0, "the line that counts the entries is missing");
    frame_.add(line_);
    const auto [end, error] = std::from_chars(line_.data() + 8, line_.data() + line_.size(), entries_);
    return (error == std::errc() && end == line_.data() + line_.size() && entries_ >= 0) || fail(0, "the line that counts the entries is damaged");
  }

  /// They come before the entries: the walk compares each when it has its size.
  bool checkpoints() {
    while (next() && line_.starts_with("checkpoint ")) {
      const auto text = Json::parse(std::string_view(line_).substr(11));
      auto c = text ? SignedCheckpoint::parse(text->text()) : std::nullopt;
      if (!c || line_ != checkpointLine(c->note)) return failAfter("a checkpoint is damaged");
      if (!check_.origin.empty() && c->checkpoint.size <= check_.last.checkpoint.size) return failAfter("the checkpoints are out of order");
      frame_.add(line_);
      check_.origin = c->checkpoint.origin;
      check_.last = *c;
      walk_.expect(std::move(*c));
    }
    if (check_.origin.empty()) return failAfter("there is no checkpoint of the entries");
    return check_.last.checkpoint.size == entries_ || failAfter("the last checkpoint is not of all entries");
  }

  bool entries() {
    for (std::int64_t due = 1; due <= entries_; ++due) {
      if (due > 1 && !next()) return fail(due, "the file ends before entry " + std::to_string(due));  // the first is read already
      const auto e = EntryLine::parse(line_);
      if (!e) return fail(due, "the line of entry " + std::to_string(due) + " is damaged or missing");
      if (e->seq > due) return fail(due, "entry " + std::to_string(due) + " is missing");
      if (e->seq < due) return fail(due, "entry " + std::to_string(e->seq) + " stands in the place of entry " + std::to_string(due));
      const auto hashes = merkle::entryHashes(e->bytes);
      if (!isHexOf(e->leaf, hashes.leaf)) return fail(due, "its bytes do not have the hash beside them");
      if (auto why = walk_.step(e->bytes, hashes); !why.empty()) return fail(walk_.seq(), std::move(why), walk_.id(), walk_.site());
    }
    return true;
  }

  bool chains() {
    for (const auto& head : walk_.chains().heads()) {
      if (!next() || line_ != siteLine(head)) return failAfter("the chain of " + head.site.str() + " does not end as the file says");
      frame_.add(line_);
    }
    return true;
  }

  bool keys() {
    for (const auto& k : walk_.signatures().keys().keys()) {
      if (k.key.empty()) continue;
      if (!next() || line_ != keyLine(k)) return failAfter("the keys are not those of the entries");
      frame_.add(line_);
    }
    return true;
  }

  bool end() {
    if ((entries_ > 0 && !next()) || line_ != frame_.endLine()) return failAfter("the last line does not fit the file");
    if (in_.peek() != std::istream::traits_type::eof()) return failAfter("something follows the last line");
    auto why = walk_.end(trust_.public_key);
    return why.empty() || fail(walk_.seq(), std::move(why), walk_.id(), walk_.site());
  }

  std::istream& in_;
  const RecordTrust& trust_;
  RecordWalk walk_;
  Frame frame_;
  BundleCheck check_;
  std::string line_;
  std::int64_t entries_ = 0;
};

}  // namespace

Json keyJson(const NodeKey& k) {
  return Json::object({{"key", k.key},
                       {"after_seq", k.after_seq},
                       {"until_seq", k.until_seq == 0 ? Json() : Json(k.until_seq)},
                       {"compromised_since", k.compromised_since ? Json(k.compromised_since->iso()) : Json()}});
}

void writeBundle(Db& db, const SignedCheckpoint& checkpoint, std::ostream& out) {
  const std::int64_t size = checkpoint.checkpoint.size;
  Frame frame;
  const auto put = [&](const std::string& line) {
    frame.add(line);
    out << line << '\n';
  };
  put(kFirstLine);
  put("entries " + std::to_string(size));
  for (const auto& c : NodeLog::kept(db))
    if (c.checkpoint.size < size) put(checkpointLine(c.note));
  put(checkpointLine(checkpoint.note));
  SignatureWalk signatures;                                         // names the first key
  Journal(db).read(0, size == 0 ? -1 : size, [&](const Event& e) {  // -1: none
    out << e.seq << ' ' << hex(merkle::leafHash(e.bytes)) << ' ' << e.bytes << '\n';
    (void)signatures.step(e, true);  // for the names of the keys
    return static_cast<bool>(out);
  });
  for (const auto& h : checkpoint.checkpoint.heads) put(siteLine(h));
  for (const auto& k : signatures.keys().keys())
    if (!k.key.empty()) put(keyLine(k));
  out << frame.endLine() << '\n';
}

void wholeRecord(const RecordWalk& walk, const RecordTrust& trust, BundleCheck& check) {
  check.report.entries = walk.entries();
  check.signatures = walk.signatures().count();
  check.doubtful = walk.signatures().doubtful();
  check.checkpoints = walk.held();
  check.keys = walk.signatures().keys().keys();
  check.log_root = walk.tree().root();
  check.key_known = !trust.public_key.empty();
  check.heads = walk.chains().heads();
}

BundleCheck checkBundle(std::istream& in, const RecordTrust& trust) { return Reading(in, trust).run(); }

}  // namespace isotrail
