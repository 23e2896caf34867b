#pragma once
// What doses can be drawn from now, and which booked orders each would serve: orders in time order, each leaving the rest to
// decay. The same answer for everybody; who may see which part of it is Sight's matter.
#include <optional>
#include <string>
#include <vector>

#include "nuclide/dataset.h"
#include "rooms/logistics/facts.h"
#include "rooms/ordering/facts.h"
#include "trace/trace.h"

namespace isotrail::overview {

/// An order as a source would serve it.
struct Served {
  ordering::OrderFacts order;
  bool covered = false;
  std::optional<Volume> left;  // in the source after it; none where the volume does not decide
  Seconds slack;               // how much later the injection could be (solver/ux: T log2(drawable/needed)); negative when short
};

struct Source {
  Item item;
  std::string state;        // available waiting_release in_transit on_hold expired untested failed spent
  std::string nuclide;      // what it is used for: of a generator the daughter
  SiteId destination;       // where it is, or the site it is on its way to
  std::string consignment;  // that carries it, "" when none
  std::optional<Instant> usable_until;
  std::vector<Served> served;
  std::optional<Seconds> slack() const;  // the least over its orders; none without orders
};

/// Vials, preparations, eluates and generators that are somewhere, with the promised orders they would serve.
std::vector<Source> sourcesNow(Db& db, Instant now);

/// The state of any item of the board.
std::string stateOf(Db& db, const Item& item, Instant now);
/// Expiry, or what ends its use sooner; none when nothing does.
std::optional<Instant> usableUntil(Db& db, const Item& item);
/// The consignment whose package holds the item and that has not arrived.
std::optional<logistics::ConsignmentFacts> carriedBy(Db& db, const Item& item);

}  // namespace isotrail::overview
