#pragma once
// Files of questions in the columns of outsiders, answered row by row: isotrail physics eval FILE.csv [--data chain_data.csv].
// A file's form is known by its columns. Bad rows never stop a file: they name the class of their error.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nuclide/dataset.h"

namespace isotrail::workbench {

using EvalRow = std::map<std::string, std::string, std::less<>>;  // column -> text of the row
struct RowAnswer {
  std::map<std::string, std::string, std::less<>> cells = {};  // answer column -> text
  std::string error = {};                                      // error class, "" when answered
};
struct EvalForm {
  std::string name;
  std::vector<std::string> columns;  // what a file of this form has, enough to recognise it
  std::vector<std::string> answers;  // columns that are filled; added at the end where the file lacks them
  /// Answers in the order of the rows, one each; with `own_rows` any number of them, whose cells are the `answers` columns.
  std::vector<RowAnswer> (*run)(const std::vector<EvalRow>& rows, const Dataset* data);
  bool own_rows = false;  // the output is a table of its own: a row a member of a chain
};

const std::vector<EvalForm>& evalForms();

/// The file's answers as CSV: same rows, columns and order, answer columns filled, a last column `error`. BAD_CSV, or
/// UNKNOWN_FORM when no form has the columns. `data`: text of a --data file, "" without (BAD_CSV, BAD_DATA).
Result<std::string> evaluate(std::string_view file, std::string_view data);

/// 17 significant digits, always the same text for the same number. A number that is not finite is written kNotFinite, and
/// evaluate() answers that row with the error nonfinite_result and no numbers.
std::string evalNumber(double v);
inline constexpr const char* kNotFinite = "nonfinite_result";
/// A refusal's code in the files' style: lower case, with the names files use for what they know under another one
/// (LOCAL_TIME_AMBIGUOUS is ambiguous_local_time, LOCAL_TIME_MISSING nonexistent_local_time, BAD_UNIT unknown_unit).
std::string errorClass(const Refusal& refusal);

/// A column's text, "" when the row has none.
const std::string& cell(const EvalRow& row, std::string_view column);
/// A decimal number as it stands. MISSING_VALUE, NOT_A_NUMBER, NONFINITE_VALUE; each names the column.
Result<double> cellNumber(const EvalRow& row, std::string_view column);
/// "a=1;b=2" of a column as pairs; items without "=" have an empty value.
std::map<std::string, std::string, std::less<>> cellPairs(const EvalRow& row, std::string_view column);
/// Half-lives and branches of a file nuclide,half_life_s,daughter,branching_fraction. BAD_DATA with line and why.
Result<Dataset::Shared> datasetOfChainData(std::string_view csv);

}  // namespace isotrail::workbench
