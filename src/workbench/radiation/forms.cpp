#include <algorithm>
#include <cmath>

#include "nuclide/radiation/clearance.h"
#include "workbench/radiation/form_kinds.h"
#include "workbench/radiation/radiation.h"

namespace isotrail::workbench {
namespace radiation_forms {

static std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find(separator, from), text.size());
    out.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

/// An activity of any unit; what is not finite is told as such.
static Result<double> amount(const EvalRow& cells, std::string_view name) {
  const auto v = cellNumber(cells, name);
  if (!v) return v.refusal().code == "NONFINITE_VALUE" ? refused("NONFINITE_ACTIVITY", "activity", "a finite activity") : v.refusal();
  if (*v < 0) return refused("NEGATIVE_ACTIVITY", "activity", "0 Bq or more");
  return *v;
}

Result<Activity> activityCell(const EvalRow& inputs, std::string_view name) {
  const auto mbq = amount(inputs, name);
  if (!mbq) return mbq.refusal();
  return Activity(*mbq * 1e6);
}

Result<std::vector<std::vector<double>>> numberLists(const EvalRow& inputs, const char* name, std::size_t width) {
  std::vector<std::vector<double>> out;
  for (const auto& item : split(cell(inputs, name), '|')) {
    std::vector<double> numbers;
    for (const auto& text : split(item, ':')) {
      const auto v = cellNumber({{name, text}}, name);
      if (!v) return v.refusal();
      numbers.push_back(*v);
    }
    if (numbers.size() != width) return refused("MISSING_VALUE", name, std::to_string(width) + " numbers with : between them");
    out.push_back(std::move(numbers));
  }
  if (out.empty()) return refused("MISSING_VALUE", name, "one item or more");
  return out;
}

namespace {

RowAnswer answerOf(const EvalRow& row) {
  const std::string& kind = cell(row, "kind");
  Kinds answer = shieldingKind(kind);
  if (!answer) answer = patientKind(kind);
  if (!answer) return refusedRow(unknownKind(kind));
  const auto all = answer(cellPairs(row, "inputs"));
  if (!all) return refusedRow(all.refusal());
  const auto found = all->find(cell(row, "quantity"));
  if (found == all->end()) return refusedRow(unknownQuantity(cell(row, "quantity")));
  const Asked& asked = found->second;
  if (asked.text.empty()) return answered("expected", asked.number);
  return {{{"expected", asked.text}}, ""};
}

std::vector<RowAnswer> shieldingAndPatients(const std::vector<EvalRow>& rows, const Dataset*) {
  std::vector<RowAnswer> out;
  for (const auto& row : rows) out.push_back(answerOf(row));
  return out;
}

/// "Tc-99m=50000;I-131=4": a name may come more than once.
Result<std::vector<ClearancePart>> partsOf(const EvalRow& row) {
  std::vector<ClearancePart> out;
  for (const auto& item : split(cell(row, "initial_Bq_per_g"), ';')) {
    if (item.find_first_not_of(' ') == std::string::npos) continue;
    const auto at = std::min(item.find('='), item.size());
    const auto v = amount({{"initial_Bq_per_g", item.substr(std::min(at + 1, item.size()))}}, "initial_Bq_per_g");
    if (!v) return v.refusal();
    out.push_back({item.substr(0, at), SpecificActivity(*v)});
  }
  if (out.empty()) return refused("EMPTY_MIXTURE", "initial_Bq_per_g", "one nuclide with its activity or more");
  return out;
}

Result<ClearanceQuestion> questionOf(const EvalRow& row, const Dataset& set) {
  const std::string& kind = cell(row, "kind");
  if (kind != "single" && kind != "mixture" && kind != "ingrowth") return unknownKind(kind);
  auto parts = partsOf(row);
  if (!parts) return parts.refusal();
  ClearanceQuestion out;
  const EvalRow levels = cellPairs(row, "levels_Bq_per_g");
  for (const auto& [name, text] : levels) {
    const auto level = cellNumber(levels, name);
    if (!level) return level.refusal();
    const auto known = set.get("levels_Bq_per_g", name);
    if (!known) return known.refusal();
    out.levels[(*known)->name] = SpecificActivity(*level);
  }
  for (auto& part : *parts) {
    const auto known = set.get("initial_Bq_per_g", part.nuclide);
    if (!known) return known.refusal();
    part.nuclide = (*known)->name;
    if (kind != "ingrowth" && !out.levels.contains(part.nuclide))
      return refused("NO_CLEARANCE_LEVEL", "levels_Bq_per_g", "a level for " + part.nuclide);
  }
  const auto limit = cellNumber(row, "limit_sum");
  if (!limit) return limit.refusal();
  out.parts = std::move(*parts);
  out.limit = *limit;
  out.in_growth = kind == "ingrowth";
  return out;
}

std::vector<RowAnswer> clearances(const std::vector<EvalRow>& rows, const Dataset* data) {
  const Dataset& set = data ? *data : Dataset::shipped();
  std::vector<RowAnswer> out;
  for (const auto& row : rows) {
    const auto question = questionOf(row, set);
    const auto wait = question ? waitToClearance(set, *question) : Result<ClearanceWait>(question.refusal());
    out.push_back(wait ? answered("t_clear_s", wait->time.value) : refusedRow(wait.refusal()));
  }
  return out;
}

}  // namespace
}  // namespace radiation_forms

EvalForm shieldingAndPatientForm() {
  return {"shielding, patient", {"case_id", "kind", "nuclide", "inputs", "quantity"}, {"expected"}, radiation_forms::shieldingAndPatients};
}
EvalForm clearanceForm() {
  return {"clearance", {"kind", "initial_Bq_per_g", "levels_Bq_per_g", "limit_sum"}, {"t_clear_s"}, radiation_forms::clearances};
}

}  // namespace isotrail::workbench
