#pragma once
// Every obligation as one line: clocks from the projection, standing duties from what is on file.
#include <optional>
#include <string>
#include <vector>

#include "desk/room.h"
#include "duties/clock.h"

namespace isotrail::oversight {

struct DutyLine {
  const DutyRow* row = nullptr;
  std::string subject, holder;
  std::string state;  // met running due overdue unproven
  std::optional<Instant> started_at, due_at, met_at;
  std::int64_t started_seq = 0, met_seq = 0;
  std::string proof_stream;  // of a standing duty: where the paper was registered
  double elapsed_share = 0.0;
};

/// A stretch of a day as an inspector asks for it: the day's start, and the instant it is looked at.
struct DayView {
  std::string day;
  Instant from, at;
};
/// `day` "2025-12-17" or "" for today, in the zone of the caller's site. A past day is seen as at its end.
Result<DayView> dayView(ViewRequest& q);

/// Lines that were open at some time of the day and that the caller may see.
std::vector<DutyLine> dutyLines(ViewRequest& q, const DayView& day);
/// True when the caller may see the line's subject and evidence; an agency looks into its own jurisdiction.
bool mayOpen(const Caller& caller, const DutyLine& line);
Json lineJson(Db& db, const DutyLine& line, const std::string& language);

}  // namespace isotrail::oversight
