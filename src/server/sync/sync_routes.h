#pragma once
// What a node says of itself to others, and a hub's notices for its sites. Segments come in as the command sync/receive-segment.
#include "node/node.h"
#include "server/routes.h"

namespace isotrail::server {
std::vector<Route> syncRoutes(Node& node);
}  // namespace isotrail::server
