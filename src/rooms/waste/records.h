#pragma once
// The decay containers as folded from the entries.
#include "desk/room.h"
#include "desk/shelf.h"

namespace isotrail::waste {

/// Under the site. State: stored cleared.
inline constexpr Shelf kContainers("waste_container");
/// Tanks under the site (state: filling closed), permits under the site, returns by item under the site.
inline constexpr Shelf kTanks("waste_tank"), kPermits("waste_permit"), kReturns("waste_return");
/// When nobody weighed it.
inline constexpr Mass kAssumedMass = Mass(1.0);

void applyWaste(Db& db, const Event& event);
Result<Json> containersView(ViewRequest& q);
void applyTanks(Db& db, const Event& event);
void applyReturns(Db& db, const Event& event);
Result<Json> tanksView(ViewRequest& q);
Result<Json> returnsView(ViewRequest& q);

}  // namespace isotrail::waste
