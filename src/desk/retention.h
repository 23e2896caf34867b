#pragma once
// How long the record must be able to name a person, from data/retention.csv: years after the last entry that does.
#include <optional>
#include <string>

#include "base/ports.h"
#include "ledger/event.h"

namespace isotrail {

/// The same day of the calendar `years` later, its first instant; of 29 February the first of March.
Instant yearsAfter(Instant t, int years, const std::string& zone);

struct KeptName {
  Event last;          // the latest entry that names the person
  Instant until;       // the first instant at which nothing keeps the name any more
  std::string clause;  // why
};
/// Of whom ("person", "patient") of a jurisdiction; nothing when no entry names them.
std::optional<KeptName> keptName(Db& db, const std::string& whose, const std::string& id, const std::string& jurisdiction, const std::string& zone);

}  // namespace isotrail
