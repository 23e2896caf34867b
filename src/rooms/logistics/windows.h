#pragma once
// Openings of the border posts of a lane.
#include <string>
#include <vector>

#include "rooms/logistics/records.h"

namespace isotrail::logistics {

/// A window of one leg of the lane. Posts are placed in time from the lane's to_site, where the injections wait.
struct Window {
  LaneWindow times;
  std::string leg;      // outbound return
  Seconds to_far_site;  // road and waiting between the post and the lane's to_site
};
/// In the order they are passed: export, then import.
std::vector<Window> windowsOf(Db& db, const LaneId& lane, const std::string& leg);

struct Opening {
  Instant opens, closes;
};
/// The opening that `t` falls in, else that of t's local day. One that closes before it opens closes the next day.
Result<Opening> openingAt(const LaneWindow& window, Instant t);

/// When the consignment is planned at the post, without delays.
Instant plannedAt(const Consignment& c, const Window& window);
/// When it is there: cleared or arrived; else when it is expected, not before `now`.
Instant expectedAt(const Consignment& c, const Window& window, Instant now);

/// What the document says of a post: arrived_at, extended_until, export and import clearances.
const Json& postDoc(const Consignment& c, const std::string& post);
bool cleared(const Consignment& c, const Window& window);

}  // namespace isotrail::logistics
