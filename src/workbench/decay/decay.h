#pragma once
// Decay and chains: the questions people ask, and the forms of files of them.
#include "workbench/calculation.h"
#include "workbench/eval.h"

namespace isotrail::workbench {

Calculation decayCalculation();
Calculation chainCalculation();
Calculation decayTableCalculation();
std::vector<Calculation> decayCalculations();
std::vector<EvalForm> decayForms();

}  // namespace isotrail::workbench
