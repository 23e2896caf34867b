#pragma once
// Double-entry accounting of atoms. Atoms leave items (takes) and enter items (puts); what comes from or goes to the outside
// is named by the account of the movement's kind. Decay is the only leak.
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "nuclide/inventory.h"
#include "units/quantity.h"

namespace isotrail {

enum class MovementKind {
  make,          // atoms appear by nuclear reaction: account "made"
  bring_in,      // atoms arrive from a party outside the record: account "in"
  split,         // part of an item into new or other items
  combine,       // several items into one
  pack,          // items into a container (custody only)
  unpack,        // items out of their container (custody only)
  hand_over,     // giver's half of a transfer: in transit to `to`
  take_over,     // taker's half: custody passes to `to`
  cross_border,  // passes a post (custody only)
  receive,       // arrival at `to`: custody and place
  measure,       // an assay: the difference to the computed value goes to "unexplained"
  draw,          // a dose out of a vial
  give,          // to a patient: account "given"
  move,          // another place in the same site (custody only)
  discard,       // into waste, still in an item
  clear,         // leaves control after a clearance reading: account "cleared"
  discharge,     // to the environment under a permit: account "discharged"
  restate,       // the same activities stated with another nuclide dataset: account "restated"
  destroy        // no longer exists as an item; only when it holds no activity
};
const char* movementName(MovementKind kind);
std::optional<MovementKind> movementKind(std::string_view name);

/// A thing that comes to exist by this movement.
struct NewItem {
  std::string
      kind;  // target_water precursor cassette reagent vials kit bulk batch vial sample generator eluate preparation dose package container waste
  std::string label;  // what people call it
  ProductId product;
  ItemId batch;  // the batch (or preparation) it belongs to
  std::optional<Instant> expires_at;
  OrgId maker;  // who made it; empty: the site's organisation
};

/// Atoms and volume leaving an item at the movement's instant.
struct Take {
  ItemId item;
  Inventory amount;  // empty when only custody or material without activity takes part
  Volume volume;
  bool consumed = false;  // the item is used up and leaves the stock (what it still held must be in `amount`)
};
/// Atoms and volume entering an item.
struct Put {
  ItemId item;
  Inventory amount;
  Volume volume;
  std::optional<NewItem> created;  // set when the item begins to exist here
};
struct With {
  std::string kind;  // person equipment vehicle paper order patient
  std::string id;
};

struct Movement {
  MovementKind kind = MovementKind::move;
  std::vector<Take> takes;
  std::vector<Put> puts;
  std::vector<ItemId> items;  // custody-only subjects (pack, hand over, move...)
  ItemId container;           // pack, unpack
  SiteId from;
  SiteId to;          // empty: stays at the site of the act
  OrgId to_org;       // take_over by a carrier: who has it now; bring_in: whose it is
  std::string place;  // within the site, or the post
  Instant at;
  std::string transfer;          // joins the two halves of a hand-over
  double uncertainty_rel = 0.0;  // k=1, of a measured amount
  std::vector<With> with;

  Json toJson() const;
  static Movement fromJson(const Json& j);
};

/// Ok when takes and puts balance per nuclide within 1e-9 (after decay to `at`), except for kinds with an outside account.
/// MOVEMENT_UNBALANCED names the nuclide and both sums.
Verdict checkBalance(const Movement& m);
/// "made", "in", "given", "cleared", "discharged", "unexplained", "restated" or "" for a closed movement.
const char* outsideAccount(MovementKind kind);

}  // namespace isotrail
