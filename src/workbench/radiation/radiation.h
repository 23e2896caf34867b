#pragma once
// Dose rates, shielding, transport, clearance and dose: the questions people ask, and the forms of files of them.
#include "workbench/calculation.h"
#include "workbench/eval.h"

namespace isotrail::workbench {

std::vector<Calculation> radiationCalculations();
std::vector<EvalForm> radiationForms();

// One of each; the files of this folder.
Calculation shieldCalculation();
Calculation packageCalculation();
Calculation doseCalculation();
Calculation clearanceCalculation();
Calculation releaseCalculation();
/// Files about shielding and files about patients have the same columns; the kind of a row says which it is.
EvalForm shieldingAndPatientForm();
EvalForm clearanceForm();

}  // namespace isotrail::workbench
