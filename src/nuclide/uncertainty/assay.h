#pragma once
// Assays and what is known of their results: decay-corrected, counted (ISO 11929-1:2019), by dose calibrator, and mixtures.
#include <optional>
#include <string>

#include "nuclide/uncertainty/uncertain.h"

namespace isotrail::making {

/// A reference activity brought to another time.
struct DecayAssay {
  Activity reference;
  Fraction u_rel_reference;
  HalfLife half_life;
  Seconds elapsed;
  Seconds u_elapsed{0};
};
/// Refuses NEGATIVE_ACTIVITY, NONFINITE_ACTIVITY, NEGATIVE_HALF_LIFE, NONFINITE_TIME, NEGATIVE_UNCERTAINTY.
Result<Uncertain<Activity>> decayCorrected(const DecayAssay& assay);

struct Count {
  double counts = 0.0;
  Seconds live;
};
struct CountingAssay {
  Count gross, background;
  Fraction efficiency, u_efficiency{0.0};  // counts per emitted particle, absolute uncertainty
  Fraction emission, u_emission{0.0};      // emitted per decay
  double k_alpha = 1.645;                  // quantile of a wrong "detected", 5 %
  double k_beta = 1.645;                   // of a wrong "not detected"
};
struct Counted {
  Uncertain<Activity> activity;
  Activity decision_threshold;              // y*: above it something is there
  std::optional<Activity> detection_limit;  // y#: what is found with 1 - beta; none when the efficiency is too uncertain
  bool detected = false;
};
/// A = (G/tG - B/tB)/(eps p), u^2 of a rate being its counts over the time squared. The decision threshold holds for no
/// activity, so the efficiency's uncertainty enters the detection limit only. Refuses NEGATIVE_COUNTS, NEGATIVE_TIME,
/// EFFICIENCY_OUT_OF_RANGE (above 0, at most 1), EMISSION_OUT_OF_RANGE (above 0), NEGATIVE_UNCERTAINTY, BAD_QUANTILE.
Result<Counted> counted(const CountingAssay& assay);

/// A dose calibrator's budget, relative standard uncertainties, k = 1.
struct CalibratorBudget {
  Fraction repeatability{0.0};
  Fraction calibration{0.0};  // of the nuclide's factor
  Fraction geometry{0.0};     // container and volume
  Fraction linearity{0.0};
  Fraction impurity{0.0};  // what other nuclides add
};
/// Factors that the reading is multiplied by; 1 where none is applied.
struct CalibratorFactors {
  Fraction geometry{1.0}, calibration{1.0}, linearity{1.0};
};
/// A = M f_geo f_cal f_lin - background. Sources are named "reading", "calibration", "geometry", "linearity", "impurity" and
/// "background", the shared ones with `device` before them, so that two readings of one calibrator are correlated by its
/// calibration. Refuses NEGATIVE_ACTIVITY, NEGATIVE_UNCERTAINTY, NEGATIVE_FACTOR.
Result<Uncertain<Activity>> calibratorReading(Activity reading, const CalibratorBudget& budget, const CalibratorFactors& factors = {},
                                              const Uncertain<Activity>& background = {}, const std::string& device = "");
/// All terms together, as one relative standard uncertainty.
Fraction combined(const CalibratorBudget& budget);

/// A calibrator's response to a mixture: M = sum R_i A_i. What two readings with different responses say of two nuclides, as
/// Mo-99 in Tc-99m with and without a lead canister. Responses are per unit of activity, relative to the setting in use.
struct Responses {
  Uncertain<Fraction> first, second;
};
struct TwoActivities {
  Uncertain<Activity> first, second;
};
/// Solves the two readings. INDISTINGUISHABLE when both respond in the same proportion. Refuses NEGATIVE_ACTIVITY too.
Result<TwoActivities> mixtureOf(const Uncertain<Activity>& one, const Responses& to_one, const Uncertain<Activity>& other, const Responses& to_other);
/// The reading that known activities give.
Uncertain<Activity> mixtureReading(const TwoActivities& there, const Responses& to);

/// How surely `value` lies in [low, high], for a decision: the share of a normal distribution inside.
Fraction shareInside(const Uncertain<Activity>& value, Activity low, Activity high);

}  // namespace isotrail::making
