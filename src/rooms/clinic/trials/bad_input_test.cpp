// What goes wrong at a hospital's bench and chair, one test for each: refused before anything is written, in words that name the
// cause and the way out in four languages.
#include <gtest/gtest.h>

#include "desk/texts.h"
#include "tests/support/hospital.h"

namespace isotrail::test {
namespace {

class HospitalBadInput : public ::testing::Test {
 protected:
  Hospital m;
  void SetUp() override {
    m.patient("PT-1", "1965-04-09", "male");
    ordered("ORD-1", "PT-1", "FDG", "2025-12-17T09:00:00+08:00", "250 MBq");
    m.must(m.fong, "clinic/prescribe", body({{"order", "ORD-1"}, {"justification", "staging"}}));
    m.at("2025-12-17T08:40:00+08:00");
    m.checkCalibrator();
    m.arrives("FDG.V1", "FDG", "F-18", 4e9);
    m.at("2025-12-17T09:00:00+08:00");
  }
  void ordered(const char* order, const char* patient, const char* product, const char* at, const char* activity) {
    m.must(m.fong, "ordering/place-order", m.order(order, patient, at, activity).set("product", product));
    m.must(m.wong, "ordering/accept-order", body({{"order", order}}));
  }
  static Json draw(const char* activity = "250 MBq", const char* vial = "FDG.V1") {
    return body({{"dose", "S-1"},
                 {"vial", vial},
                 {"order", "ORD-1"},
                 {"activity", activity},
                 {"volume", "0.5 mL"},
                 {"calibrator", "CAL-CT"},
                 {"product", "FDG"}});
  }
  static Json gives(const char* patient = "PT-1") { return body({{"dose", "S-1"}, {"patient", patient}, {"route", "intravenous"}}); }
  void drawn() {
    m.must(m.lei, "hotlab/draw-dose", draw());
    m.must(m.lei, "hotlab/label-dose", body({{"dose", "S-1"}}));
  }
  /// Refused with exactly these codes, nothing written, and every reason with its way out in every language.
  void stopped(const std::string& codes, const Caller& who, const char* command, const Json& b) {
    const auto before = m.entries();
    auto answer = m.submit(who, command, b);
    ASSERT_FALSE(answer) << command << " was accepted";
    EXPECT_EQ(m.entries(), before);
    EXPECT_EQ(m.refusal(who, command, b), codes);
    const Refusal& r = answer.refusal();
    const auto told = [](const std::string& code, const Json& params) {
      for (const Language language : {Language::en, Language::zh_hans, Language::zh_hant, Language::pt}) {
        const CodeText words = codeText(code, language, params);
        EXPECT_FALSE(words.text.empty() || words.text == code) << code;
        EXPECT_FALSE(words.remedy.empty()) << code;
        EXPECT_EQ(words.text.find('{'), std::string::npos) << words.text;  // every cause has its figures
      }
    };
    for (const auto& g : r.gates) told(g.code, g.params);
    for (const auto& f : r.fields) told(f.code, Json::object({{"field", f.field}, {"value", f.value}, {"accepted", f.accepted}}));
    if (r.gates.empty() && r.fields.empty()) told(r.code, r.params);
  }
};

TEST_F(HospitalBadInput, WrongProduct) {
  m.arrives("FET.V1", "FET", "F-18", 4e9);
  // The vial by what the record says of it, and by what was scanned from it.
  stopped("DRAW_WRONG_PRODUCT DRAW_WRONG_PRODUCT", m.lei, "hotlab/draw-dose", draw("250 MBq", "FET.V1"));
}
TEST_F(HospitalBadInput, WrongPatient) {
  drawn();
  m.patient("PT-2", "1970-01-01", "female");
  stopped("WRONG_PATIENT", m.lei, "clinic/administer", gives("PT-2"));
  stopped("WRONG_PATIENT", m.lei, "clinic/administer", gives("PT-9"));
}
TEST_F(HospitalBadInput, WrongUnit) {
  for (const char* activity : {"250", "250 mbq", "250 mSv", "250 mL"}) stopped("BAD_UNIT", m.lei, "hotlab/draw-dose", draw(activity));
  stopped("DRAW_MORE_THAN_THERE DRAW_OUTSIDE_TOLERANCE", m.lei, "hotlab/draw-dose", draw("250 mCi"));  // 9.25 GBq
}
TEST_F(HospitalBadInput, WrongTimeZone) {
  const auto at = [&](const char* when) { return m.order("ORD-2", "PT-1", when, "250 MBq"); };
  stopped("INSTANT_WITHOUT_ZONE", m.fong, "ordering/place-order", at("2025-12-18T09:00"));
  stopped("BAD_INSTANT", m.fong, "ordering/place-order", at("2025-12-18T09:00+09:00[Asia/Macau]"));  // an hour that Macao does not have
  stopped("INSTANT_WITHOUT_TIME", m.fong, "ordering/place-order", at("2025-12-18"));
}
TEST_F(HospitalBadInput, UnreleasedVial) {
  m.stands("FDG.V2", "FDG", 4e9);
  stopped("NOT_RELEASED", m.lei, "hotlab/draw-dose", draw("250 MBq", "FDG.V2"));
}
TEST_F(HospitalBadInput, ExpiredVial) {
  m.arrives("FDG.V3", "FDG", "F-18", 4e9, "2025-12-17T08:59:00+08:00");
  stopped("ITEM_EXPIRED", m.lei, "hotlab/draw-dose", draw("250 MBq", "FDG.V3"));
}
TEST_F(HospitalBadInput, HeldVial) {
  m.must(m.sou, "quality/hold-item", body({{"item", "FDG.V1"}, {"reason", "particles"}}));
  stopped("ITEM_ON_HOLD", m.lei, "hotlab/draw-dose", draw());
}
TEST_F(HospitalBadInput, OutOfToleranceNowThoughRightAtCalibration) {
  drawn();
  m.at("2025-12-17T09:30:00+08:00");  // 250 MBq are 206.9 MBq
  stopped("DOSE_OUT_OF_TOLERANCE", m.lei, "clinic/administer", gives());
}
TEST_F(HospitalBadInput, ChildsWeightInPounds) {
  m.patient("PT-C", "2017-06-01", "male");
  ordered("ORD-C", "PT-C", "FDG", "2025-12-18T09:00:00+08:00", "150 MBq");
  const Json rx = body({{"order", "ORD-C"}, {"justification", "staging"}, {"protocol", "PET"}});
  stopped("BAD_UNIT", m.fong, "clinic/prescribe", Json(rx).set("weight", "57 lb"));
  stopped("ACTIVITY_OFF_CARD WEIGHT_IMPLAUSIBLE", m.fong, "clinic/prescribe", Json(rx).set("weight", "57 kg"));  // 26 kg are 57 lb
}
TEST_F(HospitalBadInput, ChildsWeightMissing) {
  m.patient("PT-C", "2017-06-01", "male");
  ordered("ORD-C", "PT-C", "FDG", "2025-12-18T09:00:00+08:00", "150 MBq");
  stopped("WEIGHT_MISSING", m.fong, "clinic/prescribe", body({{"order", "ORD-C"}, {"justification", "staging"}, {"protocol", "PET"}}));
}
TEST_F(HospitalBadInput, DirectiveSignedAfterPreparation) {
  ordered("ORD-L", "PT-1", "LUD", "2025-12-17T10:00:00+08:00", "7.4 GBq");
  m.must(m.fong, "clinic/prescribe", body({{"order", "ORD-L"}, {"justification", "as the board decided"}}));
  m.arrives("LUD.V1", "LUD", "Lu-177", 8e9);
  Json prepared = draw("7.4 GBq", "LUD.V1").set("order", Json("ORD-L")).set("product", Json("LUD"));
  stopped("DIRECTIVE_MISSING", m.lei, "hotlab/draw-dose", prepared);
  // A syringe prepared elsewhere, as its entry would come in.
  m.preparedElsewhere("S-L", "ORD-L", "LUD.V1", "LUD", "Lu-177", 7.4e9);
  stopped("DIRECTIVE_TOO_LATE", m.fong, "clinic/sign-directive", body({{"order", "ORD-L"}}));
}
TEST_F(HospitalBadInput, ReadingFromAnInstrumentOutOfCalibration) {
  m.must(m.admin, "production/register-equipment",
         body({{"equipment", "CAL-2"},
               {"site", "cotai-hotlab"},
               {"kind", "calibrator"},
               {"name", "CAL-2"},
               {"qualified_until", "2026-06-30T00:00:00Z"},
               {"calibrated_until", "2025-12-17T00:30:00Z"}}));  // until 08:30 in Macao
  stopped("CALIBRATOR_UNCHECKED EQUIPMENT_CALIBRATION_LAPSED", m.lei, "hotlab/draw-dose", draw().set("calibrator", Json("CAL-2")));
}
TEST_F(HospitalBadInput, TheSameDoseTwice) {
  drawn();
  m.must(m.lei, "clinic/administer", gives());
  stopped("DOSE_GIVEN_ALREADY", m.lei, "clinic/administer", gives());
  stopped("ALREADY_EXISTS", m.lei, "hotlab/draw-dose", draw());
}
TEST_F(HospitalBadInput, AdministrationBeforeTheDraw) {
  stopped("DOSE_NOT_DRAWN", m.lei, "clinic/administer", gives());
  m.must(m.lei, "hotlab/draw-dose", draw());
  stopped("DOSE_NOT_LABELLED", m.lei, "clinic/administer", gives());
}
TEST_F(HospitalBadInput, ClearingOnTheComputedDateWithAReadingAboveTheLimit) {
  const Json stored = m.must(m.lei, "waste/store", body({{"container", "W-1"}, {"items", Json(Json::Array{"FDG.V1"})}}));
  m.at(stored["clear_at"].text());
  const auto clear = [](const char* reading) {
    return body({{"container", "W-1"}, {"reading", reading}, {"background", "0.1 uSv/h"}, {"meter", "SM-CT"}});
  };
  stopped("READING_ABOVE_BACKGROUND", m.sou, "waste/clear", clear("0.5 uSv/h"));
  m.must(m.sou, "waste/clear", clear("0.1 uSv/h"));
}

}  // namespace
}  // namespace isotrail::test
