#pragma once
// The lineage of a node's record in memory, beside the tables and never instead of them: it is read from lineage_item and
// lineage_edge in their append order, whoever wrote there, so several servers on one database each keep a right one.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/ports.h"
#include "trace/lineage_graph.h"

namespace isotrail {

class LineageIndex {
 public:
  /// `source` must live as long as the index. Nothing is read yet: every answer comes from a query. `commits`: a count of this
  /// program's own commits, where somebody keeps one. Without it every answer asks the database how far the record is.
  explicit LineageIndex(DbSource& source, const std::atomic<std::int64_t>* commits = nullptr) : source_(source), commits_(commits) {}
  ~LineageIndex();
  LineageIndex(const LineageIndex&) = delete;
  LineageIndex& operator=(const LineageIndex&) = delete;

  /// Fills it in the background and keeps it near the record from then on.
  void start();
  /// Fills it on the caller's thread. `reader` as below.
  void fill(Db& reader);
  bool ready() const;

  /// As the functions of the same name in trace.h, with the same answer: from memory when it is as far as the record is now,
  /// by a recursive query when not. What this program committed is always in it; what others did, on the same database, at the latest
  /// a tenth of a second after their commit. `reader` is a connection outside any write transaction: what is not committed must not get in.
  std::vector<ItemId> ancestors(Db& reader, const ItemId& id);
  std::vector<ItemId> descendants(Db& reader, const ItemId& id);

  struct Size {
    std::size_t items = 0, edges = 0;
    std::size_t bytes = 0, edge_bytes = 0;  // in all; without the ids
  };
  Size size() const;

 private:
  /// How far the record is, in one read.
  struct Mark {
    std::size_t items = 0, edges = 0;
    std::string rebuilt;    // changes when the projections are rebuilt: numbers may then mean other items
    ItemNumber number = 0;  // of the item asked for; 0: not on record
  };
  enum class Way { before, after };
  using Time = std::chrono::steady_clock;
  static Mark markOf(Db& reader, const ItemId& id);
  bool reached(const Mark& mark) const;
  std::int64_t commits() const { return commits_ ? commits_->load() : 0; }
  bool stillSo() const;
  void looked(const Mark& mark, std::int64_t commits, Time::time_point at);
  std::vector<ItemId> walk(ItemNumber number, Way way) const;
  bool near(const Mark& mark) const;
  bool step(Db& reader, const Mark& mark);
  std::optional<std::vector<ItemId>> known(Db& reader, const ItemId& id, Way way);
  void startAgain(const std::string& rebuilt);
  void keepUp();
  void wake();

  DbSource& source_;
  const std::atomic<std::int64_t>* commits_;
  mutable std::shared_mutex lock_;  // guards those below up to the next; never held while the database is asked
  std::unique_ptr<LineageGraph> graph_ = std::make_unique<LineageGraph>();
  std::string rebuilt_;
  bool ready_ = false;
  std::int64_t looked_commits_ = -1;  // when it was last found to have all that was committed, and what the count was then
  Time::time_point looked_at_;
  std::mutex sleep_lock_;  // guards the two below
  std::condition_variable sleep_;
  bool stopping_ = false, woken_ = false;
  std::thread background_;
};

/// From `index` when there is one, else by query.
std::vector<ItemId> ancestors(Db& reader, const ItemId& id, LineageIndex* index);
std::vector<ItemId> descendants(Db& reader, const ItemId& id, LineageIndex* index);

}  // namespace isotrail
