#pragma once
// What is: projections of movements. Rooms read items here and hand movements to the desk; they never write these tables.
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ports.h"
#include "ledger/event.h"
#include "trace/movement.h"

namespace isotrail {

class LineageIndex;

struct Item {
  ItemId id;
  std::string kind;
  std::string label;
  ProductId product;
  ItemId batch;
  OrgId maker;
  OrgId org;    // custodian
  SiteId site;  // where it is, or where it left from while in transit
  std::string place;
  SiteId to_site;     // destination while in transit
  std::string stage;  // "here" "in_transit" "consumed" "given" "discarded" "cleared" "destroyed"
  ItemId container;   // package or waste container it is in, empty when none
  Volume volume;
  Inventory inventory;                            // at its own reference instant; use inventoryAt
  std::optional<ReferencedActivity> calibration;  // last measured: leading nuclide's activity and instant
  std::optional<Instant> expires_at;
  Instant created_at;
  Inventory inventoryAt(Instant t) const { return inventory.at(t); }
};

/// The item as the record has it now. NOT_FOUND names the field.
Result<Item> itemOf(Db& db, std::string_view field, const ItemId& id);
std::optional<Item> findItem(Db& db, const ItemId& id);
std::vector<Item> itemsAt(Db& db, const SiteId& site);  // stage "here", or in transit to the site
std::vector<Item> itemsIn(Db& db, const ItemId& container);
std::vector<Item> itemsOfBatch(Db& db, const ItemId& batch);
std::vector<Item> allItems(Db& db);
std::vector<Item> itemsOf(Db& db, const std::vector<ItemId>& ids);  // those on record, by id

/// What an item is and where, without what it holds.
struct ItemPlace {
  std::string kind, stage;
  OrgId org;
  SiteId site, to_site;
};
/// Calls `each` with those of the items that are on record.
void eachPlace(Db& db, const std::vector<ItemId>& ids, const std::function<void(const ItemPlace&)>& each);

/// The item that holds `id`, itself or an ancestor, on hold; empty when free. Reason in `reason` when given.
std::optional<ItemId> heldBy(Db& db, const ItemId& id, std::string* reason = nullptr);
/// A hold on the item itself that this record's own people asked for; others are lifted where they were placed.
bool heldHere(Db& db, const ItemId& id);
std::vector<ItemId> ancestors(Db& db, const ItemId& id);    // without id itself, oldest first
std::vector<ItemId> descendants(Db& db, const ItemId& id);  // without id itself, youngest last

/// Everything that is on hold: what was put on hold, and what came out of that, wherever it is now.
std::set<ItemId> heldItems(Db& db, LineageIndex* index = nullptr);

/// Ok unless the movement would make an item come out of itself. LINEAGE_CYCLE names the item and what already came out of it.
Verdict checkLineage(Db& db, const Movement& m);
/// To be called in the transaction of a rebuild: indexes in memory, of any server, then start again.
void noteLineageRebuilt(Db& db);

/// Version of the nuclide dataset of the first activity on record; "" when there is none.
std::string beganWith(Db& db);

/// Activity of `nuclide` that counts against a site's licence at `t`: here and on the road to it, decay-corrected.
Activity holding(Db& db, const SiteId& site, const std::string& nuclide, Instant t);

/// Projection: applies one entry's movement (and trace.Held, trace.HoldLifted). Guarding, so in the same transaction.
void applyTrace(Db& db, const Event& event);
const std::vector<std::string>& traceTables();

/// One line of a site's day: atoms per nuclide; closes when |unexplained| <= limit (2 sigma of the day's measurements).
struct AccountLine {
  std::string nuclide;
  double opening = 0, in = 0, made = 0, grown = 0, closing = 0, out = 0, decayed = 0, given = 0, discharged = 0, cleared = 0, wasted = 0, lost = 0,
         restated = 0, unexplained = 0, unexplained_limit = 0;
  double residue() const;  // what is left over after every named term: rounding only
  bool closes() const;
};
std::vector<AccountLine> dayAccount(Db& db, const SiteId& site, Instant from, Instant to);

/// What a person's dose came from, or what came of an item.
struct Lineage {
  struct Edge {
    ItemId from, to;
    std::string kind;
  };  // "derived" or "contained"
  std::vector<Item> items;
  std::vector<Edge> edges;
  std::vector<std::int64_t> events;  // entries that touched any of them, in order
};
/// From `index` where one is given (then `db` is a connection that only reads), else by query.
Lineage traceBack(Db& db, const ItemId& id, LineageIndex* index = nullptr);
Lineage traceForward(Db& db, const ItemId& id, LineageIndex* index = nullptr);
/// Everything that was ever packed into or stored in `container`.
std::vector<ItemId> everIn(Db& db, const ItemId& container);
/// Entries about a thing that need not be an item: an order, a consignment, a package, by its id in their stream.
std::vector<std::int64_t> entriesAbout(Db& db, const std::string& subject);
/// Entries whose movement a thing took part in: equipment, a vehicle, a paper.
std::vector<std::int64_t> entriesWith(Db& db, const std::string& kind, const std::string& id);
struct Participation {
  std::string kind, id;
  std::int64_t seq;
};
std::vector<Participation> participants(Db& db, const std::vector<std::int64_t>& events);

}  // namespace isotrail
