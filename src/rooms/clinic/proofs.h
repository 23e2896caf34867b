#pragma once
// What must be proven before a dose is drawn and given, each with its state and one sentence in the reader's language.
#include <optional>

#include "desk/room.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"

namespace isotrail::clinic {

/// An order with all that is known of its dose.
struct Slot {
  ordering::OrderFacts order;
  catalogue::ProductFacts product;
  identity::SiteFacts site;  // the hospital's
  const Nuclide* nuclide = nullptr;
  std::optional<hotlab::DoseFacts> dose;
  std::optional<GivenFacts> given;
  std::optional<Item> item;  // the syringe; before it is drawn the vial that would serve, none while nothing is made
  bool house = false;        // the reader belongs to the hospital: only then patients, people and their names are shown
};

/// When the syringe may be injected: while its activity is inside the order's range and it has not expired. Before it is
/// drawn: for an activity that is exact at the planned instant.
struct Window {
  Instant from, until;
};
Window windowOf(const Slot& s);

Json proofsOf(ViewRequest& q, const Slot& s);

}  // namespace isotrail::clinic
