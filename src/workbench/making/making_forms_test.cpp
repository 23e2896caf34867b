// The forms of files about making against the reference vectors, their answers taken out first.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/support/vectors.h"
#include "workbench/eval.h"
#include "workbench/making/making.h"

namespace isotrail::workbench {
namespace {

using vectors::agrees;
using vectors::number;

Dataset::Shared chainData() {
  std::ifstream in(std::string(ISOTRAIL_SOURCE_DIR) + "/tests/vectors/chain_data.csv", std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return *datasetOfChainData(bytes.str());
}
EvalForm form(const std::string& name) {
  for (auto& f : makingForms())
    if (f.name == name) return f;
  throw std::runtime_error("no form " + name);
}
std::vector<EvalRow> questions(const std::string& file, const EvalForm& f) {
  std::vector<EvalRow> out;
  for (const auto& row : vectors::rows(file)) {
    EvalRow asked(row.begin(), row.end());
    for (const auto& answer : f.answers) asked.erase(answer);
    out.push_back(std::move(asked));
  }
  return out;
}
/// Every answer of `file` within its tolerance; status words exactly.
void answersAgree(const std::string& file, const std::string& name, const Dataset* data = nullptr) {
  const EvalForm f = form(name);
  const auto expected = vectors::rows(file);
  const auto got = f.run(questions(file, f), data);
  ASSERT_EQ(got.size(), expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(got[i].error, "") << file << " row " << i + 1;
    for (const auto& column : f.answers) {
      const std::string& want = expected[i].at(column);
      if (column == "status") {
        EXPECT_EQ(cell(got[i].cells, column), want) << file << " row " << i + 1;
        continue;
      }
      const double x = number(cell(got[i].cells, column));
      EXPECT_TRUE(agrees(x, number(want), number(expected[i].at("rel_tol")))) << file << " row " << i + 1 << " " << column;
      if (number(want) != 0) worst = std::max(worst, std::abs(x / number(want) - 1));
    }
  }
  std::printf("%s: %zu rows, worst relative difference %.2g\n", file.c_str(), got.size(), worst);
}

TEST(MakingForms, Generators) {
  const Dataset::Shared set = chainData();
  answersAgree("generators.csv", "generators", set.get());
}
TEST(MakingForms, GeneratorMaxima) { answersAgree("generator_tmax.csv", "generator_tmax"); }
TEST(MakingForms, Production) { answersAgree("production.csv", "production"); }
TEST(MakingForms, Dispensing) { answersAgree("dispensing.csv", "dispensing"); }
TEST(MakingForms, Uncertainty) { answersAgree("uncertainty.csv", "uncertainty"); }

std::string error(const std::string& name, const EvalRow& row) { return form(name).run({row}, nullptr).front().error; }

TEST(MakingForms, BadRowsNameTheirError) {
  EvalRow g{{"sequence_id", "1"},
            {"event", "1"},
            {"generator", "Mo-99/Tc-99m"},
            {"eluted_elements", "Tc-99m;Tc-99"},
            {"initial", "Mo-99=40 GBq"},
            {"t_s", "86400"},
            {"efficiency", "0.9"},
            {"parent_breakthrough_fraction", "0"},
            {"quantity", "eluted_activity_Bq"},
            {"nuclide", "Tc-99m"}};
  const auto with = [](EvalRow row, const char* column, const char* text) {
    row[column] = text;
    return row;
  };
  EXPECT_EQ(error("generators", g), "");
  EXPECT_EQ(error("generators", with(g, "initial", "Mo-99=-40 GBq")), "negative_activity");
  EXPECT_EQ(error("generators", with(g, "initial", "Mo-99=inf GBq")), "nonfinite_activity");
  EXPECT_EQ(error("generators", with(g, "initial", "Mo-99=40 gbq")), "unknown_unit");
  EXPECT_EQ(error("generators", with(g, "initial", "")), "empty_mixture");
  EXPECT_EQ(error("generators", with(g, "initial", "Xx-1=40 GBq")), "unknown_nuclide");
  EXPECT_EQ(error("generators", with(g, "generator", "Mo-99/F-18")), "not_in_chain");
  EXPECT_EQ(error("generators", with(g, "t_s", "-1")), "negative_time");
  EXPECT_EQ(error("generators", with(g, "efficiency", "1.2")), "efficiency_out_of_range");
  EXPECT_EQ(error("generators", with(g, "efficiency", "90 %")), "not_a_number");
  EXPECT_EQ(error("generators", with(g, "efficiency", "")), "missing_value");
  EXPECT_EQ(error("generators", with(g, "quantity", "colour")), "unknown_quantity");
  const EvalRow p{{"kind", "cyclotron_time_for_activity"},
                  {"half_life_s", "6584.04"},
                  {"quantity", "t_irr_s"},
                  {"inputs", "A_sat_GBq_per_uA=10;current_uA=40;required_A_EOB_GBq=500"}};
  EXPECT_EQ(error("production", p), "unreachable_activity");
  EXPECT_EQ(error("production", with(p, "half_life_s", "-1")), "negative_half_life");
  EXPECT_EQ(error("production", with(p, "kind", "magic")), "unknown_kind");
  EXPECT_EQ(error("production", with(p, "inputs", "A_sat_GBq_per_uA=10;current_uA=-40;required_A_EOB_GBq=50")), "negative_current");
  const EvalRow v{{"case_id", "1"}, {"half_life_s", "6584.04"}, {"vial_A_MBq", "1000"}, {"vial_volume_mL", "5"}, {"dead_volume_mL", "1"},
                  {"t_s", "0"},     {"requested_MBq", "900"}};
  EXPECT_EQ(form("dispensing").run({v}, nullptr).front().cells.at("status"), "insufficient_volume");
  EXPECT_EQ(error("dispensing", with(v, "requested_MBq", "-1")), "negative_activity");
  EXPECT_EQ(error("dispensing", with(v, "vial_volume_mL", "0")), "empty_vial");
  const EvalRow u{{"kind", "counting_assay"},
                  {"quantity", "A_Bq"},
                  {"inputs", "gross=10;background=5;t_gross_s=1;t_background_s=1;efficiency=1.5;emission_probability=1"}};
  EXPECT_EQ(error("uncertainty", u), "efficiency_out_of_range");
  EXPECT_EQ(error("generator_tmax", {{"branch", "1"}, {"lambda_parent_per_s", "0"}, {"lambda_daughter_per_s", "1"}}), "negative_decay_constant");
}

TEST(MakingForms, ABadElutionEndsItsSequenceOnly) {
  const auto row = [](const char* sequence, const char* event, const char* t, const char* efficiency) {
    return EvalRow{{"sequence_id", sequence},
                   {"event", event},
                   {"generator", "Mo-99/Tc-99m"},
                   {"initial", *event == '1' ? "Mo-99=1 GBq" : ""},
                   {"t_s", t},
                   {"efficiency", efficiency},
                   {"quantity", "eluted_activity_Bq"},
                   {"nuclide", "Tc-99m"}};
  };
  const auto got = form("generators")
                       .run({row("B", "2", "20", "0.5"), row("A", "1", "10", "0.5"), row("B", "1", "10", "0.5"), row("A", "2", "20", "2"),
                             row("A", "3", "30", "0.5")},
                            nullptr);
  EXPECT_EQ(got[0].error + got[1].error + got[2].error, "");
  EXPECT_EQ(got[3].error, "efficiency_out_of_range");
  EXPECT_EQ(got[4].error, "efficiency_out_of_range");
  EXPECT_EQ(got[0].cells.at("expected"),
            form("generators").run({row("B", "1", "10", "0.5"), row("B", "2", "20", "0.5")}, nullptr)[1].cells.at("expected"));
}

/// Cells that files might hold, sensible or not.
std::string anyCell() {
  return *rc::gen::element<std::string>("", "0", "1", "0.5", "-1", "1e300", "1e-300", "1e308", "nan", "inf", "-inf", "x", "86400", "Mo-99", "F-18",
                                        "Tc-99m", "Mo-99/Tc-99m", "Mo-99=1 GBq", "Mo-99=1e300 GBq", "draw");
}
RC_GTEST_PROP(MakingForms, NoFileEverGivesANumberThatIsNone, ()) {
  for (const auto& f : makingForms()) {
    EvalRow row{
        {"quantity", *rc::gen::element<std::string>("eluted_activity_Bq", "mole_fraction", "A_EOB_GBq", "A_EOI_Bq", "t_irr_s", "A_Bq", "u_rel", "")},
        {"kind",
         *rc::gen::element<std::string>("cyclotron_single", "cyclotron_profile", "cyclotron_time_for_activity", "reactor_ng", "reactor_nca_Yb176",
                                        "reactor_Te130_I131", "reactor_fission_Mo99", "decay_corrected_assay", "counting_assay", "")}};
    for (const char* column :
         {"generator", "eluted_elements", "initial", "t_s", "efficiency", "parent_breakthrough_fraction", "nuclide", "branch", "lambda_parent_per_s",
          "lambda_daughter_per_s", "half_life_s", "vial_A_MBq", "vial_volume_mL", "dead_volume_mL", "requested_MBq", "draw", "sequence", "event"})
      if (*rc::gen::inRange(0, 4)) row[column] = anyCell();
    std::string inputs = "segments_uA:s=" + anyCell() + ":" + anyCell();
    for (const char* key : {"A_sat_GBq_per_uA",
                            "current_uA",
                            "t_irr_s",
                            "t_process_s",
                            "radiochemical_yield_decay_corrected",
                            "required_A_EOB_GBq",
                            "mass_g",
                            "isotopic_mass_fraction",
                            "atomic_mass",
                            "phi_th_cm2s",
                            "phi_epi_over_phi_th",
                            "sigma0_b",
                            "I0_b",
                            "product_sigma_b",
                            "t_cool_s",
                            "mass_Yb176_g",
                            "sigma_b",
                            "lambda_Yb177_per_s",
                            "Lu177_sigma_b",
                            "sigma_f_b",
                            "sigma_a_b",
                            "cumulative_yield",
                            "mass_U235_g",
                            "A_ref_MBq",
                            "u_rel_A",
                            "elapsed_s",
                            "u_elapsed_s",
                            "u_rel_half_life",
                            "gross",
                            "background",
                            "t_gross_s",
                            "t_background_s",
                            "efficiency",
                            "u_rel_efficiency",
                            "emission_probability",
                            "u_emission_probability"})
      if (*rc::gen::inRange(0, 6)) inputs += std::string(";") + key + "=" + anyCell();
    row["inputs"] = inputs;
    const auto got = f.run({row}, nullptr);  // evalNumber throws on what is not finite
    RC_ASSERT(got.size() == 1);
    RC_ASSERT(!got[0].error.empty() || !got[0].cells.empty());
  }
}

}  // namespace
}  // namespace isotrail::workbench
