#include "rooms/planning/day/values.h"

#include <charconv>
#include <cmath>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"

namespace isotrail::planning {
namespace {

constexpr double kMostWeight = 1e6;

double numberOf(const std::string& text) {
  double v = 0;
  std::from_chars(text.data(), text.data() + text.size(), v);
  return v;
}

const CsvTable& table(const char* path) {
  static std::map<std::string, CsvTable> tables = [] {
    std::map<std::string, CsvTable> out;
    for (const char* name : {"data/day_values.csv", "data/plan_weights.csv", "data/stage_minutes.csv"})
      out.emplace(name, *parseCsv(embeddedText(name)));
    return out;
  }();
  return tables.at(path);
}

}  // namespace

double DayValue::number() const { return numberOf(text); }

DayValue dayValue(const std::string& subject, const std::string& of, const std::string& quantity) {
  DayValue found;
  for (const auto& row : table("data/day_values.csv").rows) {
    const auto& cells = row.cells;
    if (cells[0].text != subject || cells[2].text != quantity || (cells[1].text != of && cells[1].text != "*")) continue;
    found = {cells[3].text, cells[4].text, cells[5].text, true};
    if (cells[1].text == of) return found;
  }
  return found;
}

DayValue stageTime(const std::string& kind, const std::string& stage) {
  for (const auto& row : table("data/stage_minutes.csv").rows)
    if (row.cells[0].text == kind && row.cells[1].text == stage) return {row.cells[2].text, "min", row.cells[3].text, true};
  return dayValue(kind, "*", stage);
}

Weights::Weights() {
  for (const auto& row : table("data/plan_weights.csv").rows) values_[row.cells[0].text] = numberOf(row.cells[1].text);
}

Result<Weights> Weights::with(const Json& changed) {
  Weights out;
  Refusal refusal = Refusal::of("BAD_REQUEST");
  for (const auto& [name, value] : changed.members()) {
    const bool known = out.values_.contains(name);
    const bool time = name == "grid" || name == "beam_step" || name == "beam_longest";
    const bool fits = value.isNumber() && value.number() >= (time ? 1.0 : 0.0) && value.number() <= kMostWeight;
    const bool share = (name == "fail_chance" && value.number() > 1.0) || (name == "grid" && value.number() > 60.0);
    if (!known || !fits || share) {
      refusal.fields.push_back({"weights." + name, known ? "BAD_VALUE" : "UNKNOWN_FIELD", value.dump().substr(0, 80), "a number from 0 on", 0, 0});
      continue;
    }
    out.values_[name] = value.number();
    out.changed_[name] = true;
  }
  if (!refusal.fields.empty()) return refusal;
  return out;
}

int Weights::minutes(const std::string& name) const { return static_cast<int>(std::lround((*this)[name])); }

Json Weights::toJson() const {
  Json out = Json::object();
  for (const auto& row : table("data/plan_weights.csv").rows) {
    const std::string& name = row.cells[0].text;
    out.set(name,
            Json::object(
                {{"value", values_.at(name)}, {"unit", row.cells[2].text}, {"reason", row.cells[3].text}, {"changed", changed_.contains(name)}}));
  }
  return out;
}

}  // namespace isotrail::planning
