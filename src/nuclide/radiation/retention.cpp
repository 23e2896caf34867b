#include "nuclide/radiation/retention.h"

#include <cmath>

#include "nuclide/radiation/refusal.h"

namespace isotrail {
namespace {

constexpr double kLn2 = 0.693147180559945309;

/// When a curve that falls to 0 has come to `limit` > 0; 0 where it begins there.
template <class Curve>
Seconds timeTo(double limit, Seconds first_guess, Curve curve) {
  if (curve(Seconds(0)) <= limit) return Seconds(0);
  double low = 0.0, high = first_guess.value;
  while (curve(Seconds(high)) > limit) low = high, high *= 2.0;
  for (int i = 0; i < 2000; ++i) {
    const double middle = low + (high - low) / 2.0;
    if (middle <= low || middle >= high) break;
    (curve(Seconds(middle)) > limit ? low : high) = middle;
  }
  return Seconds(high);
}

Verdict checkBystander(const Bystander& who) {
  if (!(who.distance.value > 0)) return refusedInput("DISTANCE_NOT_POSITIVE", "distance", "more than 0 m");
  if (!(who.occupancy >= 0 && who.occupancy <= 1)) return refusedInput("OCCUPANCY_OUT_OF_RANGE", "occupancy", "0 to 1");
  if (!(who.transmission >= 0 && who.transmission <= 1)) return refusedInput("TRANSMISSION_OUT_OF_RANGE", "transmission", "0 to 1");
  return Done{};
}

/// Sv/h per Bq at the place of the bystander.
double ratePerActivity(RateConstant constant, const Bystander& who) {
  return constant.value * who.transmission / (who.distance.value * who.distance.value);
}

/// Dose per second of activity in the body.
double dosePerSecond(RateConstant constant, Activity administered, const Bystander& who) {
  return ratePerActivity(constant, who) * administered.value * who.occupancy / 3600.0;
}

}  // namespace

Result<Retention> Retention::make(Seconds half_life, std::vector<Compartment> compartments) {
  if (!(half_life.value > 0) || !std::isfinite(half_life.value)) return refusedInput("NEGATIVE_HALF_LIFE", "half_life", "more than 0 s");
  if (compartments.empty()) return refusedInput("EMPTY_MIXTURE", "contents", "one nuclide with its activity or more");
  Retention out;
  out.lambda_ = kLn2 / half_life.value;
  double sum = 0.0;
  for (const Compartment& c : compartments) {
    if (!(c.fraction >= 0 && c.fraction <= 1)) return refusedInput("BAD_FRACTION", "compartments", "fractions from 0 to 1");
    if (!(c.biological_half_life.value > 0)) return refusedInput("NEGATIVE_HALF_LIFE", "half_life", "more than 0 s");
    const double biological = kLn2 / c.biological_half_life.value;
    out.parts_.push_back({c.fraction, out.lambda_ + biological, biological});
    sum += c.fraction;
  }
  if (std::abs(sum - 1.0) > 1e-6) return refusedInput("FRACTIONS_NOT_ONE", "compartments", "fractions that sum to 1");
  return out;
}

double Retention::share(Seconds t) const {
  double sum = 0.0;
  for (const Emptying& p : parts_) sum += p.fraction * std::exp(-p.total * t.value);
  return sum;
}

Seconds Retention::cumulated(Seconds t) const {
  double sum = 0.0;
  for (const Emptying& p : parts_) sum += p.fraction / p.total * -std::expm1(-p.total * t.value);
  return Seconds(sum);
}

Seconds Retention::remaining(Seconds t) const {
  double sum = 0.0;
  for (const Emptying& p : parts_) sum += p.fraction / p.total * std::exp(-p.total * t.value);
  return Seconds(sum);
}

double Retention::excreted(Seconds t) const {
  double sum = 0.0;
  for (const Emptying& p : parts_) sum += p.fraction * p.biological / p.total * -std::expm1(-p.total * t.value);
  return sum;
}

double Retention::excretedInTank(Seconds t) const {
  double sum = 0.0;
  for (const Emptying& p : parts_) sum += p.fraction * -std::expm1(-p.biological * t.value);
  return sum * std::exp(-lambda_ * t.value);
}

Result<Seconds> Retention::timeToShare(double share_wanted) const {
  if (!(share_wanted > 0)) return refusedInput("SHARE_NOT_POSITIVE", "share", "more than 0");
  return timeTo(share_wanted, Seconds(1.0 / lambda_), [this](Seconds t) { return share(t); });
}

Result<DoseRate> patientRate(RateConstant constant, Activity a, const Bystander& who) {
  if (auto fine = checkBystander(who); !fine) return fine.refusal();
  return DoseRate(ratePerActivity(constant, who) * a.value);
}

Result<Dose> patientDose(RateConstant constant, Activity administered, const Retention& retention, const Bystander& who, Seconds from) {
  if (auto fine = checkBystander(who); !fine) return fine.refusal();
  return Dose(dosePerSecond(constant, administered, who) * retention.remaining(from).value);
}

Result<Seconds> releaseTime(RateConstant constant, Activity administered, const Retention& retention, const Bystander& who, DoseRate limit) {
  if (auto fine = checkBystander(who); !fine) return fine.refusal();
  if (!(limit.value > 0)) return refusedInput("LIMIT_NOT_POSITIVE", "limit", "more than 0");
  const double start = ratePerActivity(constant, who) * administered.value;
  if (start <= limit.value) return Seconds(0);
  return retention.timeToShare(limit.value / start);
}

Result<Seconds> releaseTimeForDose(RateConstant constant, Activity administered, const Retention& retention, const Bystander& who, Dose limit) {
  if (auto fine = checkBystander(who); !fine) return fine.refusal();
  if (!(limit.value > 0)) return refusedInput("LIMIT_NOT_POSITIVE", "limit", "more than 0");
  const double per_second = dosePerSecond(constant, administered, who);
  return timeTo(limit.value, Seconds(3600), [&](Seconds t) { return per_second * retention.remaining(t).value; });
}

}  // namespace isotrail
