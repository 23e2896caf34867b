#include "node/sync/caps.h"

#include <algorithm>
#include <map>

#include "nuclide/inventory.h"

namespace isotrail::sync {
namespace {

/// Atoms that came to a site or left it at an instant.
struct Step {
  Instant at;
  Inventory atoms;
};

/// Inventories that may be stated with different datasets: each is evaluated with its own.
class Mixture {
 public:
  void add(const Inventory& atoms, Instant t) {
    if (atoms.empty()) return;
    Inventory& sum = by_dataset_[atoms.dataset().version()];
    sum = sum.empty() ? atoms.at(t) : sum.at(t).plus(atoms.at(t));
  }
  double activity(const std::string& nuclide, Instant t) const {
    double bq = 0;
    for (const auto& [version, sum] : by_dataset_) bq += sum.activityAt(nuclide, t).value;
    return bq;
  }
  std::vector<Inventory> at(Instant t) const {
    std::vector<Inventory> all;
    for (const auto& [version, sum] : by_dataset_) all.push_back(sum.at(t));
    return all;
  }

 private:
  std::map<std::string, Inventory> by_dataset_;
};

/// What an item held by one node's record at an instant.
std::vector<Inventory> itemAt(Db& db, const std::string& node, const std::string& item, Instant t) {
  Mixture sum;
  for (const auto& row :
       db.query("SELECT at,atoms FROM sync_amount WHERE node=$1 AND item=$2 AND at<=$3 ORDER BY at,seq,line", {node, item, dbInstant(t)}))
    sum.add(Inventory::fromJson(row.json(1)), row.instant(0));
  return sum.at(t);
}

/// Hand-overs to and from the site. What another record sends here counts until this site's own record has the item.
void addTransfers(Db& db, const std::string& site, std::vector<Step>& steps) {
  for (const auto& row :
       db.query("SELECT node,item,at,from_site,to_site FROM sync_transfer WHERE half='given' AND from_site<>to_site AND (from_site=$1 OR to_site=$1) "
                "ORDER BY at,node,seq,item",
                {site})) {
    const Instant at = row.instant(2);
    const bool begun_here =
        row.text(4) == site && !db.query("SELECT 1 FROM sync_item WHERE item=$1 AND site=$2 AND node<>$3", {row.text(1), site, row.text(0)}).empty();
    for (const auto& atoms : itemAt(db, row.text(0), row.text(1), at)) {
      if (row.text(3) == site) steps.push_back({at, atoms.times(-1.0)});
      if (row.text(4) == site && !begun_here) steps.push_back({at, atoms});
    }
  }
}

std::vector<Step> stepsOf(Db& db, const std::string& site) {
  std::vector<Step> steps;
  for (const auto& row : db.query("SELECT at,atoms FROM sync_amount WHERE site=$1 ORDER BY at,node,seq,line", {site}))
    steps.push_back({row.instant(0), Inventory::fromJson(row.json(1))});
  addTransfers(db, site, steps);
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
  return steps;
}

}  // namespace

Json Exceeded::json(const std::string& site) const {
  return Json::object(
      {{"site", site}, {"licence", licence}, {"nuclide", nuclide}, {"at", from.iso()}, {"held_bq", held_bq}, {"max_activity_bq", max_bq}});
}

std::vector<Exceeded> capsExceeded(Db& db, const std::string& site) {
  const auto caps = db.query(
      "SELECT c.licence,c.nuclide,MIN(c.max_bq),MIN(c.at) FROM sync_cap c JOIN sync_licence l ON l.licence=c.licence WHERE l.site=$1 GROUP BY "
      "c.licence,c.nuclide ORDER BY c.licence,c.nuclide",
      {site});
  if (caps.empty()) return {};
  std::vector<Exceeded> out;
  std::map<std::string, std::map<std::string, bool>> told;  // cap -> day
  Mixture held;
  const std::vector<Step> steps = stepsOf(db, site);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    held.add(steps[i].atoms, steps[i].at);
    if (i + 1 < steps.size() && steps[i + 1].at == steps[i].at) continue;  // what happens at once is one step
    for (const auto& cap : caps) {
      const double now = held.activity(cap.text(1), steps[i].at), max = cap.number(2);
      const std::string day = steps[i].at.iso().substr(0, 10);
      if (now <= max * (1 + 1e-9) || steps[i].at < cap.instant(3) || told[cap.text(0) + " " + cap.text(1)].contains(day)) continue;
      told[cap.text(0) + " " + cap.text(1)][day] = true;
      out.push_back({cap.text(0), cap.text(1), steps[i].at, now, max});
    }
  }
  return out;
}

}  // namespace isotrail::sync
