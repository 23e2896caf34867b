#pragma once
// The room's own tables.
#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/licensing/facts.h"

namespace isotrail::licensing {

/// Licences, under the site; caps by "licence nuclide", under the licence.
constexpr Shelf kLicences("licensing_licence"), kCaps("licensing_cap");

Result<Json> holdingsView(ViewRequest& q);

}  // namespace isotrail::licensing
