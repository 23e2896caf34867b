#pragma once
// What was typed for a calculation, as its body. The command line takes a few shorthands and writes them out: an activity with
// its instant ("4.40GBq@2025-12-17T09:00+08:00"), an instant without its day or zone (the reference's), "+08" for "+08:00".
#include "base/instant.h"
#include "cli/invocation.h"

namespace isotrail::cli {

/// BAD_JSON when an option that takes JSON does not. `now` stands for a reference that is not given, where
/// another instant is.
Result<Json> typedBody(const Invocation& in, Instant now);

}  // namespace isotrail::cli
