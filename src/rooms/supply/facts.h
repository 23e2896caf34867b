#pragma once
// Where nuclides come from: beams, generators, and whether an eluate may be used.
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::supply {

struct RunFacts {
  ItemId run;
  SiteId site;
  EquipmentId cyclotron;
  ItemId target_lot;
  std::string nuclide;
  Current current;
  std::string state;  // on off
  Instant beam_on;
  std::optional<Instant> beam_off;  // none while the beam is on
  Activity eob;                     // measured at beam_off
};
std::optional<RunFacts> run(Db& db, const ItemId& id);
std::vector<RunFacts> runs(Db& db, const SiteId& site);

struct ElutionFacts {
  ItemId eluate;
  std::string state;  // untested passed failed
  Instant at;
  Activity activity;  // of the daughter, measured then
};
struct GeneratorFacts {
  ItemId generator;
  std::string parent, daughter;
  Fraction efficiency;                 // stated on the label
  std::vector<ElutionFacts> elutions;  // in time order
};
std::optional<GeneratorFacts> generator(Db& db, const ItemId& id);
/// "untested", "passed" or "failed"; "" for what is no eluate.
std::string eluateState(Db& db, const ItemId& id);

/// A breakthrough test was done and every one passed. Nothing is said of later: see breakthroughUntil.
bool breakthroughPassed(Db& db, const ItemId& eluate);
/// The last instant at which the parent's share is within the limit; none without a passed test.
std::optional<Instant> breakthroughUntil(Db& db, const ItemId& eluate);
/// A value of data/line_values.csv in the unit written there (saturation in GBq/uA); 0 when not tabulated.
double lineValue(const std::string& subject, const std::string& quantity);

}  // namespace isotrail::supply
