#pragma once
// The API described as OpenAPI 3.1, from the routes and the fields of the commands.
#include <vector>

#include "server/routes.h"

namespace isotrail::server {

/// Each operation carries x-permission, and x-meaning when it is signed.
Json openApiDocument(const std::vector<Route>& routes);

}  // namespace isotrail::server
