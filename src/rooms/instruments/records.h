#pragma once
// The room's own tables, and the periodic checks of data/instrument_checks.csv.
#include <optional>
#include <string>
#include <vector>

#include "desk/room.h"
#include "desk/shelf.h"
#include "units/quantity.h"

namespace isotrail::instruments {

/// Instruments by number, under their site: since when they are registered, their last checks by name, where their driver listens.
constexpr Shelf kInstruments("instruments_instrument");
/// Under the instrument; state: fresh used.
constexpr Shelf kReadings("instruments_reading");

struct PeriodicCheck {
  std::string instrument, check, clause, source;
  std::optional<Seconds> interval;  // none: at installation and after repair
  double limit = 0;                 // share
};
std::vector<PeriodicCheck> checksOf(const std::string& kind);

struct CheckState {
  PeriodicCheck check;
  std::string verdict;  // pass fail ""
  std::optional<Instant> at, due;
};
std::vector<CheckState> stateOf(const Card& instrument);

void applyInstruments(Db& db, const Event& e);
Result<Json> instrumentsView(ViewRequest& q);
Result<Json> readingsView(ViewRequest& q);

}  // namespace isotrail::instruments
