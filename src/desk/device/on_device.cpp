#include "desk/device/on_device.h"

#include <optional>

#include "ledger/journal.h"
#include "units/time.h"

namespace isotrail {
namespace {

/// When the last entry of a stream was made: on a device, else as it was recorded. None for the first.
std::optional<Instant> lastMade(Db& db, const std::string& stream) {
  std::optional<Instant> out;
  Journal(db).readBack({0, 0, "", "", stream}, [&](const Event& e) {
    const auto made = parseInstant("entered_at", e.entered["entered_at"].text());
    out = made ? *made : e.occurred_at;
    return false;
  });
  return out;
}

}  // namespace

Result<Json> enteredOnDevice(Db& db, const OnDevice& said, const std::string& stream, Instant now) {
  const Seconds ahead = said.clock - now;
  const Instant at = said.entered_at - ahead;
  const Json params = Json::object({{"entered_at", at.iso()}, {"now", now.iso()}, {"days", kOldestOnDevice.value / days(1).value}});
  if (at > now) return Refusal::of("ENTERED_IN_FUTURE", params);
  if (now - at > kOldestOnDevice) return Refusal::of("ENTERED_TOO_LONG_AGO", params);
  if (const auto last = lastMade(db, stream); last && at < *last)
    return Refusal::of("ENTERED_BEFORE_LAST", Json(params).set("last", last->iso()).set("stream", stream));
  return Json::object({{"entered_at", at.iso()}, {"device_ahead_s", ahead.value}});
}

}  // namespace isotrail
