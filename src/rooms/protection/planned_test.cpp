// Doses planned for tasks against those received, and the public's dose at the boundary against its constraint.
#include <gtest/gtest.h>

#include "rooms/protection/facts.h"
#include "tests/support/hotlab.h"

namespace isotrail::test {
namespace {

class Planned : public ::testing::Test {
 protected:
  HotLab m;
  static Json task() {
    return body({{"task", "T-1"},
                 {"site", "cotai-hotlab"},
                 {"title", "I-131 capsules"},
                 {"times", 10},
                 {"planned", "0.5 mSv"},
                 {"most", "0.3 mSv"},
                 {"from", "2025-12-01"},
                 {"until", "2025-12-31"}});
  }
  static Json receipt(const char* person, const char* day, const char* dose, int times) {
    return body({{"task", "T-1"}, {"person", person}, {"day", day}, {"dose", dose}, {"times", times}});
  }
  static Json monitor() {
    return body({{"monitor", "M-N"},
                 {"site", "cotai-hotlab"},
                 {"place", "north wall"},
                 {"kind", "boundary"},
                 {"background", "0.1 uSv/h"},
                 {"occupancy", "50 %"}});
  }
  static Json reading(const char* from, const char* until, const char* dose) {
    return body({{"monitor", "M-N"}, {"from", from}, {"until", until}, {"dose", dose}});
  }
  std::string no(const Caller& who, const char* command, Json b) {
    const auto before = m.entries();
    const std::string codes = m.refusal(who, command, std::move(b));
    EXPECT_EQ(m.entries(), before);
    return codes;
  }
};

TEST_F(Planned, ATaskWarnsBeforeItIsAboveItsPlan) {
  m.must(m.sou, "protection/plan-task", task());
  EXPECT_EQ(no(m.sou, "protection/plan-task", task()), "ALREADY_EXISTS");
  EXPECT_EQ(no(m.sou, "protection/plan-task", task().set("task", "T-2").set("most", "0.6 mSv")), "BAD_VALUE");
  EXPECT_EQ(no(m.sou, "protection/book-receipt", receipt("lei.fan", "2025-11-30", "40 uSv", 1)), "BAD_VALUE");
  EXPECT_EQ(no(m.sou, "protection/book-receipt", receipt("he.yun", "2025-12-10", "40 uSv", 1)), "NOT_FOUND");  // of another house
  // 40 uSv in one of ten times: 400 uSv at the end, within the plan of 500.
  Json told = m.must(m.sou, "protection/book-receipt", receipt("lei.fan", "2025-12-10", "40 uSv", 1));
  EXPECT_EQ(told["level"].text(), "within");
  EXPECT_NEAR(told["expected_msv"].number(), 0.4, 1e-12);
  EXPECT_TRUE(protection::warnings(m.db(), m.now()).empty());
  // His colleague beside him, the same time: 60 uSv of one time are 600 at the end, though only 60 of 500 were received.
  told = m.must(m.sou, "protection/book-receipt", receipt("ho.kam", "2025-12-10", "20 uSv", 0));
  EXPECT_EQ(told["level"].text(), "heading_above");
  EXPECT_NEAR(told["expected_msv"].number(), 0.6, 1e-12);
  ASSERT_EQ(protection::warnings(m.db(), m.now()).size(), 1u);
  EXPECT_NEAR(protection::warnings(m.db(), m.now())[0].reached, 0.6, 1e-12);
  EXPECT_EQ(no(m.sou, "protection/book-receipt", receipt("lei.fan", "2025-12-10", "40 uSv", 1)), "ALREADY_EXISTS");
  // 40 + 270 = 310 of 300 uSv of one person.
  EXPECT_EQ(no(m.sou, "protection/book-receipt", receipt("lei.fan", "2025-12-11", "270 uSv", 3)), "TASK_SHARE_UNEXPLAINED");
  EXPECT_EQ(no(m.sou, "protection/book-receipt", receipt("lei.fan", "2025-12-11", "450 uSv", 3)), "TASK_DOSE_UNEXPLAINED TASK_SHARE_UNEXPLAINED");
  told = m.must(m.sou, "protection/book-receipt", receipt("lei.fan", "2025-12-11", "450 uSv", 3).set("remark", "shield was out"));
  EXPECT_EQ(told["level"].text(), "above");
  const Json shown = (*m.view(m.sou, "protection", "tasks"))["tasks"].items().at(0);
  EXPECT_EQ(shown["done"].integer(), 4);
  EXPECT_NEAR(shown["received_msv"].number(), 0.51, 1e-12);
  EXPECT_EQ(shown["people"].size(), 2u);
  EXPECT_EQ((*m.view(m.ho, "protection", "tasks"))["tasks"].items().at(0)["people"].size(), 1u);  // his own
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(Planned, ThePublicsYearIsForeseenFromWhatWasRead) {
  EXPECT_EQ(no(m.sou, "protection/set-monitor", monitor().set("occupancy", "0 %")), "BAD_VALUE");
  EXPECT_EQ(no(m.sou, "protection/set-monitor", monitor().set("x", "1 m")), "MISSING_FIELD");
  m.must(m.sou, "protection/set-monitor", monitor());
  // 30 days of 0.1 uSv/h are 72 uSv of background. 80 uSv read: 8 net, half of the time 4 uSv; 4 / 30 * 365 = 48.7 uSv a year.
  Json told = m.must(m.sou, "protection/read-monitor", reading("2025-09-01", "2025-09-30", "80 uSv"));
  EXPECT_NEAR(told["net_msv"].number(), 4e-3, 1e-9);
  EXPECT_NEAR(told["expected_msv"].number(), 4e-3 / 30 * 365, 1e-9);
  EXPECT_EQ(told["level"].text(), "below");
  EXPECT_EQ(no(m.sou, "protection/read-monitor", reading("2025-09-30", "2025-10-20", "50 uSv")), "MONITOR_READ_TWICE");
  // 31 days: 74.4 uSv of background; 114.4 read are 40 net, 20 at half of the time: 235 uSv a year.
  EXPECT_EQ(no(m.sou, "protection/read-monitor", reading("2025-10-01", "2025-10-31", "114.4 uSv")), "PUBLIC_DOSE_UNEXPLAINED");
  told = m.must(m.sou, "protection/read-monitor", reading("2025-10-01", "2025-10-31", "114.4 uSv").set("remark", "waste stood at the wall"));
  EXPECT_EQ(told["level"].text(), "heading_above");  // 24 uSv in 61 days: 143.6 uSv a year
  EXPECT_NEAR(told["year_msv"].number(), 24e-3, 1e-9);
  EXPECT_NEAR(told["expected_msv"].number(), 24e-3 / 61 * 365, 1e-9);
  ASSERT_EQ(protection::warnings(m.db(), m.now()).size(), 1u);
  EXPECT_EQ(no(m.sou, "protection/read-monitor", reading("2025-12-01", "2025-12-31", "1 uSv")), "BAD_VALUE");  // not over yet
  told = m.must(m.sou, "protection/read-monitor", reading("2025-11-01", "2025-11-30", "232 uSv").set("remark", "the same, found on the 30th"));
  EXPECT_EQ(told["level"].text(), "constraint");  // 24 + 80 = 104 of 100 uSv
  EXPECT_EQ((*m.view(m.he, "protection", "public"))["monitors"].size(), 0u);
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::test
