#include "trace/items_sql.h"

#include <algorithm>

#include "base/sql/values.h"
#include "trace/lineage_index.h"

namespace isotrail {

const char* const kItemColumns =
    "i.item,i.kind,i.label,i.product,i.batch,i.maker_org,i.org,i.site,i.place,i.to_site,i.stage,i.container,i.volume_l,i.inventory,"
    "i.calibration,i.expires_at,i.created_at";

namespace {
std::string select(const std::string& rest) { return std::string("SELECT ") + kItemColumns + " FROM item i " + rest; }

std::vector<Item> read(Db& db, const std::string& rest, const std::vector<DbValue>& params) {
  std::vector<Item> out;
  for (const auto& row : db.query(select(rest), params)) out.push_back(itemFromRow(row));
  return out;
}

std::vector<ItemId> walk(Db& db, const ItemId& id, const char* from, const char* to, const char* order) {
  // UNION (not UNION ALL) ends the recursion even if a broken record held a cycle.
  const std::string sql = std::string("WITH RECURSIVE reach(item) AS (SELECT ") + to + " FROM edge WHERE " + from + "=$1 UNION SELECT e." + to +
                          " FROM edge e JOIN reach r ON e." + from +
                          "=r.item) SELECT r.item FROM reach r JOIN item i ON i.item=r.item ORDER BY "
                          "i.created_seq " +
                          order + ", r.item";
  std::vector<ItemId> out;
  for (const auto& row : db.query(sql, {id.str()})) out.emplace_back(row.text(0));
  return out;
}
}  // namespace

void rowsOf(Db& db, const std::string& head, const std::vector<ItemId>& ids, const std::string& tail, const std::function<void(const Row&)>& each) {
  for (std::size_t from = 0; from < ids.size();) {
    const std::size_t left = ids.size() - from, size = left <= 8 ? 8 : left <= 64 ? 64 : 512;  // few sizes: the statements are kept
    std::vector<DbValue> params;
    for (std::size_t i = 0; i < size; ++i) params.emplace_back(ids[std::min(from + i, ids.size() - 1)].str());
    for (const auto& row : db.query(head + " (" + placeholders(size) + ") " + tail, params)) each(row);
    from += size;
  }
}

Item itemFromRow(const Row& row) {
  Item item;
  item.id = ItemId(row.text(0));
  item.kind = row.text(1);
  item.label = row.text(2);
  item.product = ProductId(row.text(3));
  item.batch = ItemId(row.text(4));
  item.maker = OrgId(row.text(5));
  item.org = OrgId(row.text(6));
  item.site = SiteId(row.text(7));
  item.place = row.text(8);
  item.to_site = SiteId(row.text(9));
  item.stage = row.text(10);
  item.container = ItemId(row.text(11));
  item.volume = Volume(row.number(12));
  if (!row.text(13).empty()) item.inventory = Inventory::fromJson(row.json(13));
  if (!row.text(14).empty()) {
    const Json c = row.json(14);
    item.calibration = ReferencedActivity{Activity(c["bq"].number()), Instant::fromMicros(c["at"].integer())};
  }
  if (!row.isNull(15)) item.expires_at = row.instant(15);
  item.created_at = row.instant(16);
  return item;
}

void saveItem(Db& db, const Item& item, std::int64_t seq) {
  const std::string inventory = item.inventory.empty() ? "" : item.inventory.toJson().dump();
  const std::string calibration =
      item.calibration ? Json::object({{"bq", item.calibration->activity.value}, {"at", item.calibration->at.micros()}}).dump() : "";
  const DbValue expires = item.expires_at ? dbInstant(*item.expires_at) : DbValue();
  db.post(
      "INSERT INTO item(item,kind,label,product,batch,maker_org,org,site,place,to_site,stage,container,volume_l,inventory,calibration,"
      "expires_at,created_at,created_seq,changed_seq) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$18) "
      "ON CONFLICT(item) DO UPDATE SET org=excluded.org,site=excluded.site,place=excluded.place,to_site=excluded.to_site,stage=excluded.stage,"
      "container=excluded.container,volume_l=excluded.volume_l,inventory=excluded.inventory,calibration=excluded.calibration,"
      "changed_seq=excluded.changed_seq",
      {item.id.str(), item.kind, item.label, item.product.str(), item.batch.str(), item.maker.str(), item.org.str(), item.site.str(), item.place,
       item.to_site.str(), item.stage, item.container.str(), item.volume.value, inventory, calibration, expires, dbInstant(item.created_at), seq});
}

std::optional<Item> findItem(Db& db, const ItemId& id) {
  auto found = read(db, "WHERE i.item=$1", {id.str()});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}
Result<Item> itemOf(Db& db, std::string_view field, const ItemId& id) {
  auto found = findItem(db, id);
  if (!found) return Refusal::of("NOT_FOUND", Json::object({{"field", field}, {"value", id.str()}}));
  return std::move(*found);
}
std::vector<Item> itemsAt(Db& db, const SiteId& site) {
  return read(db, "WHERE (i.site=$1 AND i.stage='here') OR (i.to_site=$1 AND i.stage='in_transit') ORDER BY i.created_seq,i.item", {site.str()});
}
std::vector<Item> itemsIn(Db& db, const ItemId& container) {
  return read(db, "WHERE i.container=$1 ORDER BY i.created_seq,i.item", {container.str()});
}
std::vector<Item> itemsOfBatch(Db& db, const ItemId& batch) {
  return read(db, "WHERE i.batch=$1 AND i.item<>$1 ORDER BY i.created_seq,i.item", {batch.str()});
}
std::vector<Item> allItems(Db& db) { return read(db, "ORDER BY i.created_seq,i.item", {}); }
std::vector<Item> itemsOf(Db& db, const std::vector<ItemId>& ids) {
  std::vector<ItemId> sorted = ids;
  std::sort(sorted.begin(), sorted.end());
  std::vector<Item> out;
  rowsOf(db, select("WHERE i.item IN"), sorted, "ORDER BY i.item", [&](const Row& row) { out.push_back(itemFromRow(row)); });
  return out;
}

void eachPlace(Db& db, const std::vector<ItemId>& ids, const std::function<void(const ItemPlace&)>& each) {
  rowsOf(db, "SELECT kind,stage,org,site,to_site FROM item WHERE item IN", ids, "", [&](const Row& row) {
    each({row.text(0), row.text(1), OrgId(row.text(2)), SiteId(row.text(3)), SiteId(row.text(4))});
  });
}

std::optional<ItemId> heldBy(Db& db, const ItemId& id, std::string* reason) {
  auto rows = db.query(
      "WITH RECURSIVE up(item) AS (SELECT parent FROM edge WHERE child=$1 UNION SELECT e.parent FROM edge e JOIN up u ON e.child=u.item) "
      "SELECT h.item,h.reason FROM item_hold h WHERE h.item=$1 OR h.item IN (SELECT item FROM up) ORDER BY h.seq LIMIT 1",
      {id.str()});
  if (rows.empty()) return std::nullopt;
  if (reason) *reason = rows[0].text(1);
  return ItemId(rows[0].text(0));
}
bool heldHere(Db& db, const ItemId& id) { return !db.query("SELECT 1 FROM item_hold WHERE item=$1 AND source=''", {id.str()}).empty(); }
std::set<ItemId> heldItems(Db& db, LineageIndex* index) {
  std::set<ItemId> out;
  for (const auto& row : db.query("SELECT DISTINCT item FROM item_hold ORDER BY item")) {
    const ItemId id(row.text(0));
    if (!out.insert(id).second) continue;  // an ancestor is on hold too: all that came of this one is in already
    for (auto& below : descendants(db, id, index)) out.insert(std::move(below));
  }
  return out;
}
std::string beganWith(Db& db) {
  const auto rows = db.query("SELECT atoms FROM posting ORDER BY seq,line LIMIT 1");
  return rows.empty() ? "" : rows[0].json(0)["dataset"].text();
}

std::vector<ItemId> ancestors(Db& db, const ItemId& id) { return walk(db, id, "child", "parent", "ASC"); }
std::vector<ItemId> descendants(Db& db, const ItemId& id) { return walk(db, id, "parent", "child", "ASC"); }

Activity holding(Db& db, const SiteId& site, const std::string& nuclide, Instant t) {
  Activity sum;
  for (const auto& item : itemsAt(db, site))
    if (!item.inventory.empty() && t >= item.inventory.reference()) sum = sum + item.inventory.activityAt(nuclide, t);
  return sum;
}

}  // namespace isotrail
