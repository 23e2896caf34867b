#include "workbench/radiation/radiation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "desk/texts.h"
#include "tests/support/vectors.h"

namespace isotrail::workbench {
namespace {

using vectors::agrees;
using vectors::number;

const Calculation& named(const std::string& name) {
  static const auto all = radiationCalculations();
  return *std::find_if(all.begin(), all.end(), [&](const Calculation& c) { return c.name == name; });
}
Json body(const std::string& text) { return *Json::parse(text); }
Result<Answer> ask(const std::string& name, const std::string& text) { return named(name).run(body(text)); }
double figureOf(const Answer& a, const std::string& name) {
  for (const Figure& f : a.figures)
    if (f.name == name) return f.value;
  ADD_FAILURE() << "no figure " << name;
  return NAN;
}
std::string textOf(const Answer& a, const std::string& name) {
  for (const Figure& f : a.figures)
    if (f.name == name) return f.text;
  return {};
}
bool noted(const Answer& a, const std::string& code) {
  return std::any_of(a.notes.begin(), a.notes.end(), [&](const Note& n) { return n.code == code; });
}
std::string refusalOf(const std::string& name, const std::string& text) {
  const auto answer = ask(name, text);
  if (answer) return "answered";
  const Refusal& r = answer.refusal();
  return r.code == "BAD_REQUEST" && !r.fields.empty() ? r.fields.front().code : r.code;
}

/// Rows of a vector file with the columns of its answer emptied.
std::vector<EvalRow> emptied(const std::string& file, const std::string& answer) {
  std::vector<EvalRow> out;
  for (const auto& row : vectors::rows(file)) {
    EvalRow r(row.begin(), row.end());
    r[answer] = "";
    out.push_back(std::move(r));
  }
  return out;
}
void checkForm(const EvalForm& form, const std::string& file, const std::string& answer) {
  const auto rows = vectors::rows(file);
  const auto answers = form.run(emptied(file, answer), nullptr);
  ASSERT_EQ(answers.size(), rows.size());
  double worst = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(answers[i].error, "") << rows[i].at("case_id");
    const auto cell = answers[i].cells.find(answer);
    const std::string got = cell == answers[i].cells.end() ? "" : cell->second;
    if (rows[i].at("rel_tol") == "exact")
      EXPECT_EQ(got, rows[i].at(answer)) << rows[i].at("case_id");
    else
      EXPECT_TRUE(agrees(number(got), number(rows[i].at(answer)), number(rows[i].at("rel_tol")))) << rows[i].at("case_id");
    if (number(rows[i].at(answer)) != 0 && rows[i].at("rel_tol") != "exact")
      worst = std::max(worst, std::abs(number(got) / number(rows[i].at(answer)) - 1));
  }
  std::printf("%s: %zu rows, worst relative difference %.2g\n", file.c_str(), rows.size(), worst);
}

TEST(RadiationForms, AnswerTheVectors) {
  checkForm(shieldingAndPatientForm(), "shielding.csv", "expected");
  checkForm(shieldingAndPatientForm(), "patient.csv", "expected");
  checkForm(clearanceForm(), "clearance.csv", "t_clear_s");
}

std::string shieldingError(const char* kind, const char* inputs, const char* quantity = "transmission") {
  return shieldingAndPatientForm().run({{{"kind", kind}, {"inputs", inputs}, {"quantity", quantity}}}, nullptr).front().error;
}
std::string clearanceError(const char* kind, const char* initial, const char* levels, const char* limit = "1") {
  const EvalRow row{{"kind", kind}, {"initial_Bq_per_g", initial}, {"levels_Bq_per_g", levels}, {"limit_sum", limit}};
  return clearanceForm().run({row}, nullptr).front().error;
}

TEST(RadiationForms, RowsThatCannotBeAnsweredNameTheirError) {
  const char* const fine = "A_MBq=1;distance_m=1;material=lead;thickness_cm=1;lines_keV:percent:mu_per_cm=511:193:1.77";
  EXPECT_EQ(shieldingError("narrow_beam", fine), "");
  EXPECT_EQ(shieldingError("narrow_beam", fine, "colour"), "unknown_quantity");
  EXPECT_EQ(shieldingError("wide_beam", fine), "unknown_kind");
  const std::string lines = ";lines_keV:percent:mu_per_cm=511:193:1.77";
  const auto narrow = [&](const std::string& inputs) { return shieldingError("narrow_beam", (inputs + lines).c_str()); };
  EXPECT_EQ(narrow("A_MBq=-1;distance_m=1;material=lead;thickness_cm=1"), "negative_activity");
  EXPECT_EQ(narrow("A_MBq=inf;distance_m=1;material=lead;thickness_cm=1"), "nonfinite_activity");
  EXPECT_EQ(narrow("A_MBq=1;distance_m=1;material=;thickness_cm=1"), "missing_material");
  EXPECT_EQ(narrow("A_MBq=1;distance_m=1;thickness_cm=1"), "missing_material");
  EXPECT_EQ(narrow("A_MBq=1;distance_m=0;material=lead;thickness_cm=1"), "distance_not_positive");
  EXPECT_EQ(narrow("A_MBq=1;distance_m=1;material=lead;thickness_cm=-1"), "negative_thickness");
  EXPECT_EQ(narrow("A_MBq=x;distance_m=1;material=lead;thickness_cm=1"), "not_a_number");
  EXPECT_EQ(narrow("distance_m=1;material=lead;thickness_cm=1"), "missing_value");
  EXPECT_EQ(shieldingError("transport_index", "max_dose_rate_1m_uSv_h=-1;max_surface_dose_rate_uSv_h=4", "TI"), "negative_dose_rate");
  EXPECT_EQ(shieldingError("retention_dose",
                           "A0_MBq=1;half_life_s=0;fraction:biological_half_life_s=1:1;h10_uSv_m2_per_MBq_h=1;occupancy=1;distance_m=1;"
                           "release_limit_uSv_h=1",
                           "release_time_s"),
            "negative_half_life");
  EXPECT_EQ(clearanceError("single", "Xx-1=5", "Xx-1=1"), "unknown_nuclide");
  EXPECT_EQ(clearanceError("single", "", "Tc-99m=1"), "empty_mixture");
  EXPECT_EQ(clearanceError("single", "Tc-99m=-5", "Tc-99m=1"), "negative_activity");
  EXPECT_EQ(clearanceError("mixture", "Tc-99m=5;F-18=4", "Tc-99m=1"), "no_clearance_level");
  EXPECT_EQ(clearanceError("single", "Tc-99m=5", "Tc-99m=1", ""), "missing_value");
  EXPECT_EQ(clearanceError("single", "Tc-99m=5", "Tc-99m=1", "0"), "limit_not_positive");
  EXPECT_EQ(clearanceError("ingrowth", "Tc-99m=nan", "Tc-99m=1"), "nonfinite_activity");
}

TEST(Shielding, FluorineBehindLead) {
  const auto a = *ask("shield", R"({"contents":["F-18 3.7 GBq"],"distance":"50 cm","material":"lead","thickness":"1 mm","limit":"10 uSv/h"})");
  // Vector SH001: 2443.9 uSv/h bare, 2047.2 behind 1 mm of lead in a narrow beam.
  EXPECT_NEAR(figureOf(a, "dose_rate_bare") * 1e6, 2443.9, 2);
  EXPECT_NEAR(figureOf(a, "dose_rate_narrow") * 1e6, 2047.2, 2);
  EXPECT_GT(figureOf(a, "dose_rate"), figureOf(a, "dose_rate_narrow"));
  EXPECT_NEAR(figureOf(a, "dose_rate_tg108") / figureOf(a, "dose_rate_bare"), 0.8923, 0.05);
  EXPECT_GT(figureOf(a, "required_thickness"), 0.03);
  EXPECT_GT(figureOf(a, "distance_for_limit"), 5);
  EXPECT_EQ(a.curves.size(), 3u);
  EXPECT_FALSE(a.rows.empty());
}

TEST(Shielding, AThicknessIsNothingWithoutItsMaterial) {
  const std::string source = R"({"contents":["F-18 3.7 GBq"],"distance":"50 cm")";
  EXPECT_EQ(refusalOf("shield", source + R"(,"thickness":"5 mm"})"), "MISSING_MATERIAL");
  EXPECT_EQ(refusalOf("shield", source + R"(,"layers":["5 mm"]})"), "MISSING_MATERIAL");
  EXPECT_EQ(refusalOf("shield", source + R"(,"material":"cheese","thickness":"5 mm"})"), "UNKNOWN_MATERIAL");
  EXPECT_EQ(refusalOf("shield", source + R"(,"layers":["lead 5 MBq"]})"), "BAD_UNIT");
  const auto layers = *ask("shield", source + R"(,"layers":["lead 5 mm","iron 1 cm"]})");
  const auto back = *ask("shield", source + R"(,"beam":"narrow","layers":["iron 1 cm","lead 5 mm"]})");
  EXPECT_TRUE(agrees(figureOf(layers, "dose_rate_narrow"), figureOf(back, "dose_rate_narrow"), 1e-12));
  EXPECT_TRUE(noted(layers, "PHYS_NOTE_LAYERS"));
}

TEST(Shielding, RefusesBadInputByField) {
  EXPECT_EQ(refusalOf("shield", R"({"contents":["Xx-9 1 MBq"],"distance":"1 m"})"), "UNKNOWN_NUCLIDE");
  EXPECT_EQ(refusalOf("shield", R"({"contents":[],"distance":"1 m"})"), "EMPTY_MIXTURE");
  EXPECT_EQ(refusalOf("shield", R"({"contents":["F-18 1 MBq"],"distance":"0 m"})"), "DISTANCE_NOT_POSITIVE");
  EXPECT_EQ(refusalOf("shield", R"({"contents":["F-18 1 MBq"],"distance":"1 m","limit":"0 uSv/h"})"), "LIMIT_NOT_POSITIVE");
  EXPECT_EQ(refusalOf("shield", R"({"contents":["F-18 1 GBq"],"distance":"1e-300 m","material":"W","thickness":"1 mm","limit":"1e-300 Sv/h"})"),
            "BAD_VALUE");
  EXPECT_EQ(refusalOf("shield", R"({"contents":["F-18 1 mbq"],"distance":"1 m"})"), "BAD_UNIT");
  EXPECT_EQ(refusalOf("shield", R"({"contents":["P-32 1 MBq"],"distance":"1 m"})"), "NO_PHOTONS");
  EXPECT_EQ(refusalOf("shield", R"({"contents":["Mo-99 1 GBq","Tc-99m 1 GBq"],"distance":"1 m"})"), "DOUBLE_COUNTED");
  EXPECT_EQ(refusalOf("shield", R"({"contents":["Mo-99 1 GBq","Tc-99m 1 GBq"],"distance":"1 m","progeny":"as_listed"})"), "answered");
  const auto near = *ask("shield", R"({"contents":["F-18 1 GBq"],"distance":"5 cm","source_size":"2 cm"})");
  EXPECT_TRUE(noted(near, "PHYS_NOTE_NO_POINT"));
}

TEST(PackageIndex, MeasuredAndEstimated) {
  const auto measured = *ask("ti", R"({"rate_1m":"11.3 uSv/h","surface":"150 uSv/h","other_indices":["0.1","0.7"]})");
  EXPECT_EQ(figureOf(measured, "transport_index"), 1.2);
  EXPECT_EQ(textOf(measured, "category"), "III-YELLOW");
  EXPECT_EQ(figureOf(measured, "consignment_index"), 2.0);
  EXPECT_FALSE(noted(measured, "PHYS_NOTE_ESTIMATE"));
  const auto estimate = *ask("ti", R"({"contents":["Lu-177 7.4 GBq"],"material":"lead","thickness":"5 mm","side":"20 cm","beam":"narrow"})");
  EXPECT_TRUE(noted(estimate, "PHYS_NOTE_ESTIMATE"));
  EXPECT_NEAR(figureOf(estimate, "rate_1m"), 2 * figureOf(estimate, "estimate_1m"), 1e-15);
  EXPECT_NEAR(figureOf(estimate, "a2_fraction"), 7.4 / 700, 1e-9);
  // 6.6443 d later half of it.
  const auto later =
      *ask("ti", R"({"contents":["Lu-177 7.4 GBq"],"side":"20 cm","reference":"2026-03-01T00:00Z","consigned":"2026-03-07T15:27:47Z"})");
  EXPECT_NEAR(figureOf(later, "activity_at_consignment"), 3.7e9, 1e6);
  EXPECT_NEAR(figureOf(later, "a2_fraction"), 3.7 / 700, 1e-5);
  EXPECT_EQ(refusalOf("ti", R"({"rate_1m":"11.3 uSv/h"})"), "MISSING_VALUE");
  EXPECT_EQ(refusalOf("ti", R"({})"), "MISSING_VALUE");
  EXPECT_EQ(refusalOf("ti", R"({"contents":["Lu-177 7.4 GBq"]})"), "MISSING_VALUE");
  EXPECT_EQ(refusalOf("ti", R"({"rate_1m":"1 uSv/h","surface":"1 uSv/h","other_indices":["1.25"]})"), "BAD_VALUE");
  EXPECT_TRUE(noted(*ask("ti", R"({"rate_1m":"100 uSv/h","surface":"11 mSv/h"})"), "PHYS_NOTE_NOT_CARRIED"));
}

TEST(EffectiveDoseQuestion, AlwaysSaysWhomItIsFor) {
  const auto fdg = *ask("dose", R"({"product":"F-18 FDG","activity":"370 MBq"})");
  EXPECT_DOUBLE_EQ(figureOf(fdg, "effective_dose"), 370e6 * 0.019e-9);
  EXPECT_TRUE(noted(fdg, "PHYS_NOTE_POPULATIONS"));
  EXPECT_FALSE(std::find_if(fdg.inputs.begin(), fdg.inputs.end(), [](const Used& u) { return u.name == "coefficient"; })->source.empty());
  const auto child = *ask("dose", R"({"product":"F-18 FDG","age":"age5","card":"F-18 FDG-PET torso","mass":"20 kg"})");
  EXPECT_DOUBLE_EQ(figureOf(child, "activity_by_card"), 25.9e6 * 4.86);
  EXPECT_DOUBLE_EQ(figureOf(child, "effective_dose"), 25.9e6 * 4.86 * 0.056e-9);
  EXPECT_DOUBLE_EQ(figureOf(*ask("dose", R"({"per_mass":"3.5 MBq/kg","mass":"45 kg","least":"26 MBq","most":"370 MBq"})"), "activity_by_weight"),
                   157.5e6);
  EXPECT_EQ(refusalOf("dose", R"({"product":"F-18 FDG"})"), "MISSING_VALUE");
  EXPECT_EQ(refusalOf("dose", R"({"activity":"1 MBq"})"), "MISSING_VALUE");
  EXPECT_EQ(refusalOf("dose", R"({"product":"C-11 choline","age":"age1","activity":"1 MBq"})"), "COEFFICIENT_MISSING");
  EXPECT_EQ(refusalOf("dose", R"({"product":"C-11 nothing","activity":"1 MBq"})"), "UNKNOWN_RADIOPHARMACEUTICAL");
  EXPECT_EQ(refusalOf("dose", R"({"card":"Tc-99m MDP","mass":"80 kg"})"), "WEIGHT_OFF_CARD");
}

TEST(ClearanceQuestionTest, WaitsForWhatDecides) {
  // I-131 370 kBq/g to 10 Bq/g: 121.78 d.
  const auto iodine = *ask("clear", R"({"contents":["I-131 370 MBq"],"mass":"1 kg","from":"2026-01-01T00:00Z"})");
  EXPECT_NEAR(figureOf(iodine, "waiting_time") / 86400, 121.78, 0.01);
  EXPECT_EQ(textOf(iodine, "cleared_from").substr(0, 10), "2026-05-02");
  const auto lutetium = *ask("clear", R"({"contents":["Lu-177 1 GBq","Lu-177m 500 kBq"],"mass":"1 kg"})");
  EXPECT_EQ(textOf(lutetium, "deciding_nuclide"), "Lu-177m");
  EXPECT_EQ(refusalOf("clear", R"({"contents":["Rb-82 1 MBq"],"mass":"1 kg"})"), "NO_CLEARANCE_LEVEL");
  EXPECT_EQ(refusalOf("clear", R"({"contents":["Rb-82 1 MBq"],"mass":"1 kg","levels":["Rb-82 10 Bq/g"]})"), "answered");
  EXPECT_EQ(refusalOf("clear", R"({"contents":["I-131 1 MBq"],"mass":"0 kg"})"), "NEGATIVE_MASS");
  EXPECT_EQ(refusalOf("clear", R"({"contents":["I-131 1 MBq"],"mass":"1 kg","limit":0})"), "LIMIT_NOT_POSITIVE");
}

TEST(ReleaseQuestionTest, IodinePatient) {
  const auto a =
      *ask("release", R"({"nuclide":"I-131","activity":"3.7 GBq","compartments":["0.8 8 h","0.2 7 d"],"limit":"25 uSv/h","occupancy":"25 %",
                                    "rate_constant":"0.06573 uSv m2/MBq/h"})");
  // Vector PT001 with its half-life of 693351.36 s: 243.201 uSv/h, 2113.1 uSv, 311648 s.
  EXPECT_NEAR(figureOf(a, "dose_rate_start") * 1e6, 243.201, 1e-6);
  EXPECT_NEAR(figureOf(a, "dose_to_decay") * 1e6, 2113.1, 1);
  EXPECT_NEAR(figureOf(a, "release_time"), 311648, 200);
  EXPECT_LE(figureOf(a, "in_tank_at_release"), figureOf(a, "excreted_before_release"));
  const std::string rest = R"("nuclide":"I-131","activity":"3.7 GBq")";
  EXPECT_EQ(refusalOf("release", "{" + rest + R"(,"compartments":["0.8 8 h"]})"), "FRACTIONS_NOT_ONE");
  EXPECT_EQ(refusalOf("release", "{" + rest + R"(,"compartments":[]})"), "EMPTY_MIXTURE");
  EXPECT_EQ(refusalOf("release", "{" + rest + R"(,"compartments":["all of it"]})"), "BAD_VALUE");
  EXPECT_EQ(refusalOf("release", "{" + rest + R"(,"compartments":["1 0 h"]})"), "NEGATIVE_HALF_LIFE");
  EXPECT_EQ(refusalOf("release", "{" + rest + R"(,"compartments":["0.5 8 h","0.5 stays"],"limit":"1 uSv/h"})"), "answered");
  EXPECT_EQ(refusalOf("release", "{" + rest + R"(,"compartments":["1 8 h"],"limit":"0 uSv/h"})"), "LIMIT_NOT_POSITIVE");
}

