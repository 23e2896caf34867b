#pragma once
// Shipped tables a protocol points into.
#include <string>
#include <string_view>
#include <vector>

#include "rooms/protocols/facts.h"

namespace isotrail::protocols {

/// data/reference_levels.csv: what an adult usually gets; more needs a reason.
struct ReferenceLevel {
  std::string level, examination, source, confidence;
  Activity activity;
};
const std::vector<ReferenceLevel>& referenceLevels();
const ReferenceLevel* referenceLevel(std::string_view level);

const std::vector<Interruption>& interruptions();

}  // namespace isotrail::protocols
