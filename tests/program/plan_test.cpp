// isotrail plan as people use it: files in and out, exit codes, Ctrl-C, the deadline.
#include <signal.h>

#include <chrono>
#include <thread>

#include "tests/program/program.h"
#include "tests/support/plan/days.h"

namespace isotrail::test {
namespace {

class PlanVerb : public Program {
 protected:
  void SetUp() override {
    Program::SetUp();
    write("day.json", madeUpDay(4, {2, 20, 2, 3}).dump());
  }
  Ran solve(std::vector<std::string> more) {
    std::vector<std::string> arguments = {"plan", "solve", "day.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
};

TEST_F(PlanVerb, SolvesChecksExplainsAndCompares) {
  const Ran one = solve({"--iterations", "400", "--threads", "2", "--seed", "1", "--out", "one.json", "--json"});
  ASSERT_EQ(one.code, 0) << one.err << one.out;
  EXPECT_TRUE(one.err.empty()) << one.err;
  const Json summary = one.json();
  EXPECT_EQ(summary["moves"].integer(), 800);
  EXPECT_LE(summary["bound"].number(), summary["cost"].number());
  const Ran same = solve({"--iterations", "400", "--threads", "2", "--seed", "1", "--out", "same.json", "--json"});
  EXPECT_EQ(contents(home / "one.json"), contents(home / "same.json"));

  const Ran checked = run({"plan", "check", "day.json", "one.json", "--json"});
  ASSERT_EQ(checked.code, 0) << checked.out;
  EXPECT_TRUE(checked.json()["feasible"].boolean());
  EXPECT_NEAR(checked.json()["cost"].number(), summary["cost"].number(), 1e-9);

  const Ran why = run({"plan", "explain", "day.json", "one.json", "--json"});
  ASSERT_EQ(why.code, 0) << why.out;
  EXPECT_EQ(why.json()["orders"].dump(), summary["reasons"].dump());

  ASSERT_EQ(solve({"--iterations", "20", "--seed", "9", "--threads", "1", "--out", "two.json"}).code, 0);
  const Ran diff = run({"plan", "diff", "day.json", "one.json", "two.json", "--json"});
  ASSERT_EQ(diff.code, 0) << diff.out;
  const Ran two = run({"plan", "check", "day.json", "two.json", "--json"});
  EXPECT_NEAR(diff.json()["cost"]["total"].number(), two.json()["cost"].number() - summary["cost"].number(), 1e-6);
  EXPECT_EQ(run({"plan", "diff", "day.json", "one.json", "one.json", "--json"}).json()["orders"].size(), 0U);
}

TEST_F(PlanVerb, PlansAgainTellsRisksAndComparesMeans) {
  ASSERT_EQ(solve({"--iterations", "400", "--threads", "1", "--out", "one.json"}).code, 0);
  const std::vector<std::string> asked = {"plan",  "what-if",  "day.json", "one.json",     "--now",   "06:30",     "--yield",
                                          "0:0",   "--cancel", "3",        "--iterations", "100",     "--threads", "1",
                                          "--out", "new.json", "--json",   "--day-out",    "now.json"};
  const Ran answer = run(asked);
  ASSERT_EQ(answer.code, 0) << answer.err << answer.out;
  const Json options = answer.json()["options"];
  ASSERT_GE(options.size(), 1U);
  for (std::size_t k = 1; k < options.size(); ++k) EXPECT_GE(options.items()[k]["cost"].number(), options.items()[k - 1]["cost"].number());
  EXPECT_EQ(Json::parse(contents(home / "new.json"))->dump(), options.items()[0]["plan"].dump());
  EXPECT_EQ(run(asked).json()["options"].dump(), options.dump());
  const Ran held = run({"plan", "check", "now.json", "new.json", "--json"});
  ASSERT_EQ(held.code, 0) << held.out << held.err;
  EXPECT_NEAR(held.json()["cost"].number(), options.items()[0]["cost"].number(), 1e-6);
  EXPECT_EQ(run({"plan", "what-if", "now.json", "new.json", "--now", "420", "--iterations", "20", "--threads", "1", "--json"}).code, 0);
  const Ran wrong = run({"plan", "what-if", "day.json", "one.json", "--now", "390", "--delay", "trip:99:5"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("changes[0].trip"), std::string::npos) << wrong.err;

  const Ran risk = run({"plan", "risk", "day.json", "one.json", "--days", "50", "--json"});
  ASSERT_EQ(risk.code, 0) << risk.err;
  EXPECT_EQ(risk.json()["orders"].size(), 20U);
  EXPECT_EQ(run({"plan", "risk", "day.json", "one.json", "--days", "50", "--json"}).out, risk.out);
  write("spreads.json", R"({"yield":[1,1]})");
  EXPECT_EQ(run({"plan", "risk", "day.json", "one.json", "--spreads", "spreads.json"}).code, 2);

  write("more.json", R"([{"name":"a van","changes":[{"add":"vehicle","like":0}]},{"name":"growth","growth":1.3,"years":1}])");
  const Ran capacity = run({"plan", "capacity", "day.json", "--scenarios", "more.json", "--iterations", "50", "--threads", "1", "--json"});
  ASSERT_EQ(capacity.code, 0) << capacity.err;
  ASSERT_EQ(capacity.json()["scenarios"].size(), 3U);
  EXPECT_GT(capacity.json()["scenarios"].items()[2]["patients"].integer(), capacity.json()["scenarios"].items()[0]["patients"].integer());
}

TEST_F(PlanVerb, WordsForPeople) {
  const Ran plan = solve({"--iterations", "100"});
  ASSERT_EQ(plan.code, 0) << plan.err;
  EXPECT_TRUE(Json::parse(plan.out)) << "the plan alone is on standard output";
  EXPECT_NE(plan.err.find("EUR"), std::string::npos);
  write("plan.json", plan.out);
  for (const char* language : {"en", "zh-Hans", "zh-Hant", "pt"}) {
    const Ran checked = run({"plan", "check", "day.json", "plan.json", "--lang", language});
    EXPECT_EQ(checked.code, 0) << checked.out;
    EXPECT_EQ(checked.out.find("CLI_PLAN"), std::string::npos) << checked.out;
    const Ran why = run({"plan", "explain", "day.json", "plan.json", "--lang", language});
    EXPECT_EQ(why.code, 0);
    EXPECT_EQ(why.out.find("WHY_"), std::string::npos) << why.out;
    EXPECT_EQ(why.out.find('{'), std::string::npos) << why.out;
  }
}

TEST_F(PlanVerb, BadFilesAreNamedByTheirPlace) {
  Json day = madeUpDay(4, {2, 20, 2, 3});
  day.findMutable("orders")->itemsMutable()[3].set("deadline", -7000);
  write("bad.json", day.dump());
  const Ran bad = run({"plan", "solve", "bad.json", "--json"});
  EXPECT_EQ(bad.code, 2);
  EXPECT_EQ(bad.json()["problem"]["code"].text(), "BAD_PLAN_FILE");
  EXPECT_EQ(bad.json()["problem"]["errors"].items().at(0)["field"].text(), "orders[3].deadline");
  EXPECT_EQ(run({"plan", "solve", "nowhere.json"}).code, 3);
  EXPECT_EQ(run({"plan", "solve", "."}).code, 3);
  EXPECT_EQ(run({"plan", "solve", "day.json", "--threads", "0"}).code, 2);
  write("other.json", R"({"instance":"another","runs":[],"trips":[]})");
  EXPECT_EQ(run({"plan", "check", "day.json", "other.json"}).code, 2);
  write("broken.json", R"({"runs":[],"trips":[{"vehicle":0,"depart":301,"stops":[0]}]})");
  const Ran broken = run({"plan", "check", "day.json", "broken.json", "--json"});
  EXPECT_EQ(broken.code, 1);
  EXPECT_EQ(broken.json()["violations"].items().at(0)["path"].text(), "trips[0].depart");
  EXPECT_EQ(run({"plan", "explain", "day.json", "broken.json"}).code, 4);
}

TEST_F(PlanVerb, CtrlCKeepsTheBest) {
  const pid_t child = start({"plan", "solve", "day.json", "--seconds", "40", "--threads", "2", "--out", "plan.json"});
  // The first line of progress shows that the search is under way.
  for (int k = 0; k < 300 && contents(home / "err").find("EUR") == std::string::npos; ++k)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  kill(child, SIGINT);
  const Ran stopped = finish(child);
  EXPECT_EQ(stopped.code, 0) << stopped.err;
  EXPECT_EQ(run({"plan", "check", "day.json", "plan.json"}).code, 0);
}

}  // namespace
}  // namespace isotrail::test
