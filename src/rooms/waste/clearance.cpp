#include "rooms/waste/clearance.h"

#include <algorithm>

#include "nuclide/radiation/clearance.h"
#include "nuclide/transport.h"

namespace isotrail::waste {
namespace {

constexpr double kTrace = 1.0;      // Bq: below it a nuclide is not there
constexpr double kFarAbove = 1e12;  // what a nuclide without a level counts as
const Seconds kHorizon = days(20 * 365.25);
const Seconds kDecayStorage = days(100);  // HJ 1188-2021: longer-lived waste goes to the city's store

double fractionOf(const std::string& nuclide, Activity a, Mass mass) {
  const double level = clearanceLevel(nuclide).bq_per_g;
  return level > 0 ? a.value / (mass.value * 1e3) / level : kFarAbove;
}

bool growsFrom(const Dataset& set, const Nuclide& parent, const std::string& name) {
  return std::any_of(parent.branches.begin(), parent.branches.end(), [&](const Branch& b) {
    const Nuclide* d = set.find(b.daughter);
    return b.daughter == name || (d && growsFrom(set, *d, name));
  });
}

/// What the container is asked: every nuclide in it with a level of its own, and those without one that nothing in it feeds;
/// the others count with their parent. NO_CLEARANCE_LEVEL.
Result<ClearanceQuestion> questionOf(const Inventory& contents, Mass mass) {
  const Dataset& set = contents.dataset();
  std::vector<ClearancePart> parts;
  for (const auto& [name, atoms] : contents.atoms()) {
    const Nuclide* n = set.find(name);
    const Activity a = contents.activity(name);
    if (!n || n->stable || a.value < kTrace) continue;
    const bool fed = std::any_of(contents.atoms().begin(), contents.atoms().end(), [&](const auto& other) {
      const Nuclide* parent = set.find(other.first);
      return parent && contents.activity(other.first).value >= kTrace && growsFrom(set, *parent, name);
    });
    if (!fed || clearanceLevel(name).bq_per_g > 0) parts.push_back({name, SpecificActivity(a.value / (mass.value * 1e3))});
  }
  return clearanceByTable(set, parts);
}

/// How long until the sum of fractions stays at or below 1; none within the horizon, or for what has no level.
std::optional<Seconds> belowLevels(const Inventory& contents, Mass mass) {
  const auto question = questionOf(contents, mass);
  if (!question) return std::nullopt;
  if (question->parts.empty()) return Seconds(0);
  const auto wait = waitToClearance(contents.dataset(), *question);
  if (!wait || wait->time > kHorizon) return std::nullopt;
  return wait->time;
}

/// The longest-lived nuclide that decay storage is for. Long-lived progeny below its own level needs no decay.
const Nuclide* longest(const Inventory& now, Mass mass) {
  const Nuclide* out = nullptr;
  for (const auto& [name, atoms] : now.atoms()) {
    const Nuclide* n = Dataset::shipped().find(name);
    const Activity a = now.activity(name);
    if (!n || n->stable || a.value < kTrace) continue;
    if (n->half_life > kDecayStorage && fractionOf(name, a, mass) <= 1.0) continue;
    if (!out || n->half_life > out->half_life) out = n;
  }
  return out;
}

struct Wait {
  Seconds time;
  const char *rule, *clause;
};
Wait waitingTime(const Nuclide& longest, bool iodine, bool mainland) {
  const Seconds ten(10 * longest.half_life.value);
  if (!mainland) return {ten, "ten_half_lives", "house rule"};
  if (longest.half_life < hours(24)) return {days(30), "thirty_days", "HJ 1188-2021 7.2.3"};
  if (iodine && ten < days(180)) return {days(180), "iodine_180_days", "HJ 1188-2021 7.2.3"};
  return {ten, "ten_half_lives", "HJ 1188-2021 7.2.3"};
}

/// Whole minutes, never earlier.
Instant roundUp(Instant t) {
  constexpr std::int64_t minute = 60'000'000;
  return Instant::fromMicros((t.micros() + minute - 1) / minute * minute);
}

}  // namespace

double fractionOfLevels(const Inventory& contents, Mass mass) {
  const auto question = questionOf(contents, mass);
  if (!question) return kFarAbove;
  if (question->parts.empty()) return 0.0;
  const auto sum = clearanceSum(contents.dataset(), *question, Seconds(0));
  return sum ? *sum : kFarAbove;
}

ClearancePlan clearancePlan(const Inventory& contents, Mass mass, Instant from, const std::string& jurisdiction) {
  ClearancePlan plan{from, "clearance_levels", "2013/59/Euratom Annex VII Table A (sum of fractions)", ""};
  if (contents.empty()) return plan;
  const Inventory now = contents.at(from);
  plan.nuclide = now.leading();
  const Nuclide* slowest = longest(now, mass);
  const auto below = belowLevels(now, mass);
  if (!below || (slowest && slowest->half_life > kDecayStorage)) {
    plan.at.reset();
    plan.rule = "long_lived";
    plan.clause = "HJ 1188-2021 7.2.3; house rule elsewhere";
    if (slowest) plan.nuclide = slowest->name;
    return plan;
  }
  plan.at = roundUp(from + *below);
  if (!slowest) return plan;
  const Wait wait = waitingTime(*slowest, now.activity("I-131").value >= kTrace, jurisdiction == "CN");
  if (wait.time > *below) plan = {roundUp(from + wait.time), wait.rule, wait.clause, slowest->name};
  return plan;
}

}  // namespace isotrail::waste
