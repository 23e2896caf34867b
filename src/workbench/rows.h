#pragma once
// How forms read the rows of files and say what is wrong with one.
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "workbench/calculation.h"
#include "workbench/eval.h"

namespace isotrail::workbench {

/// Numbers of a row or of its "a=1;b=2" cell. The first that cannot be read is kept; reading goes on, so that a form says
/// what it needs in one line each and asks at the end.
class Numbers {
 public:
  explicit Numbers(const EvalRow& cells) : cells_(cells) {}
  double operator()(std::string_view name);
  /// `fallback` for a cell that is empty or absent.
  double operator()(std::string_view name, double fallback);
  /// Remembers a refusal that is not about reading; the first one stays.
  void refuse(const Refusal& refusal);
  const std::optional<Refusal>& refused() const { return refused_; }

 private:
  const EvalRow& cells_;
  std::optional<Refusal> refused_;
};

/// What a row asks for by name, as refusals: UNKNOWN_QUANTITY, UNKNOWN_KIND.
Refusal unknownQuantity(const std::string& name);
Refusal unknownKind(const std::string& name);
/// The row's answers by column; a number too large to be told makes it NONFINITE_RESULT.
RowAnswer answered(std::initializer_list<std::pair<const char*, double>> values);
inline RowAnswer answered(const char* column, double v) { return answered({{column, v}}); }
RowAnswer refusedRow(const Refusal& refusal);

/// Rows that belong together: indices by the text of `column`, cases and rows in the order of the file.
std::vector<std::vector<std::size_t>> casesOf(const std::vector<EvalRow>& rows, std::string_view column);

}  // namespace isotrail::workbench
