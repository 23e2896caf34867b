#pragma once
// Reading and showing instants with zones. Zones are IANA names, resolved by the system's tz database.
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace isotrail {

/// "2025-12-17T09:15:00+08:00", "...Z", "2025-12-17T09:15[Asia/Macau]", or both where a wall clock shows a time twice:
/// "2026-10-25T02:30+02:00[Europe/Berlin]" (RFC 9557). Refuses BAD_INSTANT (also impossible dates, and an offset the zone does
/// not have then), INSTANT_WITHOUT_TIME (a day alone), INSTANT_WITHOUT_ZONE, and LOCAL_TIME_AMBIGUOUS and LOCAL_TIME_MISSING (fold
/// and gap: `accepted` offers both readings with their offsets).
Result<Instant> parseInstant(std::string_view field, std::string_view text);

/// Of a wall clock that shows a time twice.
enum class Fold { first, second };
/// "2026-10-25T02:30:00" on the wall clock of an IANA zone. Without a fold a time that happens twice is refused; a time that does
/// not happen is always refused. As parseInstant().
Result<Instant> localInstant(std::string_view field, std::string_view text, const std::string& zone, std::optional<Fold> fold);

/// What an instant was typed with: "+08:00", "Z" or "[Asia/Macau]"; "" when it has neither offset nor zone.
std::string zoneSuffix(std::string_view text);
/// The instant as ISO text with that offset or in that zone; UTC without one.
std::string showLike(Instant t, std::string_view suffix);

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
