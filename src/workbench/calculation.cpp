#include "workbench/calculation.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "nuclide/dataset.h"
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
  if (!refusal.fields.empty() || !refusal.params.has("field")) return refusal;
  const std::string field = refusal.params["field"].text();
  if (!refusal.params.has("value")) refusal.params.set("value", typedIn(body, field));
  refusal.fields.push_back({field, refusal.code, refusal.params["value"].text(), refusal.params["accepted"].text(), 0, 0});
  return refusal;
}

void requireFinite(const Answer& answer) {
  const auto check = [](const std::string& name, double v) {
    if (!std::isfinite(v)) throw Bug("the figure " + name + " is not a finite number");
  };
  const auto figures = [&](const std::vector<Figure>& list) {
    for (const auto& f : list) check(f.name, f.value), check(f.name, f.u.value_or(0.0));
  };
  figures(answer.figures);
  for (const auto& row : answer.rows) {
    if (row.size() != answer.columns.size()) throw Bug("a row has not a figure a column");
    figures(row);
  }
  for (const auto& curve : answer.curves) {
    if (curve.xs.size() != curve.ys.size()) throw Bug("the curve " + curve.name + " has not a y for each x");
    for (std::size_t i = 0; i < curve.xs.size(); ++i) check(curve.name, curve.xs[i]), check(curve.name, curve.ys[i]);
  }
}

}  // namespace

Result<Answer> finished(Result<Answer> result, const Json& body) {
  if (!result) return withTyped(std::move(result.refusal()), body);
  for (auto& input : result->inputs)
    if (input.source.empty() && input.typed.empty()) input.typed = typedIn(body, input.name);
  if (result->dataset.empty()) result->dataset = Dataset::shipped().version();
  requireFinite(*result);
  return result;
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
