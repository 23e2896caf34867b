#pragma once
// The room's own tables, as folded from the entries.
#include <optional>

#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/hotlab/facts.h"

namespace isotrail::hotlab {

/// Checks by "calibrator day"; packages by number, under the consignment; kit lots, under the site; preparations and doses,
/// under the site.
inline constexpr Shelf kChecks("hotlab_check"), kPackages("hotlab_package"), kKits("hotlab_kit"), kPreparations("hotlab_preparation"),
    kDoses("hotlab_dose");

void applyHotlab(Db& db, const Event& event);
Result<Json> stockView(ViewRequest& q);
Result<Json> adviceView(ViewRequest& q);

inline std::string stream(const ItemId& item) { return "hotlab/" + item.str(); }

/// Kit vials of a lot that are left; none when the lot is not known here.
std::optional<std::int64_t> kitsLeft(Db& db, const ItemId& lot);
/// What a passed test is worth for a source of doses: gates NOT_RELEASED (and for the market) of a vial's batch,
/// PREPARATION_UNTESTED and PREPARATION_FAILED of a preparation.
void requireReleasedOrTested(Act& act, const Item& source, const std::string& market);

}  // namespace isotrail::hotlab