TEST(Radiation, ExamplesAreAnsweredAndEverythingHasItsWords) {
  std::set<std::string> names;
  const auto add = [&](const std::string& name) {
    std::string code = "PHYS_";
    for (const char c : name) code += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    names.insert(code);
  };
  for (const Calculation& c : radiationCalculations()) {
    add("calc_" + c.name);
    ASSERT_GE(c.usage.examples.size(), 2u);
    SchemaWriter fields;
    c.describe(fields);
    for (const auto& field : fields.names()) add(field);
    for (const Json& example : c.usage.examples) {
      const auto a = c.run(example);
      ASSERT_TRUE(a) << c.name << " " << example.dump() << " " << a.refusal().code;
      for (const Figure& f : a->figures) add(f.name);
      for (const Used& u : a->inputs) add(u.name);
      for (const Column& column : a->columns) add(column.name);
      for (const Curve& curve : a->curves) add(curve.name);
      for (const Note& note : a->notes) names.insert(note.code);
    }
  }
  for (const auto& code : names)
    for (const auto language : {Language::en, Language::zh_hans, Language::zh_hant, Language::pt})
      EXPECT_NE(codeText(code, language, Json::object()).text, code) << languageTag(language);
}

/// A text that is sometimes right, often nearly so.
std::string anyText(std::initializer_list<const char*> good) {
  static const std::vector<std::string> bad{"",     "-1 MBq", "1e308 GBq",    "nan",      "inf", "0", "Xx-1 1 MBq", "1 m",
                                            "lead", "5 mm",   "\xE2\x82\xAC", "1e-300 m", "0.8", ":", "1 stays"};
  const std::vector<std::string> fine(good.begin(), good.end());
  return *rc::gen::inRange(0, 4) == 0 ? *rc::gen::elementOf(bad) : *rc::gen::elementOf(fine);
}

