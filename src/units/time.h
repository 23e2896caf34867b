#pragma once
// Reading and showing instants with zones. Zones are IANA names, resolved by the system's tz database.
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace isotrail {

/// "2025-12-17T09:15:00+08:00", "...Z" or "2025-12-17T09:15[Asia/Macau]". Refuses BAD_INSTANT (also impossible dates),
/// LOCAL_TIME_AMBIGUOUS and LOCAL_TIME_MISSING (fold and gap: `accepted` offers both readings with their offsets).
Result<Instant> parseInstant(std::string_view field, std::string_view text);

/// A wall-clock time of day "07:30" on the day of `day` in `zone`.
Result<Instant> atTimeOfDay(std::string_view field, Instant day, std::string_view hhmm, const std::string& zone);

bool isZone(const std::string& name);
std::string showInstant(Instant t, const std::string& zone);    // "2025-12-17 09:15 UTC+8"
std::string localDay(Instant t, const std::string& zone);       // "2025-12-17"
std::string isoWithOffset(Instant t, const std::string& zone);  // "2025-12-17T09:15:00+08:00"
/// First instant of the local day "2025-12-17" in `zone`.
Result<Instant> startOfDay(std::string_view field, std::string_view day, const std::string& zone);
/// Same local wall-clock time, `n` local days later (calendar deadlines).
Instant addLocalDays(Instant t, int n, const std::string& zone);
int weekday(Instant t, const std::string& zone);  // 1 Monday .. 7 Sunday

}  // namespace isotrail
