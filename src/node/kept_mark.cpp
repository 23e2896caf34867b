#include "node/kept_mark.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/hash.h"
#include "ledger/journal.h"
#include "rooms/keys/facts.h"

namespace isotrail {
namespace {

constexpr std::string_view kName = "isotrail kept 1";
constexpr std::int64_t kBetweenSyncs_ms = 1000;

std::string fileOf(const Place& place) { return place.isFile() ? place.where + ".kept" : ""; }

std::int64_t monotonicMillis() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::string hexOf(const Blob& bytes) { return hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()}); }

/// Always of one length, well within a disk's sector: it is written over as a whole or not at all.
std::string textOf(const KeptEntry& e) {
  const std::string number = std::to_string(e.seq);
  const std::string body = std::string(kName) + "\n" + std::string(19 - number.size(), '0') + number + " " + e.hash + "\n";
  return body + sha256Hex(body).substr(0, 16) + "\n";
}

}  // namespace

KeptMark::KeptMark(const Place& place) : file_(fileOf(place)) {}

KeptMark::~KeptMark() {
  sync();
  if (fd_ >= 0) ::close(fd_);
}

std::optional<KeptEntry> KeptMark::read() const {
  std::ifstream in(file_, std::ios::binary);
  std::string name, line, check;
  if (file_.empty() || !std::getline(in, name) || !std::getline(in, line) || !std::getline(in, check)) return std::nullopt;
  KeptEntry e;
  const auto blank = line.find(' ');
  const auto [end, error] = std::from_chars(line.data(), line.data() + std::min(blank, line.size()), e.seq);
  if (blank == std::string::npos || error != std::errc() || end != line.data() + blank) return std::nullopt;
  e.hash = line.substr(blank + 1);
  if (textOf(e) != name + "\n" + line + "\n" + check + "\n") return std::nullopt;
  return e;
}

void KeptMark::write(const KeptEntry& last) {
  if (file_.empty()) return;
  std::lock_guard lock(lock_);
  if (fd_ < 0) fd_ = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const std::string text = textOf(last);
  if (fd_ < 0 || ::pwrite(fd_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) return;
  dirty_ = true;
  const std::int64_t now = monotonicMillis();
  if (now - synced_at_ms_ < kBetweenSyncs_ms) return;
  synced_at_ms_ = now;
  dirty_ = ::fdatasync(fd_) != 0;
}

void KeptMark::sync() {
  std::lock_guard lock(lock_);
  if (fd_ >= 0 && dirty_) dirty_ = ::fdatasync(fd_) != 0;
}

void KeptMark::forget(const Place& place) {
  std::error_code none;
  if (place.isFile()) std::filesystem::remove(fileOf(place), none);
}

Json LostTail::toJson() const { return Json::object({{"known", known.seq}, {"hash", known.hash}, {"found", found}}); }

std::optional<LostTail> lostTail(Db& db, const KeptMark& mark) {
  const auto known = mark.read();
  if (!known) return std::nullopt;
  const auto rows = db.query("SELECT hash FROM event WHERE seq=$1", {known->seq});
  if (!rows.empty() && hexOf(rows[0].blob(0)) == known->hash) return std::nullopt;
  if (keys::lossAcknowledged(db, known->seq, known->hash)) return std::nullopt;
  return LostTail{*known, Journal(db).lastSeq()};
}

}  // namespace isotrail
