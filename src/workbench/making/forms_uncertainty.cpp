// Assays with their uncertainty, row by row.
#include "nuclide/uncertainty/assay.h"
#include "workbench/making/forms.h"

namespace isotrail::workbench::making_forms {
namespace {

RowAnswer asked(const EvalRow& row, const std::map<std::string, std::optional<double>, std::less<>>& known) {
  const std::string& quantity = cell(row, "quantity");
  const auto found = known.find(quantity);
  if (found == known.end()) return refusedRow(unknownQuantity(quantity));
  if (!found->second) return refusedRow(refused("NO_DETECTION_LIMIT", "u_rel_efficiency", "an efficiency certain enough for a limit"));
  return answered("expected", *found->second);
}

RowAnswer decayCorrected(const EvalRow& row, const EvalRow& inputs) {
  Numbers n(inputs);
  making::DecayAssay assay;
  assay.reference = Activity(n("A_ref_MBq") * 1e6);
  assay.u_rel_reference = Fraction(n("u_rel_A"));
  assay.half_life.value = Seconds(n("half_life_s"));
  assay.half_life.u = Seconds(n("u_rel_half_life", 0.0) * assay.half_life.value.value);
  assay.elapsed = Seconds(n("elapsed_s"));
  assay.u_elapsed = Seconds(n("u_elapsed_s", 0.0));
  if (n.refused()) return refusedRow(*n.refused());
  const auto a = making::decayCorrected(assay);
  if (!a) return refusedRow(a.refusal());
  // The relative uncertainty does not depend on the activity, and has a meaning for none as well.
  assay.reference = Activity(1.0);
  assay.elapsed = Seconds(0);
  const double relative = a->value.value > 0 ? a->relative().value : making::decayCorrected(assay)->relative().value;
  return asked(row,
               {{"A_MBq", a->value.value * 1e-6}, {"u_rel", relative}, {"u_A_MBq", a->u().value * 1e-6}, {"U95_MBq_k2", a->expanded().value * 1e-6}});
}

RowAnswer countingAssay(const EvalRow& row, const EvalRow& inputs) {
  Numbers n(inputs);
  making::CountingAssay assay;
  assay.gross = {n("gross"), Seconds(n("t_gross_s"))};
  assay.background = {n("background"), Seconds(n("t_background_s"))};
  assay.efficiency = Fraction(n("efficiency"));
  assay.u_efficiency = Fraction(n("u_rel_efficiency", 0.0) * assay.efficiency.value);
  assay.emission = Fraction(n("emission_probability"));
  assay.u_emission = Fraction(n("u_emission_probability", 0.0));
  assay.k_alpha = n("k_1_minus_alpha", assay.k_alpha);
  assay.k_beta = n("k_1_minus_beta", assay.k_alpha);
  if (n.refused()) return refusedRow(*n.refused());
  const auto c = making::counted(assay);
  if (!c) return refusedRow(c.refusal());
  const auto limit = c->detection_limit ? std::optional(c->detection_limit->value) : std::nullopt;
  return asked(row, {{"A_Bq", c->activity.value.value},
                     {"u_A_Bq", c->activity.u().value},
                     {"u_rel", c->activity.relative().value},
                     {"U95_Bq_k2", c->activity.expanded().value},
                     {"decision_threshold_Bq", c->decision_threshold.value},
                     {"detection_limit_Bq", limit}});
}

RowAnswer answerOf(const EvalRow& row) {
  const std::string& kind = cell(row, "kind");
  const EvalRow inputs = cellPairs(row, "inputs");
  if (kind == "decay_corrected_assay") return decayCorrected(row, inputs);
  if (kind == "counting_assay") return countingAssay(row, inputs);
  return refusedRow(unknownKind(kind));
}

}  // namespace

std::vector<RowAnswer> uncertainty(const std::vector<EvalRow>& rows, const Dataset*) {
  std::vector<RowAnswer> out;
  for (const auto& row : rows) out.push_back(answerOf(row));
  return out;
}

}  // namespace isotrail::workbench::making_forms
