#pragma once
// The projection of clocks: entries start and prove duties of the adopted packs.
#include <optional>
#include <string>
#include <vector>

#include "base/ports.h"
#include "duties/clock.h"
#include "ledger/event.h"

namespace isotrail {

/// Who owes a duty, and where.
struct DutyPlace {
  std::string jurisdiction;
  std::string holder;       // organisation
  std::string holder_kind;  // maker carrier broker hospital
};

/// What the engine asks of the rooms. Answers must follow from earlier entries only, so that a rebuild says the same.
class DutyFacts {
 public:
  virtual ~DutyFacts() = default;
  /// Organisation of kind `role` answerable for `event` at `where` (see DutyRow::place); empty when there is none.
  virtual std::optional<DutyPlace> place(const Event& event, const std::string& where, const std::string& role) = 0;
  /// Things named by `key` that `event` is about: usually the payload's own value.
  virtual std::vector<std::string> subjects(const Event& event, const std::string& key) = 0;
};

/// Starts and proves clocks of `packs` for one entry.
void applyDuties(Db& db, const Event& event, const std::vector<const RulePack*>& packs, DutyFacts& facts);
/// Clocks that had started by `t`, oldest first.
std::vector<DutyClock> dutyClocks(Db& db, Instant t);
const std::vector<std::string>& dutyTables();

}  // namespace isotrail
