#include <gtest/gtest.h>

#include "rooms/clinic/facts.h"
#include "rooms/ordering/facts.h"
#include "tests/support/ward.h"
#include "units/time.h"

namespace isotrail::test {
namespace {

class Administration : public ::testing::Test {
 protected:
  Ward w;
  /// Refused with `codes`, and nothing was written.
  void refused(const std::string& codes, const Caller& who, const char* command, Json b) {
    const auto before = w.entries();
    EXPECT_EQ(w.refusal(who, command, std::move(b)), codes) << command;
    EXPECT_EQ(w.entries(), before);
  }
  AccountLine fluorine() {
    const Instant day = instant("2025-12-17T00:00:00+08:00");
    for (const auto& l : dayAccount(w.db(), SiteId("cotai-hotlab"), day, day + days(1)))
      if (l.nuclide == "F-18") return l;
    return {};
  }
  void expectAccountCloses() {
    const Instant day = instant("2025-12-17T00:00:00+08:00");
    const auto lines = dayAccount(w.db(), SiteId("cotai-hotlab"), day, day + days(1));
    EXPECT_FALSE(lines.empty());
    for (const auto& l : lines) EXPECT_TRUE(l.closes()) << l.nuclide << " leaves " << l.residue() << ", unexplained " << l.unexplained;
  }
};

TEST_F(Administration, TheRightDoseToTheRightPatientOnce) {
  w.ready();
  refused("WRONG_PATIENT", w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-02"));
  refused("WRONG_ROUTE", w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-01", "oral"));
  refused("QUALIFICATION_MISSING", w.ho, "clinic/administer", Ward::giving("S-251217-01", "P-01"));
  refused("NOT_YOUR_ORGANISATION QUALIFICATION_MISSING", w.he, "clinic/administer", Ward::giving("S-251217-01", "P-01"));
  refused("BAD_VALUE", w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-01", "by ear"));
  const Json answer = w.must(w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-01"));
  EXPECT_NEAR(answer["activity_bq"].number(), 252e6, 10);
  EXPECT_EQ(findItem(w.db(), ItemId("S-251217-01"))->stage, "given");
  EXPECT_EQ(ordering::order(w.db(), OrderId("ORD-01"))->state, "fulfilled");
  refused("DOSE_GIVEN_ALREADY", w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-01"));
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Administration, EveryFailingGateIsNamedTogether) {
  w.ready();
  w.at("2025-12-17T10:15:00+08:00");
  refused("DOSE_OUT_OF_TOLERANCE QUALIFICATION_MISSING WRONG_PATIENT WRONG_ROUTE", w.ho, "clinic/administer",
          Ward::giving("S-251217-01", "P-02", "oral"));
}

TEST_F(Administration, NothingIsGivenBeforeTheDrawOrWithoutALabel) {
  w.vialArrives();
  w.at("2025-12-17T09:06:00+08:00");
  refused("DOSE_NOT_DRAWN", w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-01"));
  w.draw("S-251217-01", "ORD-01", "2025-12-17T09:15:00+08:00");
  refused("DOSE_NOT_LABELLED", w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-01"));
}

TEST_F(Administration, TheRangeHoldsNow) {
  w.ready();
  w.at("2025-12-17T09:31:00+08:00");  // 252 MBq * 2^(-16/109.734) = 227.8 MBq, 9.6 % low
  EXPECT_EQ(w.refusal(w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-02")), "WRONG_PATIENT");
  w.at("2025-12-17T09:32:00+08:00");  // 226.3 MBq, 10.2 % low
  refused("DOSE_OUT_OF_TOLERANCE", w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-01"));
}

TEST_F(Administration, AHoldOnTheBatchStopsTheSyringeInTheHand) {
  w.ready();
  w.must(w.lin, "quality/hold-item", body({{"item", "FDG-251217-A"}, {"reason", "late result in question"}}));
  refused("ITEM_ON_HOLD", w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-01"));
  w.must(w.liang, "quality/lift-hold", body({{"item", "FDG-251217-A"}, {"reason", "result stands"}}));
  w.give();
}

TEST_F(Administration, TheResidualComesOffWhatWasGiven) {
  w.ready();
  refused("OUT_OF_ORDER", w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq"));
  w.give();
  w.at("2025-12-17T09:25:00+08:00");
  refused("NOT_FOUND", w.lei, "clinic/measure-residual", Ward::residual("S-9", "8 MBq"));
  refused("RESIDUAL_LARGER_THAN_DOSE", w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "240 MBq"));  // 255.6 MBq at 09:15
  refused("EQUIPMENT_WRONG_KIND", w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq").set("calibrator", "DC-9"));
  refused("BAD_UNIT", w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8"));
  const Json answer = w.must(w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq"));
  // 8 MBq * 2^(10/109.734) = 8.5217 MBq at 09:15; 252 - 8.5217 = 243.478 MBq; 0.019 mSv/MBq * 243.478 MBq = 4.6261 mSv
  EXPECT_NEAR(answer["net_bq"].number(), 243.478e6, 1e3);
  EXPECT_NEAR(answer["effective_dose_msv"].number(), 4.6261, 1e-4);
  EXPECT_NEAR(clinic::given(w.db(), ItemId("S-251217-01"))->residual->value, 8.5217e6, 1e3);
  EXPECT_NEAR(findItem(w.db(), ItemId("S-251217-01"))->inventoryAt(w.now()).activity("F-18").value, 8e6, 1e3);
  refused("ALREADY_EXISTS", w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq"));
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Administration, AnUncheckedCalibratorMeasuresNothing) {
  w.ready();
  w.give();
  w.happens("hotlab.CalibratorChecked", "cotai-hotlab", "hotlab/CAL-CT",
            body({{"calibrator", "CAL-CT"}, {"day", "2025-12-17"}, {"verdict", "fail"}}));
  w.at("2025-12-17T09:25:00+08:00");
  refused("CALIBRATOR_UNCHECKED", w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq"));
}

TEST_F(Administration, TheDaysAccountClosesBeforeAndAfterTheResidual) {
  w.ready();
  w.give();
  const double lambda = std::log(2.0) / 6584.04;
  expectAccountCloses();
  EXPECT_NEAR(fluorine().given, 252e6 / lambda, 1e-6 * 252e6 / lambda);  // all of the syringe until something is measured
  w.at("2025-12-17T09:25:00+08:00");
  w.must(w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq"));
  expectAccountCloses();
  // The residual's atoms are no longer given: 243.478 MBq are.
  EXPECT_NEAR(fluorine().given, 243.478e6 / lambda, 1e-5 * 252e6 / lambda);
}

TEST_F(Administration, AnEmptySyringeHasNoResidual) {
  w.ready();
  w.give();
  const Json answer = w.must(w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "0 MBq"));
  EXPECT_NEAR(answer["net_bq"].number(), 252e6, 10);
  expectAccountCloses();
}

/// A lutetium vial in the hot lab, released, and an order of 7.4 GBq for the afternoon.
class Therapy : public Administration {
 protected:
  void SetUp() override {
    w.must(w.admin, "catalogue/define-product",
           body({{"product", "LUD"},
                 {"name", "Lutetium (Lu-177) oxodotreotide"},
                 {"name_zh_hans", "镥[177Lu]氧奥曲肽注射液"},
                 {"name_zh_hant", "鎦[177Lu]氧奧曲肽注射液"},
                 {"name_pt", "Oxodotreotido de lutécio (Lu-177)"},
                 {"nuclide", "Lu-177"},
                 {"kind", "reactor"},
                 {"use", "therapeutic"},
                 {"shelf_life", "72 h"},
                 {"letter", "L"}}));
    w.must(w.admin, "registration/register-approval",
           body({{"approval", "LUD-MO"},
                 {"product", "LUD"},
                 {"market", "MO"},
                 {"kind", "marketing"},
                 {"agency", "test"},
                 {"number", "3"},
                 {"valid_from", "2025-01-01T00:00:00Z"},
                 {"valid_until", "2027-01-01T00:00:00Z"}}));
    w.must(w.admin, "licensing/set-cap", body({{"licence", "RSL-CT"}, {"nuclide", "Lu-177"}, {"max_activity", "20 GBq"}}));
    w.must(w.fong, "ordering/place-order", w.order("ORD-12", "P-12", "2025-12-17T14:00:00+08:00", "7.4 GBq").set("product", "LUD"));
    w.must(w.wong, "ordering/accept-order", body({{"order", "ORD-12"}}));
    w.must(w.fong, "clinic/prescribe", body({{"order", "ORD-12"}, {"justification", "second cycle"}}));
    w.at("2025-12-17T13:51:00+08:00");
    Movement in;
    in.kind = MovementKind::bring_in;
    in.at = w.now();
    const Inventory held = Inventory::of(*Dataset::shipped().find("Lu-177"), Activity(7.7e9), w.now());
    in.puts.push_back({ItemId("LUD-1"), {}, {}, NewItem{"batch", "LUD-1", ProductId("LUD"), ItemId("LUD-1"), std::nullopt, OrgId("lingnan")}});
    in.puts.push_back(
        {ItemId("LUD-1.V1"), held, Volume(0.02), NewItem{"vial", "LUD", ProductId("LUD"), ItemId("LUD-1"), std::nullopt, OrgId("lingnan")}});
    w.happens("hotlab.PackageReceived", "cotai-hotlab", "hotlab/P-2", Json::object(), in);
    w.happens("quality.BatchReleased", "lingnan-nansha", "quality/LUD-1", body({{"batch", "LUD-1"}, {"all_markets", Json(Json::Array{"MO"})}}),
              std::nullopt, "lingnan");
    w.calibratorPasses();
  }
  Json drawing() const {
    return body(
        {{"dose", "S-251217-12"}, {"vial", "LUD-1.V1"}, {"order", "ORD-12"}, {"activity", "7.4 GBq"}, {"volume", "19 mL"}, {"calibrator", "CAL-CT"}});
  }
};

TEST_F(Therapy, NoneWithoutAWrittenDirective) {
  refused("DIRECTIVE_MISSING", w.lei, "hotlab/draw-dose", drawing());
  refused("NOT_A_PHYSICIAN QUALIFICATION_MISSING", w.lei, "clinic/sign-directive", body({{"order", "ORD-12"}}));
  w.must(w.fong, "clinic/sign-directive", body({{"order", "ORD-12"}, {"activity", "7.4 GBq"}}));
  w.must(w.lei, "hotlab/draw-dose", drawing());
  w.label("S-251217-12");
  w.at("2025-12-17T14:00:00+08:00");
  w.must(w.fong, "clinic/administer", Ward::giving("S-251217-12", "P-12"));
  const Json answer = w.must(w.lei, "clinic/measure-residual", Ward::residual("S-251217-12", "90 MBq"));
  EXPECT_TRUE(answer["effective_dose_msv"].isNull());  // no coefficient is tabulated for a therapy
  expectAccountCloses();
}

TEST_F(Therapy, ASyringeDrawnElsewhereIsNotGivenWithoutADirectiveEither) {
  Movement draw;
  draw.kind = MovementKind::draw;
  draw.at = w.now();
  const Inventory all = findItem(w.db(), ItemId("LUD-1.V1"))->inventoryAt(w.now());
  draw.takes.push_back({ItemId("LUD-1.V1"), all.times(7.4 / 7.7), Volume(0.019), false});
  draw.puts.push_back(
      {ItemId("S-12"), all.times(7.4 / 7.7), Volume(0.019), NewItem{"dose", "LUD", ProductId("LUD"), ItemId("LUD-1"), std::nullopt, {}}});
  w.happens("hotlab.DoseDrawn", "cotai-hotlab", "hotlab/S-12",
            body({{"dose", "S-12"},
                  {"vial", "LUD-1.V1"},
                  {"order", "ORD-12"},
                  {"patient", "P-12"},
                  {"product", "LUD"},
                  {"nuclide", "Lu-177"},
                  {"activity_bq", 7.4e9},
                  {"volume_l", 0.019}}),
            draw);
  w.label("S-12");
  refused("DIRECTIVE_MISSING", w.fong, "clinic/administer", Ward::giving("S-12", "P-12"));
}

}  // namespace
}  // namespace isotrail::test
