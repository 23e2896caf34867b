#include "workbench/eval.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <set>

#include "base/check.h"
#include "base/csv.h"
#include "workbench/decay/decay.h"
#include "workbench/making/making.h"
#include "workbench/radiation/radiation.h"

namespace isotrail::workbench {
namespace {

/// The form that asks for most of the file's columns; none when no form finds all of its own.
Result<const EvalForm*> formOf(const CsvTable& table) {
  const EvalForm* best = nullptr;
  for (const auto& form : evalForms()) {
    const bool all = std::all_of(form.columns.begin(), form.columns.end(), [&](const auto& c) { return table.columnOf(c).has_value(); });
    if (all && (!best || form.columns.size() > best->columns.size())) best = &form;
  }
  if (best) return best;
  std::string known;
  for (const auto& form : evalForms()) {
    known += (known.empty() ? "" : "; ") + form.name + ": ";
    for (std::size_t i = 0; i < form.columns.size(); ++i) known += (i ? ", " : "") + form.columns[i];
  }
  return Refusal::of("UNKNOWN_FORM", Json::object({{"known", known}}));
}

std::vector<EvalRow> rowsOf(const CsvTable& table) {
  std::vector<EvalRow> rows;
  for (const auto& r : table.rows) {
    EvalRow row;
    for (std::size_t i = 0; i < r.cells.size(); ++i) row.emplace(table.header[i], r.cells[i].text);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string ownRows(const EvalForm& form, const std::vector<RowAnswer>& answers) {
  std::vector<std::string> head = form.answers;
  head.emplace_back("error");
  std::string out = csvLine(head);
  for (const auto& a : answers) {
    std::vector<std::string> cells;
    for (const auto& name : form.answers) cells.push_back(cell(a.cells, name));
    cells.push_back(a.error);
    out += csvLine(cells);
  }
  return out;
}

std::string filledRows(const EvalForm& form, const CsvTable& table, const std::vector<RowAnswer>& answers) {
  std::vector<std::string> head = table.header;
  std::erase(head, "error");
  for (const auto& name : form.answers)
    if (std::find(head.begin(), head.end(), name) == head.end()) head.push_back(name);
  std::vector<std::string> shown = head;
  shown.emplace_back("error");
  std::string out = csvLine(shown);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    std::vector<std::string> cells;
    for (const auto& name : head) {
      const bool answer = std::find(form.answers.begin(), form.answers.end(), name) != form.answers.end();
      const auto at = table.columnOf(name);
      cells.push_back(answer ? cell(answers[i].cells, name) : at ? table.rows[i].cells[*at].text : "");
    }
    cells.push_back(answers[i].error);
    out += csvLine(cells);
  }
  return out;
}

void refuseNotFinite(RowAnswer& answer) {
  for (const auto& [column, text] : answer.cells)
    if (text == kNotFinite) {
      answer = {{}, kNotFinite};
      return;
    }
}

}  // namespace

const std::vector<EvalForm>& evalForms() {
  static const std::vector<EvalForm> all = [] {
    std::vector<EvalForm> list = decayForms();
    for (auto part : {makingForms(), radiationForms()})
      for (auto& f : part) list.push_back(std::move(f));
    return list;
  }();
  return all;
}

Result<std::string> evaluate(std::string_view file, std::string_view data) {
  auto table = parseCsv(file);
  if (!table) return table.refusal();
  auto form = formOf(*table);
  if (!form) return form.refusal();
  Dataset::Shared set;
  if (!data.empty()) {
    auto read = datasetOfChainData(data);
    if (!read) return read.refusal();
    set = std::move(*read);
  }
  const auto rows = rowsOf(*table);
  auto answers = (*form)->run(rows, set.get());
  for (auto& answer : answers) refuseNotFinite(answer);
  if ((*form)->own_rows) return ownRows(**form, answers);
  if (answers.size() != rows.size()) throw Bug("the form " + (*form)->name + " has not an answer a row");
  return filledRows(**form, *table, answers);
}

std::string evalNumber(double v) {
  if (!std::isfinite(v)) return kNotFinite;
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.17g", v == 0 ? 0.0 : v);  // no negative zero
  return text.data();
}

std::string errorClass(const Refusal& refusal) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOtherNames = {
      {{"LOCAL_TIME_AMBIGUOUS", "ambiguous_local_time"}, {"LOCAL_TIME_MISSING", "nonexistent_local_time"}, {"BAD_UNIT", "unknown_unit"}}};
  for (const auto& [code, name] : kOtherNames)
    if (code == refusal.code) return std::string(name);
  std::string out = refusal.code;
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

const std::string& cell(const EvalRow& row, std::string_view column) {
  static const std::string kNone;
  const auto found = row.find(column);
  return found == row.end() ? kNone : found->second;
}

Result<double> cellNumber(const EvalRow& row, std::string_view column) {
  const std::string& text = cell(row, column);
  const std::string name(column);
  if (text.empty()) return Refusal::field({name, "MISSING_VALUE", text, "a number", 0, 0});
  double v = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + (text.size() > 1 && text[0] == '+' && text[1] != '-' ? 1 : 0), end, v);
  const bool whole = stop == end;
  if (whole && error == std::errc::result_out_of_range) {
    // Below what a double holds is 0 here as everywhere; above is not a number we can carry.
    v = std::strtod(text.c_str(), nullptr);
    if (std::abs(v) < 1) return 0.0;
  }
  if (!whole || (error != std::errc() && error != std::errc::result_out_of_range))
    return Refusal::field({name, "NOT_A_NUMBER", text, "a number", 0, 0});
  if (!std::isfinite(v)) return Refusal::field({name, "NONFINITE_VALUE", text, "a finite number", 0, 0});
  return v;
}

std::map<std::string, std::string, std::less<>> cellPairs(const EvalRow& row, std::string_view column) {
  std::map<std::string, std::string, std::less<>> out;
  std::string_view rest = cell(row, column);
  while (!rest.empty()) {
    const auto semicolon = rest.find(';');
    const std::string_view item = rest.substr(0, semicolon);
    const auto eq = item.find('=');
    if (!item.empty()) out.emplace(item.substr(0, eq), eq == std::string_view::npos ? std::string_view() : item.substr(eq + 1));
    rest = semicolon == std::string_view::npos ? std::string_view() : rest.substr(semicolon + 1);
  }
  return out;
}

Result<Dataset::Shared> datasetOfChainData(std::string_view csv) {
  auto set = Dataset::fromChainTable("file", csv);
  if (set || set.refusal().code == "BAD_CSV") return set;
  const Refusal& why = set.refusal();
  return Refusal::of("BAD_DATA", Json::object({{"line", why.fields.empty() ? 0 : why.fields[0].line}, {"why", why.code + " " + why.params.dump()}}));
}

}  // namespace isotrail::workbench
