// isotrail physics eval over the reference files with their answers taken out: the answers come back within the tolerance, in
// the order of the file, also when independent rows are shuffled.
#include <algorithm>
#include <random>

#include "tests/program/program.h"
#include "tests/support/vectors.h"

namespace isotrail::test {
namespace {

using vectors::number;

struct File {
  const char* name;
  std::vector<std::string> answers;
  bool independent = true;  // no row depends on the one before
  bool data = false;        // with the half-lives of chain_data.csv
};

class Eval : public Program {
 protected:
  static std::string vectorPath(const std::string& name) { return std::string(ISOTRAIL_SOURCE_DIR) + "/tests/vectors/" + name; }

  /// The file without its answers, its rows shuffled when `seed` is not 0.
  void ask(const File& file, unsigned seed) {
    auto table = parseCsv(contents(vectorPath(file.name)));
    ASSERT_TRUE(table.ok()) << file.name;
    if (seed) std::shuffle(table->rows.begin(), table->rows.end(), std::mt19937(seed));
    std::string text = csvLine(table->header);
    expected_.clear();
    for (const auto& row : table->rows) {
      std::map<std::string, std::string> whole;
      std::vector<std::string> cells;
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        whole[table->header[i]] = row.cells[i].text;
        const bool answer = std::find(file.answers.begin(), file.answers.end(), table->header[i]) != file.answers.end();
        cells.push_back(answer ? "" : row.cells[i].text);
      }
      expected_.push_back(std::move(whole));
      text += csvLine(cells);
    }
    write("questions.csv", text);
  }

  static bool exactly(const std::map<std::string, std::string>& row, const std::string& column) {
    return column == "status" || row.at("rel_tol") == "exact";
  }

  void compare(const File& file, const CsvTable& got) {
    ASSERT_EQ(got.rows.size(), expected_.size()) << file.name;
    ASSERT_EQ(got.header.back(), "error");
    double worst = 0;
    for (std::size_t i = 0; i < expected_.size(); ++i) {
      const auto& want = expected_[i];
      const std::string& error = got.rows[i].cells.back().text;
      EXPECT_EQ(error, want.contains("expected_error") ? want.at("expected_error") : "") << file.name << " " << want.begin()->second;
      for (const auto& column : file.answers) {
        const std::string& text = got.rows[i].cells[*got.columnOf(column)].text;
        if (want.at(column).empty() || exactly(want, column)) {
          EXPECT_EQ(text, want.at(column)) << file.name << " row " << i + 1 << " " << column;
          continue;
        }
        ASSERT_FALSE(text.empty()) << file.name << " row " << i + 1 << " " << column << " " << error;
        const double w = number(want.at(column)), g = number(text);
        EXPECT_TRUE(vectors::agrees(g, w, number(want.at("rel_tol")), 1e-300)) << file.name << " row " << i + 1 << " " << column;
        if (std::abs(w) > 1e-300) worst = std::max(worst, std::abs(g / w - 1));
      }
    }
    std::printf("%s: %zu rows, worst relative difference %.2g\n", file.name, expected_.size(), worst);
  }

  Ran eval(const File& file) {
    std::vector<std::string> arguments{"physics", "eval", "questions.csv"};
    if (file.data) arguments.insert(arguments.end(), {"--data", vectorPath("chain_data.csv")});
    return run(arguments);
  }

  std::vector<std::map<std::string, std::string>> expected_;
};

TEST_F(Eval, AnswersOfTheReferenceFiles) {
  const std::vector<File> files = {{"single_decay.csv", {"expected"}},
                                   {"generators.csv", {"expected"}, false, true},
                                   {"generator_tmax.csv", {"t_max_s", "A_daughter_over_A_parent_at_t0"}},
                                   {"production.csv", {"expected"}},
                                   {"shielding.csv", {"expected"}},
                                   {"uncertainty.csv", {"expected"}},
                                   {"patient.csv", {"expected"}},
                                   {"clearance.csv", {"t_clear_s"}},
                                   {"dispensing.csv", {"volume_mL", "remaining_volume_mL", "remaining_activity_MBq", "status"}, false}};
  for (const auto& file : files)
    for (const unsigned seed : {0u, 7u}) {
      if (seed && !file.independent) continue;
      ask(file, seed);
      const Ran ran = eval(file);
      ASSERT_EQ(ran.code, 0) << file.name << " " << ran.err;
      const auto got = parseCsv(ran.out);
      ASSERT_TRUE(got.ok()) << file.name;
      compare(file, *got);
    }
}

TEST_F(Eval, MembersOfChains) {
  const Ran ran = run({"physics", "eval", vectorPath("chains_inputs.csv"), "--data", vectorPath("chain_data.csv")});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto table = parseCsv(ran.out);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->header, (std::vector<std::string>{"case_id", "nuclide", "atoms", "activity_Bq", "error"}));
  std::map<std::pair<std::string, std::string>, const CsvRow*> got;
  for (const auto& row : table->rows) got[{row.cells[0].text, row.cells[1].text}] = &row;
  double worst = 0;
  for (const auto& want : vectors::rows("chains_expected.csv")) {
    const auto found = got.find({want.at("case_id"), want.at("nuclide")});
    ASSERT_NE(found, got.end()) << want.at("case_id") << " " << want.at("nuclide");
    const double activity = number(want.at("activity_Bq")), rel = number(want.at("rel_tol")), abs = number(want.at("abs_tol_Bq"));
    EXPECT_TRUE(vectors::agrees(number(found->second->cells[3].text), activity, rel, abs)) << want.at("case_id") << " " << want.at("nuclide");
    const double atoms = number(want.at("atoms"));
    const double atoms_abs = activity > 0 ? abs * atoms / activity : 0;
    EXPECT_TRUE(vectors::agrees(number(found->second->cells[2].text), atoms, rel, atoms_abs)) << want.at("case_id") << " " << want.at("nuclide");
    if (activity > abs) worst = std::max(worst, std::abs(number(found->second->cells[3].text) / activity - 1));
  }
  EXPECT_EQ(got.size(), vectors::rows("chains_expected.csv").size());
  std::printf("chains: %zu members, worst relative difference %.2g\n", got.size(), worst);
}

TEST_F(Eval, ReadsStandardInput) {
  const Ran ran = run({"physics", "eval", "-"}, contents(vectorPath("generator_tmax.csv")));
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 6);  // a head and five rows
}

}  // namespace
}  // namespace isotrail::test
