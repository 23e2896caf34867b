#pragma once
// Dose rates, shielding, transport, clearance and dose: the questions people ask, and the forms of files of them.
#include "workbench/calculation.h"
#include "workbench/eval.h"

namespace isotrail::workbench {

std::vector<Calculation> radiationCalculations();
std::vector<EvalForm> radiationForms();

}  // namespace isotrail::workbench
