// The forms of files about decay against the reference vectors, their answers taken out first.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "base/csv.h"
#include "tests/support/vectors.h"
#include "workbench/eval.h"

namespace isotrail::workbench {
namespace {

using vectors::agrees;
using vectors::number;

std::string vectorFile(const std::string& name) {
  std::ifstream in(std::string(ISOTRAIL_SOURCE_DIR) + "/tests/vectors/" + name, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}
std::vector<std::map<std::string, std::string>> rowsOf(const std::string& csv) {
  auto table = parseCsv(csv);
  std::vector<std::map<std::string, std::string>> out;
  for (const auto& r : table->rows) {
    auto& row = out.emplace_back();
    for (std::size_t i = 0; i < r.cells.size(); ++i) row[table->header[i]] = r.cells[i].text;
  }
  return out;
}

TEST(DecayForms, SingleDecayByItsFile) {
  const auto answers = rowsOf(*evaluate(vectorFile("single_decay.csv"), ""));
  const auto wanted = vectors::rows("single_decay.csv");
  ASSERT_EQ(answers.size(), wanted.size());
  double worst = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& want = wanted[i];
    EXPECT_EQ(answers[i].at("error"), want.at("expected_error")) << want.at("case_id");
    if (!want.at("expected_error").empty()) {
      EXPECT_EQ(answers[i].at("expected"), "") << want.at("case_id");
      continue;
    }
    const double got = number(answers[i].at("expected")), value = number(want.at("expected"));
    EXPECT_TRUE(agrees(got, value, number(want.at("rel_tol")), 1e-300)) << want.at("case_id") << " " << want.at("expected_quantity");
    if (std::abs(value) > 1e-290) worst = std::max(worst, std::abs(got / value - 1));
  }
  std::printf("single_decay.csv: %zu rows, worst relative difference %.2g\n", answers.size(), worst);
  EXPECT_LT(worst, 1e-12);
}

TEST(DecayForms, ChainsByTheirFile) {
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::string>> answers;
  for (const auto& row : rowsOf(*evaluate(vectorFile("chains_inputs.csv"), vectorFile("chain_data.csv")))) {
    EXPECT_EQ(row.at("error"), "");
    answers[{row.at("case_id"), row.at("nuclide")}] = row;
  }
  double worst = 0;
  const auto wanted = vectors::rows("chains_expected.csv");
  for (const auto& want : wanted) {
    const auto found = answers.find({want.at("case_id"), want.at("nuclide")});
    ASSERT_NE(found, answers.end()) << want.at("case_id") << " " << want.at("nuclide");
    const double got = number(found->second.at("atoms")), value = number(want.at("atoms"));
    EXPECT_TRUE(
        agrees(number(found->second.at("activity_Bq")), number(want.at("activity_Bq")), number(want.at("rel_tol")), number(want.at("abs_tol_Bq"))))
        << want.at("case_id") << " " << want.at("nuclide");
    if (value > 1e-250) worst = std::max(worst, std::abs(got / value - 1));
  }
  EXPECT_EQ(answers.size(), wanted.size());  // a row a member, no more
  std::printf("chains_inputs.csv: %zu values, worst relative difference %.2g\n", wanted.size(), worst);
  EXPECT_LT(worst, 1e-12);
}

/// "answer" or the class of the error, of one row.
std::string single(const std::string& cells) {
  const std::string head =
      "case_id,nuclide,half_life,half_life_unit,half_life_s,A0_Bq,ref_time,ref_zone,ref_fold,eval_time,eval_zone,eval_fold,elapsed_s,expected_"
      "quantity\n";
  const auto row = rowsOf(*evaluate(head + cells + "\n", "")).at(0);
  return row.at("error").empty() ? row.at("expected") : row.at("error");
}

TEST(DecayForms, SingleDecayRefusesByName) {
  EXPECT_EQ(single("1,X,10,s,,100,,,,,,,10,activity_Bq"), "50");
  EXPECT_EQ(single("1,F-18,,,,100,,,,,,,0,activity_Bq"), "100");  // the dataset's half-life
  EXPECT_EQ(single("1,Qq-9,,,,100,,,,,,,0,activity_Bq"), "unknown_nuclide");
  EXPECT_EQ(single("1,X,10,s,,-1,,,,,,,10,activity_Bq"), "negative_activity");
  EXPECT_EQ(single("1,X,10,s,,inf,,,,,,,10,activity_Bq"), "nonfinite_activity");
  EXPECT_EQ(single("1,X,10,s,,nan,,,,,,,10,activity_Bq"), "nonfinite_activity");
  EXPECT_EQ(single("1,X,10,s,,,,,,,,,10,activity_Bq"), "missing_value");
  EXPECT_EQ(single("1,X,10,s,,many,,,,,,,10,activity_Bq"), "not_a_number");
  EXPECT_EQ(single("1,X,-10,s,,1,,,,,,,10,activity_Bq"), "negative_half_life");
  EXPECT_EQ(single("1,X,0,s,,1,,,,,,,10,activity_Bq"), "zero_half_life");
  EXPECT_EQ(single("1,X,inf,s,,1,,,,,,,10,activity_Bq"), "nonfinite_half_life");
  EXPECT_EQ(single("1,X,10,fortnight,,1,,,,,,,10,activity_Bq"), "unknown_unit");
  EXPECT_EQ(single("1,X,10,s,,1,,,,,,,-10,activity_Bq"), "2");
  EXPECT_EQ(single("1,X,10,s,,1,,,,,,,-10,number_of_decays"), "negative_time");
  EXPECT_EQ(single("1,X,10,s,,1,,,,,,,0,mean_activity_Bq"), "1");
  EXPECT_EQ(single("1,X,10,s,,0,,,,,,,1e9,activity_Bq"), "0");
  EXPECT_EQ(single("1,X,10,s,,1e12,,,,,,,1e9,activity_Bq"), "0");  // below 1e-300
  EXPECT_EQ(single("1,X,10,s,,1,,,,,,,-1e9,activity_Bq"), "nonfinite_result");
  EXPECT_EQ(single("1,X,10,s,,1,,,,,,,,elapsed_s for A/A0=0"), "unreachable_activity");
  EXPECT_EQ(single("1,X,10,s,,1,,,,,,,10,colour"), "unknown_quantity");
  EXPECT_EQ(single("1,X,10,s,,1,2026-01-01T00:00:00,Mars/Dome,,2026-01-01T00:00:10Z,,,,activity_Bq"), "unknown_zone");
  EXPECT_EQ(single("1,X,10,s,,1,2026-13-01T00:00:00Z,,,2026-01-01T00:00:10Z,,,,activity_Bq"), "bad_instant");
  EXPECT_EQ(single("1,X,10,s,,4,2026-01-01T00:00:00Z,,,2026-01-01T08:00:10,Asia/Macau,,,activity_Bq"), "2");
  EXPECT_EQ(single("1,X,10,s,,4,2026-01-01T00:00:00Z,,,,,,10,activity_Bq"), "missing_value");
}

std::string chain(const std::string& initial, const std::string& t, const std::string& note = "") {
  const auto rows = rowsOf(*evaluate("case_id,initial,t_s,note\nC," + initial + "," + t + "," + note + "\n", ""));
  return rows.at(0).at("error").empty() ? rows.at(0).at("nuclide") + " " + rows.at(0).at("activity_Bq") : rows.at(0).at("error");
}

TEST(DecayForms, ChainsRefuseByName) {
  EXPECT_EQ(chain("F-18=100", "0"), "F-18 100");
  EXPECT_EQ(chain("", "0"), "empty_mixture");
  EXPECT_EQ(chain("Qq-9=1", "0"), "unknown_nuclide");
  EXPECT_EQ(chain("F-18=-1", "0"), "negative_activity");
  EXPECT_EQ(chain("F-18=inf", "0"), "nonfinite_activity");
  EXPECT_EQ(chain("F-18", "0"), "missing_value");
  EXPECT_EQ(chain("F-18=1", "-1"), "negative_time");
  EXPECT_EQ(chain("F-18=1", "nan"), "nonfinite_time");
  EXPECT_EQ(chain("O-18=1", "1"), "stable_nuclide");
  EXPECT_EQ(chain("A=8", "0", "lambda_per_s:A=0.1|branches:A>B=0.5"), "A 8");
  EXPECT_EQ(chain("A=8", "0", "lambda_per_s:A=-0.1|branches:A>B=1"), "negative_decay_constant");
  EXPECT_EQ(chain("A=8", "0", "lambda_per_s:A=0.1|branches:A>B=1.5"), "branch_sum");
  EXPECT_EQ(chain("A=8", "0", "lambda_per_s:A=0.1;B=1|branches:A>B=1;B>A=1"), "decay_ring");
}

RC_GTEST_PROP(DecayForms, NoFileBringsItDown, ()) {
  const auto cells = *rc::gen::container<std::vector<std::string>>(
      4,
      rc::gen::oneOf(rc::gen::element<std::string>("", "1", "-1", "1e400", "inf", "nan", "F-18=1", "Ac-225=1e300", "=", ";", ">", "0x10", "1e-320"),
                     rc::gen::string<std::string>()));
  std::string row;
  for (const auto& c : cells) {
    std::string quoted = "\"";
    for (const char ch : c)
      if (ch != '"' && ch != '\0' && static_cast<unsigned char>(ch) < 128) quoted += ch;
    row += (row.empty() ? "" : ",") + quoted + "\"";
  }
  (void)evaluate("case_id,initial,t_s,note\n" + row + "\n", "");
  (void)evaluate("case_id,nuclide,half_life_s,A0_Bq,elapsed_s,expected_quantity\nx," + row + ",activity_Bq\n", "");
}

}  // namespace
}  // namespace isotrail::workbench
