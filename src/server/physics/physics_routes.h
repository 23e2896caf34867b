#pragma once
// The workbench over HTTP: reading only, for anybody signed in; nothing is kept, so no command id is asked for.
#include "server/routes.h"

namespace isotrail::server {

std::vector<Route> physicsRoutes();

}  // namespace isotrail::server
