// Where the records of several nodes contradict each other.
#include <algorithm>
#include <map>
#include <set>

#include "base/hash.h"
#include "node/sync/caps.h"
#include "node/sync/side_by_side.h"

namespace isotrail::sync {
namespace {

/// One entry of one record, as a finding names it.
struct Party {
  std::string node, kind;
  std::int64_t seq = 0;
  Instant at;
  bool used_up = false;
  Json json() const { return Json::object({{"node", node}, {"seq", seq}, {"at", at.iso()}, {"kind", kind}}); }
};

std::vector<Party> partiesOf(Db& db, const char* sql, const std::vector<DbValue>& params) {
  std::vector<Party> all;
  for (const auto& row : db.query(sql, params))
    all.push_back({row.text(0), row.text(3), row.integer(1), row.instant(2), row.values().size() > 4 && row.integer(4) != 0});
  return all;
}

Json between(const std::string& item, const Party& first, const Party& second) {
  return Json::object({{"item", item},
                       {"first", first.json()},
                       {"second", second.json()},
                       {"node", first.node},
                       {"other_node", second.node},
                       {"at", first.at.iso()},
                       {"other_at", second.at.iso()}});
}

class Look {
 public:
  Look(Db& db, Seconds tolerance) : db_(db), tolerance_(tolerance) {}

  void item(const std::string& id) {
    usedTwice(id);
    inTwoPlaces(id);
    halves(id);
    for (const auto& row : db_.query("SELECT DISTINCT batch FROM sync_item WHERE item=$1 AND batch<>'' ORDER BY batch", {id}))
      beforeRelease(row.text(0));
    beforeRelease(id);
  }
  void site(const std::string& id) {
    for (auto& over : capsExceeded(db_, id)) add("sync.CapExceeded", {id, over.licence, over.nuclide, over.from.iso().substr(0, 10)}, over.json(id));
  }
  std::vector<Finding> take() { return std::move(found_); }

 private:
  void add(const char* type, const std::vector<std::string>& what, Json payload) {
    Finding f = findingOf(type, what, std::move(payload));
    if (seen_.insert(f.id).second && !isRecorded(db_, f.id)) found_.push_back(std::move(f));
  }

  /// Used up in one record, and used in another at or after that, or used up there too whatever the clocks say.
  void usedTwice(const std::string& id) {
    const auto uses = partiesOf(db_, "SELECT node,seq,at,kind,used_up FROM sync_use WHERE item=$1 ORDER BY at,node,seq", {id});
    for (const Party& end : uses)
      for (const Party& other : uses) {
        if (!end.used_up || other.node == end.node) continue;
        const bool both = other.used_up && end.node < other.node;
        if (both || (!other.used_up && other.at >= end.at))
          add("sync.ItemUsedTwice", {id, std::min(end.node, other.node), std::max(end.node, other.node)}, between(id, end, other));
      }
  }

  /// Something active that began in two records, and the first of them does not say that it was handed on before.
  void inTwoPlaces(const std::string& id) {
    const auto begun = partiesOf(db_, "SELECT node,seq,at,kind FROM sync_item WHERE item=$1 AND active=1 ORDER BY at,node", {id});
    if (begun.size() < 2) return;
    const Party& first = begun.front();
    const auto left =
        partiesOf(db_, "SELECT node,seq,at,half FROM sync_transfer WHERE item=$1 AND node=$2 AND half='given' ORDER BY at LIMIT 1", {id, first.node});
    for (std::size_t i = 1; i < begun.size(); ++i)
      if (left.empty() || left.front().at > begun[i].at + tolerance_)
        add("sync.ItemInTwoPlaces", {id, std::min(first.node, begun[i].node), std::max(first.node, begun[i].node)}, between(id, first, begun[i]));
  }

  /// The taker's half of a hand-over by its own clock before the giver's.
  void halves(const std::string& id) {
    for (const auto& row :
         db_.query("SELECT g.node,g.seq,g.at,t.node,t.seq,t.at FROM sync_transfer g JOIN sync_transfer t ON t.item=g.item AND t.half='taken' AND "
                   "t.node<>g.node AND t.to_site=g.to_site AND t.transfer=g.transfer WHERE g.item=$1 AND g.half='given' AND g.transfer<>'' ORDER BY "
                   "g.node,g.seq,t.node,t.seq",
                   {id})) {
      const Party given{row.text(0), "given", row.integer(1), row.instant(2)}, taken{row.text(3), "taken", row.integer(4), row.instant(5)};
      if (given.at - taken.at > tolerance_)
        add("sync.ClocksDisagree", {"halves", id, given.node, std::to_string(given.seq), taken.node},
            between(id, given, taken).set("offset_s", (taken.at - given.at).value));
    }
  }

  /// Drawn or given in one record before the entry that released its batch.
  void beforeRelease(const std::string& batch) {
    const auto releases = partiesOf(db_, "SELECT node,seq,at,'release' FROM sync_release WHERE batch=$1 ORDER BY at,node LIMIT 1", {batch});
    if (releases.empty()) return;
    const Party& release = releases.front();
    for (const auto& row :
         db_.query("SELECT DISTINCT u.node,u.seq,u.at,u.kind,u.item FROM sync_use u LEFT JOIN sync_item i ON i.item=u.item WHERE (u.item=$1 OR "
                   "i.batch=$1) AND u.kind IN ('draw','give') AND u.at<$2 ORDER BY u.node,u.seq,u.item",
                   {batch, dbInstant(release.at)})) {
      const Party act{row.text(0), row.text(3), row.integer(1), row.instant(2)};
      add("sync.ActBeforeRelease", {batch, act.node, std::to_string(act.seq)}, between(row.text(4), act, release).set("batch", batch));
    }
  }

  Db& db_;
  Seconds tolerance_;
  std::vector<Finding> found_;
  std::set<std::string> seen_;
};

}  // namespace

Finding findingOf(const char* type, const std::vector<std::string>& what, Json payload) {
  std::string all = type;
  for (const auto& w : what) all += "\n" + w;
  const std::string id = sha256Hex(all).substr(0, 16);
  return {type, id, std::move(payload.set("finding", id))};
}

bool isRecorded(Db& db, const std::string& finding) { return !db.query("SELECT 1 FROM sync_finding WHERE finding=$1", {finding}).empty(); }

std::vector<Finding> lookForContradictions(Db& db, Seconds tolerance) {
  Look look(db, tolerance);
  for (const auto& row : db.query("SELECT kind,id FROM sync_touched ORDER BY kind,id"))
    row.text(0) == "site" ? look.site(row.text(1)) : look.item(row.text(1));
  db.exec("DELETE FROM sync_touched");
  return look.take();
}

}  // namespace isotrail::sync
