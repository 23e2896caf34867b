#include "workbench/decay/decay.h"

namespace isotrail::workbench {

std::vector<Calculation> decayCalculations() { return {decayCalculation(), chainCalculation(), decayTableCalculation()}; }

}  // namespace isotrail::workbench
