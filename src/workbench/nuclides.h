#pragma once
// The nuclide dataset as people and programs read it, each number with its source.
#include "base/json.h"
#include "nuclide/dataset.h"

namespace isotrail::workbench {

/// {"dataset","nuclides":[{"nuclide","stable","half_life_s","half_life_shown","source"}]}.
Json nuclidesJson(const Dataset& set);
/// One nuclide with everything the dataset says of it and the members of its chain. UNKNOWN_NUCLIDE.
Result<Json> nuclideJson(const Dataset& set, std::string_view name);

}  // namespace isotrail::workbench
