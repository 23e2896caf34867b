#include "workbench/decay/forms.h"

#include "workbench/decay/decay.h"

namespace isotrail::workbench {

std::vector<EvalForm> decayForms() {
  return {{"single_decay", {"case_id", "nuclide", "A0_Bq", "expected_quantity"}, {"expected"}, decay_forms::singleDecay},
          {"chains", {"case_id", "initial", "t_s"}, {"case_id", "nuclide", "atoms", "activity_Bq"}, decay_forms::chains, true}};
}

}  // namespace isotrail::workbench
