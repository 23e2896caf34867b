// Trace back and forward: derivation edges, the packages things travelled in, and the entries that touched them.
#include <algorithm>

#include "trace/items_sql.h"
#include "trace/lineage_index.h"

namespace isotrail {
namespace {

/// Materials that serve many batches: of their history only their arrival and the use inside this lineage belong here. What a
/// thing holds now does not tell: a dose that was given and a vial that was discarded are empty too.
bool isSharedInput(const Item& item) {
  static const std::set<std::string> own_history = {"bulk",   "batch",       "vial", "sample",  "generator",
                                                    "eluate", "preparation", "dose", "package", "waste"};
  return !own_history.contains(item.kind);
}

void addEdges(Db& db, const std::set<ItemId>& members, Lineage& out, std::set<std::int64_t>& events) {
  rowsOf(db, "SELECT parent,child,seq FROM edge WHERE child IN", {members.begin(), members.end()}, "ORDER BY child,parent", [&](const Row& row) {
    const ItemId parent(row.text(0));
    if (!members.contains(parent)) return;
    out.edges.push_back({parent, ItemId(row.text(1)), "derived"});
    events.insert(row.integer(2));
  });
}

/// The packages and waste containers that members were in.
void addContainers(Db& db, std::set<ItemId>& members, Lineage& out) {
  const std::vector<ItemId> inside(members.begin(), members.end());
  rowsOf(db, "SELECT item,container FROM containment WHERE item IN", inside, "ORDER BY item,from_seq", [&](const Row& row) {
    const ItemId container(row.text(1));
    members.insert(container);
    out.edges.push_back({ItemId(row.text(0)), container, "contained"});
  });
}

/// Entries that touched an item: of a shared input only the first.
void addHistories(Db& db, const std::vector<Item>& items, std::set<std::int64_t>& events) {
  std::vector<ItemId> own, shared;
  for (const auto& item : items) (isSharedInput(item) ? shared : own).push_back(item.id);
  for (const bool first_only : {false, true})
    eachEntryAbout(db, first_only ? shared : own, first_only, [&](std::int64_t seq) { events.insert(seq); });
}

Lineage lineage(Db& db, const ItemId& id, const std::vector<ItemId>& others) {
  std::set<ItemId> members(others.begin(), others.end());
  members.insert(id);
  Lineage out;
  std::set<std::int64_t> events;
  addEdges(db, members, out, events);
  addContainers(db, members, out);
  out.items = itemsOf(db, {members.begin(), members.end()});
  addHistories(db, out.items, events);
  std::stable_sort(out.items.begin(), out.items.end(), [](const Item& a, const Item& b) { return a.created_at < b.created_at; });
  out.events.assign(events.begin(), events.end());
  return out;
}

}  // namespace

Lineage traceBack(Db& db, const ItemId& id, LineageIndex* index) { return lineage(db, id, ancestors(db, id, index)); }
Lineage traceForward(Db& db, const ItemId& id, LineageIndex* index) { return lineage(db, id, descendants(db, id, index)); }

std::vector<ItemId> everIn(Db& db, const ItemId& container) {
  std::vector<ItemId> out;
  for (const auto& row : db.query("SELECT DISTINCT item FROM containment WHERE container=$1 ORDER BY item", {container.str()}))
    out.emplace_back(row.text(0));
  return out;
}

}  // namespace isotrail
