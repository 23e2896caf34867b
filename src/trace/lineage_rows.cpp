#include "trace/lineage_rows.h"

#include <algorithm>
#include <set>
#include <utility>

namespace isotrail {
namespace {

/// The first of `among` that `item` came from; empty when none.
ItemId cameFrom(Db& db, const ItemId& item, const std::vector<ItemId>& among) {
  for (const auto& other : among)
    if (other != item &&
        !db.query("WITH RECURSIVE up(item) AS (SELECT parent FROM edge WHERE child=$1 UNION SELECT e.parent FROM edge e JOIN up u ON e.child=u.item) "
                  "SELECT item FROM up WHERE item=$2",
                  {item.str(), other.str()})
             .empty())
      return other;
  return {};
}

Refusal cycle(const ItemId& item, const ItemId& from) {
  return Refusal::of("LINEAGE_CYCLE", Json::object({{"item", item.str()}, {"from", from.str()}}));
}

}  // namespace

Verdict checkLineage(Db& db, const Movement& m) {
  std::set<ItemId> takes;
  for (const auto& t : m.takes) takes.insert(t.item);
  std::vector<ItemId> both, parents;  // of the puts: those also taken from, and those something came out of already
  for (const auto& p : m.puts) {
    if (takes.contains(p.item) && std::find(both.begin(), both.end(), p.item) == both.end()) both.push_back(p.item);
    if (!db.query("SELECT seq FROM edge WHERE parent=$1 LIMIT 1", {p.item.str()}).empty()) parents.push_back(p.item);
  }
  if (both.size() > 1) return cycle(both[0], both[1]);  // each would come out of the other
  for (const auto& take : takes)
    if (const ItemId from = cameFrom(db, take, parents); !from.empty()) return cycle(take, from);
  return Done{};
}

void numberItems(Db& db, std::vector<std::string> created) {
  std::sort(created.begin(), created.end());
  for (const auto& item : created) db.post("INSERT INTO lineage_item(n,item) SELECT COALESCE(MAX(n),0)+1,$1 FROM lineage_item", {item});
}

void linkItems(Db& db, const Movement& m, std::int64_t seq) {
  std::set<std::pair<std::string, std::string>> pairs;  // child, parent
  for (const auto& take : m.takes)
    for (const auto& put : m.puts)
      if (take.item != put.item) pairs.emplace(put.item.str(), take.item.str());
  for (const auto& [child, parent] : pairs) {
    if (db.exec("INSERT INTO edge(parent,child,seq) VALUES($1,$2,$3) ON CONFLICT DO NOTHING", {parent, child, seq}) == 0) continue;
    db.post(
        "INSERT INTO lineage_edge(n,parent,child) SELECT COALESCE((SELECT MAX(n) FROM lineage_edge),0)+1,p.n,c.n FROM lineage_item p,lineage_item c "
        "WHERE p.item=$1 AND c.item=$2",
        {parent, child});
  }
}

void noteLineageRebuilt(Db& db) {
  const auto rows = db.query("SELECT value FROM node WHERE name='lineage_rebuilt'");
  const std::int64_t times = rows.empty() ? 0 : std::stoll(rows[0].text(0));
  db.exec("INSERT INTO node(name,value) VALUES('lineage_rebuilt',$1) ON CONFLICT(name) DO UPDATE SET value=excluded.value",
          {std::to_string(times + 1)});
}

}  // namespace isotrail
