#pragma once
// Activity that a person keeps: a sum of compartments, each emptied by decay and by biology, and what follows for those
// nearby. Point source of the whole body; attenuation in the patient only where a factor is given.
#include <vector>

#include "units/quantity.h"

namespace isotrail {

struct Compartment {
  double fraction = 0.0;         // of the administered activity
  Seconds biological_half_life;  // as long as need be for what stays
};

class Retention {
 public:
  /// NEGATIVE_HALF_LIFE unless every half-life is above 0, EMPTY_MIXTURE without a compartment, BAD_FRACTION for one outside 0
  /// to 1, FRACTIONS_NOT_ONE unless they sum to 1 within 1e-6.
  static Result<Retention> make(Seconds half_life, std::vector<Compartment> compartments);

  /// Share of the administered activity in the body after `t` (decay included).
  double share(Seconds t) const;
  /// Seconds of the administered activity spent in the body up to `t`: decays = administered x this.
  Seconds cumulated(Seconds t) const;
  /// The same from `t` on to complete decay.
  Seconds remaining(Seconds t) const;
  /// Share of the administered activity excreted up to `t`, each part at its moment of excretion (not decayed since).
  double excreted(Seconds t) const;
  /// The same, decayed to `t` as in a tank that keeps all.
  double excretedInTank(Seconds t) const;
  /// Earliest time from which on the share is at most `share`; 0 where it is at once. SHARE_NOT_POSITIVE.
  Result<Seconds> timeToShare(double share) const;

 private:
  struct Emptying {
    double fraction, total, biological;  // per s
  };
  double lambda_ = 0.0;
  std::vector<Emptying> parts_;
};

/// Somebody near a patient.
struct Bystander {
  Length distance;
  double occupancy = 1.0;     // share of the time spent there, 0 to 1
  double transmission = 1.0;  // of the patient's own body, 0 to 1
};
/// Rate at `distance` of `a` in a patient. DISTANCE_NOT_POSITIVE, OCCUPANCY_OUT_OF_RANGE, TRANSMISSION_OUT_OF_RANGE.
Result<DoseRate> patientRate(RateConstant constant, Activity a, const Bystander& who);
/// Dose from `from` to complete decay: constant x activity x time x occupancy / distance^2.
Result<Dose> patientDose(RateConstant constant, Activity administered, const Retention& retention, const Bystander& who, Seconds from);
/// When the rate at that place (occupancy apart) has come to `limit` for good; 0 when it never was above. LIMIT_NOT_POSITIVE.
Result<Seconds> releaseTime(RateConstant constant, Activity administered, const Retention& retention, const Bystander& who, DoseRate limit);
/// When the dose still to come at that place has fallen to `limit`; 0 when it is no more from the start.
Result<Seconds> releaseTimeForDose(RateConstant constant, Activity administered, const Retention& retention, const Bystander& who, Dose limit);

}  // namespace isotrail
