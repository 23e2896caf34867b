#include "server/jobs/job_routes.h"

#include "node/jobs/node_jobs.h"
#include "rooms/planning/facts.h"

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

/// A search that takes longer than a command may: the same body, checked now and searched by whichever server is free.
http::Reply solveDay(Node& node, JobQueue& queue, const Visit& v) {
  auto body = bodyOf(v.request);
  if (!body) return refuse(body.refusal(), v);
  Verdict fits = Done{};
  node.desk().read([&](Db& db) {
    if (auto day = planning::dayToSearch(db, v.session->caller, node.desk().now(), *body); !day) fits = day.refusal();
  });
  if (!fits) return refuse(fits.refusal(), v);
  const std::string id = "solve-" + (*body)["plan"].text();
  const Instant now = node.realClock().now();
  const Json input = Json::object({{"person", v.session->caller.person.str()}, {"make_day", *body}});
  const bool added = queue.ask(id, "planning.solve-day", input, now, now);
  return answer(Json::object({{"added", added}, {"job", queue.find(id)->shown()}}));
}

struct StopAsk {
  std::string job;
  void fields(Fields& f) { f("job", job, "the job, such as solve-DAY-1"); }
};
http::Reply stopSolving(JobQueue& queue, const Visit& v) {
  auto wanted = decode<StopAsk>(v.request);
  if (!wanted) return refuse(wanted.refusal(), v);
  const auto job = queue.find(wanted->job);
  if (!job || job->kind != "planning.solve-day" || job->input["person"].text() != v.session->caller.person.str())
    return refuse(Refusal::of("NOT_FOUND", Json::object({{"field", "job"}, {"value", wanted->job.substr(0, 80)}})), v);
  if (auto stopped = queue.stop(wanted->job); !stopped) return refuse(stopped.refusal(), v);
  return answer(Json::object({{"job", queue.find(wanted->job)->shown()}}));
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
  const CommandInfo* make_day = node.desk().command("planning/make-day");
  routes.push_back({.method = "POST",
                    .path = std::string(kApi) + "/planning/solve-day",
                    .permission = make_day->permission(),
                    .id = "planning.solve-day",
                    .tag = "planning",
                    .summary = "Plan a whole day with more time for the search, as a job; jobs/solve-<plan> says how far it is.",
                    .body = make_day->describe,
                    .run = [&node, &queue](Visit& v) { return solveDay(node, queue, v); }});
  routes.push_back({.method = "POST",
                    .path = std::string(kApi) + "/planning/stop-solving",
                    .permission = make_day->permission(),
                    .id = "planning.stop-solving",
                    .tag = "planning",
                    .summary = "End one's search for a day's plan and keep the best found so far.",
                    .body = [](Fields& f) { StopAsk().fields(f); },
                    .run = [&queue](Visit& v) { return stopSolving(queue, v); }});
  return routes;
}

}  // namespace isotrail::server
