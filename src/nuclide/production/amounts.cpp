#include "nuclide/production/amounts.h"

#include <charconv>

namespace isotrail::making {

std::string plainNumber(double v) {
  char text[40];
  const auto [end, error] = std::to_chars(text, text + sizeof text, v);
  return std::string(text, end);
}

void InputCheck::that(bool holds, std::string_view field, double value, const char* code, std::string accepted) {
  if (holds) return;
  Refusal one = Refusal::field({std::string(field), code, plainNumber(value), std::move(accepted), 0, 0});
  if (refusal_.code.empty())
    refusal_ = std::move(one);
  else
    refusal_.fields.push_back(std::move(one.fields.front()));
}

void InputCheck::notNegative(std::string_view field, double value, const char* code, const char* accepted) {
  that(std::isfinite(value) && value >= 0, field, value, code, accepted);
}
void InputCheck::positive(std::string_view field, double value, const char* code, const char* accepted) {
  that(std::isfinite(value) && value > 0, field, value, code, accepted);
}
void InputCheck::activity(std::string_view field, Activity a) {
  that(a.value >= 0 || !std::isfinite(a.value), field, a.value, "NEGATIVE_ACTIVITY", "0 Bq or more");
  that(std::isfinite(a.value), field, a.value, "NONFINITE_ACTIVITY", "a finite activity");
}
void InputCheck::time(std::string_view field, Seconds t) {
  that(t.value >= 0 || !std::isfinite(t.value), field, t.value, "NEGATIVE_TIME", "0 s or more");
  that(std::isfinite(t.value), field, t.value, "NONFINITE_TIME", "a finite time");
}
void InputCheck::halfLife(std::string_view field, Seconds t) { positive(field, t.value, "NEGATIVE_HALF_LIFE", "a finite half-life above 0 s"); }
void InputCheck::share(std::string_view field, Fraction share, const char* code) {
  that(share.value >= 0 && share.value <= 1, field, share.value, code, "0 to 1 (0 % to 100 %)");
}

Verdict InputCheck::verdict() const {
  if (!refusal_.code.empty()) return refusal_;
  return Done{};
}

}  // namespace isotrail::making
