#pragma once
// The room's own tables, as folded from the entries.
#include <optional>

#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/hotlab/facts.h"

namespace isotrail::hotlab {

struct SetKitRule;

/// Checks by "calibrator day"; packages by number, under the consignment; kit lots, under the site; preparations and doses,
/// under the site.
inline constexpr Shelf kChecks("hotlab_check"), kPackages("hotlab_package"), kKits("hotlab_kit"), kPreparations("hotlab_preparation"),
    kDoses("hotlab_dose");
/// Rules of kits by "site product", and the room of a hot lab by "site", under the site; counts by "site day".
inline constexpr Shelf kKitRules("hotlab_kit_rule"), kCounts("hotlab_count");

void applyHotlab(Db& db, const Event& event);
Result<Json> stockView(ViewRequest& q);
Result<Json> adviceView(ViewRequest& q);

Result<Json> countsView(ViewRequest& q);
Result<Json> kitRulesView(ViewRequest& q);
void applyKitRules(Db& db, const Event& e);
/// The rule of a kit in a hot lab; none was set: the usual vial's.
std::optional<SetKitRule> kitRule(Db& db, const SiteId& site, const ProductId& product);
/// How long what is prepared or opened in this hot lab may be used; none was declared: no limit of the room's.
std::optional<Seconds> roomLimit(Db& db, const SiteId& site);
/// Gates ELUATE_TOO_OLD and ELUTION_GAP_TOO_LONG (HOT-19).
void requireEluateAge(Act& act, const Item& eluate, const SetKitRule& rule);
/// Gate VIAL_BEYOND_USE (HOT-20) of a vial that was first drawn from too long ago.
void requireWithinUse(Act& act, const Item& vial);
inline std::string stream(const ItemId& item) { return "hotlab/" + item.str(); }

/// Kit vials of a lot that are left; none when the lot is not known here.
std::optional<std::int64_t> kitsLeft(Db& db, const ItemId& lot);
/// What a passed test is worth for a source of doses: gates NOT_RELEASED (and for the market) of a vial's batch,
/// PREPARATION_UNTESTED and PREPARATION_FAILED of a preparation.
void requireReleasedOrTested(Act& act, const Item& source, const std::string& market);

}  // namespace isotrail::hotlab
