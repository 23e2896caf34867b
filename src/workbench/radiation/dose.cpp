// Effective dose of an administered activity, and activities by body weight.
#include "nuclide/radiation/dose.h"

#include "workbench/radiation/radiation.h"

namespace isotrail::workbench {
namespace {

struct DoseQuestion {
  std::optional<std::string> product;
  std::optional<Activity> activity;
  std::optional<std::string> age;
  std::optional<DoseCoefficient> coefficient;
  std::optional<Mass> mass;
  std::optional<SpecificActivity> per_mass;
  std::optional<Activity> least, most;
  std::optional<std::string> card;
  void fields(Fields& f) {
    f("product", product, "radiopharmaceutical of the dose table, such as F-18 FDG");
    f("activity", activity, "administered activity");
    f.choice("age", age, "adult|age15|age10|age5|age1", "reference person of the coefficient; adult unless given");
    f("coefficient", coefficient, "a dose coefficient of your own, instead of the table's");
    f("mass", mass, "body weight, for an activity by weight");
    f("per_mass", per_mass, "activity by weight, such as 3.5 MBq/kg");
    f("least", least, "not less than this");
    f("most", most, "not more than this");
    f("card", card, "line of the EANM dosage card, such as Tc-99m MDP");
  }
};

constexpr const char* kFormula = "E = A e; by weight A = clamp(a m, least, most); by the card A = max(baseline x multiple(weight, class), minimum)";

ReferenceAge ageOf(const std::optional<std::string>& text) {
  constexpr const char* kAges[] = {"adult", "age15", "age10", "age5", "age1"};
  for (int i = 0; i < 5; ++i)
    if (text && *text == kAges[i]) return static_cast<ReferenceAge>(i);
  return ReferenceAge::adult;
}

/// The activity asked about: as given, by weight or by the card; the last two become figures.
Result<std::optional<Activity>> activityOf(const DoseQuestion& q, Answer& out) {
  std::optional<Activity> a = q.activity;
  if ((q.per_mass || q.card) && !q.mass) return refused("MISSING_VALUE", "mass", "the body weight");
  if (q.mass) out.inputs.push_back(used("mass", *q.mass));
  if (q.per_mass) {
    const auto by_weight = activityByWeight({*q.per_mass, q.least, q.most}, *q.mass);
    if (!by_weight) return by_weight.refusal();
    out.inputs.push_back(used("per_mass", *q.per_mass));
    out.figures.push_back(figure("activity_by_weight", *by_weight));
    if (!a) a = *by_weight;
  }
  if (q.card) {
    const auto row = cardRow("card", *q.card);
    if (!row) return row.refusal();
    const auto by_card = activityByCard(**row, *q.mass);
    if (!by_card) return by_card.refusal();
    out.inputs.push_back(used("card", (*row)->radiopharmaceutical, (*row)->source));
    out.figures.push_back(figure("card_baseline", (*row)->baseline));
    out.figures.push_back(figure("card_multiple", *cardMultiple((*row)->card_class, *q.mass)));
    out.figures.push_back(figure("activity_by_card", *by_card));
    out.notes.push_back({"PHYS_NOTE_CARD", Json::object({{"confidence", (*row)->confidence}})});
    if (!a) a = *by_card;
  }
  return a;
}

Result<DoseCoefficient> coefficientOf(const DoseQuestion& q, Answer& out) {
  if (q.coefficient) {
    out.inputs.push_back(used("coefficient", *q.coefficient));
    return *q.coefficient;
  }
  const auto row = effectiveDoseRow("product", *q.product);
  if (!row) return row.refusal();
  const auto coefficient = coefficientFor(**row, ageOf(q.age));
  if (!coefficient) return coefficient.refusal();
  out.inputs.push_back(used("coefficient", *coefficient, (*row)->source));
  out.inputs.push_back(used("route", (*row)->route, (*row)->source));
  out.notes.push_back({"PHYS_NOTE_COEFFICIENT", Json::object({{"confidence", (*row)->confidence}, {"note", (*row)->note}})});
  return coefficient;
}

Result<Answer> dose(const DoseQuestion& q) {
  Answer out;
  out.formula = kFormula;
  const auto a = activityOf(q, out);
  if (!a) return a.refusal();
  if (!q.product && !q.coefficient) {
    if (!out.figures.empty()) return out;
    return refused("MISSING_VALUE", "product", "a radiopharmaceutical or a dose coefficient");
  }
  if (!*a) return refused("MISSING_VALUE", "activity", "the administered activity, or the weight and a rule for it");
  out.inputs.push_back(used("activity", **a));
  const auto coefficient = coefficientOf(q, out);
  if (!coefficient) return coefficient.refusal();
  const auto e = effectiveDose(**a, *coefficient);
  if (!e) return e.refusal();
  out.figures.push_back(figure("effective_dose", *e));
  out.notes.push_back({"PHYS_NOTE_POPULATIONS", {}});
  return out;
}

}  // namespace

Calculation doseCalculation() {
  Usage usage;
  usage.positional = {"product", "activity"};
  usage.examples = {
      Json::object({{"product", "F-18 FDG"}, {"activity", "370 MBq"}}),
      Json::object({{"product", "Tc-99m phosphates and phosphonates (MDP/HDP)"}, {"age", "age5"}, {"card", "Tc-99m MDP"}, {"mass", "20 kg"}})};
  return calculation("dose", dose, std::move(usage));
}

}  // namespace isotrail::workbench
