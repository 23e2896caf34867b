#pragma once
// The regulators' window: agencies by life-cycle stage.
#include "desk/room.h"

namespace isotrail::oversight {
Result<Json> matrixView(ViewRequest& q);
Result<Json> cellView(ViewRequest& q);
}  // namespace isotrail::oversight
