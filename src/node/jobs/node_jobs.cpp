#include "node/jobs/node_jobs.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "base/check.h"
#include "base/hash.h"
#include "node/record_check.h"
#include "rooms/planning/facts.h"
#include "units/time.h"

namespace isotrail {
namespace {

using namespace std::chrono_literals;

constexpr const char* kRecordCheck = "record.check";
constexpr const char* kSolveDay = "planning.solve-day";
constexpr const char* kCheckHour = "18:00";  // UTC
constexpr double kBetweenReports_s = 0.25;
constexpr Seconds kLookAround{60.0};

Json checkTheRecord(Node& node) {
  RecordCheck check;
  node.desk().read([&](Db& db) { check = checkRecord(db, {node.publicKey(), {}}); });
  if (!check.report.ok) node.desk().stopWriting();
  return Json::object({{"ok", check.report.ok},
                       {"entries", check.report.entries},
                       {"signatures", check.signatures},
                       {"root", check.report.ok ? Json(hex(check.log_root)) : Json()},
                       {"first_bad", check.report.first_bad_seq},
                       {"why", check.report.why}});
}

Json rebuilt(Node& node, bool check) {
  Json differ = Json::array();
  for (const auto& table : node.desk().rebuild(check)) differ.push(table);
  const bool same = differ.size() == 0;
  return Json::object({{"same", same}, {"differ", std::move(differ)}});
}

Json refused(const Refusal& refusal) {
  Json fields = Json::array();
  for (const auto& f : refusal.fields) fields.push(Json::object({{"field", f.field}, {"code", f.code}, {"accepted", f.accepted}}));
  return Json::object({{"refused", refusal.code}, {"params", refusal.params}, {"fields", std::move(fields)}});
}

/// The search takes no lock and no connection; what it found is made a plan by the same command that a person would send. When a lost
/// lease lets it run twice, the second finds the plan there.
Json solveTheDay(Node& node, const Json& input, Work& work) {
  Caller caller;
  Result<Json> day = Refusal::of("NOT_FOUND");
  const double speed = node.storyClock() ? node.storyClock()->speed() : 1.0;
  node.desk().read([&](Db& db) {
    caller = Accounts::callerOf(db, PersonId(input["person"].text()), "job");
    day = planning::dayToSearch(db, caller, node.desk().now(), input["make_day"], speed);
  });
  if (!day) return refused(day.refusal());
  double told = -kBetweenReports_s;
  bool go_on = true;
  const Json found = planning::searchDay(*day, [&](const Json& progress) {
    const double at = progress["seconds"].number();
    if (go_on && at - told >= kBetweenReports_s) go_on = work.report(progress), told = at;
    return go_on;
  });
  Json body = Json::object();
  for (const auto& [key, value] : input["make_day"].members())
    if (key != "seconds" && key != "moves") body.set(key, value);
  body.set("day", (*day)["day"]).set("found", found);
  const auto made = node.desk().submit(caller, {"planning/make-day", body, "job-" + hex(sha256(work.job().id)).substr(0, 40), {}, {}, false});
  return made ? made->answer["result"] : refused(made.refusal());
}

}  // namespace

std::vector<JobKind> nodeJobKinds(Node& node) {
  return {{kSolveDay, {}, [&node](const Json& input, Work& work) { return solveTheDay(node, input, work); }},
          {kRecordCheck, [&node](const Json&) { return checkTheRecord(node); }},
          {"projections.check", [&node](const Json&) { return rebuilt(node, true); }},
          {"projections.rebuild", [&node](const Json&) { return rebuilt(node, false); }}};
}

void askDailyCheck(JobQueue& queue, Instant now) {
  auto due = atTimeOfDay("due", now, kCheckHour, "Etc/UTC");
  if (!due) throw Bug("there is no 18:00 UTC today");
  if (*due <= now) *due = *due + days(1);
  queue.ask(std::string(kRecordCheck) + "-" + localDay(*due, "Etc/UTC"), kRecordCheck, Json::object({}), now, *due);
}

class JobThread::Work {
 public:
  Work(Node& node, std::function<void(const std::string&)> report)
      : node_(node), queue_(node.source()), report_(std::move(report)), started_(node.realClock().now()), thread_([this] { run(); }) {}
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  ~Work() {
    stop_ = true;
    thread_.join();
  }

 private:
  void run() {
    const auto kinds = nodeJobKinds(node_);
    const std::string holder = holderName();
    bool failing = false;
    while (!stop_) {
      bool idle = true;
      try {
        lookAround();
        idle = workOnce(queue_, kinds, holder, node_.realClock()).empty();
        failing = false;
      } catch (const std::exception& failure) {  // the database is away: said once
        if (!failing && report_) report_(std::string("jobs: ") + failure.what());
        failing = true;
      }
      for (int i = 0; i < 10 && idle && !stop_; ++i) std::this_thread::sleep_for(100ms);
    }
  }
  void lookAround() {
    const Instant now = node_.realClock().now();
    if (looked_ && now - *looked_ < kLookAround) return;
    askDailyCheck(queue_, now);
    const auto last = queue_.lastDone(kRecordCheck);
    if (last && last->ended_at && *last->ended_at >= started_ && !last->result["ok"].boolean()) node_.desk().stopWriting();
    looked_ = now;
  }

  Node& node_;
  JobQueue queue_;
  std::function<void(const std::string&)> report_;
  const Instant started_;
  std::optional<Instant> looked_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

JobThread::JobThread(Node& node, std::function<void(const std::string&)> report) : work_(std::make_unique<Work>(node, std::move(report))) {}
JobThread::~JobThread() = default;

}  // namespace isotrail
