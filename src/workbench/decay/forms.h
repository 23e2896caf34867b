#pragma once
// Forms of files about decay: one nuclide a row, and chains of mixtures.
#include "workbench/rows.h"

namespace isotrail::workbench::decay_forms {

/// Answers `expected`: the quantity that expected_quantity names (activity_Bq, number_of_decays, mean_activity_Bq, atoms,
/// "mass_g (atomic mass M u)", "elapsed_s for A/A0=f").
std::vector<RowAnswer> singleDecay(const std::vector<EvalRow>& rows, const Dataset* data);
/// A row a member of each case: case_id, nuclide, atoms, activity_Bq. Half-lives and branches from `data`, from a synthetic
/// case's note, or from the newest dataset.
std::vector<RowAnswer> chains(const std::vector<EvalRow>& rows, const Dataset* data);

/// `text` of `column` is not among what is accepted there.
inline Refusal refusedIn(const char* column, const char* code, const std::string& text, const char* accepted) {
  return Refusal::field({column, code, text, accepted, 0, 0});
}

}  // namespace isotrail::workbench::decay_forms
