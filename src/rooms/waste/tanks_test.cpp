// Tanks and permits, returns and sharps.
#include <gtest/gtest.h>

#include "tests/support/hospital.h"
#include "tests/support/ward.h"

namespace isotrail::test {
namespace {

Json permit() {
  return body({{"permit", "DP-1"},
               {"site", "cotai-hotlab"},
               {"nuclide", "F-18"},
               {"agency", "DSPA"},
               {"number", "7/2025"},
               {"per_release", "200 MBq"},
               {"per_month", "300 MBq"},
               {"concentration", "1 MBq/L"},
               {"valid_from", "2025-01-01T00:00:00Z"},
               {"valid_until", "2026-06-01T00:00:00Z"}});
}

class Tanks : public ::testing::Test {
 protected:
  Ward w;
  void SetUp() override {
    w.ready();
    w.give();
    w.must(w.admin, "waste/register-permit", permit());
    w.must(w.admin, "waste/register-tank", body({{"tank", "TK-1"}, {"site", "cotai-hotlab"}, {"capacity", "500 L"}}));
  }
  std::string no(const char* command, Json b) {
    const auto before = w.entries();
    const std::string codes = w.refusal(w.lei, command, std::move(b));
    EXPECT_EQ(w.entries(), before);
    return codes;
  }
  static Json fills(const char* share, const char* volume = "200 L") {
    return body({{"tank", "TK-1"}, {"dose", "S-251217-01"}, {"share", share}, {"volume", volume}});
  }
  static Json discharges(const char* measured) {
    return body({{"tank", "TK-1"}, {"permit", "DP-1"}, {"measured", measured}, {"calibrator", "CAL-CT"}});
  }
  void expectAccountCloses(const char* day_start) {
    const Instant day = instant(day_start);
    for (const auto& l : dayAccount(w.db(), SiteId("cotai-hotlab"), day, day + days(1))) EXPECT_TRUE(l.closes()) << l.nuclide << " " << l.residue();
  }
};

TEST_F(Tanks, WhatPatientsLeaveWaitsAndIsDischargedUnderThePermit) {
  EXPECT_EQ(no("waste/close-tank", body({{"tank", "TK-1"}})), "OUT_OF_ORDER");
  w.at("2025-12-17T10:00:00+08:00");
  w.must(w.lei, "waste/fill-tank", fills("60 %"));
  EXPECT_EQ(no("waste/fill-tank", fills("50 %")), "EXCRETED_MORE_THAN_GIVEN");
  EXPECT_EQ(no("waste/fill-tank", fills("10 %", "400 L")), "TANK_FULL");
  EXPECT_EQ(no("waste/fill-tank", fills("0 %")), "BAD_VALUE");
  // 60 % of 252 MBq, 45 min later: 151.2 * 2^(-45/109.73) = 113.8 MBq.
  EXPECT_NEAR(findItem(w.db(), ItemId("TK-1"))->inventoryAt(w.now()).activity("F-18").value, 113.8e6, 2e5);
  expectAccountCloses("2025-12-17T00:00:00+08:00");
  EXPECT_EQ(no("waste/discharge-tank", discharges("0.1 kBq/L")), "OUT_OF_ORDER");
  w.must(w.lei, "waste/close-tank", body({{"tank", "TK-1"}}));
  EXPECT_EQ(no("waste/fill-tank", fills("1 %")), "OUT_OF_ORDER");
  // Ten half-lives are 18.3 h; the account of 10:10 still holds 107 MBq in 200 L.
  w.at("2025-12-17T10:10:00+08:00");
  EXPECT_EQ(no("waste/discharge-tank", discharges("535 kBq/L")), "TANK_TOO_EARLY");
  EXPECT_EQ(no("waste/discharge-tank", discharges("2 MBq/L")), "CONCENTRATION_ABOVE_PERMIT DISCHARGE_ABOVE_PERMIT TANK_TOO_EARLY");
  w.at("2025-12-18T08:00:00+08:00");
  w.must(w.lei, "hotlab/check-calibrator", body({{"calibrator", "CAL-CT"}, {"nuclide", "Cs-137"}, {"reading", "7.4 MBq"}, {"expected", "7.4 MBq"}}));
  EXPECT_EQ(no("waste/discharge-tank", discharges("2 kBq/L").set("permit", "DP-9")), "NOT_FOUND");
  w.must(w.lei, "waste/discharge-tank", discharges("0.5 kBq/L"));  // 100 kBq measured, about 28 kBq on record
  const auto shown = w.view(w.lei, "waste", "tanks");
  EXPECT_NEAR((*shown)["permits"].items().at(0)["month_bq"].number(), 1e5, 1);
  EXPECT_EQ((*shown)["tanks"].items().at(0)["state"].text(), "filling");
  expectAccountCloses("2025-12-18T00:00:00+08:00");
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Tanks, TheMonthIsCountedTogetherAndASampleBelowTheFreeValueNeedNotWait) {
  w.must(w.admin, "waste/register-permit",
         permit().set("permit", "DP-2").set("per_release", "1 GBq").set("per_month", "1 GBq").set("valid_until", "2025-12-01T00:00:00Z"));
  EXPECT_EQ(w.refusal(w.admin, "waste/register-permit", permit()), "ALREADY_EXISTS");
  EXPECT_EQ(w.refusal(w.admin, "waste/register-permit", permit().set("permit", "X").set("per_month", "1 MBq")), "BAD_VALUE");
  w.must(w.lei, "waste/fill-tank", fills("60 %"));
  w.must(w.lei, "waste/close-tank", body({{"tank", "TK-1"}}));
  EXPECT_EQ(no("waste/discharge-tank", discharges("5 Bq/L").set("permit", "DP-2")), "DISCHARGE_PERMIT_INVALID");
  w.must(w.lei, "waste/discharge-tank", discharges("5 Bq/L"));  // 151 MBq on record count, whatever the sample says
  w.must(w.lei, "waste/fill-tank", fills("40 %"));
  w.must(w.lei, "waste/close-tank", body({{"tank", "TK-1"}}));
  w.must(w.lei, "waste/discharge-tank", discharges("5 Bq/L"));  // 101 MBq more: 252 of 300
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Tanks, SharpsAreKeptApart) {
  w.at("2025-12-17T12:00:00+08:00");
  const auto stores = [](const char* container, const char* item, bool sharps) {
    return body({{"container", container}, {"items", Json(Json::Array{item})}, {"sharps", sharps}});
  };
  EXPECT_EQ(no("waste/store", stores("SH-1", "FDG-251217-A.V1", true)), "SHARPS_ONLY");
  w.must(w.lei, "waste/store", stores("SH-1", "S-251217-01", true));
  EXPECT_EQ(no("waste/store", stores("SH-1", "FDG-251217-A.V1", false)), "SHARPS_CONTAINER_FIXED");
}

TEST(Returns, ASpentGeneratorGoesBackInTime) {
  HotLab m;
  m.kits();
  m.must(m.admin, "identity/register-site", body({{"site", "supplier-plant"}, {"org", "supplier"}, {"name", "Plant"}, {"zone", "Europe/Berlin"}}));
  m.at("2026-01-05T09:00:00+08:00");  // it expired on 30 December
  auto due = m.view(m.sou, "waste", "returns");
  ASSERT_EQ((*due)["due"].size(), 1u);
  EXPECT_EQ((*due)["due"].items()[0]["due"].text(), "2026-03-30T00:00:00Z");
  const auto returns = [](const char* item, const char* to) { return body({{"item", item}, {"to", to}, {"paper", "T-77"}}); };
  EXPECT_EQ(m.refusal(m.sou, "waste/return-source", returns("MDP-K1", "supplier-plant")), "RETURN_NOT_A_SOURCE");
  EXPECT_EQ(m.refusal(m.sou, "waste/return-source", returns("GEN-MO-0412", "cotai-hotlab")), "RETURN_TO_ONESELF");
  m.must(m.sou, "waste/return-source", returns("GEN-MO-0412", "supplier-plant"));
  due = m.view(m.sou, "waste", "returns");
  EXPECT_EQ((*due)["due"].size(), 0u);
  EXPECT_TRUE((*due)["returned"].items().at(0)["in_time"].boolean());
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

/// A generator's eluate beside FDG: the permit names F-18 only.
TEST(TankOfTwo, IsNotDischargedUnderAPermitForOne) {
  Hospital m;
  m.patient("P-A", "1970-01-01", "male");
  m.at("2025-12-17T08:30:00+08:00");
  m.checkCalibrator();
  for (const auto& [order, dose, product, nuclide] : {std::tuple{"ORD-A", "S-A", "FDG", "F-18"}, {"ORD-B", "S-B", "PSM", "Ga-68"}}) {
    m.must(m.fong, "ordering/place-order", m.order(order, "P-A", "2025-12-17T09:00:00+08:00").set("product", product));
    m.must(m.wong, "ordering/accept-order", body({{"order", order}}));
    m.must(m.fong, "clinic/prescribe", body({{"order", order}, {"justification", "staging"}}));
    m.arrives(std::string(product) + ".V1", product, nuclide, 2e9);
  }
  m.at("2025-12-17T09:00:00+08:00");
  for (const auto& [order, dose, product] : {std::tuple{"ORD-A", "S-A", "FDG"}, {"ORD-B", "S-B", "PSM"}}) {
    m.must(m.lei, "hotlab/draw-dose",
           body({{"dose", dose},
                 {"vial", std::string(product) + ".V1"},
                 {"order", order},
                 {"activity", "252 MBq"},
                 {"volume", "0.5 mL"},
                 {"calibrator", "CAL-CT"},
                 {"product", product}}));
    m.must(m.lei, "hotlab/label-dose", body({{"dose", dose}}));
    m.must(m.lei, "clinic/administer", body({{"dose", dose}, {"patient", "P-A"}, {"route", "intravenous"}}));
  }
  m.must(m.admin, "waste/register-permit", permit());
  m.must(m.admin, "waste/register-tank", body({{"tank", "TK-1"}, {"site", "cotai-hotlab"}, {"capacity", "500 L"}}));
  for (const char* dose : {"S-A", "S-B"})
    m.must(m.lei, "waste/fill-tank", body({{"tank", "TK-1"}, {"dose", dose}, {"share", "50 %"}, {"volume", "200 L"}}));
  m.must(m.lei, "waste/close-tank", body({{"tank", "TK-1"}}));
  const auto before = m.entries();
  const Json b = body({{"tank", "TK-1"}, {"permit", "DP-1"}, {"measured", "1 kBq/L"}, {"calibrator", "CAL-CT"}});
  EXPECT_EQ(m.refusal(m.lei, "waste/discharge-tank", b), "DISCHARGE_OTHER_NUCLIDE TANK_TOO_EARLY");
  EXPECT_EQ(m.entries(), before);
}

}  // namespace
}  // namespace isotrail::test
