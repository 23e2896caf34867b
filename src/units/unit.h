#pragma once
// Kinds of quantities and the units people write them in. Inside a number is always in the kind's inside unit, the first of
// its list; units appear only where text comes in or goes out.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace isotrail {

enum class UnitKind {
  activity,           // Bq
  atoms,              // a plain number
  time,               // s
  volume,             // L
  mass,               // kg
  length,             // m
  dose_rate,          // Sv/h
  dose,               // Sv
  surface_activity,   // Bq/cm2
  specific_activity,  // Bq/g
  concentration,      // Bq/L
  current,            // A
  energy,             // keV
  flux,               // /cm2/s
  cross_section,      // b
  saturation_yield,   // Bq/A
  rate_constant,      // Sv m2/(Bq h): dose rate of a point source at 1 m
  dose_coefficient,   // Sv/Bq
  attenuation,        // /cm
  number,             // a plain number
  share,              // 1; people write %
  text,
  instant
};

/// "activity", "dose_rate" ...: the kind's name in the API.
const char* kindName(UnitKind kind);
/// The inside unit's spelling, "" for kinds without a unit.
std::string_view insideUnit(UnitKind kind);
/// Units a kind accepts, for messages and the API description: "Bq, kBq, MBq, GBq, TBq, Ci, mCi, uCi, nCi"; "" without.
std::string acceptedUnits(UnitKind kind);
/// The same as a list, in the order they are offered.
std::vector<std::string> unitsOf(UnitKind kind);

/// Reads "252 MBq", "1.25 mL": the unit is required and spelled exactly; numbers take a point or comma, no thousands mark
/// ("1,234" with exactly three digits could be either and is refused with both readings). Refuses with BAD_VALUE or BAD_UNIT,
/// naming `field`, the text, what is accepted and, for a unit that looks like one, which (FieldError::near). Non-finite and
/// negative are refused. Micro is u or either code point of µ. Powers of ten are exact: "98.4 %" is the number 0.984.
Result<double> parseIn(UnitKind kind, std::string_view field, std::string_view text);

/// `inside` in `unit`, rounded once where the factor is a power of ten; nothing when the kind does not have that unit.
std::optional<double> inUnit(UnitKind kind, double inside, std::string_view unit);
/// For people: `digits` significant figures and the unit whose number is between 1 and 1000, "4.402 GBq", "35.1 min".
std::string showIn(UnitKind kind, double inside, int digits);
/// The unit showIn() takes for this value; "" for kinds without a unit.
std::string_view readableUnit(UnitKind kind, double inside);

}  // namespace isotrail
