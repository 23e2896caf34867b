#pragma once
// Whether an instrument may be believed: its periodic checks, and readings it gave by itself.
#include <optional>
#include <string>

#include "desk/act.h"

namespace isotrail::instruments {

using ReadingId = Id<struct ReadingTag>;

/// Gates INSTRUMENT_CHECK_FAILED and INSTRUMENT_CHECK_OVERDUE (INS-01, INS-02) of every periodic check of its kind.
void requireChecked(Act& act, const EquipmentId& instrument);

struct ReadingFacts {
  ReadingId reading;
  EquipmentId instrument;
  std::string nuclide;
  Activity activity;
  Instant at;
  bool used = false;
};
std::optional<ReadingFacts> reading(Db& db, const ReadingId& id);

/// What somebody says a calibrator showed.
struct Said {
  EquipmentId instrument;
  std::string nuclide;
  Activity activity;
  std::optional<ReadingId> reading;  // taken by the driver
  std::optional<PersonId> witness;   // who read it too
};
/// Gates READING_OF_ANOTHER, READING_STALE, READING_USED of a driver's reading; of a typed one READING_UNWITNESSED where the
/// instrument is connected, and WITNESS_UNFIT (INS-03, INS-04).
void requireReading(Act& act, const Said& said);

}  // namespace isotrail::instruments
