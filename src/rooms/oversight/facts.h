#pragma once
// What might go wrong and what is owed, as the views across rooms show it.
#include <string>
#include <string_view>
#include <vector>

#include "desk/room.h"
#include "signals/signals.h"

namespace isotrail::oversight {

/// What the rooms know now, as far as the caller may see it.
SignalFacts gatherSignalFacts(ViewRequest& q);
Result<Json> signalsView(ViewRequest& q);

/// A duty that an entry of this type and payload would start now under the adopted packs of a jurisdiction.
struct Notice {
  std::string duty, title, agency, agency_name, jurisdiction, citation, zone;
  Instant due_at;
};
std::vector<Notice> noticesOf(ViewRequest& q, std::string_view entry, const Json& payload, const std::string& jurisdiction);

}  // namespace isotrail::oversight
