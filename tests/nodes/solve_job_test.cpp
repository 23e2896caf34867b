// A day's search as a job of a database that two servers share: either does it, both say how far it is, either stops it, and when its
// holder dies the other does it.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <functional>
#include <thread>

#include "node/node.h"
#include "showcase/showcase.h"
#include "tests/nodes/two_of_one.h"
#include "units/time.h"

namespace isotrail::test {
namespace {

using Time = std::chrono::steady_clock;

class SolveJob : public TwoOfOne {
 protected:
  void SetUp() override {
    TwoOfOne::SetUp();
    {
      Node node(db);
      showcase::loadShowcase(node);
      showcase::makePlayer(node)->fastForward(*parseInstant("until", "2025-12-15T10:40:00+08:00"));
    }
    serve();
    token = one->signIn("wong.ieng", showcase::kPassword);
  }
  http::Answer post(const Served& served, const char* path, const Json& body) const {
    return served.post(std::string("/api/v1/planning/") + path, body.dump(), bearer());
  }
  Json get(const Served& served, const std::string& path) const {
    const auto answer = served.ask(http::get("/api/v1/" + path, bearer()));
    return answer.status == 200 ? *Json::parse(answer.body) : Json();
  }
  void ask(const Served& served, const char* plan) const {
    const auto answer = post(served, "solve-day", Json::object({{"plan", plan}, {"day", "2025-12-17"}, {"seconds", 300}}));
    ASSERT_EQ(answer.status, 200) << answer.body;
  }
  /// The job once it is as wanted; as it is after so many seconds.
  Json jobOnce(const Served& served, const std::string& plan, double seconds, const std::function<bool(const Json&)>& wanted) const {
    const auto from = Time::now();
    for (;;) {
      Json job = get(served, "jobs/solve-" + plan);
      if (wanted(job) || std::chrono::duration<double>(Time::now() - from).count() > seconds) return job;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
  Served& holderOf(const Json& job) const { return job["holder"].text().ends_with("/" + std::to_string(one->pid())) ? *one : *other; }
};

TEST_F(SolveJob, EitherServerShowsStopsAndKeepsTheSearchOfTheOther) {
  ask(*one, "DAY-1");
  const Json begun = jobOnce(*one, "DAY-1", 20, [](const Json& job) { return !job["progress"].isNull(); });
  ASSERT_FALSE(begun["progress"].isNull()) << begun.dump();
  Served& working = holderOf(begun);
  Served& idle = &working == one.get() ? *other : *one;
  const Json seen = get(idle, "jobs/solve-DAY-1");
  EXPECT_EQ(seen["state"].text(), "running");
  EXPECT_GE(seen["progress"]["best_eur"].number(), seen["progress"]["bound_eur"].number()) << seen.dump();
  EXPECT_GT(seen["progress"]["bound_eur"].number(), 0.0) << seen.dump();
  const auto stopped = post(idle, "stop-solving", Json::object({{"job", "solve-DAY-1"}}));
  EXPECT_EQ(stopped.status, 200) << stopped.body;
  const auto from = Time::now();
  const Json done = jobOnce(idle, "DAY-1", 20, [](const Json& job) { return job["state"].text() == "done"; });
  ASSERT_EQ(done["state"].text(), "done") << done.dump();
  std::printf("stopped through the other server after %.1f s\n", std::chrono::duration<double>(Time::now() - from).count());
  EXPECT_EQ(done["result"]["served"].integer(), 12) << done.dump();
  // What was found is the day's plan, on both.
  for (const Served* served : {one.get(), other.get()}) EXPECT_EQ(get(*served, "planning/days/DAY-1")["orders"].size(), 12u);
}

TEST_F(SolveJob, WhenItsHolderDiesTheOtherServerDoesIt) {
  ask(*one, "DAY-2");
  const Json begun = jobOnce(*one, "DAY-2", 20, [](const Json& job) { return !job["progress"].isNull(); });
  ASSERT_EQ(begun["state"].text(), "running") << begun.dump();
  Served& working = holderOf(begun);
  Served& left = &working == one.get() ? *other : *one;
  working.end(SIGKILL);
  // The lease of 30 s runs out, and the other takes the job.
  const Json taken = jobOnce(left, "DAY-2", 60, [](const Json& job) { return job["attempts"].integer() == 2 && job["state"].text() == "running"; });
  ASSERT_EQ(taken["attempts"].integer(), 2) << taken.dump();
  EXPECT_TRUE(taken["holder"].text().ends_with("/" + std::to_string(left.pid()))) << taken.dump();
  EXPECT_EQ(post(left, "stop-solving", Json::object({{"job", "solve-DAY-2"}})).status, 200);
  const Json done = jobOnce(left, "DAY-2", 20, [](const Json& job) { return job["state"].text() == "done"; });
  EXPECT_EQ(done["result"]["served"].integer(), 12) << done.dump();
  EXPECT_EQ(get(left, "planning/days/DAY-2")["orders"].size(), 12u);
}

}  // namespace
}  // namespace isotrail::test
