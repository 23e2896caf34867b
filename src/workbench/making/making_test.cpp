// Answers about making against worked examples, and what is said of bad input.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/vectors.h"
#include "workbench/answer.h"
#include "workbench/making/making.h"

namespace isotrail::workbench {
namespace {

using vectors::agrees;

Result<Answer> ask(const std::string& name, const std::string& body) {
  for (const auto& c : makingCalculations())
    if (c.name == name) return c.run(*Json::parse(body));
  throw std::runtime_error("no calculation " + name);
}
double figureOf(const Result<Answer>& a, const std::string& name) {
  EXPECT_TRUE(a.ok()) << (a ? "" : a.refusal().code + " " + a.refusal().params.dump());
  if (a)
    for (const auto& f : a->figures)
      if (f.name == name) return f.value;
  ADD_FAILURE() << "no figure " << name;
  return 0;
}
bool notes(const Result<Answer>& a, const std::string& code) {
  return a.ok() && std::any_of(a->notes.begin(), a->notes.end(), [&](const Note& n) { return n.code == code; });
}
/// "CODE field value" of the first field that is refused.
std::string refusal(const Result<Answer>& a) {
  if (a) return "ok";
  const auto& r = a.refusal();
  return r.code + (r.fields.empty() ? "" : " " + r.fields.front().field + " " + r.fields.front().value);
}

TEST(MakingAnswers, F18OfTwoHours) {
  // 10.1 GBq/uA x 65 uA x 0.531394 = 348.860 GBq; x 0.72 x 2^(-2700/T) = 189.033 GBq.
  const auto a = ask(
      "yield",
      R"({"nuclide":"F-18","current":"65 uA","beam_time":"2 h","saturation_yield":"10.1 GBq/uA","synthesis":"45 min","radiochemical_yield":"72 %"})");
  EXPECT_TRUE(agrees(figureOf(a, "end_of_beam"), 348.860e9, 1e-4));
  EXPECT_TRUE(agrees(figureOf(a, "end_of_synthesis"), 189.033e9, 1e-4));
  EXPECT_TRUE(agrees(figureOf(a, "charge_uah"), 130, 1e-12));
  // The same beam measured gives the yield back.
  const auto back = ask("yield", R"({"nuclide":"F-18","current":"65 uA","beam_time":"2 h","measured":"348.860 GBq"})");
  EXPECT_TRUE(agrees(figureOf(back, "saturation_yield"), 10.1e15, 1e-4));
  // 18 MeV on a thick target, 80 % of 10.72 GBq/uA.
  const auto table = ask("yield", R"({"nuclide":"F-18","current":"45 uA","energy":"18 MeV","target_factor":"80 %","wanted":"200 GBq"})");
  EXPECT_GT(figureOf(table, "beam_needed"), 0);
  EXPECT_TRUE(notes(ask("yield", R"({"nuclide":"F-18","current":"45 uA","energy":"18 MeV","beam_time":"1 h"})"), "PHYS_NOTE_THICK_TARGET"));
}

TEST(MakingAnswers, LutetiumWithCarrier) {
  const auto a = ask(
      "reactor",
      R"({"target":"Lu-176","target_mass":"1 mg","flux":"2e14 /cm2/s","stay":"14 d","enrichment":"75 %","westcott_g":1.0,"product_sigma":"880 b"})");
  EXPECT_TRUE(agrees(figureOf(a, "end_of_irradiation"), 551.45e9, 1e-3));
  EXPECT_TRUE(agrees(figureOf(a, "burned_share"), 0.392, 2e-3));
  EXPECT_TRUE(agrees(figureOf(a, "best_stay"), 14.44 * 86400, 2e-3));
  const auto nca = ask("reactor", R"({"target":"Yb-176","target_mass":"1 g","flux":"2e14 /cm2/s","stay":"14 d","enrichment":"100 %"})");
  EXPECT_TRUE(agrees(figureOf(nca, "end_of_irradiation"), 1378.3e9, 2e-3));
  const auto iodine = ask("reactor", R"({"target":"Te-130","target_mass":"10 g","flux":"1e14 /cm2/s","stay":"7 d","cooling":"1 d"})");
  // Te-130 of 34.08 %, as a mass share here: 10 g x 0.3408 / 129.906 instead of / 127.6.
  EXPECT_TRUE(agrees(figureOf(iodine, "end_of_irradiation"), 140.2546e9 * 127.6 / 129.906, 2e-3));
  const auto generator = ask("reactor", R"({"target":"W-186","target_mass":"1 g","flux":"5e14 /cm2/s","stay":"21 d","enrichment":"100 %"})");
  EXPECT_TRUE(agrees(figureOf(generator, "end_of_irradiation"), 42.2425e9, 2e-3));
}

TEST(MakingAnswers, GeneratorOverADay) {
  const auto a = ask(
      "generator",
      R"({"parent":"Mo-99","daughter":"Tc-99m","activity":"40 GBq","efficiency":"92 %","elutions":["24 h","30 h"],"breakthrough":"0.0001 %","use":"12 h"})");
  ASSERT_TRUE(a.ok());
  ASSERT_EQ(a->rows.size(), 2u);
  EXPECT_TRUE(agrees(a->rows[0][1].value, 25.335e9, 5e-3));  // 25.33519 GBq with a branch of 0.876
  EXPECT_TRUE(agrees(a->rows[1][1].value, 13.098e9, 5e-3));
  EXPECT_GT(a->rows[0][4].value, a->rows[0][3].value);  // the parent's share grows until the end of use
  EXPECT_TRUE(
      notes(ask("generator", R"({"parent":"Sr-82","daughter":"Rb-82","activity":"3.7 GBq","efficiency":"90 %"})"), "PHYS_NOTE_ELUTION_TAKES_TIME"));
  const auto short_list =
      ask("next-elution", R"({"parent":"Mo-99","daughter":"Tc-99m","activity":"5 GBq","since":"10 h","efficiency":"90 %","wanted":["1 h 20 GBq"]})");
  EXPECT_TRUE(notes(short_list, "PHYS_NOTE_DOSE_NOT_SERVED"));
}

TEST(MakingAnswers, VialPurityAssay) {
  const auto vial =
      ask("vial", R"({"nuclide":"F-18","activity":"1300 MBq","volume":"10 mL","draws":["0 min 370 MBq","30 min 370 MBq","60 min 300 MBq"]})");
  EXPECT_TRUE(agrees(figureOf(vial, "needed_at_start"), 1255.443e6, 1e-4));
  // 200 MBq cannot come out of 100 MBq, but 100 MBq and 100 of the next vial's 500 MBq in 5 mL, 1 mL, make a dose.
  const auto two = ask(
      "vial", R"({"nuclide":"F-18","activity":"100 MBq","volume":"1 mL","draws":["0 s 200 MBq"],"next_activity":"500 MBq","next_volume":"5 mL"})");
  ASSERT_TRUE(notes(two, "PHYS_NOTE_TWO_VIALS"));
  EXPECT_EQ(two->notes.back().params["second"].text(), "1.00 mL");
  const auto purity = ask(
      "purity",
      R"({"nuclide":"Lu-177","activity":"7.4 GBq","volume":"20 mL","product_age":"72 h","absorbed_energy":"147.3 keV","purity_at_start":"99 %","kappa_per_gy":1.1e-6,"purity_limit":"98.8 %","expiry":"9 d"})");
  EXPECT_TRUE(agrees(figureOf(purity, "absorbed_dose_gy"), 1943, 1e-3));
  EXPECT_TRUE(agrees(figureOf(purity, "radiochemical_purity"), 0.9879, 1e-4));
  EXPECT_TRUE(notes(purity, "PHYS_NOTE_BINDS_RADIOCHEMICAL"));
  const auto assay = ask("assay", R"({"nuclide":"Tc-99m","reading":"1000 MBq","elapsed":"6 h","u_reading":"2 %","u_elapsed":"30 s"})");
  ASSERT_TRUE(assay.ok());
  EXPECT_TRUE(agrees(assay->figures[0].value, 500.381e6, 1e-4));
  EXPECT_TRUE(agrees(*assay->figures[0].u / assay->figures[0].value, 0.020023, 1e-3));
  const auto unsure = ask("assay", R"({"nuclide":"F-18","reading":"335 MBq","u_calibration":"2 %","claimed":"370 MBq","tolerance":"10 %"})");
  EXPECT_TRUE(notes(unsure, "PHYS_NOTE_INSIDE_NOT_SURE"));  // 335 +/- 13.4 MBq against 333 to 407
  EXPECT_TRUE(notes(
      ask("counting", R"({"gross":250,"gross_time":"10 min","background":240,"background_time":"10 min","efficiency":"10 %","emission":0.104})"),
      "PHYS_NOTE_NOT_DETECTED"));
}

TEST(MakingAnswers, MolybdenumInTechnetium) {
  // Canister: 1e-5 A_Tc + 0.12 A_Mo = 310 kBq; bare: A_Tc + 0.3 A_Mo = 25 GBq. A_Mo = (310e3 - 25e4)/(0.12 - 3e-6) = 500 kBq.
  const auto a = ask(
      "mixture",
      R"({"nuclide":"Tc-99m","impurity":"Mo-99","reading":"25 GBq","canister_reading":"310 kBq","response_nuclide":1,"response_impurity":0.3,"canister_response_nuclide":1e-5,"canister_response_impurity":0.12})");
  EXPECT_TRUE(agrees(figureOf(a, "activity_of_impurity"), 60e3 / (0.12 - 3e-6), 1e-9));
  EXPECT_TRUE(agrees(figureOf(a, "activity_of_nuclide"), 25e9 - 0.3 * 60e3 / (0.12 - 3e-6), 1e-12));
  EXPECT_EQ(
      refusal(ask(
          "mixture",
          R"({"nuclide":"Tc-99m","impurity":"Mo-99","reading":"1 GBq","canister_reading":"1 MBq","response_nuclide":1,"response_impurity":1,"canister_response_nuclide":1,"canister_response_impurity":1})")),
      "INDISTINGUISHABLE canister_response_impurity 1");
}

TEST(MakingAnswers, BadInputNamesFieldAndWhatWasTyped) {
  EXPECT_EQ(refusal(ask("generator", R"({"parent":"Mo-99","daughter":"Tc-99m","activity":"40 GBq","efficiency":"120 %"})")),
            "EFFICIENCY_OUT_OF_RANGE efficiency 120 %");
  EXPECT_EQ(refusal(ask("generator", R"({"parent":"Mo-99","daughter":"F-18","activity":"40 GBq","efficiency":"90 %"})")),
            "NOT_IN_CHAIN daughter F-18");
  EXPECT_EQ(refusal(ask("generator", R"({"parent":"Mo-99","daughter":"Tc-99m","activity":"40 GBq","efficiency":"90 %","elutions":["24 hours"]})")),
            "BAD_UNIT elutions 24 hours");
  EXPECT_EQ(refusal(ask("generator", R"({"parent":"Mo-99","daughter":"Tc-99m","activity":"40 GBq","efficiency":"90 %","elutions":["30 h","24 h"]})")),
            "OUT_OF_TIME_ORDER elutions 30 h, 24 h");
  EXPECT_EQ(refusal(ask("yield", R"({"nuclide":"F-18","current":"40 uA","saturation_yield":"10 GBq/uA","wanted":"500 GBq"})")),
            "UNREACHABLE_ACTIVITY wanted 500 GBq");
  EXPECT_EQ(refusal(ask("yield", R"({"nuclide":"F-18","current":"40 uA","beam_time":"1 h"})")), "MISSING_VALUE saturation_yield ");
  EXPECT_EQ(refusal(ask("yield", R"({"nuclide":"O-18","current":"40 uA","beam_time":"1 h"})")), "STABLE_NUCLIDE nuclide O-18");
  EXPECT_EQ(refusal(ask("vial", R"({"nuclide":"F-18","activity":"1 GBq","volume":"25 mL","capacity":"20 mL","draws":[]})")),
            "OVERFULL_VIAL volume 25 mL");
  EXPECT_EQ(refusal(ask("vial", R"({"nuclide":"F-18","activity":"1 GBq","volume":"0 mL","draws":[]})")), "EMPTY_VIAL volume 0 mL");
  EXPECT_EQ(refusal(ask("vial", R"({"nuclide":"F-18","activity":"1 GBq","volume":"5 mL","draws":["30 min"]})")), "MISSING_VALUE draws 30 min");
  EXPECT_EQ(refusal(ask("counting", R"({"gross":-1,"gross_time":"1 s","background":0,"background_time":"1 s","efficiency":"10 %","emission":1})")),
            "NEGATIVE_COUNTS gross -1");
  EXPECT_EQ(refusal(ask("reactor", R"({"target":"Zn-68","target_mass":"1 g","flux":"1e14 /cm2/s","stay":"1 d"})")), "MISSING_VALUE made_nuclide ");
  EXPECT_EQ(
      refusal(ask("next-elution", R"({"parent":"Mo-99","daughter":"Tc-99m","activity":"40 GBq","since":"1 h","efficiency":"90 %","wanted":[]})")),
      "EMPTY_MIXTURE wanted ");
}

}  // namespace
}  // namespace isotrail::workbench
