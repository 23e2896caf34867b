#include "gates/gates.h"

#include <algorithm>

namespace isotrail {

bool Gates::check(bool pass, std::string code, std::string rule, std::string clause, Json params) {
  answers_.push_back({{std::move(code), std::move(rule), std::move(clause), std::move(params)}, pass});
  return pass;
}

bool Gates::allPass() const {
  return std::all_of(answers_.begin(), answers_.end(), [](const GateAnswer& a) { return a.pass; });
}

Verdict Gates::verdict() const {
  if (allPass()) return Done{};
  Refusal refusal = Refusal::of("REFUSED");
  for (const auto& a : answers_)
    if (!a.pass) refusal.gates.push_back(a.gate);
  return refusal;
}

}  // namespace isotrail
