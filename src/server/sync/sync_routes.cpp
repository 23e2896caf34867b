#include "server/sync/sync_routes.h"

#include <charconv>

#include "node/sync/exchange.h"
#include "node/sync/self.h"

namespace isotrail::server {
namespace {

http::Reply self(Node& node) { return answer(sync::selfOf(node)); }

http::Reply notices(Node& node, const Visit& v) {
  const std::string& text = v.request.param("after");
  std::int64_t after = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), after);
  if (!text.empty() && (error != std::errc() || end != text.data() + text.size() || after < 0))
    return refuse(Refusal::field({"after", "BAD_VALUE", text.substr(0, 80), "a whole number from 0 up", 0, 0}), v);
  const SignedCheckpoint checkpoint = node.log().checkpoint();
  Json out;
  node.desk().read([&](Db& db) { out = sync::noticesFor(db, checkpoint, v.request.param("node"), after, node.desk().now()); });
  return answer(out);
}

}  // namespace

std::vector<Route> syncRoutes(Node& node) {
  std::vector<Route> routes;
  routes.push_back({.method = "GET",
                    .path = std::string(kApi) + "/sync/self",
                    .permission = "sync.read",
                    .id = "sync.self",
                    .tag = "sync",
                    .summary = "This node as others register it: its name, the key its log began with, how many entries.",
                    .run = [&node](Visit&) { return self(node); }});
  routes.push_back({.method = "GET",
                    .path = std::string(kApi) + "/sync/notices",
                    .permission = "sync.read",
                    .id = "sync.notices",
                    .tag = "sync",
                    .summary = "Holds and liftings of this node's log after an entry, each with the path that proves it; those of the node "
                               "that asks are left out.",
                    .params = {"node", "after"},
                    .run = [&node](Visit& v) { return notices(node, v); }});
  return routes;
}

}  // namespace isotrail::server
