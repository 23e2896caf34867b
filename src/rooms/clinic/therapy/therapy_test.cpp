// What comes before a cycle of therapy: the scan it is paired with, young bloods inside the protocol's limits, and room left for
// organs by what was measured after the cycles before.
#include <gtest/gtest.h>

#include "rooms/protocols/facts.h"
#include "tests/support/hospital.h"

namespace isotrail::test {
namespace {

class TherapyCycle : public ::testing::Test {
 protected:
  Hospital m;
  static Json protocol(const char* id, const char* product) {
    return body(
        {{"protocol", id}, {"org", "cotai"}, {"product", product}, {"name", id}, {"name_zh_hans", id}, {"name_zh_hant", id}, {"name_pt", id}});
  }
  void SetUp() override {
    m.must(m.admin, "protocols/define-protocol", protocol("SCAN", "DOT"));
    m.must(m.admin, "protocols/define-protocol", protocol("PRRT", "LUD").set("paired_scan", "SCAN").set("paired_within", "60 d"));
    m.patient("PT-1", "1965-04-09", "male");
    m.must(m.fong, "protocols/plan-course",
           body({{"course", "C-1"},
                 {"patient", "PT-1"},
                 {"protocol", "PRRT"},
                 {"cycles", 4},
                 {"per_cycle", "7.4 GBq"},
                 {"most", "30 GBq"},
                 {"least_gap", "56 d"},
                 {"site", "cotai-hotlab"}}));
  }
  std::string no(const char* command, Json b) {
    const auto before = m.entries();
    const std::string codes = m.refusal(m.fong, command, std::move(b));
    EXPECT_EQ(m.entries(), before);
    return codes;
  }
  std::string proof(const char* order_id, const char* code) {
    const Json dose = *m.view(m.fong, "clinic", "doses", order_id);
    for (const auto& p : dose["proofs"].items())
      if (p["code"].text() == code) return p["state"].text();
    return "";
  }
  void order(const char* id, const char* product, const char* at, const char* activity) {
    m.must(m.fong, "ordering/place-order", m.order(id, "PT-1", at, activity).set("product", product));
    m.must(m.wong, "ordering/accept-order", body({{"order", id}}));
  }
  static Json cycle(const char* id, int n) {
    return body({{"order", id}, {"justification", "as the board decided"}, {"course", "C-1"}, {"cycle", n}});
  }
  Json blood(double value, const char* unit = "10^9/L") {
    return body({{"patient", "PT-1"}, {"test", "platelets"}, {"value", value}, {"unit", unit}, {"taken_at", m.now().iso()}});
  }
  void limitPlatelets() {
    m.must(m.fong, "protocols/limit-blood",
           body({{"protocol", "PRRT"}, {"test", "platelets"}, {"least", 75.0}, {"unit", "10^9/L"}, {"within", "14 d"}}));
  }
  Json drawing(const char* dose, const char* order_id, const char* vial, double bq, const char* product) {
    return body({{"dose", dose},
                 {"vial", vial},
                 {"order", order_id},
                 {"activity", Hospital::mbq(bq)},
                 {"volume", "0.5 mL"},
                 {"calibrator", "CAL-CT"},
                 {"product", product}});
  }
  void give(const char* dose, const char* order_id, const char* vial, double bq, const char* product) {
    m.must(m.lei, "hotlab/draw-dose", drawing(dose, order_id, vial, bq, product));
    m.must(m.lei, "hotlab/label-dose", body({{"dose", dose}}));
    m.must(m.lei, "clinic/administer", body({{"dose", dose}, {"patient", "PT-1"}, {"route", "intravenous"}}));
  }
  void scan() {
    order("ORD-S", "DOT", "2025-12-17T09:00:00+08:00", "120 MBq");
    m.must(m.fong, "clinic/prescribe", body({{"order", "ORD-S"}, {"justification", "receptors"}, {"protocol", "SCAN"}}));
    m.at("2025-12-17T08:50:00+08:00");
    m.checkCalibrator();
    m.arrives("DOT.V1", "DOT", "Ga-68", 1e9);
    m.at("2025-12-17T09:00:00+08:00");
    give("S-S", "ORD-S", "DOT.V1", 120e6, "DOT");
  }
};

TEST_F(TherapyCycle, APairedTherapyAwaitsItsScan) {
  order("ORD-L", "LUD", "2025-12-18T10:00:00+08:00", "7.4 GBq");
  EXPECT_EQ(no("clinic/prescribe", cycle("ORD-L", 1)), "PAIR_SCAN_MISSING");  // the course says the protocol
  scan();
  m.must(m.fong, "clinic/prescribe", cycle("ORD-L", 1));
  m.at("2026-02-10T09:00:00+08:00");
  order("ORD-M", "LUD", "2026-02-17T10:00:00+08:00", "7.4 GBq");  // 62 days after the scan
  EXPECT_NE(no("clinic/prescribe", cycle("ORD-M", 2)).find("PAIR_SCAN_MISSING"), std::string::npos);
}

TEST_F(TherapyCycle, ThePairIsSaidWhole) {
  const auto refused = [&](Json b) { return m.refusal(m.admin, "protocols/define-protocol", std::move(b)); };
  EXPECT_EQ(refused(protocol("X", "LUD").set("paired_scan", "SCAN")), "MISSING_FIELD");
  EXPECT_EQ(refused(protocol("X", "LUD").set("paired_scan", "NONE").set("paired_within", "60 d")), "NOT_FOUND");
  EXPECT_EQ(refused(protocol("X", "LUD").set("paired_scan", "PRRT").set("paired_within", "60 d")), "BAD_VALUE");  // not diagnostic
}

TEST_F(TherapyCycle, BloodsInTheirUnitYoungAndInsideTheLimitsUntilTheDoseIsGiven) {
  limitPlatelets();
  EXPECT_EQ(no("protocols/limit-blood", body({{"protocol", "PRRT"}, {"test", "platelets"}, {"least", 75.0}, {"unit", "G/L"}, {"within", "14 d"}})),
            "BAD_UNIT");
  EXPECT_EQ(no("clinic/record-blood", blood(120, "10^3/L")), "BAD_UNIT");
  EXPECT_EQ(no("clinic/record-blood", blood(120000)), "BAD_VALUE");  // a value of 1/uL
  scan();
  order("ORD-L", "LUD", "2025-12-18T10:00:00+08:00", "7.4 GBq");
  m.must(m.fong, "clinic/prescribe", cycle("ORD-L", 1));
  const Json directive = body({{"order", "ORD-L"}});
  EXPECT_EQ(no("clinic/sign-directive", directive), "BLOOD_MISSING");
  EXPECT_EQ(proof("ORD-L", "BLOODS"), "wait");
  m.must(m.fong, "clinic/record-blood", blood(60));
  EXPECT_EQ(no("clinic/sign-directive", directive), "BLOOD_OUTSIDE");
  EXPECT_EQ(proof("ORD-L", "BLOODS"), "stop");
  m.at("2025-12-17T15:00:00+08:00");
  m.must(m.fong, "clinic/record-blood", blood(75));
  EXPECT_EQ(proof("ORD-L", "BLOODS"), "ok");
  m.must(m.fong, "clinic/sign-directive", directive);
  m.at("2025-12-18T08:00:00+08:00");
  m.checkCalibrator();
  m.arrives("LUD.V1", "LUD", "Lu-177", 8e9);
  m.must(m.fong, "clinic/record-blood", blood(74));  // fallen overnight
  m.at("2025-12-18T10:00:00+08:00");
  EXPECT_EQ(m.refusal(m.lei, "hotlab/draw-dose", drawing("S-L", "ORD-L", "LUD.V1", 7.4e9, "LUD")), "BLOOD_OUTSIDE");
  m.must(m.fong, "clinic/record-blood", blood(80));
  give("S-L", "ORD-L", "LUD.V1", 7.4e9, "LUD");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(TherapyCycle, AnOldBloodTestIsNone) {
  limitPlatelets();
  scan();
  m.must(m.fong, "clinic/record-blood", blood(200));
  order("ORD-L", "LUD", "2026-01-01T10:00:00+08:00", "7.4 GBq");  // 15 days later
  m.must(m.fong, "clinic/prescribe", cycle("ORD-L", 1));
  EXPECT_EQ(no("clinic/sign-directive", body({{"order", "ORD-L"}})), "BLOOD_MISSING");
}

TEST_F(TherapyCycle, OrgansAreCountedOverTheCycles) {
  m.must(m.fong, "protocols/limit-organ", body({{"protocol", "PRRT"}, {"organ", "kidneys"}, {"gray", 23.0}, {"source", "house decision"}}));
  scan();
  order("ORD-L", "LUD", "2025-12-18T10:00:00+08:00", "7.4 GBq");
  m.must(m.fong, "clinic/prescribe", cycle("ORD-L", 1));
  m.must(m.fong, "clinic/sign-directive", body({{"order", "ORD-L"}}));
  m.at("2025-12-18T10:00:00+08:00");
  m.checkCalibrator();
  m.arrives("LUD.V1", "LUD", "Lu-177", 8e9);
  give("S-L", "ORD-L", "LUD.V1", 7.4e9, "LUD");
  const auto dosimetry = [](int n, double gray) {
    return body({{"course", "C-1"}, {"cycle", n}, {"organ", "kidneys"}, {"gray", gray}, {"method", "SPECT at 4, 24 and 96 h"}});
  };
  EXPECT_EQ(no("protocols/record-dosimetry", dosimetry(2, 5)), "BAD_VALUE");  // not given
  m.must(m.admin, "protocols/define-protocol", protocol("PRRT", "LUD"));      // without the pair from here on
  m.at("2026-02-10T09:00:00+08:00");
  order("ORD-M", "LUD", "2026-02-17T10:00:00+08:00", "7.4 GBq");
  EXPECT_EQ(no("clinic/prescribe", cycle("ORD-M", 2)), "ORGAN_DOSIMETRY_MISSING");
  m.must(m.fong, "protocols/record-dosimetry", dosimetry(1, 11.6));
  EXPECT_EQ(no("protocols/record-dosimetry", dosimetry(1, 5)), "ALREADY_EXISTS");
  EXPECT_EQ(no("clinic/prescribe", cycle("ORD-M", 2)), "ORGAN_DOSE_EXCEEDED");  // 11.6 + 11.6 = 23.2 of 23 Gy
  const Json shown = (*m.view(m.fong, "protocols", "courses"))["courses"].items().at(0)["organs"].items().at(0);
  EXPECT_NEAR(shown["sum_gy"].number(), 11.6, 1e-9);
  EXPECT_NEAR(shown["next_gy"].number(), 11.6, 1e-6);
  order("ORD-N", "LUD", "2026-02-18T10:00:00+08:00", "7.2 GBq");  // 11.6 + 11.6 * 7.2 / 7.4 = 22.9 Gy
  m.must(m.fong, "clinic/prescribe", cycle("ORD-N", 2));
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::test
