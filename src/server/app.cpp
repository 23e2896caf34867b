#include "server/app.h"

#include <algorithm>
#include <cstdio>

#include "base/check.h"
#include "node/version.h"
#include "platform/crypto/crypto.h"
#include "server/jobs/job_routes.h"
#include "server/log/log_routes.h"
#include "server/node_routes.h"
#include "server/openapi/openapi.h"
#include "server/physics/physics_routes.h"
#include "server/room_routes.h"
#include "server/live/stream.h"
#include "server/sync/sync_routes.h"

namespace isotrail::server {
namespace {

constexpr std::size_t kLongestReport = 300;  // bytes of a failure's words on its line

bool isApi(const std::string& path) { return path == "/healthz" || path == "/api" || path.starts_with("/api/") || path.starts_with("/log/"); }

/// The authority of "https://host:port"; "" for "null" and what is no origin.
std::string_view authorityOf(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

/// A browser says where a page that writes came from; ours comes from here. Other programs send no Origin.
Verdict requireSameOrigin(const http::Request& request) {
  const std::string& origin = request.header("Origin");
  if (request.method == "GET" || origin.empty() || authorityOf(origin) == request.header("Host")) return Done{};
  return Refusal::of("CROSS_ORIGIN", Json::object({{"origin", origin.substr(0, 200)}}));
}

Verdict requireKnownParams(const http::Request& request, const Route& route) {
  std::string known = "lang";
  for (const auto& p : route.params) known += ", " + p;
  std::vector<std::string> seen;
  for (const auto& [name, value] : request.query) {
    if (name != "lang" && std::find(route.params.begin(), route.params.end(), name) == route.params.end())
      return Refusal::of("UNKNOWN_PARAMETER", Json::object({{"name", name.substr(0, 80)}, {"accepted", known}}));
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) return Refusal::field({name, "BAD_VALUE", value.substr(0, 80), "one value", 0, 0});
    seen.push_back(name);
  }
  return Done{};
}

std::string oneLine(std::string text) {
  if (text.size() > kLongestReport) text.resize(kLongestReport);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

std::vector<Route> allRoutes(Node& node, JobQueue& jobs, const AppOptions& options, const std::string& openapi) {
  std::vector<Route> all = sessionRoutes(node, options.secure);
  for (auto& part : {nodeRoutes(node, options.story), logRoutes(node), syncRoutes(node), jobRoutes(node, jobs), physicsRoutes()})
    all.insert(all.end(), part.begin(), part.end());
  all.push_back({.method = "GET",
                 .path = std::string(kApi) + "/openapi.json",
                 .permission = kPublic,
                 .id = "openapi",
                 .tag = "node",
                 .summary = "This description.",
                 .run = [&openapi](Visit&) {
                   return http::Reply{200, "application/json", openapi, {}, {}};
                 }});
  all.push_back({.method = "GET",
                 .path = kStreamPath,
                 .permission = kSession,
                 .id = "stream",
                 .tag = "node",
                 .summary = "New entries as server-sent events; resumes after Last-Event-ID.",
                 .params = {"after"},
                 .run = [](Visit& v) { return refuse(Refusal::of("NOT_FOUND"), v); }});  // the server opens it as a stream
  for (auto& r : roomRoutes(node)) all.push_back(std::move(r));
  return all;
}

}  // namespace

App::App(Node& node, AppOptions options)
    : node_(node), options_(std::move(options)), pages_(options_.ui), jobs_(std::make_unique<JobQueue>(node.source())) {
  if (!options_.report) options_.report = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  routes_ = std::make_unique<RouteTable>(allRoutes(node_, *jobs_, options_, openapi_));
  openapi_ = openApiDocument(routes_->all()).dump();
}
App::~App() = default;

/// Who asks, and whether the route is theirs. A room's command is judged at the desk, because a second person may sign it.
Verdict App::admit(Visit& visit) {
  const bool open = visit.route->permission == kPublic;
  visit.token = tokenOf(visit.request);
  if (!visit.token.empty() || !open) {
    auto session = node_.accounts().session(visit.token, visit.request.header("Authorization").empty() ? "web" : "api");
    if (session)
      visit.session = std::move(*session);
    else if (!open)
      return session.refusal();
  }
  const std::string& permission = visit.route->permission;
  if (open || permission == kSession || visit.route->command || visit.session->caller.may(permission)) return Done{};
  return Refusal::of("NOT_PERMITTED", Json::object({{"permission", permission}}));
}

http::Reply App::answerApi(const http::Request& request) {
  const auto found = routes_->find(request.method, request.path);
  Visit visit{request, found.route, found.id, server::languageOf(request), {}, {}};
  if (found.allowed.empty())
    return refuse(Refusal::of("NOT_FOUND", Json::object({{"field", "path"}, {"value", request.path.substr(0, 200)}})), visit);
  if (!found.route) {
    auto reply =
        refuse(Refusal::of("METHOD_NOT_ALLOWED", Json::object({{"method", request.method.substr(0, 20)}, {"allowed", found.allowed}})), visit);
    reply.headers.emplace_back("Allow", found.allowed);
    return reply;
  }
  for (const auto& check : {requireSameOrigin(request), admit(visit), requireKnownParams(request, *found.route)})
    if (!check) return refuse(check.refusal(), visit);
  return found.route->run(visit);
}

http::Reply App::answerPage(const http::Request& request) const {
  if (auto page = pages_.answer(request)) return std::move(*page);
  if (request.path == "/" && request.method == "GET" && options_.ui.empty())
    return {200,
            "text/plain; charset=utf-8",
            std::string("Isotrail ") + programVersion() + ": this build carries no pages; the API is under /api/v1.\n",
            {},
            {}};
  return refuse(Refusal::of("NOT_FOUND", Json::object({{"field", "path"}, {"value", request.path.substr(0, 200)}})), server::languageOf(request),
                request.path);
}

http::Reply App::failed(const http::Request& request, const std::string& code, const std::string& what) {
  const std::string reference = crypto::randomHex(4);
  options_.report(oneLine("error " + reference + " " + request.method + " " + request.path + " " + code + ": " + what));
  return refuse(Refusal::of("INTERNAL", Json::object({{"reference", reference}})), server::languageOf(request), request.path);
}

/// What whoever asked can wait for, in words; the cause is on our line only.
http::Reply App::fault(const http::Request& request, const Fault& e) {
  auto reply = failed(request, e.code, e.what());
  const bool passes = e.code == "DB_LOST" || e.code == "DB_FULL" || e.code == "DB_COMMIT_UNCERTAIN";
  if (!passes) return reply;
  reply = refuse(Refusal::of(e.code), server::languageOf(request), request.path);
  if (reply.status == 503) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

http::Reply App::answer(const http::Request& request) {
  try {
    return isApi(request.path) ? answerApi(request) : answerPage(request);
  } catch (const Fault& e) {
    // Patients still need their records: bytes that cannot be trusted stop writing, not reading.
    if (e.code == "LEDGER_CORRUPT" || e.code == "DB_CORRUPT") node_.desk().stopWriting();
    return fault(request, e);
  } catch (const DbConflict&) {
    return refuse(Refusal::of("BUSY"), server::languageOf(request), request.path);
  } catch (const Bug& e) {
    return failed(request, "BUG", e.what());
  } catch (const std::exception& e) {
    return failed(request, "EXCEPTION", e.what());
  }
}

std::unique_ptr<http::StreamSource> App::openStream(const http::Request& request, http::Reply& refusal) {
  const auto found = routes_->find("GET", kStreamPath);
  Visit visit{request, found.route, {}, server::languageOf(request), {}, {}};
  try {
    for (const auto& check : {admit(visit), requireKnownParams(request, *found.route)})
      if (!check) {
        refusal = refuse(check.refusal(), visit);
        return nullptr;
      }
    auto source = openEntryStream(node_, visit);
    if (source) return std::move(*source);
    refusal = refuse(source.refusal(), visit);
  } catch (const Fault& e) {
    refusal = fault(request, e);
  } catch (const std::exception& e) {
    refusal = failed(request, "STREAM", e.what());
  }
  return nullptr;
}

}  // namespace isotrail::server
