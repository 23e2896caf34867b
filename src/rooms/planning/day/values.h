#pragma once
// Numbers a day's plan needs and no room keeps: hours, stage times, prices. Each has its source; prices can be changed for one plan.
#include <map>
#include <string>

#include "base/json.h"
#include "base/result.h"

namespace isotrail::planning {

struct DayValue {
  std::string text;  // "06:00", "112"
  std::string unit, source;
  bool known = false;
  double number() const;
};
/// A row of data/day_values.csv: of `of`, else of "*".
DayValue dayValue(const std::string& subject, const std::string& of, const std::string& quantity);
/// Minutes of a stage ("qc") of a product kind, from data/stage_minutes.csv, else data/day_values.csv; unknown when neither has it.
DayValue stageTime(const std::string& kind, const std::string& stage);

/// Prices and preferences of a plan, by the names of data/plan_weights.csv.
class Weights {
 public:
  Weights();
  /// With some of them changed. BAD_VALUE names the field "weights.<name>" of a weight that does not exist or is no number from 0 on.
  static Result<Weights> with(const Json& changed);
  double operator[](const std::string& name) const { return values_.at(name); }
  int minutes(const std::string& name) const;
  /// {name: {value, unit, reason, changed}}.
  Json toJson() const;

 private:
  std::map<std::string, double> values_;
  std::map<std::string, bool> changed_;
};

}  // namespace isotrail::planning
