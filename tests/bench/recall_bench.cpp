// Recall over a long record: lineage in memory against the recursive query, in one run, on one database of each engine, answers
// compared first. On SQLite in seconds of the processor, which a busy machine changes little; PostgreSQL works in processes of its
// own, so there by the clock.
// The record is synthetic: movements that each create one item, in the tables that lineage is read from; the entries themselves
// would only make the file larger, neither side reads them.

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <stdexcept>

#include "ledger/migrations.h"
#include "node/place.h"
#include "tests/bench/bench.h"
#include "tests/support/postgres_server.h"
#include "trace/lineage_index.h"
#include "trace/trace.h"

namespace isotrail::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kBatches = 4, kVials = 5, kDoses = 50;  // of a target, of a batch, of a vial: 1,000 patients a target
constexpr std::int64_t kTargets = 40;                          // a reagent lot serves: 40,000 patients
constexpr std::uintmax_t kRoom = 15'000'000'000;               // bytes that must be free for ten million movements

/// Writes items and edges as the projection of movements would, a movement an item.
class Synthetic {
 public:
  explicit Synthetic(Db& db) : db_(db) {}

  void grow(std::int64_t events) {
    while (items_ < events) {
      db_.begin();
      oneLot();
      db_.commit();
    }
  }
  std::int64_t items() const { return items_; }
  /// In the middle of the record: a target, a reagent lot and a patient's dose.
  ItemId target() const { return ItemId(name("W-", targets_ / 2)); }
  ItemId lot() const { return ItemId(name("K-", (targets_ / 2 - 1) / kTargets)); }
  ItemId dose() const { return ItemId(name("S-25", doses_ / 2)); }

 private:
  struct Made {
    std::string id;
    std::int64_t number = 0;
  };
  static std::string name(const std::string& kind, std::int64_t n) {
    std::string digits = std::to_string(n);
    return kind + std::string(7 - digits.size(), '0') + digits;
  }
  Made item(const std::string& id, const std::vector<Made>& from) {
    const Made made{id, ++items_};
    db_.post(
        "INSERT INTO item(item,kind,label,product,batch,maker_org,org,site,place,to_site,stage,container,volume_l,inventory,calibration,"
        "created_at,created_seq,changed_seq) VALUES($1,'vial',$1,'','','maker','maker','site','','','here','',0.0,'','',$2,$2,$2)",
        {id, made.number});
    db_.post("INSERT INTO lineage_item(n,item) VALUES($1,$2)", {made.number, id});
    for (const auto& parent : from) {
      db_.post("INSERT INTO edge(parent,child,seq) VALUES($1,$2,$3)", {parent.id, id, made.number});
      db_.post("INSERT INTO lineage_edge(n,parent,child) VALUES($1,$2,$3)", {++edges_, parent.number, made.number});
    }
    return made;
  }
  /// Forty targets go their way side by side, as makers and hospitals do: what comes of one is spread over the record.
  void oneLot() {
    const Made lot = item(name("K-", targets_ / kTargets), {});
    std::vector<Made> bulks, batches, vials;
    const std::int64_t first = targets_ + 1;
    for (std::int64_t t = 0; t < kTargets; ++t) bulks.push_back(item(name("IR-", first + t), {item(name("W-", ++targets_), {})}));
    for (std::int64_t b = 1; b <= kBatches; ++b) {
      batches.clear();
      for (std::int64_t t = 0; t < kTargets; ++t)
        batches.push_back(item(name("FDG-", first + t) + std::string(1, static_cast<char>('@' + b)), {bulks[static_cast<std::size_t>(t)], lot}));
      for (std::int64_t v = 1; v <= kVials; ++v) {
        vials.clear();
        for (const auto& batch : batches) vials.push_back(item(batch.id + ".V" + std::to_string(v), {batch}));
        for (std::int64_t d = 1; d <= kDoses; ++d)
          for (const auto& vial : vials) (void)item(name("S-25", ++doses_), {vial});
      }
    }
  }

  Db& db_;
  std::int64_t items_ = 0, edges_ = 0, targets_ = 0, doses_ = 0;
};

struct Recall {
  const char* name;
  ItemId item;
  bool forward;
  std::size_t least;  // items it must reach
};

/// Seconds of this program's processor that `work` takes.
double cpuSeconds(const std::function<void()>& work) {
  const auto now = [] {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  };
  const double from = now();
  work();
  return now() - from;
}

