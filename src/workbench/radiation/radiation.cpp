#include "workbench/radiation/radiation.h"

namespace isotrail::workbench {

std::vector<Calculation> radiationCalculations() {
  return {shieldCalculation(), packageCalculation(), doseCalculation(), clearanceCalculation(), releaseCalculation()};
}

std::vector<EvalForm> radiationForms() { return {shieldingAndPatientForm(), clearanceForm()}; }

}  // namespace isotrail::workbench
