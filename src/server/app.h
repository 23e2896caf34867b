#pragma once
// The API of one node: finds the route, knows who asks, runs it, and turns every "no" and every failure into a problem.
#include <functional>
#include <memory>
#include <string>

#include "node/node.h"
#include "platform/http/static_files.h"
#include "server/routes.h"
#include "showcase/story_control.h"

namespace isotrail {
class JobQueue;
struct Fault;
}  // namespace isotrail

namespace isotrail::server {

struct AppOptions {
  StoryControl* story = nullptr;                   // only on a showcase
  bool secure = false;                             // served over TLS: cookies say Secure
  std::span<const files::File> ui = {};            // files::embedded() of the program
  std::function<void(const std::string&)> report;  // one line per failure; default stderr
};

class App {
 public:
  App(Node& node, AppOptions options);
  ~App();

  http::Reply answer(const http::Request& request);
  /// GET /api/v1/stream.
  std::unique_ptr<http::StreamSource> openStream(const http::Request& request, http::Reply& refusal);
  const RouteTable& routes() const { return *routes_; }
  /// The whole API as OpenAPI 3.1.
  const std::string& openApi() const { return openapi_; }

 private:
  http::Reply answerApi(const http::Request& request);
  http::Reply answerPage(const http::Request& request) const;
  Verdict admit(Visit& visit);
  http::Reply fault(const http::Request& request, const Fault& fault);
  http::Reply failed(const http::Request& request, const std::string& code, const std::string& what);

  Node& node_;
  AppOptions options_;
  http::StaticFiles pages_;
  std::unique_ptr<JobQueue> jobs_;
  std::unique_ptr<RouteTable> routes_;
  std::string openapi_;
};

}  // namespace isotrail::server
