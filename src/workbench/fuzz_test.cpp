// Whatever is asked, a calculation answers finite numbers or says which field it does not take and why; it never stops the
// program. Bodies are made from the fields' own examples, other kinds' examples, and what people mistype.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/support/vectors.h"
#include "workbench/answer.h"
#include "workbench/eval.h"

namespace isotrail::workbench {
namespace {

/// Each round is a hundred cases; every case of a later round picks differently.
unsigned rounds() { return std::getenv("ISOTRAIL_FULL") ? 50 : 2; }
std::vector<unsigned> picksOf(unsigned round, unsigned most) {
  auto picks = *rc::gen::container<std::vector<unsigned>>(24, rc::gen::inRange(0u, most));
  for (auto& pick : picks) pick += round * 7919;
  return picks;
}

const std::vector<Json> kOddities = {"",
                                     "0 Bq",
                                     "-1 MBq",
                                     "nan GBq",
                                     "inf s",
                                     "1e308 TBq",
                                     "1e-320 s",
                                     "1e300 y",
                                     "4 mbq",
                                     "F-18",
                                     "Xx-1",
                                     "Tc-99",
                                     "0",
                                     "-3",
                                     "1e999",
                                     "250 %",
                                     "0 %",
                                     "100 %",
                                     "1e-300 %",
                                     "5 cm",
                                     "1e300 m",
                                     "lead",
                                     "cheese",
                                     "1 kg",
                                     "1e-30 kg",
                                     "2025-12-17T09:15Z",
                                     "9999-12-31T23:59Z",
                                     "2025-12-17",
                                     "1e-12 Bq",
                                     "1e300 Sv/h",
                                     "0 s",
                                     "0 mL",
                                     "1e-300 mL",
                                     "1e15 GBq/uA",
                                     "Mo-99 40 GBq",
                                     "Mo-99 1e300 Bq",
                                     7,
                                     -2.5,
                                     1e300,
                                     true,
                                     Json(nullptr),
                                     Json::array(),
                                     Json::object(),
                                     "\xE6\xB0\x9F",
                                     "1,234 MBq"};

Json oddity(unsigned pick) { return kOddities[pick % kOddities.size()]; }

/// A body with each field left out, as in an example, or odd.
Json bodyFrom(const Calculation& c, const std::vector<unsigned>& picks) {
  SchemaWriter writer;
  c.describe(writer);
  const Json schema = writer.take();
  const Json& example = c.usage.examples.at(picks.at(0) % c.usage.examples.size());
  Json body = Json::object();
  std::size_t i = 1;
  for (const auto& [field, property] : schema["properties"].members()) {
    const unsigned pick = picks.at(i++ % picks.size());
    const Json usual = example.has(field)                                 ? example[field]
                       : pick % 3 == 0 && property["examples"].size() > 0 ? property["examples"].items().front()
                       : pick % 3 == 0 && property["enum"].size() > 0     ? property["enum"].items().at(pick % property["enum"].size())
                                                                          : Json();
    const Json odd = property["type"].text() == "array" ? Json::array().push(oddity(pick / 8)) : oddity(pick / 8);
    const Json& value = pick % 8 < 6 ? usual : odd;
    if (!value.isNull()) body.set(field, value);
  }
  return body;
}

void walkNumbers(const Json& v) {
  if (v.isNumber()) RC_ASSERT(v.number() - v.number() == 0);
  for (const auto& item : v.items()) walkNumbers(item);
  for (const auto& [key, value] : v.members()) walkNumbers(value);
}

TEST(Fuzz, EveryBodyIsAnsweredOrRefusedWithItsField) {
  for (const auto& c : calculations()) {
    int answered = 0;
    const auto property = [&](unsigned round) {
      const Json body = bodyFrom(c, picksOf(round, 100000));
      RC_LOG() << body.dump() << '\n';
      auto answer = answerBody(c, body, Language::pt);
      if (answer) {
        ++answered;
        walkNumbers(*answer);
        return;
      }
      const Refusal& r = answer.refusal();
      const CodeText words = codeText(r.code, Language::pt, r.params);
      RC_ASSERT(words.text != r.code);
      RC_ASSERT(words.status < 500);
      if (r.code == "RESULT_NOT_FINITE") return;
      RC_ASSERT(!r.fields.empty());
      for (const auto& f : r.fields) {
        RC_ASSERT(!f.field.empty());
        RC_ASSERT(codeText(f.code, Language::pt, Json::object()).text != f.code);
      }
    };
    for (unsigned round = 0; round < rounds(); ++round) EXPECT_TRUE(rc::check(c.name + " answers or refuses", [&] { property(round); })) << c.name;
    EXPECT_GT(answered, 0) << c.name;
  }
}

const char* const kCellOddities[] = {"",         "nan",   "-1",    "0",    "1e308", "-1e308", "1e-320",
                                     "inf",      "abc",   "1e999", "-0",   "F-18",  "=;|:",   ";;;",
                                     "a=1",      "1;2;3", "0:0:0", "lead", "1e18",  "1e-18",  "2025-12-17T09:00:00",
                                     "\xC3\xA9", "-5",    "1"};

std::string mutated(const std::string& text, unsigned pick) {
  constexpr std::size_t kOdd = std::size(kCellOddities);
  if (pick % 3 == 0 || text.empty()) return kCellOddities[pick / 3 % kOdd];
  std::string out = text;  // one part of a list cell
  const auto from = out.find_first_of("=:;|", pick / 3 % out.size());
  const auto start = from == std::string::npos ? 0 : from + 1;
  const auto end = std::min(out.find_first_of(":;|", start), out.size());
  return out.substr(0, start) + kCellOddities[pick / 7 % kOdd] + out.substr(end);
}

std::string fileText(const char* name) {
  std::ifstream in(std::string(ISOTRAIL_SOURCE_DIR) + "/tests/vectors/" + name, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

/// A few rows of a vector file with some cells changed.
std::string mutatedFile(const CsvTable& table, const std::vector<unsigned>& picks) {
  std::string out = csvLine(table.header);
  for (std::size_t r = 0; r < 6; ++r) {
    std::vector<std::string> cells;
    for (const auto& c : table.rows[picks[r] % table.rows.size()].cells) cells.push_back(c.text);
    for (std::size_t m = 0; m < 2; ++m) {
      std::string& target = cells[picks[6 + 4 * m + r % 4] % cells.size()];
      target = mutated(target, picks[14 + m + r]);
    }
    out += csvLine(cells);
  }
  return out;
}

/// The answer columns a file of answers has.
std::vector<std::string> formAnswers(const CsvTable& out) {
  std::vector<std::string> found;
  for (const char* column :
       {"expected", "t_max_s", "A_daughter_over_A_parent_at_t0", "t_clear_s", "volume_mL", "remaining_volume_mL", "atoms", "activity_Bq"})
    if (out.columnOf(column)) found.emplace_back(column);
  return found;
}

TEST(Fuzz, EveryRowOfAFileIsAnsweredOrNamesItsError) {
  const std::string data = fileText("chain_data.csv");
  for (const char* file : {"single_decay.csv", "chains_inputs.csv", "generators.csv", "generator_tmax.csv", "production.csv", "shielding.csv",
                           "uncertainty.csv", "patient.csv", "clearance.csv", "dispensing.csv"}) {
    const auto table = parseCsv(fileText(file));
    ASSERT_TRUE(table.ok()) << file;
    const auto property = [&](unsigned round) {
      const std::string asked = mutatedFile(*table, picksOf(round, 1000000));
      RC_LOG() << asked;
      auto answered = evaluate(asked, data);
      RC_ASSERT(answered.ok());
      const auto out = parseCsv(*answered);
      RC_ASSERT(out.ok());
      RC_ASSERT(out->header.back() == "error");
      for (const auto& row : out->rows) {
        const std::string& error = row.cells.back().text;
        RC_ASSERT(std::all_of(error.begin(), error.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }));
        for (const auto& column : formAnswers(*out)) {
          const std::string& text = row.cells[*out->columnOf(column)].text;
          RC_ASSERT(text.find("nan") == std::string::npos && text.find("inf") == std::string::npos);
          if (!error.empty() && column == "expected") RC_ASSERT(text.empty());
          if (error.empty() && column == "expected") RC_ASSERT(!text.empty());
        }
      }
    };
    for (unsigned round = 0; round < rounds(); ++round)
      EXPECT_TRUE(rc::check(std::string(file) + " answers or names the error", [&] { property(round); })) << file;
  }
}

}  // namespace
}  // namespace isotrail::workbench
