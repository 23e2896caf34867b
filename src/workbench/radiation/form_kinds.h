#pragma once
// Rows that carry their own coefficients and ask for one quantity, by kind.
#include "workbench/rows.h"

namespace isotrail::workbench::radiation_forms {

/// An answer of a row: a number, or a text such as a category.
struct Asked {
  double number = 0.0;
  std::string text = {};
};
using Answered = std::map<std::string, Asked, std::less<>>;
using Kinds = Result<Answered> (*)(const EvalRow& inputs);
/// Null for a kind that is not one of shielding.
Kinds shieldingKind(std::string_view kind);
/// Null for a kind that is not one of patients.
Kinds patientKind(std::string_view kind);

/// MISSING_VALUE, NOT_A_NUMBER, NEGATIVE_ACTIVITY, NONFINITE_ACTIVITY: an activity in MBq.
Result<Activity> activityCell(const EvalRow& inputs, std::string_view name);
/// "a:b|c:d" as lists of numbers of `width` each. MISSING_VALUE, NOT_A_NUMBER.
Result<std::vector<std::vector<double>>> numberLists(const EvalRow& inputs, const char* name, std::size_t width);

}  // namespace isotrail::workbench::radiation_forms
