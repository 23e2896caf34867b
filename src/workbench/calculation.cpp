#include "workbench/calculation.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "nuclide/dataset.h"
#include "units/time.h"
#include "workbench/decay/decay.h"
#include "workbench/making/making.h"
#include "workbench/radiation/radiation.h"

namespace isotrail::workbench {
namespace {

/// What the person typed in a field, whole.
std::string typedIn(const Json& body, const std::string& field) {
  const Json& v = body[field];
  if (v.isNull()) return {};
  if (!v.isArray()) return v.isString() ? v.text() : v.dump();
  std::string all;
  for (const auto& item : v.items()) all += (all.empty() ? "" : ", ") + (item.isString() ? item.text() : item.dump());
  return all;
}

/// A refusal that names its field in words becomes a field error, so that every refusal of a question reads alike.
Refusal withTyped(Refusal refusal, const Json& body) {
  for (auto& f : refusal.fields)
    if (f.value.empty()) f.value = typedIn(body, f.field);
  if (!refusal.fields.empty() && refusal.params["value"].text().empty()) refusal.params.set("value", refusal.fields.front().value);
  if (!refusal.fields.empty() || !refusal.params.has("field")) return refusal;
  const std::string field = refusal.params["field"].text();
  if (!refusal.params.has("value")) refusal.params.set("value", typedIn(body, field));
  refusal.fields.push_back({field, refusal.code, refusal.params["value"].text(), refusal.params["accepted"].text(), 0, 0});
  return refusal;
}

/// Instants are shown on the clock that the person typed: the offset or zone of the first input that has one.
void showOnTypedClock(Answer& answer) {
  std::string zone;
  for (const auto& u : answer.inputs)
    if (u.kind == Kind::instant && zone.empty()) zone = zoneSuffix(u.typed);
  const auto show = [&](Kind kind, std::string& text) {
    if (kind != Kind::instant || text.empty()) return;
    if (auto at = parseInstant("", text)) text = showLike(*at, zone);
  };
  for (auto& u : answer.inputs) show(u.kind, u.text);
  for (auto& f : answer.figures) show(f.kind, f.text);
  for (auto& row : answer.rows)
    for (auto& f : row) show(f.kind, f.text);
}

/// The first name whose number is not finite: values near the end of what a double holds overflow on the way.
std::optional<std::string> notFinite(const std::vector<Figure>& figures) {
  for (const auto& f : figures)
    if (!std::isfinite(f.value) || !std::isfinite(f.u.value_or(0.0))) return f.name;
  return {};
}
std::optional<std::string> notFinite(const Answer& answer) {
  if (auto name = notFinite(answer.figures)) return name;
  for (const auto& row : answer.rows)
    if (auto name = notFinite(row)) return name;
  const auto finite = [](double v) { return std::isfinite(v); };
  for (const auto& c : answer.curves)
    if (!std::all_of(c.xs.begin(), c.xs.end(), finite) || !std::all_of(c.ys.begin(), c.ys.end(), finite)) return c.name;
  return {};
}

void checkShape(const Answer& answer) {
  for (const auto& row : answer.rows)
    if (row.size() != answer.columns.size()) throw Bug("a row has not a figure a column");
  for (const auto& curve : answer.curves)
    if (curve.xs.size() != curve.ys.size()) throw Bug("the curve " + curve.name + " has not a y for each x");
}

}  // namespace

Result<Answer> finished(Result<Answer> result, const Json& body) {
  if (!result) return withTyped(std::move(result.refusal()), body);
  for (auto& input : result->inputs)
    if (input.source.empty() && input.typed.empty()) input.typed = typedIn(body, input.name);
  showOnTypedClock(*result);
  if (result->dataset.empty()) result->dataset = Dataset::shipped().version();
  checkShape(*result);
  if (auto name = notFinite(*result)) return Refusal::of("RESULT_NOT_FINITE", Json::object({{"figure", *name}}));
  return result;
}

std::string optionOf(std::string field) {
  std::replace(field.begin(), field.end(), '_', '-');
  return field;
}

const std::vector<Calculation>& calculations() {
  static const std::vector<Calculation> all = [] {
    std::vector<Calculation> list = decayCalculations();
    for (auto part : {makingCalculations(), radiationCalculations()})
      for (auto& c : part) list.push_back(std::move(c));
    return list;
  }();
  return all;
}

Result<const Calculation*> findCalculation(std::string_view name) {
  for (const auto& c : calculations())
    if (c.name == name) return &c;
  return Refusal::of("NOT_FOUND", Json::object({{"field", "calculation"}, {"value", name.substr(0, 80)}}));
}

Result<const Nuclide*> radioactive(const char* field, const std::string& name) {
  auto found = Dataset::shipped().get(field, name);
  if (found && (*found)->stable) return refused("STABLE_NUCLIDE", field, "a radioactive nuclide");
  return found;
}

std::vector<double> evenSteps(double end, int points) {
  std::vector<double> out;
  for (int i = 0; i < points; ++i) out.push_back(end * (static_cast<double>(i) / (points - 1)));  // the share first: no end overflows
  return out;
}

Result<std::vector<NamedActivity>> readContents(const char* field, const std::vector<std::string>& items) {
  std::vector<NamedActivity> out;
  Refusal all = Refusal::of("BAD_REQUEST");
  for (const auto& item : items) {
    const auto at = std::min(item.find_first_of("= "), item.size());
    auto nuclide = Dataset::shipped().get(field, item.substr(0, at));
    auto activity = parseQuantity<Activity>(field, item.substr(std::min(at + 1, item.size())));
    for (const Refusal* r : {nuclide ? nullptr : &nuclide.refusal(), activity ? nullptr : &activity.refusal()})
      if (r) all.fields.insert(all.fields.end(), r->fields.begin(), r->fields.end());
    if (nuclide && activity) out.push_back({(*nuclide)->name, *activity});
  }
  if (all.fields.size() == 1) return Refusal::field(all.fields.front());
  if (!all.fields.empty()) return all;
  if (out.empty()) return refused("EMPTY_MIXTURE", field, "one nuclide with its activity or more: \"Mo-99 40 GBq\"");
  return out;
}

}  // namespace isotrail::workbench
