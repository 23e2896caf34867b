#include "workbench/radiation/radiation.h"

namespace isotrail::workbench {

std::vector<Calculation> radiationCalculations() { return {}; }
std::vector<EvalForm> radiationForms() { return {}; }

}  // namespace isotrail::workbench
