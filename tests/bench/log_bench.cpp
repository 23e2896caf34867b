// The log: an inclusion proof against the 1 ms it may take, and the whole record checked against hashing the same bytes.
#include <random>
#include <sstream>
#include <stdexcept>

#include "base/hash.h"
#include "ledger/journal.h"
#include "ledger/log/tiles.h"
#include "ledger/migrations.h"
#include "platform/sqlite/sqlite_db.h"
#include "tests/bench/bench.h"

namespace isotrail::bench {
namespace {

constexpr std::int64_t kEntries = 66'000;  // two levels of full tiles, and parts of three
constexpr std::size_t kPayload = 700;      // an entry of the showcase has some 780 bytes

void fill(Db& db) {
  migrate(db);
  Journal journal(db);
  db.begin();
  for (std::int64_t i = 0; i < kEntries; ++i) {
    Event e;
    e.id = "bench-" + std::to_string(i);
    e.site = SiteId("site-" + std::to_string(i % 5));
    e.stream = "bench/" + std::to_string(i % 1000);
    e.type = "bench.Done";
    e.command_id = "c-" + std::to_string(i);
    e.payload = Json::object({{"text", std::string(kPayload, 'x')}});
    journal.append(e);
    applyLog(db, e);
  }
  db.commit();
}

}  // namespace

void logBench() {
  SqliteSource source(":memory:");
  auto db = source.connect();
  fill(*db);
  std::vector<std::string> all;
  Journal(*db).read(0, 0, [&](const Event& e) {
    all.push_back(e.bytes);
    return true;
  });
  const Digest root = LogTiles(*db).root(kEntries);
  std::mt19937_64 rng(1);
  constexpr int kProofs = 50;
  const auto prove = [&] {
    for (int i = 0; i < kProofs; ++i) {
      const auto index = static_cast<std::int64_t>(rng() % kEntries);
      LogTiles log(*db);  // nothing kept from the proof before
      if (!merkle::includes(log.leaf(index), index, kEntries, log.inclusion(index, kEntries), root))
        throw std::runtime_error("a proof does not hold");
    }
  };
  compare("inclusion proof", kProofs, prove, "the tree's leaves hashed anew (one proof without tiles)", [&] {
    for (const auto& b : all) (void)merkle::leafHash(b);
  });
  compare(
      "append to the log, an entry", kEntries,
      [&] {
        db->exec("DELETE FROM log_tile");
        fillLog(*db);
      },
      "SHA-256 over the same bytes",
      [&] {
        for (const auto& b : all) (void)sha256(b);
      });
}

}  // namespace isotrail::bench
