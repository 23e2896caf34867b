#include "workbench/decay/decay.h"

namespace isotrail::workbench {

std::vector<Calculation> decayCalculations() { return {decayCalculation(), chainCalculation(), decayTableCalculation()}; }
std::vector<EvalForm> decayForms() { return {}; }

}  // namespace isotrail::workbench
