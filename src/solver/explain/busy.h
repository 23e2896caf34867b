#pragma once
// Why rooms and cameras of a hospital do not take an order, and what would help.
#include <functional>

#include "solver/explain/explain.h"

namespace isotrail::solver {

/// Nothing where they take it beside those that are `served`. WHY_ROOM_BUSY and WHY_CAMERA_BUSY name the nearest time of injection at which
/// they would, WHY_HOSPITAL_FULL has none within half a day.
std::optional<Reason> busyReason(const rppd::Instance& instance, int order, const std::function<bool(int order)>& served,
                                 const std::function<bool(int order)>& begun);

}  // namespace isotrail::solver
