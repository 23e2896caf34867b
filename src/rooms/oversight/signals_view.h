#pragma once
#include "desk/room.h"
#include "signals/signals.h"

namespace isotrail::oversight {

/// What the rooms know now, as far as the caller may see it.
SignalFacts gatherSignalFacts(ViewRequest& q);
Result<Json> signalsView(ViewRequest& q);

}  // namespace isotrail::oversight