RC_GTEST_PROP(RadiationFuzz, NoBodyCrashesOrGivesNoNumber, ()) {
  const auto list = [](std::string text) { return Json::array().push(std::move(text)); };
  Json shield = Json::object({{"contents", list(anyText({"F-18 1 GBq", "I-131 3 TBq", "Mo-99 1e-9 Bq", "Ra-223 1 MBq"}))},
                              {"distance", anyText({"1 m", "1 mm", "1e30 m"})}});
  shield.set("material", anyText({"lead", "W", "water"}))
      .set("thickness", anyText({"0 mm", "1 m", "1e20 m"}))
      .set("limit", anyText({"1 uSv/h", "1e-300 Sv/h"}));
  Json release = Json::object({{"nuclide", anyText({"I-131", "Lu-177", "P-32"})}, {"activity", anyText({"1 GBq", "0 Bq"})}});
  release.set("compartments", list(anyText({"1 8 h", "1 stays", "1 1e300 s"})))
      .set("limit", anyText({"25 uSv/h", "1e-200 Sv/h"}))
      .set("distance", anyText({"1 m", "1e-150 m"}));
  Json clear =
      Json::object({{"contents", list(anyText({"Lu-177 1 GBq", "Mo-99 1e200 Bq", "Ra-226 1 Bq"}))}, {"mass", anyText({"1 kg", "1e-200 kg"})}});
  Json package = Json::object({{"contents", list(anyText({"F-18 1 GBq", "Mo-99 1e200 Bq"}))}, {"side", anyText({"20 cm", "1e-200 m"})}});
  package.set("rate_1m", anyText({"1 uSv/h", "1e300 Sv/h"})).set("surface", anyText({"1 uSv/h"}));
  const std::pair<const char*, Json> bodies[] = {{"shield", shield}, {"release", release}, {"clear", clear}, {"ti", package}};
  for (const auto& [name, question] : bodies) {
    const auto answer = named(name).run(question);  // throws where a figure is not finite
    if (!answer) RC_ASSERT(!answer.refusal().code.empty());
  }
}

}  // namespace
}  // namespace isotrail::workbench
