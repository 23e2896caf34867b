#pragma once
// Amounts that only the making of nuclides needs, and the checks its models make of what they are given.
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "units/quantity.h"

namespace isotrail::making {

using Rate = Quantity<struct RateDimension>;                  // 1/s: a decay constant, a capture rate
using Charge = Quantity<struct ChargeDimension>;              // C (1 uAh is 3.6e-3 C)
using MolarMass = Quantity<struct MolarMassDimension>;        // g/mol
using AbsorbedDose = Quantity<struct AbsorbedDoseDimension>;  // Gy, no Sv

using Atoms = std::map<std::string, double>;  // of each nuclide

constexpr double kAvogadro = 6.02214076e23;            // 1/mol, SI 2019
constexpr double kElementaryCharge = 1.602176634e-19;  // C, and J per eV; SI 2019
constexpr double kBarn = 1e-24;                        // cm2

inline Rate decayConstant(Seconds half_life) { return Rate(0.693147180559945309 / half_life.value); }

/// Checks of a model's input. All are made; the refusal names every field that failed and carries the first one's code.
class InputCheck {
 public:
  /// NONFINITE_ACTIVITY, NEGATIVE_ACTIVITY.
  void activity(std::string_view field, Activity a);
  /// NONFINITE_TIME, NEGATIVE_TIME.
  void time(std::string_view field, Seconds t);
  /// NEGATIVE_HALF_LIFE: it is above 0 and finite.
  void halfLife(std::string_view field, Seconds t);
  /// `code` unless 0 <= share <= 1, as EFFICIENCY_OUT_OF_RANGE.
  void share(std::string_view field, Fraction share, const char* code);
  /// `code` unless finite and not negative.
  void notNegative(std::string_view field, double value, const char* code, const char* accepted);
  /// `code` unless finite and above 0.
  void positive(std::string_view field, double value, const char* code, const char* accepted);
  void that(bool holds, std::string_view field, double value, const char* code, std::string accepted);
  Verdict verdict() const;

 private:
  Refusal refusal_;
};

/// A number as a person would have typed it: the shortest text that reads back as the same.
std::string plainNumber(double v);

}  // namespace isotrail::making
