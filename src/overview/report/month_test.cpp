// A hospital's month against sums written out by hand.
#include "overview/report/month.h"

#include <gtest/gtest.h>

#include "rooms/waste/records.h"
#include "tests/support/overview_reader.h"
#include "tests/support/ward.h"
#include "trace/mentions.h"

namespace isotrail::overview {
namespace {
using namespace test;

class Report : public ::testing::Test {
 protected:
  Ward w;
  /// 252 MBq given on the 17th, 8 MBq left ten minutes later; another dose drawn and not given; both into the decay store.
  void SetUp() override {
    w.ready();
    w.give();
    w.at("2025-12-17T09:25:00+08:00");
    w.must(w.lei, "clinic/report-outcome", body({{"dose", "S-251217-01"}, {"outcome", "extravasated"}, {"share", "40 %"}}));
    w.must(w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq"));
    w.at("2025-12-17T09:40:00+08:00");
    w.draw("S-251217-02", "ORD-02", "2025-12-17T09:45:00+08:00");
    w.must(w.lei, "clinic/not-given", body({{"dose", "S-251217-02"}, {"reason", "patient_unfit"}, {"again", false}}));
    w.at("2025-12-17T18:00:00+08:00");
    w.must(w.lei, "waste/store", body({{"container", "W-1"}, {"items", Json(Json::Array{"S-251217-01", "S-251217-02"})}}));
    w.at("2025-12-20T08:00:00+08:00");
  }
  Json month(const Caller& who, const char* id = "2025-12") { return shown(w, who, "report", "month", id, {{"site", "cotai-hotlab"}}); }
};

TEST_F(Report, SaysWhatWasGivenStoredAndLeftOpen) {
  const Json m = month(w.lei);
  ASSERT_EQ(m["administered"].size(), 1u);
  const Json& fdg = m["administered"].items()[0];
  EXPECT_EQ(fdg["product"].text(), "FDG");
  EXPECT_EQ(fdg["count"].integer(), 1);
  EXPECT_NEAR(fdg["activity_bq"].number(), 252e6, 10);
  // 8 MBq at 09:25 are 8.5217 MBq of 09:15: 0.6 x 243.478 MBq.
  EXPECT_NEAR(fdg["net_bq"].number(), 146.087e6, 1e3);
  EXPECT_EQ(m["not_given"].integer(), 1);
  // The account: given is what left the syringe less what stayed in it, each at 09:15.
  for (const auto& n : m["nuclides"].items())
    if (n["nuclide"].text() == "F-18") {
      EXPECT_NEAR(n["given_bq"].number(), 243.478e6, 2e3);
      // 21 GBq in 15 mL at 05:35, of which 3 mL decayed for 192 min to 08:47.
      EXPECT_NEAR(n["in_bq"].number() / (4.2e9 * std::exp2(-192 * 60 / 6584.04)), 1.0, 1e-6);
    }
  ASSERT_EQ(m["waste"]["in_store"].size(), 1u);
  EXPECT_EQ(m["waste"]["in_store"].items()[0]["container"].text(), "W-1");
  EXPECT_EQ(m["waste"]["filled"].integer(), 1);
  ASSERT_EQ(m["incidents"].size(), 1u);
  EXPECT_EQ(m["incidents"].items()[0]["type"].text(), "clinic.OutcomeReported");
  EXPECT_EQ(m["account"]["days"].integer(), 20);  // the 20th has begun
  EXPECT_EQ(m["account"]["closed"].integer(), 20);
  EXPECT_EQ(m["sources"]["returns"].text(), "waste.SourceReturned");
}

TEST_F(Report, NamesTheNightThatDidNotCloseAndThePermitThatWasUsed) {
  // An assay of the vial half an hour after the record says otherwise: the difference is beyond both uncertainties.
  w.at("2025-12-21T09:00:00+08:00");
  w.happens("hotlab.CalibratorChecked", "cotai-hotlab", "hotlab/CAL-CT",
            body({{"calibrator", "CAL-CT"}, {"day", "2025-12-21"}, {"verdict", "pass"}}));
  w.happens("waste.PermitRegistered", "cotai-hotlab", "waste/DP-1", body({{"permit", "DP-1"}, {"nuclide", "F-18"}, {"per_month_bq", 3e8}}));
  w.happens("waste.Discharged", "cotai-hotlab", "waste/TK-1", body({{"permit", "DP-1"}, {"activity_bq", 1e8}, {"nuclide", "F-18"}}));
  w.happens("waste.Discharged", "cotai-hotlab", "waste/TK-1", body({{"permit", "DP-1"}, {"activity_bq", 2.5e8}, {"nuclide", "F-18"}}));
  w.happens("waste.SourceReturned", "cotai-hotlab", "waste/GEN-0", body({{"item", "GEN-0"}, {"activity_bq", 5e8}, {"in_time", false}}));
  for (const auto& [person, dose] : {std::pair{"lei.fan", 2e-4}, {"dr.fong", 3e-4}, {"lei.fan", 1e-4}})
    w.happens(
        "protection.DoseRecorded", "cotai-hotlab", std::string("protection/") + person,
        body(
            {{"person", person}, {"quantity", "effective"}, {"dose_sv", dose}, {"from", "2025-12-01"}, {"until", "2025-12-20"}, {"level", "below"}}));
  w.at("2026-01-04T08:00:00+08:00");
  const Json m = month(w.lei);
  const Json& permit = m["waste"]["discharged"].items()[0];
  EXPECT_EQ(permit["releases"].integer(), 2);
  EXPECT_NEAR(permit["activity_bq"].number(), 3.5e8, 1);
  EXPECT_FALSE(permit["within"].boolean());  // of 300 MBq
  EXPECT_FALSE(m["returns"].items().at(0)["in_time"].boolean());
  const Json& dose = m["doses"].items().at(0);
  EXPECT_EQ(dose["people"].integer(), 2);
  EXPECT_NEAR(dose["sum_sv"].number(), 6e-4, 1e-12);
  EXPECT_NEAR(dose["highest_sv"].number(), 3e-4, 1e-12);  // each of them has 0.3 mSv
  EXPECT_EQ(m["account"]["days"].integer(), 31);
  const Json january = month(w.lei, "2026-01");
  EXPECT_EQ(january["administered"].size(), 0u);
  EXPECT_EQ(january["account"]["days"].integer(), 4);
  EXPECT_EQ(january["waste"]["in_store"].size(), 1u);  // still there
}

/// The same acts in each of fourteen months, a residual measured in the month after, and a container filled in every one.
TEST(ReportMonths, AMonthOfManyIsTheSameAsAMonthAlone) {
  Ward many, alone;
  int entries = 0;
  const auto happens = [&](Ward& w, const char* type, const std::string& stream, Json payload) {
    Event e;
    e.id = "month-entry-" + std::to_string(++entries);
    e.site = SiteId("cotai-hotlab");
    e.stream = stream;
    e.type = type;
    e.occurred_at = e.recorded_at = w.now();
    e.actor = PersonId("lei.fan");
    e.org = OrgId("cotai");
    e.payload = std::move(payload);
    w.db().begin();
    Journal(w.db()).append(e);
    MentionTables(w.db()).add(e);
    waste::applyWaste(w.db(), e);
    w.db().commit();
  };
  const auto acts = [&](Ward& w, int month) {
    const Instant at = addLocalDays(instant("2026-01-10T09:00:00+08:00"), 30 * month, "Asia/Macau");
    w.at(at.iso());
    const std::string n = std::to_string(month);
    for (int k = 0; k < 20; ++k) {
      const std::string dose = "S-" + n + "-" + std::to_string(k);
      happens(w, "clinic.DoseGiven", "clinic/" + dose, body({{"dose", dose}, {"product", "FDG"}, {"nuclide", "F-18"}, {"activity_bq", 2.5e8 + k}}));
    }
    happens(w, "waste.Stored", "waste/W-" + n, body({{"container", "W-" + n}, {"nuclide", "F-18"}, {"clear_at", at.iso()}}));
    happens(w, "protection.DoseRecorded", "protection/lei-" + n,
            body({{"person", "lei.fan"}, {"quantity", "effective"}, {"dose_sv", 1e-4}, {"until", localDay(at, "Asia/Macau")}, {"level", "below"}}));
  };
  for (int month = 0; month < 14; ++month) acts(many, month);
  acts(alone, 5);
  for (Ward* w : {&many, &alone}) {
    w->at("2027-03-20T09:00:00+08:00");
    happens(*w, "clinic.ResidualMeasured", "clinic/S-5-0", body({{"dose", "S-5-0"}, {"net_bq", 2.4e8}}));
  }
  happens(many, "waste.Cleared", "waste/W-2", body({{"container", "W-2"}, {"activity_bq", 0.0}}));
  happens(many, "waste.Stored", "waste/W-3", body({{"container", "W-3"}, {"nuclide", "Lu-177"}, {"clear_at", "2028-01-01T00:00:00Z"}}));
  const auto month = [](Ward& w, const char* id) { return shown(w, w.lei, "report", "month", id, {{"site", "cotai-hotlab"}}); };
  const Json a = month(many, "2026-06"), b = month(alone, "2026-06");
  ASSERT_EQ(a["administered"].size(), 1u);
  EXPECT_EQ(a["administered"].items()[0]["count"].integer(), 20);
  EXPECT_NEAR(a["administered"].items()[0]["activity_bq"].number() - a["administered"].items()[0]["net_bq"].number(), 1e7, 1);
  for (const char* part : {"administered", "not_given", "received", "made", "nuclides", "returns", "doses", "account"})
    EXPECT_EQ(a[part].dump(), b[part].dump()) << part;
  EXPECT_EQ(a["waste"]["filled"], b["waste"]["filled"]);
  // What the five months before left is still there, though it was cleared, or filled on, in the month after the last.
  EXPECT_EQ(a["waste"]["in_store"].size(), 6u);
  EXPECT_EQ(memberOf(a["waste"]["in_store"], "container", "W-3")["nuclide"].text(), "F-18");
  const Json last = month(many, "2027-03");
  EXPECT_EQ(last["waste"]["in_store"].size(), 13u);
  EXPECT_EQ(last["waste"]["cleared"].size(), 1u);
  EXPECT_EQ(memberOf(last["waste"]["in_store"], "container", "W-3")["nuclide"].text(), "Lu-177");
}

TEST(ReportNights, AnAssayThatIsFarOffLeavesItsNightOpen) {
  Ward w;
  w.ready();
  const double there = findItem(w.db(), ItemId("FDG-251217-A.V1"))->inventoryAt(w.now()).activity("F-18").value;
  w.must(w.lei, "hotlab/assay",
         body({{"item", "FDG-251217-A.V1"}, {"activity", std::to_string(there * 0.5 / 1e6) + " MBq"}, {"calibrator", "CAL-CT"}}));
  w.at("2025-12-20T08:00:00+08:00");
  const Json m = shown(w, w.lei, "report", "month", "2025-12", {{"site", "cotai-hotlab"}});
  EXPECT_EQ(m["account"]["closed"].integer(), m["account"]["days"].integer() - 1);
  const Json& open = memberOf(m["account"]["open"], "nuclide", "F-18");
  EXPECT_EQ(open["day"].text(), "2025-12-17");
  EXPECT_NEAR(std::abs(open["unexplained_bq"].number()), there * 0.5, there * 0.01);
  EXPECT_GT(std::abs(open["unexplained_bq"].number()), open["limit_bq"].number());
}

TEST_F(Report, ANoticeForTheAuthorityNamesNoPatient) {
  const Json m = month(w.ssm);
  EXPECT_EQ(m.dump().find("P-01"), std::string::npos);
  for (const char* language : {"en", "zh-Hans", "zh-Hant", "pt"}) {
    const Json sheet = shown(w, w.ssm, "report", "month-sheet", "2025-12", {{"site", "cotai-hotlab"}}, language);
    EXPECT_EQ(sheet.dump().find("REPORT_"), std::string::npos) << language << sheet.dump();
    EXPECT_NE(sheet.dump().find("146 MBq"), std::string::npos);
    if (std::string(language) != "en") {
      for (const char* english : {"Read from", "movements", "local day"}) EXPECT_EQ(sheet.dump().find(english), std::string::npos) << language;
    }
  }
  EXPECT_EQ(refusalOf(w, w.stranger, "report", "month", {{"site", "cotai-hotlab"}}, "2025-12"), "NOT_FOUND");
  EXPECT_EQ(refusalOf(w, w.lei, "report", "month", {{"site", "cotai-hotlab"}}, "2025-13"), "BAD_VALUE");
  EXPECT_EQ(refusalOf(w, w.lei, "report", "month", {{"site", "cotai-hotlab"}}, "2026-02"), "BAD_VALUE");
}

}  // namespace
}  // namespace isotrail::overview
