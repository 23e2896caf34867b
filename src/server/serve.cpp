#include "server/serve.h"

#include <chrono>
#include <thread>

#include "node/jobs/node_jobs.h"
#include "server/app.h"
#include "server/live/stream.h"
#include "trace/lineage_index.h"

namespace isotrail::server {
namespace {

constexpr int kWorkers = 16;                   // who waits for a flush holds one; so many commands share it at most
constexpr std::size_t kMaxBody = 1024 * 1024;  // bytes; an entry may have 256 KiB

http::Options httpOptions(const ServeOptions& options) {
  http::Options o;
  o.address = options.address;
  o.port = options.port;
  o.certificate = options.certificate;
  o.key = options.key;
  o.max_body = kMaxBody;
  o.workers = kWorkers;
  o.report = options.report;
  return o;
}

}  // namespace

int serve(Node& node, const ServeOptions& options, const std::atomic<bool>& stop) {
  http::Server http(httpOptions(options));
  App app(node, {options.story, !options.certificate.empty(), options.ui, options.report});
  http.handle([&](const http::Request& request) { return app.answer(request); });
  http.stream(kStreamPath, [&](const http::Request& request, http::Reply& refusal) { return app.openStream(request, refusal); });
  node.desk().onCommitted([&](const std::vector<Event>&) { http.wake(); });
  const auto others = watchCommits(node.place(), [&] { http.wake(); });  // other servers on the same database
  node.desk().lineage().start();
  const JobThread jobs(node, options.report);
  if (options.ready) options.ready(http.port());
  std::atomic<bool> ended{false};
  std::thread watch([&] {
    while (!stop && !ended) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    http.stop();
  });
  http.run();
  ended = true;
  watch.join();
  node.desk().onCommitted({});
  return 0;
}

}  // namespace isotrail::server
