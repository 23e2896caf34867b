#pragma once
// The fixed routes: signing in and out, the clock, what this program is, the showcase's accounts and its day.
#include "node/node.h"
#include "server/routes.h"
#include "showcase/story_control.h"

namespace isotrail::server {

/// `secure`: cookies only over TLS.
std::vector<Route> sessionRoutes(Node& node, bool secure);
/// `story` is none on a node that is no showcase; its routes then answer NOT_FOUND.
std::vector<Route> nodeRoutes(Node& node, StoryControl* story);

/// {now, speed, playing, zone}; speed 0 while the showcase's clock stands.
Json clockJson(Node& node, const std::string& zone);
/// Where a visitor without a site of his own reads his wall clock.
inline constexpr const char* kHouseZone = "Asia/Macau";

}  // namespace isotrail::server
