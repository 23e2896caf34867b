#include "rooms/protocols/tables.h"

#include <algorithm>
#include <cstdlib>

#include "nuclide/radiation/table.h"

namespace isotrail::protocols {
namespace {

template <class Row>
const Row* named(const std::vector<Row>& rows, std::string Row::*key, std::string_view wanted) {
  for (const Row& row : rows)
    if (row.*key == wanted) return &row;
  return nullptr;
}

/// Hours of an advised time, to compare: "stop" is the longest of all; "0-4 h" counts as 4 h, ">3 wk" as 3 weeks.
double hoursOf(const std::string& advised) {
  if (advised.rfind("stop", 0) == 0) return 1e9;
  const auto digits = advised.find_first_of("0123456789");
  if (digits == std::string::npos) return -1;
  const auto dash = advised.find('-');
  const double number = std::atof(advised.c_str() + (dash == std::string::npos ? digits : dash + 1));
  if (advised.find("wk") != std::string::npos) return number * 168;
  return advised.find('d') != std::string::npos ? number * 24 : number;
}

std::vector<ReferenceLevel> readLevels() {
  const DataTable table("data/reference_levels.csv");
  std::vector<ReferenceLevel> out;
  for (std::size_t i = 0; i < table.size(); ++i)
    out.push_back({table.text(i, "level"), table.text(i, "examination"), table.source(i), table.text(i, "confidence"),
                   Activity(table.number(i, "activity_mbq") * 1e6)});
  return out;
}

std::vector<Interruption> readInterruptions() {
  const DataTable table("data/breastfeeding.csv");
  std::vector<Interruption> out;
  for (std::size_t i = 0; i < table.size(); ++i) {
    Interruption row{table.text(i, "radiopharmaceutical"), {}, "", table.source(i), table.text(i, "confidence")};
    for (const char* source : {"institution_2022", "stabin_breitz", "icrp106", "acmui_2019"}) {
      const std::string& time = table.text(i, source);
      if (time.empty()) continue;
      row.advised.emplace_back(source, time);
      if (row.longest.empty() || hoursOf(time) > hoursOf(row.longest)) row.longest = time;
    }
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

const std::vector<ReferenceLevel>& referenceLevels() {
  static const auto rows = readLevels();
  return rows;
}
const ReferenceLevel* referenceLevel(std::string_view level) { return named(referenceLevels(), &ReferenceLevel::level, level); }

const std::vector<Interruption>& interruptions() {
  static const auto rows = readInterruptions();
  return rows;
}
const Interruption* interruption(std::string_view radiopharmaceutical) {
  return named(interruptions(), &Interruption::radiopharmaceutical, radiopharmaceutical);
}

WeightRange usualWeight(double age_years) {
  static const DataTable table("data/weight_for_age.csv");
  std::size_t upper = 1;
  while (upper + 1 < table.size() && table.number(upper, "age_years") < age_years) ++upper;
  const double from = table.number(upper - 1, "age_years"), to = table.number(upper, "age_years");
  const double part = std::clamp((age_years - from) / (to - from), 0.0, 1.0);
  const auto between = [&](const char* column) { return Mass(table.number(upper - 1, column) * (1 - part) + table.number(upper, column) * part); };
  return {between("low_kg"), between("high_kg"), table.source(upper)};
}

}  // namespace isotrail::protocols
