// The questions of a prescription: a child's weight and card, reference level, pregnancy, breast-feeding, repetition, courses.
#include <gtest/gtest.h>

#include "rooms/clinic/facts.h"
#include "rooms/protocols/facts.h"
#include "tests/support/ward.h"

namespace isotrail::test {
namespace {

class Questions : public ::testing::Test {
 protected:
  Ward w;
  void SetUp() override {
    w.must(w.admin, "protocols/define-protocol", petProtocol());
    patient("P-CH", "2013-06-01", "male");    // 12 at the injection
    patient("P-BB", "2025-02-01", "female");  // 10 months
    patient("P-MO", "1995-05-05", "female");  // 30
    patient("P-AD", "1970-01-01", "male");
  }
  static Json petProtocol() {
    return body({{"protocol", "PET-TORSO"},
                 {"org", "cotai"},
                 {"product", "FDG"},
                 {"name", "Torso"},
                 {"name_zh_hans", "躯干"},
                 {"name_zh_hant", "軀幹"},
                 {"name_pt", "Tronco"},
                 {"card", "F-18 FDG-PET torso"},
                 {"reference", "jp-f-18-fdg"},
                 {"interruption", "F-18 FDG"},
                 {"dose", "F-18 FDG"},
                 {"repeat_after", "7 d"},
                 {"contraindications", Json(Json::Array{"blood glucose above 11 mmol/L"})}});
  }
  void patient(const char* id, const char* born, const char* sex) {
    w.must(w.fong, "clinic/register-patient",
           body({{"patient", id}, {"family_name", std::string("Testada") + id}, {"given_name", "Um"}, {"birth_date", born}, {"sex", sex}}));
  }
  void ordered(const char* order, const char* who, const char* activity, const char* at = "2025-12-17T09:15:00+08:00") {
    w.must(w.fong, "ordering/place-order", w.order(order, who, at, activity));
  }
  static Json rx(const char* order, Json rest = Json::object()) {
    Json b = body({{"order", order}, {"justification", "staging of a lymphoma"}, {"protocol", "PET-TORSO"}, {"contraindications", Json::array()}});
    for (const auto& [k, v] : rest.members()) b.set(k, v);
    return b;
  }
  void refused(const std::string& codes, Json b) {
    const auto before = w.entries();
    EXPECT_EQ(w.refusal(w.fong, "clinic/prescribe", std::move(b)), codes);
    EXPECT_EQ(w.entries(), before);
  }
};

TEST_F(Questions, AChildNeedsAProtocolAndAWeightInKilograms) {
  ordered("ORD-C", "P-CH", "230 MBq");
  refused("PROTOCOL_MISSING WEIGHT_MISSING", body({{"order", "ORD-C"}, {"justification", "staging"}}));
  refused("WEIGHT_MISSING", rx("ORD-C"));
  refused("BAD_UNIT", rx("ORD-C", body({{"weight", "88 lb"}})));
  refused("BAD_UNIT", rx("ORD-C", body({{"weight", "40"}})));
  refused("BAD_VALUE", rx("ORD-C", body({{"weight", "40 g"}})));
  // 40 kg, class B: 8.86 x 25.9 MBq = 229.5 MBq.
  const Json answer = w.must(w.fong, "clinic/prescribe", rx("ORD-C", body({{"weight", "40 kg"}})));
  EXPECT_NEAR(answer["proposed_bq"].number(), 8.86 * 25.9e6, 1);
}

TEST_F(Questions, PoundsTakenForKilogramsAreNoticed) {
  ordered("ORD-C", "P-CH", "230 MBq");
  // 40 kg are 88.2 lb; at 12.5 years the usual range ends near 65 kg.
  auto r = w.submit(w.fong, "clinic/prescribe", rx("ORD-C", body({{"weight", "88.2 kg"}})));
  ASSERT_FALSE(r);
  EXPECT_EQ(r.refusal().gates.at(0).code, "WEIGHT_IMPLAUSIBLE");
  EXPECT_NEAR(r.refusal().gates.at(0).params["as_pounds_kg"].number(), 40.0, 0.05);
  ordered("ORD-B", "P-BB", "60 MBq");
  refused("WEIGHT_IMPLAUSIBLE",
          rx("ORD-B", body({{"weight", "19.4 kg"}, {"set_aside", Json(Json::Array{"ACTIVITY_OFF_CARD"})}, {"reason", "x"}})));  // 8.8 kg
}

TEST_F(Questions, TheCardsActivityHoldsUnlessAPhysicianSaysWhyNot) {
  ordered("ORD-B", "P-BB", "110 MBq");
  // 8.8 kg: the nearest line is 8 kg, class B 2.14 x 25.9 = 55.4 MBq.
  refused("ACTIVITY_OFF_CARD", rx("ORD-B", body({{"weight", "8.8 kg"}})));
  refused("MISSING_FIELD", rx("ORD-B", body({{"weight", "8.8 kg"}, {"set_aside", Json(Json::Array{"ACTIVITY_OFF_CARD"})}})));
  refused("BAD_VALUE", rx("ORD-B", body({{"weight", "8.8 kg"}, {"set_aside", Json(Json::Array{"WEIGHT_MISSING"})}, {"reason", "x"}})));
  w.must(w.fong, "clinic/prescribe",
         rx("ORD-B",
            body({{"weight", "8.8 kg"}, {"set_aside", Json(Json::Array{"ACTIVITY_OFF_CARD"})}, {"reason", "second scan without anaesthesia"}})));
}

TEST_F(Questions, AdultsAreComparedWithTheReferenceLevel) {
  ordered("ORD-A", "P-AD", "270 MBq");
  refused("REFERENCE_LEVEL_EXCEEDED", rx("ORD-A"));  // 240 MBq x 1.1 = 264 MBq
  ordered("ORD-A2", "P-AD", "264 MBq", "2025-12-17T09:45:00+08:00");
  w.must(w.fong, "clinic/prescribe", rx("ORD-A2"));
}

TEST_F(Questions, PregnancyAndBreastFeedingAreAskedOfWomenOfThatAge) {
  ordered("ORD-M", "P-MO", "200 MBq");
  refused("BREASTFEEDING_UNASKED PREGNANCY_UNASKED", rx("ORD-M"));
  refused("PREGNANT", rx("ORD-M", body({{"pregnancy", "possible"}, {"breastfeeding", "no"}})));
  const Json answer = w.must(w.fong, "clinic/prescribe", rx("ORD-M", body({{"pregnancy", "no"}, {"breastfeeding", "yes"}})));
  EXPECT_EQ(answer["breastfeeding"]["longest"].text(), "12 h");
  EXPECT_EQ(answer["breastfeeding"]["advised"]["acmui_2019"].text(), "4 h");
}

TEST_F(Questions, ContraindicationsAreAskedAndNotRepeatedTooSoon) {
  ordered("ORD-A", "P-AD", "240 MBq");
  Json unasked = body({{"order", "ORD-A"}, {"justification", "staging"}, {"protocol", "PET-TORSO"}});
  refused("CONTRAINDICATIONS_UNASKED", unasked);
  refused("CONTRAINDICATED", rx("ORD-A", body({{"contraindications", Json(Json::Array{"blood glucose above 11 mmol/L"})}})));
  refused("BAD_VALUE", rx("ORD-A", body({{"contraindications", Json(Json::Array{"tired"})}})));
  w.must(w.fong, "clinic/prescribe", rx("ORD-A"));
  ordered("ORD-A2", "P-AD", "240 MBq", "2025-12-20T09:15:00+08:00");
  refused("EXAMINATION_REPEATED", rx("ORD-A2"));
  w.must(w.fong, "ordering/cancel-order", body({{"order", "ORD-A"}, {"reason", "moved"}}));
  w.must(w.fong, "clinic/prescribe", rx("ORD-A2"));
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Questions, AnUnknownRowOrAnothersProtocolIsRefused) {
  EXPECT_EQ(w.refusal(w.admin, "protocols/define-protocol", petProtocol().set("protocol", "X").set("card", "F-18 FDG torso")),
            "UNKNOWN_RADIOPHARMACEUTICAL");
  EXPECT_EQ(w.refusal(w.admin, "protocols/define-protocol", petProtocol().set("protocol", "X").set("reference", "none")), "BAD_VALUE");
  EXPECT_EQ(w.refusal(w.stranger, "protocols/define-protocol", petProtocol()), "NOT_YOUR_ORGANISATION");
  ordered("ORD-A", "P-AD", "240 MBq");
  refused("NOT_FOUND", rx("ORD-A", body({{"protocol", "NONE"}})));
}

/// Lu-177 in cycles of 7.4 GBq, at most 15 GBq, eight weeks apart; for a woman of 30.
class Courses : public Questions {
 protected:
  void SetUp() override {
    Questions::SetUp();
    w.must(w.admin, "catalogue/define-product",
           body({{"product", "LUD"},
                 {"name", "Lu"},
                 {"name_zh_hans", "镥"},
                 {"name_zh_hant", "鎦"},
                 {"name_pt", "Lu"},
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
    w.must(w.admin, "protocols/define-protocol",
           body({{"protocol", "PRRT"},
                 {"org", "cotai"},
                 {"product", "LUD"},
                 {"name", "PRRT"},
                 {"name_zh_hans", "PRRT"},
                 {"name_zh_hant", "PRRT"},
                 {"name_pt", "PRRT"}}));
    w.must(w.fong, "protocols/plan-course", course("C-1"));
    ordered7("ORD-L1", "P-MO", "7.4 GBq", "2025-12-17T14:00:00+08:00");
  }
  static Json course(const char* id) {
    return body({{"course", id},
                 {"patient", "P-MO"},
                 {"protocol", "PRRT"},
                 {"cycles", 4},
                 {"per_cycle", "7.4 GBq"},
                 {"most", "15 GBq"},
                 {"least_gap", "56 d"},
                 {"site", "cotai-hotlab"}});
  }
  void ordered7(const char* order, const char* who, const char* activity, const char* at) {
    w.must(w.fong, "ordering/place-order", w.order(order, who, at, activity).set("product", "LUD"));
  }
  static Json cycle(const char* order, int n) {
    return body({{"order", order},
                 {"justification", "progressive tumour"},
                 {"protocol", "PRRT"},
                 {"course", "C-1"},
                 {"cycle", n},
                 {"pregnancy", "no"},
                 {"breastfeeding", "no"}});
  }
};

TEST_F(Courses, CyclesFollowOneAnotherFarEnoughApartAndWithinTheSum) {
  refused("COURSE_CYCLE_WRONG", cycle("ORD-L1", 2));
  w.must(w.fong, "clinic/prescribe", cycle("ORD-L1", 1));
  ordered7("ORD-L2", "P-MO", "7.4 GBq", "2025-12-29T14:00:00+08:00");
  refused("COURSE_CYCLE_WRONG", cycle("ORD-L2", 2));  // the first is not given yet
  const auto given = [&](const char* order, double bq, const char* dose) {
    const Inventory held = Inventory::of(*Dataset::shipped().find("Lu-177"), Activity(bq), w.now());
    Movement in, out;
    in.kind = MovementKind::bring_in;
    out.kind = MovementKind::give;
    in.at = out.at = w.now();
    in.puts.push_back({ItemId(dose), held, Volume(0.01), NewItem{"dose", "LUD", ProductId("LUD"), ItemId(dose), std::nullopt, OrgId("cotai")}});
    out.takes.push_back({ItemId(dose), held, Volume(0.01), true});
    w.happens("hotlab.PackageReceived", "cotai-hotlab", std::string("hotlab/P-") + dose, Json::object(), in);
    w.happens("clinic.DoseGiven", "cotai-hotlab", std::string("clinic/") + dose,
              body({{"dose", dose}, {"order", order}, {"patient", "P-MO"}, {"product", "LUD"}, {"activity_bq", bq}}), out);
  };
  w.at("2025-12-17T14:00:00+08:00");
  given("ORD-L1", 7.4e9, "S-L1");
  refused("COURSE_TOO_SOON", cycle("ORD-L2", 2));
  w.at("2026-02-20T08:00:00+08:00");
  ordered7("ORD-L3", "P-MO", "7.4 GBq", "2026-02-25T14:00:00+08:00");
  w.must(w.fong, "clinic/prescribe", cycle("ORD-L3", 2));
  given("ORD-L3", 7.3e9, "S-L3");
  w.at("2026-05-01T08:00:00+08:00");
  ordered7("ORD-L4", "P-MO", "7.4 GBq", "2026-05-05T14:00:00+08:00");
  refused("COURSE_ACTIVITY_EXCEEDED", cycle("ORD-L4", 3));  // 7.4 + 7.3 + 7.4 GBq
  EXPECT_EQ(protocols::course(w.db(), protocols::CourseId("C-1"))->done.size(), 2u);
}

TEST_F(Courses, NoTherapyForThePregnantOrTheNursing) {
  refused("PREGNANT_THERAPY", cycle("ORD-L1", 1).set("pregnancy", "yes").set("set_aside", Json(Json::Array{"PREGNANT"})).set("reason", "x"));
  refused("BREASTFEEDING_NOT_STOPPED", cycle("ORD-L1", 1).set("breastfeeding", "yes"));
  w.must(w.fong, "clinic/prescribe", cycle("ORD-L1", 1).set("breastfeeding", "stopped"));
  EXPECT_EQ(w.refusal(w.ho, "protocols/plan-course", course("C-2")), "NOT_A_PHYSICIAN");
  EXPECT_EQ(w.refusal(w.fong, "protocols/plan-course", course("C-1")), "ALREADY_EXISTS");
}

}  // namespace
}  // namespace isotrail::test
