#pragma once
// Decay and chains: the questions people ask, and the forms of files of them.
#include "workbench/calculation.h"
#include "workbench/eval.h"

namespace isotrail::workbench {

std::vector<Calculation> decayCalculations();
std::vector<EvalForm> decayForms();

}  // namespace isotrail::workbench
