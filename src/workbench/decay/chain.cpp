// chain: a mixture and everything that grows from it.
#include "nuclide/chain.h"

#include <algorithm>

#include "workbench/decay/decay.h"
#include "workbench/decay/members.h"
#include "workbench/decay/moments.h"

namespace isotrail::workbench {
namespace {

constexpr int kCurvePoints = 101;

struct Chain {
  std::vector<std::string> contents;
  Moments when;
  void fields(Fields& f) {
    f("contents", contents, "nuclides with their activities at the reference: \"Ra-223 1 MBq\"");
    when.fields(f);
  }
};

Activity total(const Dataset& set, const Atoms& atoms) {
  Activity sum;
  for (const auto& [name, n] : atoms) sum = sum + activityOf(set, atoms, name);
  return sum;
}

/// A row a member of the state at the end, or, with a step, a row a time and a column a member.
void addTable(const Chain& q, const Atoms& start, const std::vector<Seconds>& times, const std::vector<std::string>& named, Answer& answer) {
  const Dataset& set = Dataset::shipped();
  std::vector<Atoms> states;
  for (const Seconds t : times) states.push_back(decayChain(set, start, t));
  const auto members = activeMembers(set, states, named);
  if (q.when.every) {
    answer.columns = {{"elapsed", Kind::time}};
    for (const auto& m : members) answer.columns.push_back({m, Kind::activity});
    for (std::size_t i = 0; i < times.size(); ++i) {
      std::vector<Figure> row{figure("elapsed", times[i])};
      for (const auto& m : members) row.push_back(figure(m, activityOf(set, states[i], m)));
      answer.rows.push_back(std::move(row));
    }
  } else {
    const auto decays = chainDecays(set, start, times.back());
    answer.columns = {{"nuclide", Kind::text}, {"activity", Kind::activity}, {"atoms", Kind::atoms}, {"decays", Kind::atoms}};
    const auto in = [](const Atoms& all, const std::string& name) { return all.contains(name) ? all.at(name) : 0.0; };
    for (const auto& name : familyOf(set, named))
      answer.rows.push_back({figure("nuclide", name), figure("activity", activityOf(set, states.back(), name)),
                             Figure{"atoms", Kind::atoms, in(states.back(), name)}, Figure{"decays", Kind::atoms, in(decays, name)}});
  }
  answer.curves = memberCurves(set, start, spread(times.back(), times.back().value > 0 ? kCurvePoints : 2), members);
  answer.figures.push_back(figure("total_activity", total(set, states.back())));
}

Result<Answer> chain(const Chain& q) {
  auto contents = readContents("contents", q.contents);
  if (!contents) return contents.refusal();
  auto times = timesOf(q.when);
  if (!times) return times.refusal();
  const Seconds end = times->back();
  if (end.value < 0)
    return refused("NEGATIVE_TIME", q.when.at ? "at" : "before", "a time after the reference: what a mixture was before is not known");
  const Dataset& set = Dataset::shipped();
  Answer answer{.formula = "dN_i/dt = sum_p b(p,i) L_p N_p - L_i N_i"};
  std::vector<std::string> named;
  for (const auto& c : *contents) {
    if (std::find(named.begin(), named.end(), c.nuclide) == named.end()) named.push_back(c.nuclide);
  }
  std::string list;
  for (const auto& text : q.contents) list += (list.empty() ? "" : ", ") + text;
  answer.inputs = {used("contents", list)};
  addInputs(q.when, answer);
  for (const auto& name : named) {
    const Nuclide& n = *set.find(name);
    answer.inputs.push_back({"half_life", Kind::time, n.half_life.value, {}, name, n.source});
  }
  if (q.when.reference) answer.figures.push_back(figure("at", *q.when.reference + end));
  answer.figures.push_back(figure("elapsed", end));
  addTable(q, atomsOf(set, *contents), *times, named, answer);
  return answer;
}

}  // namespace

Calculation chainCalculation() {
  return calculation<Chain>(
      "chain", chain,
      {{"contents"},
       {Json::object({{"contents", Json::array().push("Ra-223 1 MBq")}, {"after", "30 min"}}),
        Json::object({{"contents", Json::array().push("Mo-99 40 GBq").push("Tc-99m 5 GBq")}, {"every", "6 h"}, {"count", "8"}})}});
}

}  // namespace isotrail::workbench
