// Jobs are shared by any number of workers: one that dies loses its job to another, and none ends twice.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "base/check.h"
#include "ledger/migrations.h"
#include "node/jobs/node_jobs.h"
#include "tests/contract/engines.h"

namespace isotrail::test {
namespace {

class Jobs : public EveryEngine {
 protected:
  const Instant nine = Instant::fromMicros(1'765'933'200'000'000);  // 2025-12-17T01:00:00Z, nine o'clock in Macao
  const Seconds lease = JobQueue::kLease;
  std::unique_ptr<JobQueue> queue, other;

  void SetUp() override {
    migrate(*source().connect());
    queue = std::make_unique<JobQueue>(source());
    other = std::make_unique<JobQueue>(source());
  }
  void TearDown() override {
    queue.reset();
    other.reset();
  }
  bool ask(const std::string& id) { return queue->ask(id, "record.check", Json::object({{"n", 1}}), nine, nine); }
  static Json answer(const char* who) { return Json::object({{"by", who}}); }
};

TEST_P(Jobs, AreAskedForOnceAndDoneInTheOrderTheyAreDue) {
  EXPECT_TRUE(queue->ask("late", "record.check", Json(), nine, nine + minutes(10)));
  EXPECT_TRUE(ask("first"));
  EXPECT_FALSE(ask("first"));
  EXPECT_FALSE(queue->claim("projections.check", "a", nine));
  const auto held = queue->claim("record.check", "a", nine);
  ASSERT_TRUE(held);
  EXPECT_EQ(held->id, "first");
  EXPECT_EQ(held->input["n"].integer(), 1);
  EXPECT_FALSE(other->claim("record.check", "b", nine));  // not due yet
  EXPECT_TRUE(queue->complete(*held, answer("a"), nine + minutes(1)));
  EXPECT_TRUE(queue->complete(*held, answer("a"), nine + minutes(1)));  // the answer to the first was lost, say
  EXPECT_FALSE(ask("first"));
  const auto done = other->find("first");
  ASSERT_TRUE(done);
  EXPECT_EQ(done->state, "done");
  EXPECT_EQ(done->result["by"].text(), "a");
  EXPECT_EQ(other->lastDone("record.check")->id, "first");
  ASSERT_TRUE(other->claim("record.check", "b", nine + minutes(10)));
  EXPECT_EQ(queue->list("", 10).size(), 2u);
  EXPECT_EQ(queue->list("running", 10).at(0).holder, "b");
}

TEST_P(Jobs, ADeadWorkersLeaseIsTakenOverAndItCannotEndTheJob) {
  ask("j");
  const auto dead = queue->claim("record.check", "a", nine);
  ASSERT_TRUE(dead);
  EXPECT_FALSE(other->claim("record.check", "b", nine + lease - Seconds(1)));
  const auto taken = other->claim("record.check", "b", nine + lease);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->attempts, 2);
  // It was only slow: it wakes up and finds that it is too late.
  EXPECT_FALSE(queue->renew(*dead, nine + lease));
  EXPECT_FALSE(queue->complete(*dead, answer("a"), nine + lease));
  EXPECT_FALSE(queue->fail(*dead, "slow", nine + lease));
  EXPECT_EQ(queue->find("j")->state, "running");
  EXPECT_TRUE(other->complete(*taken, answer("b"), nine + lease));
  EXPECT_FALSE(queue->complete(*dead, answer("a"), nine + lease));
  EXPECT_EQ(queue->find("j")->result["by"].text(), "b");
}

TEST_P(Jobs, ALeaseThatIsRenewedIsKept) {
  ask("j");
  const auto held = queue->claim("record.check", "a", nine);
  ASSERT_TRUE(held);
  for (int i = 1; i <= 6; ++i) EXPECT_TRUE(queue->renew(*held, nine + Seconds(10.0 * i)));
  EXPECT_FALSE(other->claim("record.check", "b", nine + Seconds(80)));
  EXPECT_TRUE(other->claim("record.check", "b", nine + Seconds(90)));
}

TEST_P(Jobs, OneThatFailsComesBackLaterAndLaterAndIsDeadInTheEnd) {
  ask("j");
  Instant now = nine;
  for (const double pause : {2.0, 4.0, 8.0, 16.0}) {
    const auto held = queue->claim("record.check", "a", now);
    ASSERT_TRUE(held);
    EXPECT_TRUE(queue->fail(*held, "the disk is full", now));
    EXPECT_FALSE(queue->claim("record.check", "a", now + Seconds(pause - 0.1)));
    now = now + Seconds(pause);
  }
  const auto last = queue->claim("record.check", "a", now);
  ASSERT_TRUE(last);
  EXPECT_EQ(queue->again("j", now).refusal().code, "JOB_NOT_DEAD");
  EXPECT_TRUE(queue->fail(*last, "the disk is full", now));
  EXPECT_EQ(queue->find("j")->state, "dead");
  EXPECT_EQ(queue->find("j")->problem, "the disk is full");
  EXPECT_FALSE(queue->claim("record.check", "a", now + days(1)));
  EXPECT_EQ(queue->again("none", now).refusal().code, "NOT_FOUND");
  EXPECT_TRUE(queue->again("j", now));
  const auto anew = queue->claim("record.check", "a", now);
  ASSERT_TRUE(anew);
  EXPECT_EQ(anew->attempts, 1);
  EXPECT_FALSE(queue->complete(*last, answer("a"), now));  // the dead one's lease stays lost
}

TEST_P(Jobs, OneThatKillsItsWorkersIsDeadAfterFive) {
  ask("j");
  Instant now = nine;
  for (int i = 0; i < 5; ++i, now = now + lease) ASSERT_TRUE(queue->claim("record.check", "a", now)) << i;
  EXPECT_FALSE(queue->claim("record.check", "a", now));
  EXPECT_EQ(queue->find("j")->state, "dead");
  EXPECT_NE(queue->find("j")->problem.find("did not come back"), std::string::npos);
}

TEST_P(Jobs, OfManyWorkersNeverTwoEndOneJob) {
  constexpr int kJobs = 40, kWorkers = 4;
  for (int i = 0; i < kJobs; ++i) ask("j" + std::to_string(i));
  std::atomic<std::int64_t> clock_us{nine.micros()};
  std::atomic<bool> stop{false};
  std::mutex lock;
  std::map<std::string, int> ended;
  std::atomic<int> lost{0}, died{0};
  const auto work = [&](unsigned seed) {
    std::mt19937 chance(seed);
    JobQueue own(source());
    const std::string name = "w" + std::to_string(seed);
    while (!stop) {
      try {
        const auto now = [&] { return Instant::fromMicros(clock_us); };
        const auto held = own.claim("record.check", name, now());
        const auto luck = chance() % 10;
        if (!held || luck == 0) {
          died += held ? 1 : 0;  // it never comes back
          clock_us += 400'000;
          continue;
        }
        if (luck < 3) clock_us += 31'000'000;  // it stands still for longer than a lease, as do all clocks with it
        if (own.complete(*held, answer(name.c_str()), now())) {
          const std::lock_guard held_lock(lock);
          ++ended[held->id];
        } else {
          ++lost;
        }
      } catch (const DbConflict&) {  // a memory database's readers and writers meet
      }
    }
  };
  std::vector<std::thread> workers;
  for (unsigned w = 0; w < kWorkers; ++w) workers.emplace_back(work, w);
  for (int i = 0; i < 600; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (queue->list("waiting", 1).empty() && queue->list("running", 1).empty()) break;
  }
  stop = true;
  for (auto& w : workers) w.join();
  int done = 0;
  for (const auto& job : queue->list("", 100)) {
    const auto times = ended.find(job.id);
    EXPECT_EQ(times == ended.end() ? 0 : times->second, job.state == "done" ? 1 : 0) << job.id << " " << job.state;
    EXPECT_TRUE(job.state == "done" || job.state == "dead") << job.state;
    done += job.state == "done" ? 1 : 0;
  }
  EXPECT_GT(done, kJobs / 2);
  EXPECT_GT(died.load(), 0);
}

TEST_P(Jobs, AWorkerAtItsJobKeepsItsLease) {
  class Real final : public Clock {
   public:
    Instant now() const override {
      return Instant::fromMicros(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
    }
  } clock;
  JobQueue quick(source(), Seconds(0.6));
  quick.ask("j", "slow", Json(), clock.now(), clock.now());
  std::string outcome;
  std::thread worker([&] {
    const std::vector<JobKind> kinds{{"slow", [](const Json&) {
                                        std::this_thread::sleep_for(std::chrono::milliseconds(1500));
                                        return Json("done");
                                      }}};
    outcome = workOnce(quick, kinds, "a", clock);
  });
  JobQueue watcher(source(), Seconds(0.6));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  for (int i = 0; i < 8; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(100))) EXPECT_FALSE(watcher.claim("slow", "b", clock.now()));
  worker.join();
  EXPECT_EQ(outcome, "done");
  EXPECT_EQ(watcher.find("j")->result.text(), "done");
}

TEST_P(Jobs, OneThatSaysHowFarItIsCanBeAskedToEndWithWhatItHas) {
  JobQueue own(source());
  const Instant now = Instant::fromMicros(1'765'000'000'000'000);
  own.ask("long", "search", Json(), now, now);
  const auto held = own.claim("search", "a", now);
  ASSERT_TRUE(held);
  EXPECT_TRUE(own.report(*held, Json::object({{"best", 3}})));
  EXPECT_EQ(own.find("long")->progress["best"].integer(), 3);
  EXPECT_FALSE(own.find("long")->stop);
  JobQueue asker(source());
  EXPECT_TRUE(asker.stop("long"));
  EXPECT_FALSE(own.report(*held, Json::object({{"best", 2}})));
  EXPECT_EQ(own.find("long")->progress["best"].integer(), 2);
  EXPECT_TRUE(own.complete(*held, Json("kept"), now));
  EXPECT_EQ(asker.stop("long").refusal().code, "JOB_ENDED");
  EXPECT_EQ(asker.stop("none").refusal().code, "NOT_FOUND");
  // Whoever lost the lease reports nothing any more.
  EXPECT_FALSE(own.report(*held, Json::object({{"best", 1}})));
  EXPECT_EQ(own.find("long")->progress["best"].integer(), 2);
}

TEST_P(Jobs, TheNodesOwnKindsRunAndOneThatThrowsIsTriedAgain) {
  const auto run = [&](Node& node) {
    JobQueue own(node.source());
    const Instant now = node.realClock().now();
    askDailyCheck(own, now);
    askDailyCheck(own, now);
    EXPECT_EQ(own.list("waiting", 10).size(), 1u);  // the day's one check, due tonight
    for (const auto& kind : nodeJobKinds(node)) own.ask(kind.name, kind.name, Json::object({}), now, now);
    while (!workOnce(own, nodeJobKinds(node), "a", node.realClock()).empty()) {
    }
    EXPECT_TRUE(own.find("record.check")->result["ok"].boolean());
    EXPECT_TRUE(own.find("projections.check")->result["same"].boolean());
    EXPECT_EQ(own.find("projections.rebuild")->state, "done");
    EXPECT_FALSE(node.desk().readOnly());
    own.ask("bad", "bad", Json(), now, now);
    const std::vector<JobKind> bad{{"bad", [](const Json&) -> Json { throw Fault("DB_FULL", "no room"); }}};
    EXPECT_EQ(workOnce(own, bad, "a", node.realClock()), "failed");
    EXPECT_EQ(own.find("bad")->problem, "DB_FULL: no room");
    EXPECT_EQ(own.find("bad")->state, "waiting");
  };
  const std::string key = "isotrail-jobs-" + std::to_string(::getpid()) + ".key";
  ::setenv("ISOTRAIL_KEY", (std::filesystem::temp_directory_path() / key).c_str(), 1);
  {
    Node node(where());
    run(node);
  }
  std::filesystem::remove(std::filesystem::temp_directory_path() / key);
  ::unsetenv("ISOTRAIL_KEY");
}

ISOTRAIL_ON_EVERY_ENGINE(Jobs);

}  // namespace
}  // namespace isotrail::test
