#pragma once
// A site's month for its authority: what came, was made, given, stored, discharged and returned, what people received, what went
// wrong, and whether the account closed each night. Every number is read from the record; `sources` says from which entries.
#include <string>

#include "desk/room.h"
#include "units/time.h"

namespace isotrail::overview {

struct Month {
  std::string month, zone;  // "2025-12"
  Instant from, to;         // `to`: its end, or now
  bool running = false;     // it has not ended; what is done now is of it
  bool after(Instant t) const { return running ? t > to : t >= to; }
  bool holds(Instant t) const { return from <= t && !after(t); }
};
/// BAD_VALUE for what is no month, or one that has not begun.
Result<Month> monthFrom(const std::string& text, const std::string& zone, Instant now);

/// GET /report/month/{2025-12}?site=: the numbers, activities in Bq at the moment of each act.
Result<Json> monthView(ViewRequest& q);
/// The same as a paper in the reader's language (desk/sheet.h).
Result<Json> monthSheet(ViewRequest& q);

}  // namespace isotrail::overview
