// Entries of all records taken apart into the tables that contradictions are looked for in.
#include <algorithm>

#include "desk/words.h"
#include "node/sync/side_by_side.h"
#include "trace/movement.h"

namespace isotrail::sync {
namespace {

/// One entry being taken in.
struct Beside {
  Db& db;
  const std::string& node;
  const Event& event;
  Movement m = {};
  std::int64_t line = 0;

  Instant at() const { return event.movement.isNull() || m.at == Instant() ? event.occurred_at : m.at; }
  void touch(const char* kind, const std::string& id) {
    if (!id.empty()) db.exec("INSERT INTO sync_touched(kind,id) VALUES($1,$2) ON CONFLICT DO NOTHING", {std::string(kind), id});
  }
  void amount(const SiteId& site, const ItemId& item, const Inventory& atoms, double sign) {
    if (atoms.empty()) return;
    db.exec("INSERT INTO sync_amount(node,seq,line,site,item,at,atoms) VALUES($1,$2,$3,$4,$5,$6,$7) ON CONFLICT DO NOTHING",
            {node, event.seq, ++line, site.str(), item.str(), dbInstant(at()), dbJson(atoms.at(at()).times(sign).toJson())});
    touch("site", site.str());
  }

  void take(const Take& t) {
    db.exec("INSERT INTO sync_use(node,item,seq,at,kind,used_up) VALUES($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING",
            {node, t.item.str(), event.seq, dbInstant(at()), std::string(movementName(m.kind)), dbBool(t.consumed)});
    touch("item", t.item.str());
    amount(event.site, t.item, t.amount, -1.0);
  }
  void put(const Put& p) {
    const SiteId site = m.to.empty() ? event.site : m.to;
    if (p.created) {
      db.exec("INSERT INTO sync_item(node,item,kind,batch,active,site,seq,at) VALUES($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT DO NOTHING",
              {node, p.item.str(), p.created->kind, p.created->batch.str(), dbBool(!p.amount.empty()), site.str(), event.seq, dbInstant(at())});
      touch("item", p.item.str());
    }
    amount(site, p.item, p.amount, 1.0);
    for (const auto& t : m.takes)
      if (t.item != p.item) db.exec("INSERT INTO sync_edge(parent,child) VALUES($1,$2) ON CONFLICT DO NOTHING", {t.item.str(), p.item.str()});
  }
  void handed(const std::string& item, const char* half) {
    db.exec("INSERT INTO sync_transfer(node,item,seq,at,half,from_site,to_site,transfer) VALUES($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT DO NOTHING",
            {node, item, event.seq, dbInstant(at()), std::string(half), m.from.empty() ? event.site.str() : m.from.str(), m.to.str(), m.transfer});
    touch("item", item);
    touch("site", m.to.str());
    for (const auto& row : db.query("SELECT item FROM sync_inside WHERE node=$1 AND container=$2 ORDER BY item", {node, item}))
      handed(row.text(0), half);
  }
  void move(const ItemId& item) {
    const std::vector<DbValue> place = {node, m.container.str(), item.str()};
    if (m.kind == MovementKind::pack) db.exec("INSERT INTO sync_inside(node,container,item) VALUES($1,$2,$3) ON CONFLICT DO NOTHING", place);
    if (m.kind == MovementKind::unpack) db.exec("DELETE FROM sync_inside WHERE node=$1 AND container=$2 AND item=$3", place);
    if (m.kind == MovementKind::hand_over) handed(item.str(), "given");
    if (m.kind == MovementKind::receive || m.kind == MovementKind::take_over) handed(item.str(), "taken");
    if (m.kind == MovementKind::destroy || m.kind == MovementKind::discard) take({item, {}, {}, m.kind == MovementKind::destroy});
  }
};

void licences(Beside& b) {
  const Json& p = b.event.payload;
  if (b.event.is("licensing.LicenceRegistered")) {
    b.db.exec("INSERT INTO sync_licence(licence,node,site) VALUES($1,$2,$3) ON CONFLICT DO NOTHING", {p["licence"].text(), b.node, p["site"].text()});
    b.touch("site", p["site"].text());
  }
  if (!b.event.is("licensing.CapSet")) return;
  b.db.exec(
      "INSERT INTO sync_cap(licence,nuclide,node,seq,at,max_bq) VALUES($1,$2,$3,$4,$5,$6) ON CONFLICT(licence,nuclide,node) DO UPDATE SET "
      "seq=excluded.seq,at=excluded.at,max_bq=excluded.max_bq WHERE sync_cap.seq<excluded.seq",
      {p["licence"].text(), p["nuclide"].text(), b.node, b.event.seq, dbInstant(b.event.occurred_at), p["max_activity_bq"].number()});
  b.touch("site", b.event.site.str());
}

}  // namespace

void setBeside(Db& db, const std::string& node, const Event& event) {
  Beside b{db, node, event};
  if (!event.movement.isNull()) {
    b.m = Movement::fromJson(event.movement);
    for (const auto& t : b.m.takes) b.take(t);
    for (const auto& p : b.m.puts) b.put(p);
    for (const auto& i : b.m.items) b.move(i);
  }
  if (event.is("quality.BatchReleased")) {
    const std::string& batch = event.payload["batch"].text();
    db.exec("INSERT INTO sync_release(batch,node,seq,at) VALUES($1,$2,$3,$4) ON CONFLICT DO NOTHING",
            {batch, node, event.seq, dbInstant(event.occurred_at)});
    b.touch("item", batch);
  }
  licences(b);
}

std::vector<std::string> besideTables() {
  return {"sync_item", "sync_use", "sync_transfer", "sync_inside", "sync_release", "sync_edge", "sync_amount", "sync_licence", "sync_cap"};
}

std::vector<std::string> knownDescendants(Db& db, const std::string& item) {
  std::vector<std::string> out;
  for (const auto& row : db.query("WITH RECURSIVE below(item) AS (SELECT child FROM sync_edge WHERE parent=$1 UNION SELECT e.child FROM sync_edge e "
                                  "JOIN below b ON e.parent=b.item) SELECT item FROM below ORDER BY item",
                                  {item}))
    out.push_back(row.text(0));
  return out;
}

}  // namespace isotrail::sync
