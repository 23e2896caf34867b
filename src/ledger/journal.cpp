#include "ledger/journal.h"

#include <algorithm>

#include "base/check.h"
#include "ledger/log/chain_walk.h"

namespace isotrail {
namespace {

constexpr std::string_view kColumns = "seq,id,site,position,stream,version,type,command_id,bytes,hash";

std::string blobText(const Blob& b) { return {b.begin(), b.end()}; }
Blob textBlob(const std::string& s) { return {s.begin(), s.end()}; }

Event fromRow(const Row& row) {
  auto event = decodeEnvelope(blobText(row.blob(8)));
  if (!event) throw Fault("LEDGER_CORRUPT", "entry " + std::to_string(row.integer(0)) + " cannot be read");
  event->seq = row.integer(0);
  return std::move(*event);
}

/// Every index column must say what the stored bytes say.
std::string columnMismatch(const Row& row, const Event& e) {
  if (row.text(1) != e.id) return "id column differs from the stored bytes";
  if (row.text(2) != e.site.str()) return "site column differs from the stored bytes";
  if (row.integer(3) != e.position) return "position column differs from the stored bytes";
  if (row.text(4) != e.stream) return "stream column differs from the stored bytes";
  if (row.integer(5) != e.version) return "version column differs from the stored bytes";
  if (row.text(6) != e.type) return "type column differs from the stored bytes";
  if (row.text(7) != e.command_id) return "command column differs from the stored bytes";
  return {};
}

/// Where the walk over the chains stands.
struct Walk {
  std::int64_t last_seq = 0;
  ChainWalk chains;
  std::vector<std::string> hashes;  // by append number, from 1

  /// Why the row does not follow; empty when it does.
  std::string step(const Row& row) {
    const std::string bytes = blobText(row.blob(8));
    last_seq = row.integer(0);
    const std::string digest = hex(sha256(bytes));
    if (hex(blobText(row.blob(9))) != digest) return "hash does not match the stored bytes";
    auto event = decodeEnvelope(bytes);
    if (!event) return "stored bytes are not an envelope";
    if (auto why = columnMismatch(row, *event); !why.empty()) return why;
    if (auto why = chains.step(*event, last_seq); !why.empty()) return why;
    hashes.push_back(digest);
    return {};
  }
};

VerifyReport bad(const Walk& walk, std::int64_t seq, const std::string& id, const std::string& site, std::string why) {
  return {false, static_cast<std::int64_t>(walk.hashes.size()), seq, id, SiteId(site), std::move(why)};
}

/// The chains end where their heads say; Ok as an empty answer.
std::optional<VerifyReport> headsDiffer(const Walk& walk, const std::vector<SiteHead>& stored) {
  for (const auto& head : stored) {
    const std::string& site = head.site.str();
    const auto found = walk.chains.heads().find(site);
    const std::int64_t position = found == walk.chains.heads().end() ? 0 : found->second.position;
    if (position < head.position)
      return bad(walk, walk.last_seq + 1, "", site,
                 "the chain of " + site + " ends at " + std::to_string(position) + ", its head says " + std::to_string(head.position));
    if (position > head.position || found->second.hash != head.hash)
      return bad(walk, walk.chains.lastOf(site), "", site, "the head of " + site + " does not name the last entry of its chain");
  }
  for (const auto& [site, head] : walk.chains.heads())
    if (std::none_of(stored.begin(), stored.end(), [&, name = site](const SiteHead& s) { return s.site.str() == name; }))
      return bad(walk, walk.chains.lastOf(site), "", site, "the head of " + site + " is missing");
  return std::nullopt;
}

/// Every entry a kept answer names is there with that hash.
std::optional<VerifyReport> answerDiffers(const Walk& walk, const std::string& command, const Json& answer) {
  for (const auto& e : answer["events"].items()) {
    const auto seq = e["seq"].integer();
    if (seq < 1 || seq > walk.last_seq)
      return bad(walk, seq, e["id"].text(), e["site"].text(), "entry " + std::to_string(seq) + " is missing; command " + command + " left it");
    if (walk.hashes[static_cast<std::size_t>(seq - 1)] != e["hash"].text())
      return bad(walk, seq, e["id"].text(), e["site"].text(), "the entry is not the one that command " + command + " left");
  }
  return std::nullopt;
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
  auto head = db_.query("SELECT position,hash FROM site_head WHERE site=$1", {e.site.str()});
  e.seq = lastSeq() + 1;
  e.position = head.empty() ? 1 : head[0].integer(0) + 1;
  e.prev_hash = head.empty() ? "" : head[0].text(1);
  e.version = streamVersion(e.stream) + 1;
  e.bytes = encodeEnvelope(e);
  const Digest digest = sha256(e.bytes);
  e.hash = hex(digest);
  db_.exec("INSERT INTO event(seq,id,site,position,stream,version,type,command_id,bytes,hash) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
           {e.seq, e.id, e.site.str(), e.position, e.stream, e.version, e.type, e.command_id, textBlob(e.bytes), Blob(digest.begin(), digest.end())});
  if (head.empty()) {
    db_.exec("INSERT INTO site_head(site,position,hash) VALUES($1,$2,$3)", {e.site.str(), e.position, e.hash});
    return;
  }
  const auto moved =
      db_.exec("UPDATE site_head SET position=$2,hash=$3 WHERE site=$1 AND position=$4", {e.site.str(), e.position, e.hash, e.position - 1});
  if (moved != 1) throw DbConflict("the chain of " + e.site.str() + " moved");
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
  std::int64_t before = f.before > 0 ? f.before : lastSeq() + 1;
  for (;;) {
    auto rows = db_.query(
        "SELECT " + std::string(kColumns) +
            " FROM event WHERE seq<$1 AND seq>$2 AND ($3='' OR site=$3) AND ($4='' OR type=$4) AND ($5='' OR stream=$5) ORDER BY seq DESC LIMIT $6",
        {before, f.after, f.site, f.type, f.stream, kPage});
    for (const auto& row : rows)
      if (!each(fromRow(row))) return;
    if (static_cast<std::int64_t>(rows.size()) < kPage) return;
    before = rows.back().integer(0);
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

VerifyReport Journal::verify() {
  Walk walk;
  if (auto rows = db_.query("SELECT seq,id,site FROM event WHERE seq<1 ORDER BY seq LIMIT 1"); !rows.empty())
    return bad(walk, rows[0].integer(0), rows[0].text(1), rows[0].text(2), "append numbers begin at 1");
  for (;;) {
    auto rows = db_.query("SELECT " + std::string(kColumns) + " FROM event WHERE seq>$1 ORDER BY seq LIMIT 500", {walk.last_seq});
    if (rows.empty()) break;
    for (const auto& row : rows) {
      if (const std::int64_t due = walk.last_seq + 1; row.integer(0) != due)
        return bad(walk, due, "", "", "entry " + std::to_string(due) + " is missing");
      if (auto why = walk.step(row); !why.empty()) return bad(walk, row.integer(0), row.text(1), row.text(2), why);
    }
  }
  std::optional<VerifyReport> found = headsDiffer(walk, heads());
  std::string after;
  while (!found) {  // answers can be long: a page at a time
    auto rows = db_.query("SELECT command_id,answer FROM command WHERE command_id>$1 ORDER BY command_id LIMIT 500", {after});
    if (rows.empty()) break;
    for (const auto& row : rows) {
      after = row.text(0);
      if (found = answerDiffers(walk, after, row.json(1)); found) break;
    }
  }
  if (found) return std::move(*found);
  VerifyReport report;
  report.entries = walk.last_seq;
  return report;
}

}  // namespace isotrail
