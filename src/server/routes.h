#pragma once
// The table of everything the server answers under /api/v1 and /healthz. Each route names its permission; there is no default.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "desk/room.h"
#include "server/visit.h"

namespace isotrail::server {

struct Route {
  std::string method;      // GET POST DELETE
  std::string path;        // "/api/v1/clinic/doses", without the id
  bool with_id = false;    // "/api/v1/clinic/doses/{id}"
  bool deep = false;       // with_id: the id is all the rest of the path, with its slashes
  std::string permission;  // "public", "session" (anybody signed in) or a permission of data/roles.csv
  std::string id;          // operationId, unique
  std::string tag;         // the room, or "node"
  std::string summary;     // one sentence for people
  std::vector<std::string> params = {};
  std::string media = "application/json";  // of the answer
  std::function<void(Fields&)> body = {};  // the fields of the JSON body, where there is one
  const CommandInfo* command = nullptr;    // of a room's command
  std::function<http::Reply(Visit&)> run;
  std::string shownPath() const { return with_id ? path + "/{id}" : path; }
};

inline constexpr const char* kPublic = "public";
inline constexpr const char* kSession = "session";
inline constexpr std::string_view kApi = "/api/v1";

class RouteTable {
 public:
  /// Throws Bug when two routes have the same method and path, or one names no permission.
  explicit RouteTable(std::vector<Route> routes);
  RouteTable(const RouteTable&) = delete;

  const std::vector<Route>& all() const { return routes_; }
  struct Found {
    const Route* route = nullptr;  // none: nothing is there, or not with this method
    std::string id;
    std::string allowed;  // methods the path takes, "GET, POST"; "" when there is nothing
  };
  Found find(std::string_view method, const std::string& path) const;

 private:
  std::vector<Route> routes_;
  std::map<std::string, std::vector<const Route*>, std::less<>> by_path_;  // shownPath
};

}  // namespace isotrail::server
