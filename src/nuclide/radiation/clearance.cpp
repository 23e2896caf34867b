#include "nuclide/radiation/clearance.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "nuclide/chain.h"
#include "nuclide/radiation/refusal.h"
#include "nuclide/reach.h"
#include "nuclide/transport.h"

namespace isotrail {
namespace {

/// Progeny without a level of its own is counted with its parent up to this half-life.
const Seconds kShortProgeny = days(10);

/// Which members of whose descent are asked what: the sum is linear in what is there at the start.
class FractionSum {
 public:
  FractionSum(const Dataset& set, const ClearanceQuestion& q) : set_(set), question_(q) {}

  /// Share of every counted member, in the order of their names.
  std::map<std::string, double> shares(Seconds t) const {
    std::map<std::string, double> out;
    for (const ClearancePart& part : question_.parts) {
      const Nuclide& from = *set_.find(part.nuclide);
      const std::map<std::string, double> start{{from.name, part.activity.value / from.lambda()}};
      for (const auto& [name, atoms] : after(from, start, t))
        if (const auto level = question_.levels.find(name); level != question_.levels.end() && counts(from.name, name))
          out[name] += atoms * set_.find(name)->lambda() / level->second.value;
    }
    return out;
  }
  double at(Seconds t) const {
    double sum = 0.0;
    for (const auto& [name, share] : shares(t)) sum += share;
    return sum;
  }
  /// Half-lives of all members that matter.
  HalfLifeSpan span() const {
    double shortest = 1e300, longest = 0.0;
    std::set<std::string> seen;
    const std::function<void(const Nuclide&)> walk = [&](const Nuclide& n) {
      if (n.stable || !seen.insert(n.name).second) return;
      shortest = std::min(shortest, n.half_life.value);
      longest = std::max(longest, n.half_life.value);
      if (!question_.in_growth) return;
      for (const Branch& b : n.branches)
        if (const Nuclide* d = set_.find(b.daughter)) walk(*d);
    };
    for (const ClearancePart& part : question_.parts) walk(*set_.find(part.nuclide));
    return {Seconds(shortest), Seconds(longest)};
  }

 private:
  std::map<std::string, double> after(const Nuclide& from, const std::map<std::string, double>& start, Seconds t) const {
    if (question_.in_growth) return decayChain(set_, start, t);
    return {{from.name, start.at(from.name) * std::exp(-from.lambda() * t.value)}};
  }
  bool counts(const std::string& from, const std::string& member) const {
    const auto included = question_.included.find(from);
    return included == question_.included.end() || std::find(included->second.begin(), included->second.end(), member) == included->second.end();
  }
  const Dataset& set_;
  const ClearanceQuestion& question_;
};

Refusal noLevel(const std::string& member, const std::string& parent) {
  Refusal r = refusedInput("NO_CLEARANCE_LEVEL", "contents", "nuclides of the table of clearance levels, or a level of your own for " + member);
  r.params.set("nuclide", member).set("parent", parent);
  return r;
}

Verdict check(const Dataset& set, const ClearanceQuestion& q) {
  if (q.parts.empty()) return refusedInput("EMPTY_MIXTURE", "contents", "one nuclide with its activity or more");
  if (!(q.limit > 0) || !std::isfinite(q.limit)) return refusedInput("LIMIT_NOT_POSITIVE", "limit", "more than 0");
  for (const ClearancePart& part : q.parts) {
    const auto known = set.get("nuclide", part.nuclide);
    if (!known) return known.refusal();
    if ((*known)->stable) return refusedInput("STABLE_NUCLIDE", "contents", "radioactive nuclides; " + (*known)->name + " is stable");
    if (!std::isfinite(part.activity.value)) return refusedInput("NONFINITE_ACTIVITY", "activity", "a finite activity");
    if (part.activity.value < 0) return refusedInput("NEGATIVE_ACTIVITY", "activity", "0 Bq or more");
  }
  for (const auto& [name, level] : q.levels)
    if (!(level.value > 0) || !std::isfinite(level.value)) return refusedInput("LEVEL_NOT_POSITIVE", "levels", "more than 0 Bq/g for " + name);
  return Done{};
}

}  // namespace

Result<double> clearanceSum(const Dataset& set, const ClearanceQuestion& question, Seconds t) {
  if (auto fine = check(set, question); !fine) return fine.refusal();
  return FractionSum(set, question).at(t);
}

Result<ClearanceWait> waitToClearance(const Dataset& set, const ClearanceQuestion& question) {
  if (auto fine = check(set, question); !fine) return fine.refusal();
  const FractionSum sum(set, question);
  ClearanceWait out;
  out.time = lastAbove([&](Seconds t) { return sum.at(t); }, sum.span(), question.limit);
  const auto start = sum.shares(Seconds(0)), end = sum.shares(out.time);
  double most = -1.0;
  for (const auto& [name, share] : end) {
    const auto had = start.find(name);
    out.shares.push_back({name, had == start.end() ? 0.0 : had->second, share});
    out.sum_at_start += out.shares.back().at_start;
    if (share > most) most = share, out.deciding = name;
  }
  return out;
}

Result<ClearanceQuestion> clearanceByTable(const Dataset& set, const std::vector<ClearancePart>& parts, const ClearanceLevels& own) {
  ClearanceQuestion out;
  out.parts = parts;
  for (const ClearancePart& part : parts) {
    const auto known = set.get("nuclide", part.nuclide);
    if (!known) return known.refusal();
    const Nuclide& from = **known;
    std::string missing;
    std::set<std::string> seen;
    const std::function<void(const Nuclide&)> walk = [&](const Nuclide& n) {
      if (n.stable || !seen.insert(n.name).second) return;
      const ClearanceLevel level = clearanceLevel(n.name);
      const bool with_parent = &n != &from && n.half_life < kShortProgeny && n.half_life < from.half_life;
      if (const auto given = own.find(n.name); given != own.end())
        out.levels[n.name] = given->second;
      else if (level.bq_per_g > 0)
        out.levels[n.name] = SpecificActivity(level.bq_per_g);
      else if (!with_parent && missing.empty())
        missing = n.name;
      for (const Branch& b : n.branches)
        if (const Nuclide* d = set.find(b.daughter)) walk(*d);
    };
    walk(from);
    if (!missing.empty()) return noLevel(missing, from.name);
    if (const ClearanceLevel level = clearanceLevel(from.name); !level.includes.empty()) out.included[from.name] = level.includes;
  }
  return out;
}

}  // namespace isotrail
