// How long material has to wait before it may leave control.
#include <algorithm>
#include <cmath>

#include "nuclide/radiation/clearance.h"
#include "nuclide/transport.h"
#include "workbench/radiation/radiation.h"
#include "workbench/radiation/source.h"

namespace isotrail::workbench {
namespace {

struct ClearanceFields {
  std::vector<std::string> contents;
  Mass mass;
  std::optional<std::vector<std::string>> levels;
  std::optional<double> limit;
  std::optional<Instant> from;
  void fields(Fields& f) {
    f("contents", contents, "nuclides with their activities, impurities too, each as \"Lu-177 5 GBq\"");
    f("mass", mass, "mass of the material they are in");
    f("levels", levels, "clearance levels of your own, each as \"Lu-177m 0.1 Bq/g\"");
    f("limit", limit, "what the sum of fractions may be, 1 unless given");
    f("from", from, "the instant of the activities, for a date");
  }
};

constexpr int kCurvePoints = 81;
constexpr const char* kFormula =
    "S(t) = sum_i C_i(t)/CL_i, daughters grown in; the time from which on S stays at or below the limit (last crossing). Progeny that a parent's "
    "level includes "
    "is not counted again";

Verdict readLevels(const std::vector<std::string>& texts, ClearanceLevels& out) {
  for (const auto& text : texts) {
    const auto at = std::min(text.find_first_of("= "), text.size());
    const auto nuclide = Dataset::shipped().get("levels", text.substr(0, at));
    if (!nuclide) return nuclide.refusal();
    const auto level = parseQuantity<SpecificActivity>("levels", text.substr(std::min(at + 1, text.size())));
    if (!level) return level.refusal();
    out[(*nuclide)->name] = *level;
  }
  return Done{};
}

/// The table's question, with the person's levels where there are any.
Result<ClearanceQuestion> questionOf(const ClearanceFields& q) {
  auto listed = readContents("contents", q.contents);
  if (!listed) return listed.refusal();
  if (!(q.mass.value > 0)) return refused("NEGATIVE_MASS", "mass", "more than 0 kg");
  std::vector<ClearancePart> parts;
  for (const auto& c : *listed) parts.push_back({c.nuclide, SpecificActivity(c.activity.value / (q.mass.value * 1e3))});
  ClearanceLevels own;
  if (q.levels)
    if (auto fine = readLevels(*q.levels, own); !fine) return fine.refusal();
  auto question = clearanceByTable(Dataset::shipped(), parts, own);
  if (question) question->limit = q.limit.value_or(1.0);
  return question;
}

void addRows(const ClearanceQuestion& question, const ClearanceWait& wait, Answer& out) {
  out.columns = {
      {"nuclide", Kind::text}, {"clearance_level", Kind::specific_activity}, {"fraction_now", Kind::number}, {"fraction_then", Kind::number}};
  for (const ClearanceShare& s : wait.shares)
    out.rows.push_back({figure("nuclide", s.nuclide), figure("clearance_level", question.levels.at(s.nuclide)), figure("fraction_now", s.at_start),
                        figure("fraction_then", s.at_end)});
}

Result<Answer> clear(const ClearanceFields& q) {
  const auto question = questionOf(q);
  if (!question) return question.refusal();
  const auto wait = waitToClearance(Dataset::shipped(), *question);
  if (!wait) return wait.refusal();
  Answer out;
  out.formula = kFormula;
  out.inputs = {used("mass", q.mass), used("limit", question->limit)};
  for (const auto& [nuclide, level] : question->levels)
    if (const ClearanceLevel row = clearanceLevel(nuclide); row.bq_per_g == level.value)
      out.inputs.push_back(used("clearance_level_of", nuclide, row.clause));
  out.figures = {figure("waiting_time", wait->time), figure("sum_of_fractions", wait->sum_at_start), figure("deciding_nuclide", wait->deciding)};
  if (q.from) {
    constexpr Seconds kFar = Seconds(1e10);  // some 300 years: no calendar says more
    if (wait->time < kFar)
      out.figures.push_back(figure("cleared_from", *q.from + wait->time));
    else
      out.notes.push_back({"PHYS_NOTE_NO_DATE", {}});
  }
  addRows(*question, *wait, out);
  Curve sum{"sum_of_fractions", Kind::time, Kind::number};
  const double end = wait->time.value > 0 ? 1.5 * wait->time.value : Dataset::shipped().find(question->parts.front().nuclide)->half_life.value;
  sum.xs = evenSteps(end, kCurvePoints);
  for (const double t : sum.xs) sum.ys.push_back(*clearanceSum(Dataset::shipped(), *question, Seconds(t)));
  out.curves.push_back(std::move(sum));
  out.notes.push_back({"PHYS_NOTE_CLEARANCE", {}});
  return out;
}

}  // namespace

Calculation clearanceCalculation() {
  Usage usage;
  usage.positional = {"contents", "mass"};
  usage.examples = {Json::object({{"contents", Json::array().push("I-131 370 MBq")}, {"mass", "1 kg"}}),
                    Json::object({{"contents", Json::array().push("Lu-177 1 GBq").push("Lu-177m 500 kBq")}, {"mass", "1 kg"}})};
  return calculation("clear", clear, std::move(usage));
}

}  // namespace isotrail::workbench
