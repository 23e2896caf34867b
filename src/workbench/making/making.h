#pragma once
// Making and dispensing: the questions people ask, and the forms of files of them.
#include "workbench/calculation.h"
#include "workbench/eval.h"

namespace isotrail::workbench {

std::vector<Calculation> makingCalculations();
std::vector<EvalForm> makingForms();

}  // namespace isotrail::workbench
