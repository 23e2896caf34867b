#pragma once
// What the signals fold from other rooms' entries: recalls with their acknowledgements, and windows kept open longer.
#include <optional>
#include <string>
#include <vector>

#include "base/ports.h"
#include "ledger/event.h"

namespace isotrail::oversight {

struct RecallWatch {
  std::string recall;
  ItemId item;
  bool drill = false;
  Instant since;                          // confirmed by the second person
  std::vector<std::string> acknowledged;  // sites
};
/// Confirmed and not closed.
std::vector<RecallWatch> openRecalls(Db& db);
/// The instant a border permit keeps `post` open for the consignment; empty when there is none.
std::optional<Instant> extendedUntil(Db& db, const std::string& consignment, const std::string& post);
void applyWatched(Db& db, const Event& e);

}  // namespace isotrail::oversight
