#pragma once
// The routes that come from the rooms' tables: a POST for each command, a GET for each view.
#include "node/node.h"
#include "server/routes.h"

namespace isotrail::server {

std::vector<Route> roomRoutes(Node& node);

}  // namespace isotrail::server
