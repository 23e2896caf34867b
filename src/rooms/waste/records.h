#pragma once
// The decay containers as folded from the entries.
#include "desk/room.h"
#include "desk/shelf.h"

namespace isotrail::waste {

/// Under the site. State: stored cleared.
inline constexpr Shelf kContainers("waste_container");
/// When nobody weighed it.
inline constexpr Mass kAssumedMass = Mass(1.0);

void applyWaste(Db& db, const Event& event);
Result<Json> containersView(ViewRequest& q);

}  // namespace isotrail::waste
