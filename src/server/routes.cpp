#include "server/routes.h"

#include "base/check.h"

namespace isotrail::server {
namespace {

constexpr std::size_t kLongestId = 200;  // bytes; the views refuse what they do not know

bool mayBeId(std::string_view id) {
  if (id.empty() || id.size() > kLongestId) return false;
  for (const char c : id)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  return true;
}

}  // namespace

RouteTable::RouteTable(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& r : routes_) {
    if (r.permission.empty()) throw Bug("route " + r.shownPath() + " names no permission");
    auto& here = by_path_[r.shownPath()];
    for (const Route* other : here)
      if (other->method == r.method) throw Bug("two routes for " + r.method + " " + r.shownPath());
    here.push_back(&r);
  }
}

RouteTable::Found RouteTable::find(std::string_view method, const std::string& path) const {
  Found found;
  const auto take = [&](const std::string& key, const std::string& id) {
    const auto here = by_path_.find(key);
    if (here == by_path_.end()) return;
    for (const Route* r : here->second) {
      if (id.find('/') != std::string::npos && !r->deep) continue;
      found.allowed += (found.allowed.empty() ? "" : ", ") + r->method;
      if (r->method == method && !found.route) {
        found.route = r;
        found.id = id;
      }
    }
  };
  take(path, "");
  for (auto slash = path.rfind('/'); slash != std::string::npos && slash > 0; slash = path.rfind('/', slash - 1)) {
    const std::string id = path.substr(slash + 1);
    if (!mayBeId(id)) break;
    take(path.substr(0, slash) + "/{id}", id);
    if (!found.allowed.empty()) break;
  }
  return found;
}

}  // namespace isotrail::server
