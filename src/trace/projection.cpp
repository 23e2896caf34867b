// Applies one entry's movement to the item tables. Everything here follows from the entry alone, so a rebuild is a replay.
#include <algorithm>

#include "base/sql/values.h"
#include "trace/items_sql.h"
#include "trace/lineage_rows.h"
#include "trace/mentions.h"

namespace isotrail {
namespace {

/// The movement being applied, with what each step needs.
struct Applying {
  Db& db;
  const Event& event;
  Movement m;
  std::string subject;
  std::int64_t line = 0;
  std::vector<std::string> created = {};  // items that begin to exist here

  void post(const ItemId& item, const SiteId& site, const std::string& account, const Inventory& amount, double sign) {
    if (amount.empty()) return;
    const Inventory signed_amount = amount.at(m.at).times(sign);
    db.post("INSERT INTO posting(seq,line,item,site,account,at,atoms,unc_rel) VALUES($1,$2,$3,$4,$5,$6,$7,$8)",
            {event.seq, ++line, item.str(), site.str(), account, dbInstant(m.at), dbJson(signed_amount.toJson()), m.uncertainty_rel});
  }
  /// What the entry is about needs no line here: mentions have it.
  void touch(const ItemId& item) {
    if (item.str() != subject) db.post("INSERT INTO item_event(item,seq) VALUES($1,$2) ON CONFLICT DO NOTHING", {item.str(), event.seq});
  }
  void save(Item& item) {
    saveItem(db, item, event.seq);
    touch(item.id);
  }
};

void takeFrom(Applying& a, const Take& take) {
  auto item = findItem(a.db, take.item);
  if (!item) throw Fault("LEDGER_CORRUPT", "entry " + std::to_string(a.event.seq) + " takes from unknown item " + take.item.str());
  if (!take.amount.empty()) {
    item->inventory = item->inventory.at(a.m.at).minus(take.amount.at(a.m.at));
    a.post(item->id, item->site, "out", take.amount, -1.0);
  }
  item->volume = Volume(std::max(0.0, item->volume.value - take.volume.value));
  if (take.consumed) {
    item->stage = a.m.kind == MovementKind::give ? "given" : a.m.kind == MovementKind::clear ? "cleared" : "consumed";
  }
  a.save(*item);
}

Item created(const Applying& a, const Put& put, const SiteId& site) {
  Item item;
  item.id = put.item;
  item.kind = put.created->kind;
  item.label = put.created->label;
  item.product = put.created->product;
  item.batch = put.created->batch;
  // What comes in from outside belongs to whom it was brought to, also when somebody else wrote it down.
  item.org = a.m.kind == MovementKind::bring_in && !a.m.to_org.empty() ? a.m.to_org : a.event.org;
  item.maker = put.created->maker.empty() ? a.event.org : put.created->maker;
  item.site = site;
  item.place = a.m.place;
  item.stage = "here";
  item.expires_at = put.created->expires_at;
  item.created_at = a.m.at;
  return item;
}

void putInto(Applying& a, const Put& put) {
  const SiteId site = a.m.to.empty() ? a.event.site : a.m.to;
  auto found = findItem(a.db, put.item);
  if (!found) a.created.push_back(put.item.str());
  Item item = found ? *found : created(a, put, site);
  if (!put.amount.empty()) {
    const Inventory fresh = put.amount.at(a.m.at);
    item.inventory = item.inventory.empty() ? fresh : item.inventory.at(a.m.at).plus(fresh);
    a.post(item.id, item.site, "in", put.amount, 1.0);
    if (put.created || a.m.kind == MovementKind::measure || a.m.kind == MovementKind::restate) {
      const std::string leading = item.inventory.leading();
      if (!leading.empty()) item.calibration = ReferencedActivity{item.inventory.activity(leading), a.m.at};
    }
  }
  item.volume = item.volume + put.volume;
  a.save(item);
}

/// What did not come from an item came from outside, and the reverse: one line names the account.
void postOutside(Applying& a) {
  const std::string account = outsideAccount(a.m.kind);
  if (account.empty()) return;
  std::map<std::string, Inventory> balances;  // by dataset: a restated amount leaves one and enters another
  const auto add = [&](const Inventory& amount, double sign) {
    if (amount.empty()) return;
    Inventory& balance = balances[amount.dataset().version()];
    balance = balance.plus(amount.at(a.m.at).times(sign));
  };
  for (const auto& p : a.m.puts) add(p.amount, 1.0);
  for (const auto& t : a.m.takes) add(t.amount, -1.0);
  // The outside line carries the sign seen by the site: made and in are positive, given and cleared negative.
  for (const auto& [version, balance] : balances) a.post(ItemId(""), a.event.site, account, balance, 1.0);
}

void packOne(Applying& a, Item& item) {
  if (a.m.kind == MovementKind::pack) {
    item.container = a.m.container;
    a.db.post("INSERT INTO containment(item,container,from_seq) VALUES($1,$2,$3)", {item.id.str(), a.m.container.str(), a.event.seq});
  } else if (a.m.kind == MovementKind::unpack) {
    a.db.post("UPDATE containment SET to_seq=$3 WHERE item=$1 AND container=$2 AND to_seq IS NULL",
              {item.id.str(), item.container.str(), a.event.seq});
    item.container = ItemId();
  }
}

/// Custody and place of an item and of all that is inside it. A transfer that leaves a site posts "sent" there and one
/// that arrives posts "received", so that each site's account closes alone.
void moveCustody(Applying& a, const ItemId& id) {
  auto item = findItem(a.db, id);
  if (!item) throw Fault("LEDGER_CORRUPT", "entry " + std::to_string(a.event.seq) + " moves unknown item " + id.str());
  packOne(a, *item);
  switch (a.m.kind) {
    case MovementKind::hand_over:
      if (item->stage == "here") a.post(item->id, item->site, "sent", item->inventory, -1.0);
      item->stage = "in_transit";
      item->to_site = a.m.to;
      break;
    case MovementKind::take_over:
      item->org = a.m.to_org;
      break;
    case MovementKind::receive:
      item->site = a.m.to;
      item->org = a.m.to_org;
      item->to_site = SiteId();
      item->stage = "here";
      a.post(item->id, item->site, "received", item->inventory, 1.0);
      break;
    case MovementKind::discard:
      item->stage = "discarded";
      break;
    case MovementKind::destroy:
      item->stage = "destroyed";
      break;
    default:
      break;
  }
  if (!a.m.place.empty()) item->place = a.m.place;
  a.save(*item);
  if (a.m.kind == MovementKind::pack || a.m.kind == MovementKind::unpack) return;
  for (const auto& inside : itemsIn(a.db, id)) moveCustody(a, inside.id);
}

void applyMovement(Db& db, const Event& event) {
  Applying a{db, event, Movement::fromJson(event.movement), subjectOf(event.stream)};
  for (const auto& take : a.m.takes) takeFrom(a, take);
  for (const auto& put : a.m.puts) putInto(a, put);
  postOutside(a);
  numberItems(db, a.created);
  linkItems(db, a.m, event.seq);
  for (const auto& item : a.m.items) moveCustody(a, item);
}

}  // namespace

void applyTrace(Db& db, const Event& event) {
  if (!event.movement.isNull()) applyMovement(db, event);
  if (event.is("trace.Held")) {
    db.post(
        "INSERT INTO item_hold(item,source,reason,seq) VALUES($1,$2,$3,$4) ON CONFLICT(item,source) DO UPDATE SET "
        "reason=excluded.reason,seq=excluded.seq",
        {event.payload["item"].text(), event.payload["source"].text(), event.payload["reason"].text(), event.seq});
  } else if (event.is("trace.HoldLifted")) {
    db.exec("DELETE FROM item_hold WHERE item=$1 AND source=$2", {event.payload["item"].text(), event.payload["source"].text()});
  }
}

const std::vector<std::string>& traceTables() {
  static const std::vector<std::string> tables = {"item",       "edge",      "containment",  "posting",      "mention",
                                                  "item_event", "item_hold", "lineage_item", "lineage_edge", "site_day"};
  return tables;
}

}  // namespace isotrail
