#include "workbench/rows.h"

#include <cmath>

namespace isotrail::workbench {

double Numbers::operator()(std::string_view name) {
  auto v = cellNumber(cells_, name);
  if (v) return *v;
  refuse(v.refusal());
  return 0.0;
}
double Numbers::operator()(std::string_view name, double fallback) { return cell(cells_, name).empty() ? fallback : (*this)(name); }
void Numbers::refuse(const Refusal& refusal) {
  if (!refused_) refused_ = refusal;
}

Refusal unknownQuantity(const std::string& name) { return refused("UNKNOWN_QUANTITY", "quantity", name); }
Refusal unknownKind(const std::string& name) { return refused("UNKNOWN_KIND", "kind", name); }
RowAnswer answered(std::initializer_list<std::pair<const char*, double>> values) {
  RowAnswer out;
  for (const auto& [column, v] : values) {
    if (!std::isfinite(v)) return refusedRow(refused("NONFINITE_RESULT", column, "numbers whose result is finite"));
    out.cells[column] = evalNumber(v);
  }
  return out;
}
RowAnswer refusedRow(const Refusal& refusal) { return {{}, errorClass(refusal)}; }

std::vector<std::vector<std::size_t>> casesOf(const std::vector<EvalRow>& rows, std::string_view column) {
  std::map<std::string, std::size_t, std::less<>> known;
  std::vector<std::vector<std::size_t>> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto [at, fresh] = known.emplace(cell(rows[i], column), out.size());
    if (fresh) out.emplace_back();
    out[at->second].push_back(i);
  }
  return out;
}

}  // namespace isotrail::workbench
