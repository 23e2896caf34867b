#pragma once
// /api/v1/jobs: the node's work beside the requests, listed and asked for.
#include "node/jobs/queue.h"
#include "server/node_routes.h"

namespace isotrail::server {

/// The queue must live as long as the routes.
std::vector<Route> jobRoutes(Node& node, JobQueue& queue);

}  // namespace isotrail::server
