// The workbench on the command line: answers in the units and zones asked for, tables, CSV, curves, and what is refused.
#include <cstdlib>

#include "tests/program/program.h"

namespace isotrail::test {
namespace {

/// A row's cell by the name of its column.
Json cell(const Json& answer, std::size_t row, const std::string& column) {
  const auto& columns = answer["columns"].items();
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i]["name"].text() == column) return answer["rows"].items().at(row).items().at(i);
  ADD_FAILURE() << "no column " << column;
  return {};
}
double figure(const Json& answer, const std::string& name) {
  for (const auto& f : answer["figures"].items())
    if (f["name"].text() == name) return f["value"].number();
  ADD_FAILURE() << "no figure " << name;
  return 0;
}

class Physics : public Program {};

TEST_F(Physics, DecayFollowsTheLawAndKeepsTheTypedZone) {
  // 55 min are 3300 s; half-life 6584.04 s (NUBASE2020): 4.40 GBq * 2^(-3300/6584.04) = 3.1086 GBq.
  const Ran ran = run({"decay", "F-18", "4.40GBq@2025-12-17T09:00+08:00", "--at", "09:55+08", "--json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json answer = ran.json();
  EXPECT_EQ(cell(answer, 1, "at").text(), "2025-12-17T09:55:00+08:00");
  EXPECT_EQ(cell(answer, 1, "elapsed").number(), 3300.0);
  EXPECT_NEAR(figure(answer, "activity"), 3.1086e9, 0.0001e9);
  EXPECT_DOUBLE_EQ(cell(answer, 1, "F-18").number(), figure(answer, "activity"));
  const Json after = run({"decay", "18F", "4.40 GBq @ 2025-12-17T01:00Z", "--after", "55 min", "--json"}).json();
  EXPECT_EQ(figure(after, "activity"), figure(answer, "activity"));
  const Json back = run({"decay", "F-18", "4.40GBq@2025-12-17T09:55+08:00", "--at", "09:00", "--json"}).json();
  EXPECT_NEAR(figure(back, "activity"), 4.40e9 * 4.40e9 / figure(answer, "activity"), 1);
  EXPECT_EQ(back["notes"].items().at(0)["code"].text(), "PHYS_BEFORE_REFERENCE");
  const Json chain = run({"decay", "Mo-99", "40GBq@2025-12-17T06:00[Asia/Macau]", "--every", "6 h", "--count", "4", "--json"}).json();
  ASSERT_EQ(chain["rows"].size(), 5u);
  EXPECT_GT(cell(chain, 4, "Tc-99m").number(), 27e9);  // near equilibrium after a day
  EXPECT_EQ(cell(chain, 4, "at").text(), "2025-12-18T06:00:00+08:00");
}

TEST_F(Physics, AnswersComeInTheUnitsAskedFor) {
  const Ran table = run({"decay", "F-18", "4.40GBq@2025-12-17T09:00+08:00", "--at", "09:55"});
  EXPECT_NE(table.out.find("3.11 GBq"), std::string::npos) << table.out;
  EXPECT_EQ(table.out.find('\x1b'), std::string::npos);
  EXPECT_NE(table.out.find("NUBASE2020"), std::string::npos) << table.out;
  const Ran units = run({"decay", "F-18", "4.40GBq", "--after", "55 min", "--in", "mCi", "--in", "min", "--json"});
  EXPECT_NEAR(figure(units.json(), "activity"), 84.017, 0.001);  // 3.1086 GBq of 37 MBq
  EXPECT_EQ(figure(units.json(), "elapsed"), 55.0);
  const Ran csv = run({"decay-table", "F-18", "--every", "10 min", "--count", "2", "--csv", "--in", "min"});
  EXPECT_TRUE(csv.out.starts_with("elapsed (min),decay_factor,back_factor\n0.0,1.0,1.0\n10.0,0.93")) << csv.out;
  EXPECT_EQ(run({"decay", "F-18", "4 GBq", "--in", "furlong"}).code, 2);
}

TEST_F(Physics, CurvesAreAsWideAsTheTerminal) {
  setenv("COLUMNS", "60", 1);
  const Ran ran = run({"decay", "F-18", "4 GBq", "--after", "4 h", "--curve", "--log"});
  unsetenv("COLUMNS");
  EXPECT_NE(ran.out.find("\xE2\xA3"), std::string::npos);
  EXPECT_NE(ran.out.find("4.00 GBq"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("4.00 h"), std::string::npos) << ran.out;
}

TEST_F(Physics, SlipsAreNamedAndNothingIsTakenForWhatItLooksLike) {
  const Ran slip = run({"decay", "F-18", "4 mbq"});
  EXPECT_EQ(slip.code, 2);
  EXPECT_NE(slip.err.find("4 mbq"), std::string::npos) << slip.err;
  EXPECT_NE(slip.err.find("Did you mean MBq?"), std::string::npos) << slip.err;
  EXPECT_NE(run({"decay", "F-18", "4 GBq@2025-12-17"}).err.find("INSTANT_WITHOUT_TIME"), std::string::npos);
  EXPECT_NE(run({"decay", "F-18", "4 GBq@2026-10-25T02:30[Europe/Berlin]"}).err.find("02:30:00+02:00 or"), std::string::npos);
  const Json chosen = run({"decay", "F-18", "4 GBq@2026-10-25T02:30+01:00[Europe/Berlin]", "--after", "1 h", "--json"}).json();
  EXPECT_EQ(cell(chosen, 0, "at").text(), "2026-10-25T02:30:00+01:00");
  const Ran several = run({"decay", "Xx-1", "4 ci", "--after", "-1 h", "--json"});
  EXPECT_EQ(several.code, 2);
  EXPECT_EQ(several.json()["problem"]["errors"].size(), 2u) << several.out;
}

/// The verbs of the help's list and of its line of further calculations.
std::vector<std::string> verbsOf(const std::string& help) {
  std::vector<std::string> verbs;
  const std::string more = "More calculations: ";
  std::istringstream lines(help.substr(help.find("Subcommands:")));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("  ") && line.find_first_not_of(' ') == 2) verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
    if (!line.starts_with(more)) continue;
    std::istringstream names(line.substr(more.size(), line.size() - more.size() - 1));
    for (std::string name; std::getline(names >> std::ws, name, ',');) verbs.push_back(name);
  }
  return verbs;
}

/// The verbs that are calculations: those whose help has --in.
TEST_F(Physics, EveryExampleOfEveryHelpRuns) {
  int examples = 0;
  for (const auto& verb : verbsOf(run({"--help"}).out)) {
    std::istringstream text(run({verb, "--help"}).out);
    std::vector<std::string> calls;
    bool calculates = false;
    for (std::string shown; std::getline(text, shown);) {
      calculates = calculates || shown.find("--in TEXT") != std::string::npos;
      if (shown.starts_with("  isotrail ")) calls.push_back(shown.substr(11));
    }
    if (!calculates) continue;
    EXPECT_EQ(calls.size(), 2u) << verb;
    for (const auto& call : calls) {
      const std::string command = std::string(ISOTRAIL_BINARY) + " " + call + " --json > " + path("answer") + " 2> " + path("complaint");
      EXPECT_EQ(std::system(command.c_str()), 0) << call << "\n" << contents(home / "complaint") << contents(home / "answer");
      ++examples;
    }
  }
  EXPECT_GE(examples, 30);
}

TEST_F(Physics, WhatCannotBeIsRefusedWithItsField) {
  struct Bad {
    std::vector<std::string> typed;
    const char* code;
    const char* said;  // in the complaint: the value as typed
  };
  const std::vector<Bad> all = {
      {{"decay", "Xx-1", "4 GBq"}, "UNKNOWN_NUCLIDE", "Xx-1"},
      {{"decay", "F-18", "-4 GBq"}, "BAD_VALUE", "-4 GBq"},
      {{"decay", "F-18", "1e999 GBq"}, "BAD_VALUE", "1e999 GBq"},
      {{"decay", "F-18", "nan GBq"}, "BAD_UNIT", "nan GBq"},
      {{"decay", "F-18", "4 Bq/ml"}, "BAD_UNIT", "4 Bq/ml"},
      {{"decay", "F-18", "4 mci"}, "BAD_UNIT", "Did you mean mCi?"},
      {{"decay", "F-18", "4 GBq", "--after=-1 h"}, "BAD_VALUE", "-1 h"},
      {{"decay", "F-18", "4 GBq", "--before", "1e9 y"}, "TOO_LONG_BEFORE", "1e9 y"},
      {{"chain", "Mo-99 -1 GBq"}, "BAD_VALUE", "-1 GBq"},
      {{"shield", "F-18 3.7 GBq", "--distance", "50 cm", "--thickness", "3 cm"}, "MISSING_MATERIAL", "3 cm"},
      {{"shield", "F-18 3.7 GBq", "--distance", "50 cm", "--material", "cheese", "--thickness", "3 cm"}, "UNKNOWN_MATERIAL", "cheese"},
      {{"vial", "F-18", "5 GBq", "12 mL", "--capacity", "10 mL", "--draws", "30 min 370 MBq"}, "OVERFULL_VIAL", "12 mL"},
      {{"generator", "Mo-99", "Tc-99m", "40 GBq", "250 %", "--elutions", "24 h"}, "EFFICIENCY_OUT_OF_RANGE", "250 %"}};
  for (const auto& bad : all) {
    const Ran ran = run(bad.typed);
    EXPECT_EQ(ran.code, 2) << bad.typed[0] << " " << ran.out;
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find(bad.code), std::string::npos) << bad.typed[0] << " " << ran.err;
    EXPECT_NE(ran.err.find(bad.said), std::string::npos) << ran.err;
  }
}

TEST_F(Physics, TheDatasetIsShownWithItsSources) {
  const Ran list = run({"physics", "nuclides", "--csv"});
  EXPECT_TRUE(list.out.starts_with("nuclide,half_life,source\n")) << list.out.substr(0, 80);
  EXPECT_EQ(run({"physics", "nuclides", "18F", "--json"}).json()["nuclide"].text(), "F-18");
  EXPECT_EQ(run({"physics", "nuclides", "Xx-1"}).code, 2);
}

TEST_F(Physics, FilesThatAreNoQuestionsAreRefused) {
  EXPECT_EQ(run({"physics", "eval", "nowhere.csv"}).code, 3);
  const Ran form = run({"physics", "eval", "-"}, "a,b\n1,2\n");
  EXPECT_EQ(form.code, 2);
  EXPECT_NE(form.err.find("UNKNOWN_FORM"), std::string::npos);
  EXPECT_EQ(form.out, "");
}

}  // namespace
}  // namespace isotrail::test
