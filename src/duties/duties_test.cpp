#include <gtest/gtest.h>

#include <algorithm>

#include "duties/clocks.h"
#include "ledger/migrations.h"
#include "platform/sqlite/sqlite_db.h"
#include "units/time.h"

namespace isotrail {
namespace {

Instant at(const std::string& iso) { return *parseInstant("test", iso); }
constexpr const char* kHeader =
    "id,jurisdiction,agency,stage,kind,holder_role,place,trigger,condition,subject,starts_at,value,unit,proof,proof_condition,citation,confidence,"
    "effective_from,effective_to,title_en,title_zh_hans,title_zh_hant,title_pt\n";

TEST(Pack, ShippedPacksAreComplete) {
  ASSERT_EQ(shippedPacks().size(), 2u);
  for (const auto& pack : shippedPacks()) {
    EXPECT_GE(pack.rows.size(), 18u);
    EXPECT_EQ(pack.sha256.size(), 64u);
    for (const auto& row : pack.rows) {
      EXPECT_EQ(row.jurisdiction, pack.jurisdiction) << row.id;
      EXPECT_TRUE(std::any_of(agencies().begin(), agencies().end(), [&](const Agency& a) {
        return a.agency == row.agency && a.jurisdiction == row.jurisdiction;
      })) << row.id;
      for (const char* language : {"en", "zh-Hans", "zh-Hant", "pt"}) EXPECT_FALSE(row.title(language).empty()) << row.id;
    }
  }
}

TEST(Pack, ABadCellIsNamedWithItsLine) {
  auto pack = parsePack(std::string(kHeader) + "a,CN,mee,border,clock,maker,from,x.Y,,consignment,,20,fortnights,,,law,high,,,t,t,t,t\n");
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.refusal().code, "BAD_PACK");
  EXPECT_EQ(pack.refusal().fields[0].field, "unit");
  EXPECT_EQ(pack.refusal().fields[0].line, 2);
}

TEST(Pack, RefusesAnIdTwiceAndAStandingDutyWithoutProof) {
  const std::string row = "a,CN,mee,border,clock,maker,from,x.Y,,consignment,,20,days,,,law,high,,,t,t,t,t\n";
  EXPECT_TRUE(parsePack(kHeader + row));
  EXPECT_FALSE(parsePack(kHeader + row + row));
  EXPECT_FALSE(parsePack(std::string(kHeader) + "b,CN,mee,licence,standing,maker,site,,,,,,,,,law,high,,,t,t,t,t\n"));
}

TEST(Condition, OneOfSeveralEntries) {
  EXPECT_TRUE(namesEntry("quality.BatchReleased|quality.BatchRejected", "quality.BatchRejected"));
  EXPECT_FALSE(namesEntry("quality.BatchReleased|quality.BatchRejected", "quality.Batch"));
  EXPECT_FALSE(namesEntry("", ""));
}

TEST(Condition, EveryPartMustHold) {
  const Json payload = Json::object({{"direction", "export"}, {"drill", false}, {"operations", Json(Json::Array{"hold", "make"})}});
  EXPECT_TRUE(conditionHolds("", payload));
  EXPECT_TRUE(conditionHolds("direction=export&drill=false", payload));
  EXPECT_TRUE(conditionHolds("operations=make", payload));
  EXPECT_FALSE(conditionHolds("operations=export", payload));
  EXPECT_FALSE(conditionHolds("direction=export&post=Zhuhai", payload));
}

TEST(Calendar, WorkingDaysSkipTheNationalHolidayAndCountItsWorkedSaturday) {
  // 30 September 2025 is a Tuesday; 1 to 8 October are off; Thursday 9, Friday 10 and Saturday 11 October are worked.
  const auto& cn = Calendar::shipped("cn");
  const Instant start = at("2025-09-30T10:00:00+08:00");
  EXPECT_EQ(cn.addWorkingDays(start, 1, "Asia/Shanghai"), at("2025-10-09T10:00:00+08:00"));
  EXPECT_EQ(cn.addWorkingDays(start, 3, "Asia/Shanghai"), at("2025-10-11T10:00:00+08:00"));
  EXPECT_EQ(cn.addWorkingDays(start, 4, "Asia/Shanghai"), at("2025-10-13T10:00:00+08:00"));
}

TEST(Calendar, MacaoRestsWhereTheMainlandWorks) {
  // 8 December 2025 is a Monday, a feast day in Macao only.
  const Instant friday = at("2025-12-05T09:00:00+08:00");
  EXPECT_EQ(Calendar::shipped("mo").addWorkingDays(friday, 1, "Asia/Macau"), at("2025-12-09T09:00:00+08:00"));
  EXPECT_EQ(Calendar::shipped("cn").addWorkingDays(friday, 1, "Asia/Shanghai"), at("2025-12-08T09:00:00+08:00"));
}

TEST(Calendar, RefusesADayThatIsNone) {
  EXPECT_FALSE(Calendar::parse("day,kind\n2025-02-30,off\n"));
  EXPECT_FALSE(Calendar::parse("day,kind\n2025-02-03,maybe\n"));
}

TEST(Due, EveryUnit) {
  const Instant start = at("2025-12-17T08:20:00+08:00");
  const auto due = [&](const char* unit, int value) {
    DutyRow row;
    row.unit = unit;
    row.value = value;
    return dueAt(row, start, Calendar::shipped("cn"), "Asia/Shanghai");
  };
  EXPECT_EQ(due("minutes", 30), at("2025-12-17T08:50:00+08:00"));
  EXPECT_EQ(due("hours", 3), at("2025-12-17T11:20:00+08:00"));
  EXPECT_EQ(due("days", 20), at("2026-01-06T08:20:00+08:00"));
  // 17 December is a Wednesday: 18, 19, 22, 23, 24, 25, 26, 29, 30, 31 December.
  EXPECT_EQ(due("working_days", 10), at("2025-12-31T08:20:00+08:00"));
  EXPECT_EQ(due("before", 0), start);
  EXPECT_EQ(due("mmdd", 115), at("2026-01-16T00:00:00+08:00"));  // the end of 15 January
}

DutyClock clock(std::optional<Instant> met) {
  DutyClock c;
  c.started_at = at("2025-12-17T08:00:00Z");
  c.due_at = at("2025-12-17T09:00:00Z");
  c.met_at = met;
  return c;
}

TEST(State, FollowsTheClock) {
  DutyRow row;
  row.proof = "x.Done";
  EXPECT_EQ(stateAt(row, clock({}), at("2025-12-17T07:59:59Z")), DutyState::not_due);
  EXPECT_EQ(stateAt(row, clock({}), at("2025-12-17T08:59:59Z")), DutyState::running);
  EXPECT_EQ(stateAt(row, clock({}), at("2025-12-17T09:00:00Z")), DutyState::late);
  EXPECT_EQ(stateAt(row, clock(at("2025-12-17T09:00:00Z")), at("2025-12-17T12:00:00Z")), DutyState::met);
  EXPECT_EQ(stateAt(row, clock(at("2025-12-17T09:00:01Z")), at("2025-12-17T12:00:00Z")), DutyState::late);
  // Seen at 08:30 the proof of 08:45 had not come yet.
  EXPECT_EQ(stateAt(row, clock(at("2025-12-17T08:45:00Z")), at("2025-12-17T08:30:00Z")), DutyState::running);
}

TEST(State, WithoutAProofEntryNeverMet) {
  DutyRow row;
  EXPECT_EQ(stateAt(row, clock({}), at("2025-12-17T08:30:00Z")), DutyState::running);
  EXPECT_EQ(stateAt(row, clock({}), at("2025-12-17T09:00:00Z")), DutyState::unproven);
  EXPECT_EQ(stateAt(row, clock({}), at("2035-12-17T09:00:00Z")), DutyState::unproven);
}

class FakeFacts final : public DutyFacts {
 public:
  std::optional<DutyPlace> place(const Event&, const std::string&, const std::string&) override { return place_; }
  std::vector<std::string> subjects(const Event& e, const std::string& key) override {
    return e.payload[key].text().empty() ? std::vector<std::string>() : std::vector<std::string>{e.payload[key].text()};
  }
  DutyPlace place_{"CN", "lingnan", "maker"};
};

class Clocks : public testing::Test {
 protected:
  Clocks() : source_(":memory:"), db_(source_.connect()) {
    migrate(*db_);
    pack_.pack = "test";
    pack_.version = "1";
    pack_.zone = "Asia/Shanghai";
    pack_.calendar = "cn";
    pack_.rows = *parsePack(
        std::string(kHeader) +
        "dwell,CN,sea,border,clock,maker,from,logistics.Arrived,,consignment,,30,minutes,logistics.Cleared,direction=export,law,high,,,t,t,t,t\n"
        "permit,CN,sea,border,clock,maker,from,logistics.Arrived,,consignment,,0,before,logistics.PaperFiled,paper=permit,law,high,,,t,t,t,t\n"
        "filing,CN,sea,border,clock,maker,from,logistics.Cleared,,@year,,115,mmdd,,,law,high,,,t,t,t,t\n"
        "later,CN,sea,border,clock,maker,from,logistics.Arrived,,consignment,,1,days,,,law,high,2026-01-01,,t,t,t,t\n");
    for (auto& r : pack_.rows) r.version = "1";
  }
  void happens(const char* type, const char* when, Json payload) {
    Event e;
    e.seq = ++seq_;
    e.type = type;
    e.occurred_at = at(when);
    e.payload = std::move(payload);
    applyDuties(*db_, e, {&pack_}, facts_);
  }
  std::string state(const std::string& duty, const char* when) {
    for (const auto& c : dutyClocks(*db_, at(when)))
      if (c.duty == duty)
        for (const auto& row : pack_.rows)
          if (row.id == duty) return dutyStateName(stateAt(row, c, at(when)));
    return "none";
  }
  SqliteSource source_;
  std::unique_ptr<Db> db_;
  RulePack pack_;
  FakeFacts facts_;
  std::int64_t seq_ = 0;
};

TEST_F(Clocks, ProofInTimeMeetsAndAnotherSubjectDoesNot) {
  happens("logistics.Arrived", "2025-12-17T08:00:00+08:00", Json::object({{"consignment", "CN-1"}}));
  happens("logistics.Cleared", "2025-12-17T08:10:00+08:00", Json::object({{"consignment", "CN-2"}, {"direction", "export"}}));
  EXPECT_EQ(state("dwell", "2025-12-17T08:11:00+08:00"), "running");
  happens("logistics.Cleared", "2025-12-17T08:12:00+08:00", Json::object({{"consignment", "CN-1"}, {"direction", "import"}}));
  EXPECT_EQ(state("dwell", "2025-12-17T08:13:00+08:00"), "running");
  happens("logistics.Cleared", "2025-12-17T08:20:00+08:00", Json::object({{"consignment", "CN-1"}, {"direction", "export"}}));
  EXPECT_EQ(state("dwell", "2025-12-17T09:00:00+08:00"), "met");
}

TEST_F(Clocks, TheFirstProofCounts) {
  happens("logistics.Arrived", "2025-12-17T08:00:00+08:00", Json::object({{"consignment", "CN-1"}}));
  happens("logistics.Cleared", "2025-12-17T08:31:00+08:00", Json::object({{"consignment", "CN-1"}, {"direction", "export"}}));
  happens("logistics.Cleared", "2025-12-17T08:40:00+08:00", Json::object({{"consignment", "CN-1"}, {"direction", "export"}}));
  EXPECT_EQ(state("dwell", "2025-12-17T09:00:00+08:00"), "late");
  EXPECT_EQ(dutyClocks(*db_, at("2025-12-17T09:00:00+08:00"))[0].met_at, at("2025-12-17T08:31:00+08:00"));
}

TEST_F(Clocks, APermitMustBeOnFileBefore) {
  happens("logistics.PaperFiled", "2025-12-16T15:00:00+08:00", Json::object({{"consignment", "CN-1"}, {"paper", "permit"}}));
  happens("logistics.Arrived", "2025-12-17T08:00:00+08:00", Json::object({{"consignment", "CN-1"}}));
  EXPECT_EQ(state("permit", "2025-12-17T08:00:00+08:00"), "met");
}

TEST_F(Clocks, APermitFiledAfterwardsDoesNotProveIt) {
  happens("logistics.Arrived", "2025-12-17T08:00:00+08:00", Json::object({{"consignment", "CN-1"}}));
  happens("logistics.PaperFiled", "2025-12-17T08:05:00+08:00", Json::object({{"consignment", "CN-1"}, {"paper", "permit"}}));
  EXPECT_EQ(state("permit", "2025-12-17T09:00:00+08:00"), "unproven");
}

TEST_F(Clocks, OneFilingAHolderAndYear) {
  happens("logistics.Cleared", "2025-12-17T08:10:00+08:00", Json::object({{"consignment", "CN-1"}}));
  happens("logistics.Cleared", "2025-12-18T08:10:00+08:00", Json::object({{"consignment", "CN-2"}}));
  happens("logistics.Cleared", "2026-01-02T08:10:00+08:00", Json::object({{"consignment", "CN-3"}}));
  EXPECT_EQ(dutyClocks(*db_, at("2026-02-01T00:00:00Z")).size(), 2u);
  EXPECT_EQ(state("filing", "2026-01-15T23:00:00+08:00"), "running");
  EXPECT_EQ(state("filing", "2026-01-16T00:00:00+08:00"), "unproven");
}

TEST_F(Clocks, OtherPlacesOtherHoldersAndOtherYearsStartNothing) {
  happens("logistics.Arrived", "2025-12-17T08:00:00+08:00", Json::object({{"consignment", "CN-1"}}));
  EXPECT_EQ(state("later", "2025-12-17T08:00:00+08:00"), "none");
  facts_.place_ = {"MO", "cotai", "hospital"};
  happens("logistics.Arrived", "2025-12-17T08:00:00+08:00", Json::object({{"consignment", "CN-2"}}));
  facts_.place_ = {"CN", "pearl", "carrier"};
  happens("logistics.Arrived", "2025-12-17T08:00:00+08:00", Json::object({{"consignment", "CN-3"}}));
  EXPECT_EQ(dutyClocks(*db_, at("2025-12-18T00:00:00Z")).size(), 2u);  // dwell and permit of CN-1
}

}  // namespace
}  // namespace isotrail
