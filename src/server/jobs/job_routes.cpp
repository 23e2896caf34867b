#include "server/jobs/job_routes.h"

#include "node/jobs/node_jobs.h"

namespace isotrail::server {
namespace {

constexpr std::int64_t kShown = 200;

struct JobAsk {
  std::string kind, job;
  void fields(Fields& f) {
    f("kind", kind, "what is to be done, such as record.check");
    f("job", job, "an id of the asker's choice; asked for again with it, nothing is added");
  }
};

http::Reply list(JobQueue& queue, const Visit& v) {
  Json jobs = Json::array();
  for (const auto& job : queue.list(v.request.param("state"), kShown)) jobs.push(job.shown());
  return answer(Json::object({{"jobs", std::move(jobs)}}));
}

http::Reply show(JobQueue& queue, const Visit& v) {
  const auto job = queue.find(v.id);
  return job ? answer(job->shown()) : refuse(Refusal::of("NOT_FOUND", Json::object({{"field", "job"}, {"value", v.id.substr(0, 80)}})), v);
}

http::Reply ask(Node& node, JobQueue& queue, const Visit& v) {
  auto wanted = decode<JobAsk>(v.request);
  if (!wanted) return refuse(wanted.refusal(), v);
  if (!isIdText(wanted->job)) return refuse(Refusal::field({"job", "BAD_VALUE", wanted->job.substr(0, 80), "1 to 64 of A-Z a-z 0-9 . _ -", 0, 0}), v);
  std::string kinds;
  bool known = false;
  for (const auto& kind : nodeJobKinds(node)) {
    kinds += (kinds.empty() ? "" : ", ") + kind.name;
    known = known || kind.name == wanted->kind;
  }
  if (!known) return refuse(Refusal::field({"kind", "BAD_VALUE", wanted->kind.substr(0, 80), kinds, 0, 0}), v);
  const Instant now = node.realClock().now();
  const bool added = queue.ask(wanted->job, wanted->kind, Json::object({}), now, now);
  return answer(Json::object({{"added", added}, {"job", queue.find(wanted->job)->shown()}}));
}

}  // namespace

std::vector<Route> jobRoutes(Node& node, JobQueue& queue) {
  const std::string path = std::string(kApi) + "/jobs";
  std::vector<Route> routes;
  routes.push_back({.method = "GET",
                    .path = path,
                    .permission = "jobs.read",
                    .id = "jobs.list",
                    .tag = "node",
                    .summary = "Work beside the requests, newest first: who does it, what came of it.",
                    .params = {"state"},
                    .run = [&queue](Visit& v) { return list(queue, v); }});
  routes.push_back({.method = "GET",
                    .path = path,
                    .with_id = true,
                    .permission = "jobs.read",
                    .id = "jobs.show",
                    .tag = "node",
                    .summary = "One job with its result.",
                    .run = [&queue](Visit& v) { return show(queue, v); }});
  routes.push_back({.method = "POST",
                    .path = path,
                    .permission = "jobs.ask",
                    .id = "jobs.ask",
                    .tag = "node",
                    .summary = "Ask for a job; any server of the node does it.",
                    .body = [](Fields& f) { JobAsk().fields(f); },
                    .run = [&node, &queue](Visit& v) { return ask(node, queue, v); }});
  return routes;
}

}  // namespace isotrail::server
