#include "workbench/making/making.h"

#include "workbench/making/forms.h"
#include "workbench/making/questions.h"

namespace isotrail::workbench {

std::vector<Calculation> makingCalculations() {
  return {generatorCalculation(), nextElutionCalculation(), yieldCalculation(), reactorCalculation(),  dispatchCalculation(),
          vialCalculation(),      purityCalculation(),      assayCalculation(), countingCalculation(), mixtureCalculation()};
}

std::vector<EvalForm> makingForms() {
  using namespace making_forms;
  return {
      {"generators", {"sequence_id", "event", "generator", "t_s", "efficiency", "quantity", "nuclide"}, {"expected"}, generators},
      {"generator_tmax", {"branch", "lambda_parent_per_s", "lambda_daughter_per_s"}, {"t_max_s", "A_daughter_over_A_parent_at_t0"}, generatorMaxima},
      {"production", {"case_id", "kind", "nuclide", "half_life_s", "inputs", "quantity"}, {"expected"}, production},
      {"dispensing",
       {"case_id", "half_life_s", "vial_A_MBq", "vial_volume_mL", "t_s", "requested_MBq"},
       {"volume_mL", "remaining_volume_mL", "remaining_activity_MBq", "status"},
       dispensing},
      {"uncertainty", {"case_id", "kind", "inputs", "quantity"}, {"expected"}, uncertainty}};
}

}  // namespace isotrail::workbench
