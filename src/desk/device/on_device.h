#pragma once
// An entry made while the server could not be reached: a device kept it and sends it later. When it was made is recorded beside the
// time of recording and judges nothing: gates ask what is so now.
#include <string>

#include "base/instant.h"
#include "base/json.h"
#include "base/ports.h"
#include "base/result.h"

namespace isotrail {

/// Both by the device's own clock: when the entry was made, and what the clock says as it is sent.
struct OnDevice {
  Instant entered_at, clock;
};
/// No entry waits longer on a device; house rule.
inline constexpr Seconds kOldestOnDevice = days(7);

/// {"entered_at","device_ahead_s"}: by the server's clock, as the device's is found ahead of it at sending. Judged against `now` and the
/// last entry of `stream`: ENTERED_IN_FUTURE, ENTERED_TOO_LONG_AGO, ENTERED_BEFORE_LAST.
Result<Json> enteredOnDevice(Db& db, const OnDevice& said, const std::string& stream, Instant now);

}  // namespace isotrail
