#include "trace/lineage_index.h"

#include <algorithm>
#include <chrono>

#include "base/check.h"
#include "trace/trace.h"

namespace isotrail {
namespace {

constexpr std::size_t kStep = 20'000;                    // rows read at once
constexpr int kSteps = 4;                                // that who asks takes himself: items, edges, and twice another was first
constexpr auto kLook = std::chrono::milliseconds(50);    // so often the background looks by itself
constexpr auto kTrust = std::chrono::milliseconds(100);  // so long what it saw is taken for the record of other programs

std::size_t count(const Row& row, std::size_t i) { return static_cast<std::size_t>(row.integer(i)); }
DbValue number(std::size_t n) { return DbValue(static_cast<std::int64_t>(n)); }

}  // namespace

LineageIndex::~LineageIndex() {
  {
    std::lock_guard lock(sleep_lock_);
    stopping_ = true;
  }
  sleep_.notify_all();
  if (background_.joinable()) background_.join();
}

void LineageIndex::start() {
  if (!background_.joinable()) background_ = std::thread([this] { keepUp(); });
}

bool LineageIndex::ready() const {
  std::shared_lock lock(lock_);
  return ready_;
}

LineageIndex::Size LineageIndex::size() const {
  std::shared_lock lock(lock_);
  return {graph_->items(), graph_->edges(), graph_->bytes(), graph_->edgeBytes()};
}

LineageIndex::Mark LineageIndex::markOf(Db& reader, const ItemId& id) {
  const auto rows = reader.query(
      "SELECT COALESCE((SELECT MAX(n) FROM lineage_item),0),COALESCE((SELECT MAX(n) FROM lineage_edge),0),"
      "COALESCE((SELECT value FROM node WHERE name='lineage_rebuilt'),''),COALESCE((SELECT n FROM lineage_item WHERE item=$1),0)",
      {id.str()});
  const Row& row = rows.at(0);
  return {count(row, 0), count(row, 1), row.text(2), static_cast<ItemNumber>(row.integer(3))};
}

/// It has all that was committed when the mark was taken; it may have more.
bool LineageIndex::reached(const Mark& mark) const {
  std::shared_lock lock(lock_);
  return rebuilt_ == mark.rebuilt && graph_->items() >= mark.items && graph_->edges() >= mark.edges;
}

/// Nothing was committed here since it was found to have everything, and that is not long ago. Held lock_.
bool LineageIndex::stillSo() const { return ready_ && commits_ && looked_commits_ == commits_->load() && Time::now() - looked_at_ < kTrust; }

void LineageIndex::looked(const Mark& mark, std::int64_t commits, Time::time_point at) {
  std::unique_lock lock(lock_);
  if (!ready_ || rebuilt_ != mark.rebuilt || commits < looked_commits_) return;
  looked_commits_ = commits;
  looked_at_ = std::max(looked_at_, at);
}

std::vector<ItemId> LineageIndex::walk(ItemNumber number, Way way) const {
  return graph_->names(way == Way::before ? graph_->before(number) : graph_->after(number));
}

/// So little is missing that who asks can read it himself.
bool LineageIndex::near(const Mark& mark) const {
  std::shared_lock lock(lock_);
  return ready_ && rebuilt_ == mark.rebuilt && graph_->items() + kStep >= mark.items && graph_->edges() + kStep >= mark.edges;
}

void LineageIndex::startAgain(const std::string& rebuilt) {
  std::unique_lock lock(lock_);
  if (rebuilt_ == rebuilt) return;
  graph_ = std::make_unique<LineageGraph>();
  rebuilt_ = rebuilt;
  ready_ = false;
}

/// Adds the next rows up to the mark. False when another thread was first, or the record is not the one the mark was taken of.
bool LineageIndex::step(Db& reader, const Mark& mark) {
  std::size_t items = 0, edges = 0;
  {
    std::shared_lock lock(lock_);
    if (rebuilt_ != mark.rebuilt) return false;
    items = graph_->items();
    edges = graph_->edges();
  }
  const std::size_t to_item = std::min(mark.items, items + kStep);
  // Edges wait until every item is there: an edge names items that may come late in the order of numbers.
  const std::size_t to_edge = to_item < mark.items ? edges : std::min(mark.edges, edges + kStep);
  Rows names, pairs;
  if (to_item > items) names = reader.query("SELECT item FROM lineage_item WHERE n>$1 AND n<=$2 ORDER BY n", {number(items), number(to_item)});
  if (to_edge > edges)
    pairs = reader.query("SELECT parent,child FROM lineage_edge WHERE n>$1 AND n<=$2 ORDER BY n", {number(edges), number(to_edge)});
  if (markOf(reader, ItemId()).rebuilt != mark.rebuilt) return false;  // between the reads
  if (items + names.size() < to_item || edges + pairs.size() < to_edge) throw Fault("LEDGER_CORRUPT", "the lineage tables have gaps");
  std::unique_lock lock(lock_);
  if (rebuilt_ != mark.rebuilt || graph_->items() != items || graph_->edges() != edges) return false;
  for (const auto& row : names) graph_->addItem(row.text(0));
  for (const auto& row : pairs) graph_->addEdge(static_cast<ItemNumber>(row.integer(0)), static_cast<ItemNumber>(row.integer(1)));
  return true;
}

void LineageIndex::fill(Db& reader) {
  for (;;) {
    const std::int64_t seen = commits();
    const auto at = Time::now();
    const Mark mark = markOf(reader, ItemId());
    startAgain(mark.rebuilt);
    if (!reached(mark)) {
      (void)step(reader, mark);
      std::lock_guard lock(sleep_lock_);
      if (stopping_) return;
      continue;
    }
    {
      std::unique_lock lock(lock_);
      ready_ = ready_ || rebuilt_ == mark.rebuilt;
    }
    looked(mark, seen, at);
    return;
  }
}

void LineageIndex::wake() {
  {
    std::lock_guard lock(sleep_lock_);
    woken_ = true;
  }
  sleep_.notify_all();
}

void LineageIndex::keepUp() {
  std::unique_ptr<Db> db;
  for (;;) {
    try {
      if (!db) db = source_.connect();
      fill(*db);
    } catch (const std::exception&) {
      db.reset();  // the database is away or busy; who asks meanwhile hears it from his own query
    }
    std::unique_lock lock(sleep_lock_);
    sleep_.wait_for(lock, kLook, [this] { return stopping_ || woken_; });
    woken_ = false;
    if (stopping_) return;
  }
}

std::optional<std::vector<ItemId>> LineageIndex::known(Db& reader, const ItemId& id, Way way) {
  {
    std::shared_lock lock(lock_);
    if (!ready_) return std::nullopt;
    if (stillSo()) return walk(graph_->find(id.str()), way);
  }
  const std::int64_t seen = commits();
  const auto at = Time::now();
  const Mark mark = markOf(reader, id);
  for (int i = 0; i < kSteps && near(mark) && !reached(mark); ++i) (void)step(reader, mark);
  if (!reached(mark)) {
    wake();
    return std::nullopt;
  }
  looked(mark, seen, at);
  std::shared_lock lock(lock_);
  if (!ready_ || rebuilt_ != mark.rebuilt) return std::nullopt;
  return walk(mark.number, way);
}

std::vector<ItemId> LineageIndex::ancestors(Db& reader, const ItemId& id) {
  auto found = known(reader, id, Way::before);
  return found ? std::move(*found) : isotrail::ancestors(reader, id);
}
std::vector<ItemId> LineageIndex::descendants(Db& reader, const ItemId& id) {
  auto found = known(reader, id, Way::after);
  return found ? std::move(*found) : isotrail::descendants(reader, id);
}

std::vector<ItemId> ancestors(Db& reader, const ItemId& id, LineageIndex* index) {
  return index ? index->ancestors(reader, id) : ancestors(reader, id);
}
std::vector<ItemId> descendants(Db& reader, const ItemId& id, LineageIndex* index) {
  return index ? index->descendants(reader, id) : descendants(reader, id);
}

}  // namespace isotrail
