#pragma once
// When a duty is due, and what can be said of it at an instant.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "duties/pack.h"

namespace isotrail {

/// Working days of a jurisdiction: Monday to Friday, less public holidays, plus weekend days that are worked instead.
class Calendar {
 public:
  /// Reads "day,kind,..." with kind off or work. BAD_CALENDAR names the line.
  static Result<Calendar> parse(std::string_view csv);
  /// data/calendar_<name>.csv. Throws Bug when there is none.
  static const Calendar& shipped(const std::string& name);
  bool working(Instant t, const std::string& zone) const;
  /// Same wall-clock time on the n-th working day after the day of `t`.
  Instant addWorkingDays(Instant t, int n, const std::string& zone) const;
  /// The last day the table speaks of; later days count as plain weekdays.
  const std::string& knownUntil() const { return known_until_; }

 private:
  std::map<std::string, bool> exceptions_;  // local day -> worked
  std::string known_until_;
};

/// The instant `row` must be met when its clock starts at `start`. Days are counted strictly, wall clock to wall clock;
/// "before" is due at the start itself; "mmdd" ends with that local day of the year after `start`.
Instant dueAt(const DutyRow& row, Instant start, const Calendar& calendar, const std::string& zone);

/// A running or finished clock, as projected.
struct DutyClock {
  std::string duty, subject, holder, version;
  std::int64_t started_seq = 0;
  Instant started_at, due_at;
  std::optional<std::int64_t> met_seq;
  std::optional<Instant> met_at;
};

enum class DutyState { not_due, running, met, late, unproven, waived };
const char* dutyStateName(DutyState state);
/// not_due before the start; met when proven in time; late when proven too late or not proven though the record could
/// prove it; unproven when the time has passed and the record has no way to prove it. Never met without a proof.
DutyState stateAt(const DutyRow& row, const DutyClock& clock, Instant t);

}  // namespace isotrail
