#include "ledger/journal.h"

#include <algorithm>

#include "base/check.h"
#include "base/sql/values.h"

namespace isotrail {
namespace {

constexpr std::size_t kMostStreams = 4096;  // remembered
constexpr std::string_view kColumns = "seq,id,site,position,stream,version,type,command_id,bytes,hash";

std::string blobText(const Blob& b) { return {b.begin(), b.end()}; }

Event fromRow(const Row& row) {
  auto event = decodeEnvelope(blobText(row.blob(8)));
  if (!event) throw Fault("LEDGER_CORRUPT", "entry " + std::to_string(row.integer(0)) + " cannot be read");
  event->seq = row.integer(0);
  return std::move(*event);
}

}  // namespace

std::int64_t Journal::lastSeq() {
  auto rows = db_.query("SELECT COALESCE(MAX(seq),0) FROM event");
  return rows[0].integer(0);
}

std::int64_t Journal::streamVersion(const std::string& stream) {
  return db_.query("SELECT COALESCE(MAX(version),0) FROM event WHERE stream=$1", {stream})[0].integer(0);
}

void Journal::append(Event& e) {
  Appender appender(db_);
  appender.append(e);
  appender.settle();
}

void Appender::forget() {
  last_seq_.reset();
  ends_.clear();
  versions_.clear();
}

Appender::End& Appender::endOf(const std::string& site) {
  if (const auto found = ends_.find(site); found != ends_.end()) return found->second;
  const auto rows = db_.query("SELECT position,hash FROM site_head WHERE site=$1", {site});
  return ends_[site] = rows.empty() ? End() : End{rows[0].integer(0), rows[0].text(1), false};
}

void Appender::append(Event& e) {
  End& end = endOf(e.site.str());
  if (!last_seq_) last_seq_ = Journal(db_).lastSeq();
  auto version = versions_.find(e.stream);
  if (version == versions_.end()) version = versions_.emplace(e.stream, Journal(db_).streamVersion(e.stream)).first;
  e.seq = ++*last_seq_;
  e.position = ++end.position;
  e.prev_hash = std::move(end.hash);
  e.version = ++version->second;
  e.bytes = encodeEnvelope(e);
  const Digest digest = sha256(e.bytes);
  e.hash = end.hash = hex(digest);
  end.moved = true;
  db_.post("INSERT INTO event(seq,id,site,position,stream,version,type,command_id,bytes,hash) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
           dbValues(e.seq, e.id, e.site.str(), e.position, e.stream, e.version, e.type, e.command_id, blobOf(e.bytes),
                    Blob(digest.begin(), digest.end())));
}

void Appender::settle() {
  if (versions_.size() > kMostStreams) versions_.clear();
  for (auto& [site, end] : ends_) {
    if (!end.moved) continue;
    db_.post(
        "INSERT INTO site_head(site,position,hash) VALUES($1,$2,$3) ON CONFLICT(site) DO UPDATE SET position=excluded.position,hash=excluded.hash",
        {site, end.position, end.hash});
    end.moved = false;
  }
}

std::optional<Event> Journal::byId(const std::string& id) {
  auto rows = db_.query("SELECT " + std::string(kColumns) + " FROM event WHERE id=$1", {id});
  if (rows.empty()) return std::nullopt;
  return fromRow(rows[0]);
}

void Journal::read(std::int64_t after, std::int64_t limit, const std::function<bool(const Event&)>& each) {
  constexpr std::int64_t kPage = 500;
  std::int64_t left = limit;
  while (limit == 0 || left > 0) {
    const std::int64_t page = limit == 0 ? kPage : std::min(kPage, left);
    auto rows = db_.query("SELECT " + std::string(kColumns) + " FROM event WHERE seq>$1 ORDER BY seq LIMIT $2", {after, page});
    for (const auto& row : rows)
      if (!each(fromRow(row))) return;
    if (static_cast<std::int64_t>(rows.size()) < page) return;
    after = rows.back().integer(0);
    left -= static_cast<std::int64_t>(rows.size());
  }
}

void Journal::readBack(const EntryFilter& f, const std::function<bool(const Event&)>& each) {
  constexpr std::int64_t kPage = 200;
  std::vector<DbValue> values = {f.before > 0 ? f.before : lastSeq() + 1, f.after, f.site, kPage};
  std::string sql = "SELECT " + std::string(kColumns) + " FROM event WHERE seq<$1 AND seq>$2 AND ($3='' OR site=$3)";
  // A type or a stream is few entries of many: asked for only when wanted, so that an engine may use its index. A site is many: the order is better.
  for (const auto& [column, wanted] : {std::pair("type", &f.type), std::pair("stream", &f.stream)}) {
    if (wanted->empty()) continue;
    values.emplace_back(*wanted);
    sql += std::string(" AND ") + column + "=$" + std::to_string(values.size());
  }
  sql += " ORDER BY seq DESC LIMIT $4";
  for (;;) {
    const auto rows = db_.query(sql, values);
    for (const auto& row : rows)
      if (!each(fromRow(row))) return;
    if (static_cast<std::int64_t>(rows.size()) < kPage) return;
    values[0] = rows.back().integer(0);
  }
}

std::optional<Event> Journal::bySeq(std::int64_t seq) {
  auto rows = db_.query("SELECT " + std::string(kColumns) + " FROM event WHERE seq=$1", {seq});
  if (rows.empty()) return std::nullopt;
  return fromRow(rows[0]);
}

std::vector<SiteHead> Journal::heads() {
  std::vector<SiteHead> out;
  for (const auto& row : db_.query("SELECT site,position,hash FROM site_head ORDER BY site"))
    out.push_back({SiteId(row.text(0)), row.integer(1), row.text(2)});
  return out;
}

}  // namespace isotrail
