// Release of therapy patients: what is kept, which limit holds where, and until when each precaution lasts. Arithmetic by hand.
#include "rooms/clinic/release/release.h"

#include <gtest/gtest.h>

#include "tests/support/hospital.h"

namespace isotrail::test {
namespace {

using clinic::assess;
using clinic::EarlierCycle;
using clinic::Leaving;
using clinic::ReleasePatient;

class Release : public ::testing::Test {
 protected:
  Hospital m;
  static constexpr const char* kGivenAt = "2025-12-18T10:00:00+08:00";

  void SetUp() override {
    m.patient("P-T", "1980-05-01", "female");
    m.at("2025-12-17T09:00:00+08:00");
    ordered("ORD-T", "IOD", "3.7 GBq");
    m.must(m.fong, "clinic/sign-directive", body({{"order", "ORD-T"}}));
    m.at("2025-12-18T09:50:00+08:00");
    drawn("S-T", "ORD-T", "3.7 GBq", 3.9e9);
  }
  void ordered(const char* order, const char* product, const char* activity, const char* at = kGivenAt) {
    m.must(m.fong, "ordering/place-order", m.order(order, "P-T", at, activity).set("product", product));
    m.must(m.wong, "ordering/accept-order", body({{"order", order}}));
    m.must(m.fong, "clinic/prescribe",
           body({{"order", order}, {"justification", "remnant ablation"}, {"route", "oral"}, {"pregnancy", "no"}, {"breastfeeding", "stopped"}}));
  }
  /// From a vial of its own with `there` Bq, and labelled.
  void drawn(const std::string& dose, const char* order, const char* activity, double there) {
    m.checkCalibrator();
    m.arrives(dose + ".V", "IOD", "I-131", there);
    m.must(m.lei, "hotlab/draw-dose",
           body({{"dose", dose},
                 {"vial", dose + ".V"},
                 {"order", order},
                 {"activity", activity},
                 {"volume", "0.5 mL"},
                 {"calibrator", "CAL-CT"},
                 {"product", "IOD"}}));
    m.must(m.lei, "hotlab/label-dose", body({{"dose", dose}}));
  }
  void give() {
    m.at(kGivenAt);
    m.must(m.lei, "clinic/administer", body({{"dose", "S-T"}, {"patient", "P-T"}, {"route", "oral"}}));
  }
  static Json leaves(Json rest = Json::object()) {
    Json b = body({{"dose", "S-T"}, {"household", "adults"}, {"separate_bed", true}, {"other_carer", false}, {"way_home", "own_car"}});
    for (const auto& [k, v] : rest.members()) b.set(k, v);
    return b;
  }
  void refused(const std::string& codes, const Json& b, const Caller* who = nullptr) {
    const auto before = m.entries();
    EXPECT_EQ(m.refusal(who ? *who : m.fong, "clinic/release-patient", b), codes) << b.dump();
    EXPECT_EQ(m.entries(), before);
  }
};

TEST_F(Release, WhoStillKeepsMoreThanTheLimitStays) {
  refused("OUT_OF_ORDER", leaves());
  refused("NOT_FOUND", leaves().set("dose", "S-9"));
  give();
  m.at("2025-12-19T10:00:00+08:00");
  // One day, thyroid cancer: 0.95 x 2^(-1/0.32) + 0.05 x 2^(-1/7.3) = 0.10890 + 0.04547 = 0.15437; of 3.6995 GBq 571 MBq.
  const auto r = m.submit(m.fong, "clinic/release-patient", leaves(body({{"model", "thyroid_cancer"}})));
  ASSERT_FALSE(r);
  ASSERT_EQ(r.refusal().gates.size(), 1u);
  EXPECT_EQ(r.refusal().gates[0].code, "RELEASE_ACTIVITY_ABOVE_LIMIT");
  EXPECT_NEAR(r.refusal().gates[0].params["found_bq"].number(), 571e6, 1e6);
  // 400 MBq, a share of 0.1081: the slow part alone has 0.0445 then, so the fast one 0.0636: 0.32 d x log2(0.95/0.0636) = 1.248 d.
  const Instant from = instant(r.refusal().gates[0].params["from"].text());
  EXPECT_NEAR((from - instant(kGivenAt)).value / 86400, 1.248, 0.01);
  // By decay alone nearly all of it is there; the dose to others is too high as well, and every failing gate is named.
  refused("RELEASE_ACTIVITY_ABOVE_LIMIT RELEASE_BED_SHARED RELEASE_DOSE_ABOVE_LIMIT RELEASE_SIGNER", leaves(body({{"separate_bed", false}})), &m.lei);
  m.at("2025-12-20T10:00:00+08:00");
  const Json done = m.must(m.fong, "clinic/release-patient", leaves(body({{"model", "thyroid_cancer"}})));
  // Two days: 0.95 x 2^(-6.25) + 0.05 x 2^(-0.27397) = 0.012482 + 0.041353 = 0.053835; of 3.6995 GBq 199.2 MBq.
  EXPECT_NEAR(done["retained_bq"].number(), 199.2e6, 0.2e6);
  EXPECT_EQ(done["method"].text(), "model");
  refused("ALREADY_EXISTS", leaves());
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(Release, EachPrecautionLastsUntilItsShareOfTheDoseIsLeft) {
  give();
  m.at("2025-12-20T10:00:00+08:00");
  const Json measured = body({{"retained", "300 MBq"},
                              {"rate", "20 uSv/h"},
                              {"meter", "SM-CT"},
                              {"effective_half_life", "2 d"},
                              {"household", "children"},
                              {"other_carer", true}});
  const auto a = m.ask(m.fong, "clinic", "release-forecast", leaves(measured));
  ASSERT_TRUE(a);
  // 20 uSv/h with 2 d: 2 x 24 / ln 2 = 69.249 h; a quarter of the time at 1 m 346.2 uSv.
  EXPECT_NEAR((*a)["dose_adult_sv"].number(), 346.2e-6, 0.1e-6);
  EXPECT_TRUE((*a)["rate_measured"].boolean());
  std::map<std::string, std::pair<double, std::string>> days;
  for (const auto& p : (*a)["precautions"].items()) days[p["contact"].text()] = {p["lasts_s"].number() / 86400, p["until"].text()};
  const std::map<std::string, std::pair<double, const char*>> expected{
      {"near_adult", {0, ""}},                 // 346 of 2500 uSv
      {"bed_adult", {0, ""}},                  // 20 x 4 / 3 x 69.249 = 1847 of 2500 uSv
      {"near_child", {1.770, "2025-12-23"}},   // 20 x 4 / 6 x 69.249 = 923.3 of 500 uSv: 2 d x log2(1.8466); ends 22 December, 04:29
      {"held_child", {1.058, "2025-12-22"}},   // 20 x 25 / 48 x 69.249 = 721.3 of 500 uSv: 2 d x log2(1.4427)
      {"work", {0, ""}},                       // 20 / 3 x 69.249 = 462 of 1000 uSv
      {"travel", {1.356, "2025-12-22"}},       // 80 uSv/h at 0.5 m, 50 allowed for 2 h: 2 d x log2(1.6)
      {"carry_sheet", {15.288, "2026-01-05"}}  // 20 to 0.1 uSv/h: 2 d x log2(200)
  };
  for (const auto& [contact, until] : expected) {
    EXPECT_NEAR(days[contact].first, until.first, 0.002) << contact;
    EXPECT_EQ(days[contact].second, until.second) << contact;
  }
  EXPECT_EQ(days["conceive"].second, "2026-06-20");  // 6 months of 30.437 d after 18 December, 10:00
  EXPECT_FALSE(days.contains("bed_pregnant"));
}

TEST_F(Release, WhoIsAtHomeAndTheWayThereCount) {
  give();
  m.at("2025-12-20T10:00:00+08:00");
  const Json kept = body({{"retained", "300 MBq"}, {"rate", "20 uSv/h"}, {"meter", "SM-CT"}, {"effective_half_life", "2 d"}});
  const auto with = [&](Json more) {
    Json b = leaves(kept);
    for (const auto& [k, v] : more.members()) b.set(k, v);
    return b;
  };
  refused("RELEASE_CHILD_UNCARED RELEASE_WAY_HOME", with(body({{"household", "children"}, {"way_home", "public_transport"}})));
  refused("RELEASE_BED_SHARED", with(body({{"household", "pregnant"}, {"separate_bed", false}})));  // 1847 of 500 uSv
  refused("BAD_VALUE", with(body({{"remark", std::string(2001, 'x')}})));
  refused("PATIENT_NAMED", with(body({{"remark", "TestadaP-T Um goes to her sister"}})));
  refused("MISSING_FIELD", leaves(body({{"rate", "20 uSv/h"}})));
  refused("MISSING_FIELD", leaves(body({{"rate_at_start", "200 uSv/h"}})));
  refused("BAD_VALUE", with(body({{"rate_at_start", "10 uSv/h"}})));
  refused("BAD_VALUE", with(body({{"retained", "4 GBq"}})));
  refused("BAD_VALUE", with(body({{"effective_half_life", "9 d"}})));
  refused("BAD_VALUE", leaves(body({{"model", "urn"}})));
  refused("EQUIPMENT_WRONG_KIND", with(body({{"meter", "CAL-CT"}})));
  refused("NOT_YOUR_ORGANISATION RELEASE_SIGNER", with(Json::object()), &m.he);
  // An hour by bus beside the same person: 80 of 100 uSv allowed.
  m.must(m.sou, "clinic/release-patient", with(body({{"way_home", "public_transport"}, {"journey", "1 h"}})));
}

TEST_F(Release, TheRatioOfTwoReadingsSaysWhatIsKept) {
  give();
  m.at("2025-12-19T10:00:00+08:00");
  const Json b = leaves(body({{"rate", "25 uSv/h"}, {"rate_at_start", "200 uSv/h"}, {"meter", "SM-CT"}, {"model", "hyperthyroidism"}}));
  // An eighth of 3.6995 GBq: 462.4 MBq.
  const auto r = m.submit(m.fong, "clinic/release-patient", b);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.refusal().gates.at(0).code, "RELEASE_ACTIVITY_ABOVE_LIMIT");
  EXPECT_NEAR(r.refusal().gates.at(0).params["found_bq"].number(), 462.4e6, 0.2e6);
}

TEST_F(Release, AnEarlierTherapyIsListedWithWhatItGave) {
  give();
  m.at("2025-12-20T10:00:00+08:00");
  const Json first = m.must(m.fong, "clinic/release-patient", leaves(body({{"model", "thyroid_cancer"}})));
  ASSERT_EQ(first["cycles"].size(), 1u);
  m.at("2026-03-02T09:00:00+08:00");
  ordered("ORD-U", "IOD", "1.1 GBq", "2026-03-03T10:00:00+08:00");
  m.must(m.fong, "clinic/sign-directive", body({{"order", "ORD-U"}}));
  m.at("2026-03-03T09:50:00+08:00");
  drawn("S-U", "ORD-U", "1.1 GBq", 1.2e9);
  m.at("2026-03-03T10:00:00+08:00");
  m.must(m.lei, "clinic/administer", body({{"dose", "S-U"}, {"patient", "P-T"}, {"route", "oral"}}));
  m.at("2026-03-04T10:00:00+08:00");
  const auto second = m.ask(m.fong, "clinic", "release-forecast", leaves(body({{"dose", "S-U"}, {"model", "thyroid_cancer"}})));
  ASSERT_TRUE(second);
  ASSERT_EQ((*second)["cycles"].size(), 2u);
  const Json& earlier = (*second)["cycles"].items()[0];
  EXPECT_EQ(earlier["dose"].text(), "S-T");
  EXPECT_DOUBLE_EQ(earlier["dose_adult_sv"].number(), first["dose_adult_sv"].number());
  EXPECT_TRUE(earlier["in_year"].boolean());
  EXPECT_FALSE(earlier["in_treatment"].boolean());  // no course joins them
  // Work beside others has half of the year's 1 mSv.
  double work = 0;
  for (const auto& p : (*second)["precautions"].items())
    if (p["contact"].text() == "work") work = p["limit_sv"].number();
  EXPECT_NEAR(work, 0.5e-3, 1e-12);
}

TEST_F(Release, ADiagnosticDoseNeedsNone) {
  m.patient("P-D", "1970-01-01", "male");
  m.must(m.fong, "ordering/place-order", m.order("ORD-D", "P-D", "2025-12-18T11:00:00+08:00"));
  m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-D"}}));
  m.must(m.fong, "clinic/prescribe", body({{"order", "ORD-D"}, {"justification", "staging"}}));
  m.arrives("FDG.V1", "FDG", "F-18", 9e9);
  m.at("2025-12-18T11:00:00+08:00");
  m.must(m.lei, "hotlab/draw-dose",
         body({{"dose", "S-D"},
               {"vial", "FDG.V1"},
               {"order", "ORD-D"},
               {"activity", "252 MBq"},
               {"volume", "0.5 mL"},
               {"calibrator", "CAL-CT"},
               {"product", "FDG"}}));
  m.must(m.lei, "hotlab/label-dose", body({{"dose", "S-D"}}));
  m.must(m.lei, "clinic/administer", body({{"dose", "S-D"}, {"patient", "P-D"}, {"route", "intravenous"}}));
  refused("RELEASE_ONLY_AFTER_THERAPY", leaves(body({{"dose", "S-D"}})));
}

/// The directive came after the dose: the record of another node may hold a draw without one.
TEST_F(Release, ADirectiveIsNotSignedOverAPreparedDose) {
  ordered("ORD-L", "LUD", "7.4 GBq");
  struct Open : Hospital {
    using HotLab::happened;
  };
  static_cast<Open&>(m).happened("cotai", "cotai-hotlab", "hotlab.DoseDrawn", "S-L",
                                 body({{"dose", "S-L"},
                                       {"vial", "V"},
                                       {"order", "ORD-L"},
                                       {"patient", "P-T"},
                                       {"product", "LUD"},
                                       {"nuclide", "Lu-177"},
                                       {"activity_bq", 7.4e9},
                                       {"volume_l", 0.001}}),
                                 std::nullopt);
  const auto before = m.entries();
  EXPECT_EQ(m.refusal(m.fong, "clinic/sign-directive", body({{"order", "ORD-L"}})), "DIRECTIVE_TOO_LATE");
  EXPECT_EQ(m.entries(), before);
}

TEST_F(Release, TheSheetIsWrittenInFourLanguages) {
  give();
  EXPECT_EQ(m.view(m.fong, "clinic", "release-sheet", "S-T").refusal().code, "OUT_OF_ORDER");
  m.at("2025-12-20T10:00:00+08:00");
  m.must(m.fong, "clinic/release-patient", leaves(body({{"model", "thyroid_cancer"}, {"household", "pregnant"}})));
  const auto sheet = m.view(m.fong, "clinic", "release-sheet", "S-T");
  ASSERT_TRUE(sheet);
  const std::string text = sheet->dump();
  for (const char* part : {"TestadaP-T Um", "199 MBq", "2025-12-20 10:00 UTC+8", "Do not breast-feed this child again.", "2026-06-20"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
  EXPECT_EQ(text.find("RELEASE_SHEET"), std::string::npos) << text;
  EXPECT_EQ(m.view(m.he, "clinic", "release-sheet", "S-T").refusal().code, "NOT_FOUND");
}

/// Places where the showcase has no site; the calculation itself.
TEST(ReleaseLimits, HoldByPlace) {
  Leaving l;
  l.nuclide = Dataset::shipped().find("I-131");
  l.net = Activity(3.7e9);
  l.zone = "UTC";
  l.given.at = instant("2025-12-18T00:00:00Z");
  l.at = l.given.at + hours(30);
  ReleasePatient c;
  c.household = "alone";
  c.way_home = "own_car";
  c.retained = Activity(1.3e9);
  c.rate = DoseRate(60e-6);
  c.effective_half_life = Seconds(0.5 * 86400);
  const auto met = [&](const char* place, const char* quantity) {
    l.jurisdiction = place;
    const auto a = assess(c, l);
    for (const auto& j : a->limits)
      if (j.limit.quantity == quantity) return j.met ? std::string("met") : std::string("not met");
    return std::string("none");
  };
  EXPECT_EQ(met("CN", "retained"), "not met");  // 400 MBq
  EXPECT_EQ(met("CN", "rate_1m"), "not met");   // 25 uSv/h
  EXPECT_EQ(met("JP", "rate_1m"), "not met");   // 30 uSv/h
  EXPECT_EQ(met("KR", "retained"), "not met");  // 1.2 GBq
  EXPECT_EQ(met("KR", "rate_1m"), "met");       // 70 uSv/h
  EXPECT_EQ(met("US", "retained"), "not met");  // 1.2 GBq by the table, which the calculated dose replaces:
  EXPECT_EQ(met("US", "dose_adult"), "met");    // 60 x 0.25 x 17.31 h = 260 uSv of 5 mSv
  EXPECT_EQ(met("DE", "dose_adult"), "met");    // of 1 mSv
  EXPECT_EQ(met("DE", "stay"), "not met");      // 30 of 48 h
  EXPECT_EQ(met("MO", "rate_1m"), "none");
  // A longer half-life: 60 x 0.25 x 5 d x 24 / ln 2 = 2597 uSv.
  c.effective_half_life = Seconds(5 * 86400);
  EXPECT_EQ(met("DE", "dose_adult"), "not met");
  EXPECT_EQ(met("CN", "dose_adult"), "met");
}

TEST(ReleaseLimits, ABetaEmitterIsCoveredByItsRowOrByAReading) {
  Leaving l;
  l.net = Activity(1.2e9);
  l.zone = "UTC";
  l.jurisdiction = "MO";
  l.given.at = instant("2025-12-18T00:00:00Z");
  l.at = l.given.at + hours(4);
  ReleasePatient c;
  c.household = "adults";
  for (const auto& [nuclide, covered] : {std::pair{"Y-90", true}, {"P-32", true}, {"Lu-177", true}, {"P-33", false}, {"H-3", false}}) {
    l.nuclide = Dataset::shipped().find(nuclide);
    ASSERT_NE(l.nuclide, nullptr) << nuclide;
    EXPECT_EQ(assess(c, l)->covered, covered) << nuclide;
  }
}

/// Lu-177 after PRRT: kept by the label's excretion, and the cycles of a course beside each other.
class ReleaseCycles : public ::testing::Test {
 protected:
  Leaving l;
  ReleasePatient c;
  ReleaseCycles() {
    l.nuclide = Dataset::shipped().find("Lu-177");
    l.net = Activity(7.4e9);
    l.zone = "UTC";
    l.jurisdiction = "CN";
    l.given.dose = ItemId("S-4");
    l.given.at = instant("2025-12-18T00:00:00Z");
    l.at = l.given.at + hours(24);
    c.household = "adults";
    c.way_home = "own_car";
    c.model = "dotatate";
  }
  EarlierCycle before(const char* dose, double days_ago, bool same_course, std::optional<Dose> adult = {}) {
    return {ItemId(dose), l.given.at - days(days_ago), Activity(7.4e9), l.nuclide, same_course, adult};
  }
  double lasts(const clinic::Assessed& a, const char* contact) { return a.of(contact)->lasts.value / 86400; }
};

TEST_F(ReleaseCycles, WhatIsKeptOfLu177FollowsTheLabelsExcretion) {
  // 44 % excreted after 5 h, 58 % after 24 h, 65 % after 48 h: kept 56, 42 and 35 % of what decay alone leaves (half-life 159.4 h).
  for (const auto& [h, kept] : {std::pair{5.0, 0.56}, {24.0, 0.42}, {48.0, 0.35}}) {
    l.at = l.given.at + hours(h);
    const double decayed = std::exp2(-h * 3600 / l.nuclide->half_life.value);
    EXPECT_NEAR(assess(c, l)->retained.value / 7.4e9 / decayed, kept, 0.002) << h;
  }
  c.model = "psma";  // one exponential of 40.5 h
  l.at = l.given.at + hours(40.5);
  EXPECT_NEAR(assess(c, l)->retained.value, 3.7e9, 5e6);
  c.model = "thyroid_cancer";
  EXPECT_FALSE(assess(c, l));
}

TEST_F(ReleaseCycles, EarlierCyclesCountAgainstALimitOfTheTreatmentAndOfTheYear) {
  const auto alone = assess(c, l);
  ASSERT_EQ(alone->cycles.size(), 1u);
  EXPECT_DOUBLE_EQ(alone->limits.back().earlier, 0.0);
  // Three cycles of the course, one of them more than a year ago, and another therapy half a year ago.
  l.earlier = {before("S-1", 400, true, Dose(2e-3)), before("S-2", 200, true, Dose(1.5e-3)), before("X-1", 180, false, Dose(4e-4)),
               before("S-3", 60, true)};
  const auto a = assess(c, l);
  ASSERT_EQ(a->cycles.size(), 5u);
  // S-3 was never released on the record: as this one, which is as strong and empties as fast.
  EXPECT_NEAR(a->cycles[3].adult.value, alone->adult.value, 1e-12);
  double sum = 0;
  const Json j = a->json("UTC");
  for (const auto& cycle : j["cycles"].items()) sum += cycle["share"].number();
  EXPECT_NEAR(sum, 1.0, 1e-12);
  EXPECT_EQ(j["cycles"].items()[0]["in_year"].boolean(), false);
  EXPECT_EQ(j["cycles"].items()[2]["in_treatment"].boolean(), false);
  const auto dose = [](const clinic::Assessed& of) {
    return *std::find_if(of.limits.begin(), of.limits.end(), [](const auto& x) { return x.limit.quantity == "dose_adult"; });
  };
  // The mainland's 5 mSv are of one treatment: S-1, S-2 and S-3.
  EXPECT_NEAR(dose(*a).earlier, 3.5e-3 + alone->adult.value, 1e-12);
  EXPECT_NEAR(dose(*a).found, 3.5e-3 + 2 * alone->adult.value, 1e-12);
  // Germany's 1 mSv of a year: S-2, X-1 and S-3 alone are above it, and no waiting helps; one cycle alone is not.
  l.jurisdiction = "DE";
  EXPECT_NEAR(dose(*assess(c, l)).earlier, 1.9e-3 + alone->adult.value, 1e-12);
  EXPECT_FALSE(dose(*assess(c, l)).met);
  EXPECT_FALSE(dose(*assess(c, l)).from.has_value());
  l.earlier.clear();
  EXPECT_TRUE(dose(*assess(c, l)).met);
}

TEST_F(ReleaseCycles, CyclesShareTheLimitOfAContactInEqualParts) {
  c.rate = DoseRate(20e-6);
  const double one = lasts(*assess(c, l), "work");
  l.ahead = 3;
  l.gap = days(56);
  const auto first = assess(c, l);
  // A quarter of 1 mSv for each of the four: longer by the slow half-life of 2.418 d for every halving, where both last.
  EXPECT_NEAR(first->of("work")->limit.value, 0.25e-3, 1e-12);
  EXPECT_GT(lasts(*first, "work"), one + 1e-3);
  // Cycles half a year apart: this one and the next lie within a year.
  l.gap = days(183);
  EXPECT_NEAR(assess(c, l)->of("work")->limit.value, 0.5e-3, 1e-12);
  // Of a treatment all four count, however far apart: 5 mSv x 0.5 / 4.
  EXPECT_NEAR(assess(c, l)->of("near_adult")->limit.value, 0.625e-3, 1e-12);
}

/// At the end of each precaution exactly its share of the dose is still to come.
TEST(ReleaseLimits, SharesOfOnePersonSumToOne) {
  std::map<std::string, double> sum;
  for (const auto& k : clinic::releaseContacts()) sum[k.person] += k.share;
  for (const char* person : {"adult", "child", "pregnant", "colleague"}) EXPECT_NEAR(sum[person], 1.0, 1e-12) << person;
}

}  // namespace
}  // namespace isotrail::test
