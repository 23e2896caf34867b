#pragma once
// A model's refusal of one of its inputs: the field by its usual name and what is accepted. Whoever asked the person adds what
// was typed.
#include <string>

#include "base/result.h"

namespace isotrail {

inline Refusal refusedInput(const char* code, const char* field, std::string accepted) {
  return Refusal::of(code, Json::object({{"field", field}, {"accepted", std::move(accepted)}}));
}

}  // namespace isotrail
