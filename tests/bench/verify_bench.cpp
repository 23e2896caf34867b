// The whole record checked (hashes, columns, chains, heads, kept answers, log) against hashing the same bytes on one core: once, and
// as the record asks for it (chain, leaf, tree). On both engines; a changed byte is found before anything is timed.
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "ledger/log/tiles.h"
#include "ledger/migrations.h"
#include "node/place.h"
#include "node/record_check.h"
#include "tests/bench/bench.h"
#include "tests/support/postgres_server.h"

namespace isotrail::bench {
namespace {

constexpr std::int64_t kEntries = 100'000;

/// Entries of about 1 kB with what an entry of the day has: numbers, texts, a list.
Event entry(std::int64_t i) {
  Event e;
  e.id = sha256Hex("bench " + std::to_string(i)).substr(0, 32);
  e.site = SiteId("site-" + std::to_string(i % 5));
  e.stream = "hotlab/S-" + std::to_string(i / 3);
  e.type = "hotlab.DoseDrawn";
  e.occurred_at = e.recorded_at = Instant::fromMicros(1'765'900'800'000'000 + i * 250'000);
  e.actor = PersonId("liang.wei");
  e.org = OrgId("lingnan");
  e.device = "cell-2";
  e.command_id = "c-" + std::to_string(i);
  Json list = Json::array();
  for (int n = 0; n < 6; ++n)
    list.push(Json::object({{"item", "S-" + std::to_string(i) + "-" + std::to_string(n)}, {"atoms", 1.25e11 + static_cast<double>(i)}}));
  e.payload = Json::object({{"note", std::string(350, 'x')}, {"list", list}});
  return e;
}

void fill(Db& db) {
  migrate(db);
  Journal journal(db);
  db.begin();
  for (std::int64_t i = 0; i < kEntries; ++i) {
    Event e = entry(i);
    journal.append(e);
    applyLog(db, e);
    db.exec("INSERT INTO command(command_id,actor,name,body_hash,first_seq,hashes,result,recorded_at) VALUES($1,'p','n','h',$2,$3,'{}',0)",
            {e.command_id, e.seq, e.hash});
  }
  db.commit();
}

void mustBeFound(Db& db) {
  db.exec(db.engine() == "sqlite" ? "DROP TRIGGER event_no_update" : "DROP TRIGGER event_no_update ON event");
  const Blob before = db.query("SELECT bytes FROM event WHERE seq=70000")[0].blob(0);
  Blob changed = before;
  changed[500] ^= 1;
  for (const Blob& bytes : {changed, before}) {
    db.exec("UPDATE event SET bytes=$1 WHERE seq=70000", {bytes});
    const auto report = checkRecord(db, {}).report;
    if (report.ok != (bytes == before) || report.first_bad_seq != (report.ok ? 0 : 70000))
      throw std::runtime_error("the check is wrong: " + report.why);
  }
}

/// Resident memory of this program, MB.
double resident() {
  std::ifstream status("/proc/self/statm");
  std::int64_t pages = 0;
  status >> pages >> pages;
  return static_cast<double>(pages) * 4096e-6;
}

void verifyOn(const std::string& name, const std::string& where) {
  const auto source = openPlace(Place(where), false);
  auto db = source->connect();
  fill(*db);
  mustBeFound(*db);
  const double before = resident();
  if (!checkRecord(*db, {}).report.ok) throw std::runtime_error("the record does not verify");
  std::printf("%-28s %12.1f MB\n", ("memory of a check, " + name).c_str(), resident() - before);
  std::vector<std::string> all;
  std::size_t bytes = 0;
  Journal(*db).read(0, 0, [&](const Event& e) {
    bytes += e.bytes.size();
    all.push_back(e.bytes);
    return true;
  });
  std::printf("%-28s %12.1f B\n", "bytes of an entry", static_cast<double>(bytes) / kEntries);
  const auto check = [&] { (void)checkRecord(*db, {}); };
  compare("check an entry, " + name, kEntries, check, "SHA-256 over the same bytes", [&] {
    for (const auto& b : all) (void)sha256(b);
  });
  compare("check an entry, " + name, kEntries, check, "SHA-256 for chain, leaf and tree", [&] {
    merkle::Growing tree;
    for (const auto& b : all) {
      (void)sha256(b);
      tree.add(merkle::leafHash(b));
    }
  });
}

}  // namespace

void verifyBench() {
  const auto file = std::filesystem::temp_directory_path() / "isotrail-verify-bench.db";
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + tail);
  verifyOn("SQLite", file.string());
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + tail);
  test::PostgresServer server(test::PostgresServer::Flush::always);
  verifyOn("PostgreSQL", server.freshDatabase());
}

}  // namespace isotrail::bench
