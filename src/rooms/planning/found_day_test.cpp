// Days searched before their command stands in line: what was found counts as long as the day is the same and the plan can still be carried
// out, however far the clock has gone on.
#include "rooms/planning/found_day.h"
#include "tests/support/plan/day_planning.h"
#include "units/time.h"

namespace isotrail::test {
namespace {

class FoundDays : public DayPlanning {
 protected:
  /// A command with what it finds now, to be sent later.
  Submission prepared(const char* command, Json asked) {
    const CommandInfo* info = m.desk().command(command);
    Submission s{command, std::move(asked), "before-" + std::to_string(++sent_), {}, {}, false};
    s.beforehand = info->beforehand(m.db(), m.wong, m.now(), s.body);
    EXPECT_TRUE(s.beforehand.has_value());
    return s;
  }
  Submission preparedDay(const char* plan) { return prepared("planning/make-day", body({{"plan", plan}, {"day", "2025-12-17"}})); }
  Submission preparedRevision(const char* plan, Json change, const char* solve = "best") {
    return prepared("planning/revise-day",
                    body({{"plan", plan}, {"of", "D-1"}, {"changes", Json::array().push(std::move(change))}, {"solve", solve}}));
  }
  static Json cancel(const char* order) { return body({{"kind", "cancel"}, {"order", order}}); }
  /// Only what was brought along is looked at: nothing is worked out anew.
  std::string sent(const Submission& s) {
    const auto answer = m.desk().submitAll(m.wong, {s});
    return answer ? "" : answer.refusal().code;
  }
  Json runOf(const char* plan) { return shown(plan)["runs"].items()[0]; }

 private:
  int sent_ = 0;
};

TEST_F(FoundDays, TheEntryIsTheSameAsWhenItIsSearchedInTheLine) {
  road();
  promise(m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  EXPECT_EQ(sent(preparedDay("D-1")), "");
  Submission in_line{"planning/make-day", body({{"plan", "D-2"}, {"day", "2025-12-17"}}), "in-line", {}, {}, false};
  EXPECT_EQ(sent(in_line), "");
  Json one = shown("D-1"), two = shown("D-2");
  for (Json* j : {&one, &two}) j->set("plan", "");
  EXPECT_EQ(one.dump(), two.dump());
}

TEST_F(FoundDays, TheClockAloneChangesNothingUntilThePlanCannotBeBegunAnyMore) {
  road();
  promise(m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  m.at("2025-12-17T01:00:00+08:00");
  const Submission soon = preparedDay("D-1"), late = preparedDay("D-2");
  m.at("2025-12-17T01:40:00+08:00");
  EXPECT_EQ(sent(soon), "");
  const Json run = runOf("D-1");  // begins as late as the border allows, some time after four
  m.at("2025-12-17T06:00:00+08:00");
  EXPECT_EQ(sent(late), "DAY_CHANGED_MEANWHILE");
  const auto anew = m.desk().submit(m.wong, late);  // searched for now
  ASSERT_TRUE(anew) << anew.refusal().code;
  EXPECT_EQ(whyOf("ORD-01", "D-2"), "DAY_TOO_LATE");
  EXPECT_EQ(run["orders"].size(), 1u);
}

TEST_F(FoundDays, AnOrderMoreIsAnotherDay) {
  road();
  promise(m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  const Submission found = preparedDay("D-1");
  promise(m.order("ORD-02", "P-02", "2025-12-17T09:35:00+08:00"));
  EXPECT_EQ(sent(found), "DAY_CHANGED_MEANWHILE");
  ASSERT_TRUE(m.desk().submit(m.wong, found));
  EXPECT_EQ(shown("D-1")["orders"].size(), 2u);
}

TEST_F(FoundDays, APaperThatComesIsAnotherDayAndOneThatIsAwaitedIsNot) {
  road("05:00", "12:00");
  promise(m.order("ORD-01", "P-01", "2025-12-17T11:15:00+08:00"));
  paperRule("export-declaration", "export", "2 h");
  m.at("2025-12-17T02:00:00+08:00");
  const Submission found = preparedDay("D-1"), other = preparedDay("D-2");
  m.at("2025-12-17T02:10:00+08:00");
  EXPECT_EQ(sent(found), "");  // ready at 04:11 instead of 04:01, and the border is not reached before seven
  paperRule("health-declaration", "export", "2 h");
  EXPECT_EQ(sent(other), "DAY_CHANGED_MEANWHILE");
}

TEST_F(FoundDays, ARevisionFoundEarlierIsKeptWhileItLeavesWhatHasBegun) {
  road();
  promise(m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  promise(m.order("ORD-02", "P-02", "2025-12-17T09:35:00+08:00"));
  make();
  const Instant starts = *parseInstant("", runOf("D-1")["starts"].text());
  const Json down = body({{"kind", "down"}, {"line", "CYC-1"}, {"from", (starts - minutes(20)).iso()}, {"to", (starts + minutes(20)).iso()}});
  m.at("2025-12-17T01:00:00+08:00");
  const Submission soon = preparedRevision("D-2", cancel("ORD-01")), late = preparedRevision("D-3", down);
  m.at("2025-12-17T01:30:00+08:00");
  EXPECT_EQ(sent(soon), "");
  EXPECT_EQ(shown("D-2")["orders"].size(), 1u);
  // Found to begin elsewhere: by now the beam of D-1 is on.
  m.at((starts + minutes(5)).iso());
  EXPECT_EQ(sent(late), "DAY_CHANGED_MEANWHILE");
  const auto anew = m.desk().submit(m.wong, late);
  ASSERT_TRUE(anew) << anew.refusal().code;
  EXPECT_EQ(runOf("D-3")["starts"].text(), starts.iso());
}

TEST_F(FoundDays, WhatWasRefusedBeforehandIsNotSearchedAgain) {
  road();
  promise(m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  make();
  const Submission unknown = preparedRevision("D-2", cancel("ORD-01"), "OPTION_NONE");
  const auto* before = std::any_cast<std::shared_ptr<const planning::Before>>(&unknown.beforehand);
  ASSERT_TRUE(before);
  EXPECT_FALSE((*before)->found);
  const auto answer = m.desk().submitAll(m.wong, {unknown});
  ASSERT_FALSE(answer);
  ASSERT_EQ(answer.refusal().fields.size(), 1u);
  EXPECT_EQ(answer.refusal().fields[0].field, "solve");
}

}  // namespace
}  // namespace isotrail::test
