#pragma once
// The room's own tables.
#include "desk/room.h"
#include "desk/shelf.h"

namespace isotrail::protection {

/// Doses by "dosimeter quantity from", under the person; places by "site place", under the site (state: clean contaminated).
constexpr Shelf kDoses("protection_dose"), kPlaces("protection_survey");

void applyProtection(Db& db, const Event& e);
Result<Json> workersView(ViewRequest& q);
Result<Json> placesView(ViewRequest& q);

}  // namespace isotrail::protection