/// Seconds a call of ours, after the answers were found to be the same.
double timeRecall(Db& db, LineageIndex& index, const Recall& r) {
  const auto timed = db.engine() == "sqlite" ? cpuSeconds : seconds;
  const auto by_query = r.forward ? descendants(db, r.item) : ancestors(db, r.item);
  const auto by_index = r.forward ? index.descendants(db, r.item) : index.ancestors(db, r.item);
  if (by_query != by_index || by_query.size() < r.least) throw std::runtime_error(std::string(r.name) + ": the answers differ");
  std::vector<double> ours, theirs;
  const int calls = r.least > 10'000 ? 5 : 100;
  for (int round = 0; round < 7; ++round) {
    ours.push_back(timed([&] {
                     for (int i = 0; i < calls; ++i) (void)(r.forward ? index.descendants(db, r.item) : index.ancestors(db, r.item));
                   }) /
                   calls);
    theirs.push_back(timed([&] { (void)(r.forward ? descendants(db, r.item) : ancestors(db, r.item)); }));
  }
  std::printf("%-28s %12.3f us/answer %-44s %8.5f\n", r.name, median(ours) * 1e6,
              ("recursive query, " + std::to_string(median(theirs) * 1e3).substr(0, 7) + " ms").c_str(), median(ours) / median(theirs));
  std::fflush(stdout);
  return median(ours);
}

void figure(const std::string& name, double value, const char* unit, const std::string& reference, double ratio) {
  std::printf("%-28s %12.3f %-9s %-44s %8.2f\n", name.c_str(), value, unit, reference.c_str(), ratio);
  std::fflush(stdout);
}

/// One record size: fills, compares, times. Answers seconds of each recall.
std::vector<double> recallAt(Db& db, DbSource& source, const Synthetic& record) {
  const std::atomic<std::int64_t> commits{0};  // nobody writes while it is timed
  LineageIndex index(source, &commits);
  const double took = cpuSeconds([&] { index.fill(db); });
  const auto size = index.size();
  const std::string of = std::to_string(size.items) + " movements, " + std::to_string(size.edges) + " edges";
  figure("lineage filled", took, "s", of, took / 10.0);
  const auto edges = static_cast<double>(size.edges);
  figure("lineage in memory", static_cast<double>(size.edge_bytes) / edges, "B/edge", "with the ids",
         static_cast<double>(size.edge_bytes) / static_cast<double>(size.bytes));
  figure("ids in memory", static_cast<double>(size.bytes - size.edge_bytes) / static_cast<double>(size.items), "B/item", of, 1.0);
  std::vector<double> times;
  for (const Recall& r : {Recall{"recall of a target", record.target(), true, 1000}, Recall{"recall of a reagent lot", record.lot(), true, 40'000},
                          Recall{"patient to inputs", record.dose(), false, 4}})
    times.push_back(timeRecall(db, index, r));
  return times;
}

std::int64_t eventsAsked() {
  const char* asked = std::getenv("ISOTRAIL_BENCH_EVENTS");
  return asked ? std::max<std::int64_t>(std::atoll(asked), 1'000'000) : 1'000'000;
}

void recallOn(const std::string& engine, const std::string& where, std::int64_t events) {
  std::printf("-- recall on %s\n", engine.c_str());
  const auto source = openPlace(Place(where), false);
  auto db = source->connect();
  migrate(*db);
  // Of the making only; what is timed reads.
  db->exec(db->engine() == "sqlite" ? "PRAGMA synchronous=OFF" : "SET synchronous_commit TO off");
  Synthetic record(*db);
  const auto grow = [&](std::int64_t to) {
    record.grow(to);
    db->exec("ANALYZE");  // as an engine that has been at work knows its tables
  };
  grow(events / 10);
  const auto small = recallAt(*db, *source, record);
  grow(events);
  const auto large = recallAt(*db, *source, record);
  const char* names[] = {"target, ten times the events", "lot, ten times the events", "inputs, ten times the events"};
  for (std::size_t i = 0; i < large.size(); ++i) figure(names[i], large[i] * 1e6, "us/answer", "at a tenth of the events", large[i] / small[i]);
}

}  // namespace

void recallBench() {
  const std::int64_t events = eventsAsked();
  const auto folder = fs::temp_directory_path() / "isotrail-bench-recall";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto free = fs::space(folder).available;
  if (events >= 10'000'000 && free < kRoom) {
    std::printf("recall over %lld movements skipped: it needs 15 GB of free disk, here are %.1f GB\n", static_cast<long long>(events),
                static_cast<double>(free) / 1e9);
    return;
  }
  recallOn("SQLite", (folder / "recall.db").string(), events);
  fs::remove_all(folder);
  test::PostgresServer server;
  recallOn("PostgreSQL", server.freshDatabase(), events);
}

}  // namespace isotrail::bench
