#include "nuclide/radiation/dose.h"
#include "nuclide/radiation/retention.h"
#include "workbench/radiation/form_kinds.h"

namespace isotrail::workbench::radiation_forms {
namespace {

Result<Retention> retentionOf(const EvalRow& inputs, Seconds half_life) {
  const auto items = numberLists(inputs, "fraction:biological_half_life_s", 2);
  if (!items) return items.refusal();
  std::vector<Compartment> parts;
  for (const auto& item : *items) parts.push_back({item[0], Seconds(item[1])});
  return Retention::make(half_life, std::move(parts));
}

Result<Answered> retentionDose(const EvalRow& inputs) {
  const auto a = activityCell(inputs, "A0_MBq");
  if (!a) return a.refusal();
  Numbers n(inputs);
  const Seconds half_life(n("half_life_s"));
  const RateConstant constant(n("h10_uSv_m2_per_MBq_h") * 1e-12);
  const Bystander near{Length(1.0)}, who{Length(n("distance_m")), n("occupancy"), 1.0};
  const DoseRate limit(n("release_limit_uSv_h") * 1e-6);
  if (n.refused()) return *n.refused();
  if (constant.value < 0) return refused("NEGATIVE_COEFFICIENT", "h10_uSv_m2_per_MBq_h", "0 or more");
  const auto retention = retentionOf(inputs, half_life);
  if (!retention) return retention.refusal();
  const auto dose = patientDose(constant, *a, *retention, who, Seconds(0));
  if (!dose) return dose.refusal();
  const auto released = releaseTime(constant, *a, *retention, near, limit);
  if (!released) return released.refusal();
  return Answered{{"cumulated_activity_MBq_s", {a->value * retention->remaining(Seconds(0)).value * 1e-6}},
                  {"dose_rate_1m_t0_uSv_h", {patientRate(constant, *a, near)->value * 1e6}},
                  {"dose_at_1m_to_decay_uSv", {dose->value * 1e6}},
                  {"release_time_s", {released->value}}};
}

Result<Answered> effective(const EvalRow& inputs) {
  const auto a = activityCell(inputs, "A_MBq");
  if (!a) return a.refusal();
  Numbers n(inputs);
  const DoseCoefficient coefficient(n("coefficient_mSv_per_MBq") * 1e-9);
  if (n.refused()) return *n.refused();
  const auto e = effectiveDose(*a, coefficient);
  if (!e) return e.refusal();
  return Answered{{"E_mSv", {e->value * 1e3}}};
}

Result<Answered> byWeight(const EvalRow& inputs) {
  Numbers n(inputs);
  WeightRule rule{SpecificActivity(n("MBq_per_kg") * 1e3), {}, {}};
  if (!cell(inputs, "minimum_MBq").empty()) rule.least = Activity(n("minimum_MBq") * 1e6);
  if (!cell(inputs, "maximum_MBq").empty()) rule.most = Activity(n("maximum_MBq") * 1e6);
  const Mass body(n("mass_kg"));
  if (n.refused()) return *n.refused();
  const auto a = activityByWeight(rule, body);
  if (!a) return a.refusal();
  return Answered{{"A_MBq", {a->value * 1e-6}}};
}

}  // namespace

Kinds patientKind(std::string_view kind) {
  if (kind == "retention_dose") return retentionDose;
  if (kind == "effective_dose") return effective;
  if (kind == "weight_scaled_activity") return byWeight;
  return nullptr;
}

}  // namespace isotrail::workbench::radiation_forms
