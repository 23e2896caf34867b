#include "workbench/making/making.h"

namespace isotrail::workbench {

std::vector<Calculation> makingCalculations() { return {}; }
std::vector<EvalForm> makingForms() { return {}; }

}  // namespace isotrail::workbench
