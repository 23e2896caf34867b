#pragma once
// Effective dose from an administered activity and activities by body weight. Every coefficient has its source
// (data/effective_dose.csv, data/eanm_card.csv, data/eanm_weights.csv). Effective dose is for populations, not the risk of one
// person: whoever shows it says so.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "units/quantity.h"

namespace isotrail {

/// The reference persons of ICRP: adult, 15, 10, 5 and 1 years.
enum class ReferenceAge { adult, years15, years10, years5, year1 };

struct EffectiveDoseRow {
  std::string radiopharmaceutical, route;  // "F-18 FDG", "i.v."
  std::optional<DoseCoefficient> by_age[5];
  std::string note, source, confidence;
  const std::optional<DoseCoefficient>& of(ReferenceAge age) const { return by_age[static_cast<int>(age)]; }
};
const std::vector<EffectiveDoseRow>& effectiveDoseTable();
/// The row of exactly that radiopharmaceutical, any case; UNKNOWN_RADIOPHARMACEUTICAL with those of the same nuclide.
Result<const EffectiveDoseRow*> effectiveDoseRow(std::string_view field, std::string_view radiopharmaceutical);
/// COEFFICIENT_MISSING where the table has none for that age: none is interpolated.
Result<DoseCoefficient> coefficientFor(const EffectiveDoseRow& row, ReferenceAge age);
/// E = A e. NEGATIVE_ACTIVITY, NONFINITE_ACTIVITY, NEGATIVE_COEFFICIENT.
Result<Dose> effectiveDose(Activity administered, DoseCoefficient coefficient);

/// Per body mass, within limits where given. NEGATIVE_MASS, NEGATIVE_ACTIVITY, BAD_RANGE where least is above most.
struct WeightRule {
  SpecificActivity per_mass;  // Bq/g
  std::optional<Activity> least, most;
};
Result<Activity> activityByWeight(const WeightRule& rule, Mass body);

/// A line of the EANM dosage card: baseline x multiple of the weight and class, not less than the minimum.
struct CardRow {
  std::string radiopharmaceutical;
  char card_class = 'B';
  Activity baseline, minimum;
  std::string source, confidence;
};
const std::vector<CardRow>& dosageCard();
/// UNKNOWN_RADIOPHARMACEUTICAL.
Result<const CardRow*> cardRow(std::string_view field, std::string_view radiopharmaceutical);
/// Multiple of a class for a body mass: that of the nearest tabulated weight, of two equally near the lighter. WEIGHT_OFF_CARD
/// below 3 kg or above 68 kg: the card is for children.
Result<double> cardMultiple(char card_class, Mass body);
Result<Activity> activityByCard(const CardRow& row, Mass body);

}  // namespace isotrail
