// Trace back and forward: derivation edges, the packages things travelled in, and the entries that touched them.
#include <algorithm>

#include "trace/items_sql.h"

namespace isotrail {
namespace {

std::set<ItemId> asSet(const std::vector<ItemId>& ids) { return {ids.begin(), ids.end()}; }

/// Materials that serve many batches: of their history only their arrival and the use inside this lineage belong here. What a
/// thing holds now does not tell: a dose that was given and a vial that was discarded are empty too.
bool isSharedInput(const Item& item) {
  static const std::set<std::string> own_history = {"bulk",   "batch",       "vial", "sample",  "generator",
                                                    "eluate", "preparation", "dose", "package", "waste"};
  return !own_history.contains(item.kind);
}

void addEdges(Db& db, const std::set<ItemId>& members, Lineage& out, std::set<std::int64_t>& events) {
  for (const auto& child : members) {
    for (const auto& row : db.query("SELECT parent,seq FROM edge WHERE child=$1 ORDER BY parent", {child.str()})) {
      const ItemId parent(row.text(0));
      if (!members.contains(parent)) continue;
      out.edges.push_back({parent, child, "derived"});
      events.insert(row.integer(1));
    }
  }
}

/// The packages and waste containers that members were in.
void addContainers(Db& db, std::set<ItemId>& members, Lineage& out) {
  const std::set<ItemId> inside = members;
  for (const auto& id : inside) {
    for (const auto& row : db.query("SELECT container FROM containment WHERE item=$1 ORDER BY from_seq", {id.str()})) {
      const ItemId container(row.text(0));
      members.insert(container);
      out.edges.push_back({id, container, "contained"});
    }
  }
}

void addHistory(Db& db, const Item& item, std::set<std::int64_t>& events) {
  auto rows = db.query("SELECT seq FROM item_event WHERE item=$1 ORDER BY seq", {item.id.str()});
  if (isSharedInput(item)) {
    if (!rows.empty()) events.insert(rows.front().integer(0));
    return;
  }
  for (const auto& row : rows) events.insert(row.integer(0));
}

Lineage lineage(Db& db, std::set<ItemId> members) {
  Lineage out;
  std::set<std::int64_t> events;
  addEdges(db, members, out, events);
  addContainers(db, members, out);
  for (const auto& id : members) {
    auto item = findItem(db, id);
    if (!item) continue;
    addHistory(db, *item, events);
    out.items.push_back(std::move(*item));
  }
  std::stable_sort(out.items.begin(), out.items.end(), [](const Item& a, const Item& b) { return a.created_at < b.created_at; });
  out.events.assign(events.begin(), events.end());
  return out;
}

}  // namespace

Lineage traceBack(Db& db, const ItemId& id) {
  auto members = asSet(ancestors(db, id));
  members.insert(id);
  return lineage(db, std::move(members));
}
Lineage traceForward(Db& db, const ItemId& id) {
  auto members = asSet(descendants(db, id));
  members.insert(id);
  return lineage(db, std::move(members));
}

std::vector<ItemId> everIn(Db& db, const ItemId& container) {
  std::vector<ItemId> out;
  for (const auto& row : db.query("SELECT DISTINCT item FROM containment WHERE container=$1 ORDER BY item", {container.str()}))
    out.emplace_back(row.text(0));
  return out;
}

std::vector<std::int64_t> entriesAbout(Db& db, const std::string& subject) {
  std::vector<std::int64_t> out;
  for (const auto& row : db.query("SELECT seq FROM item_event WHERE item=$1 ORDER BY seq", {subject})) out.push_back(row.integer(0));
  return out;
}

std::vector<Participation> participants(Db& db, const std::vector<std::int64_t>& events) {
  std::vector<Participation> out;
  for (auto seq : events)
    for (const auto& row : db.query("SELECT kind,id FROM movement_with WHERE seq=$1 ORDER BY kind,id", {seq}))
      out.push_back({row.text(0), row.text(1), seq});
  return out;
}

}  // namespace isotrail
