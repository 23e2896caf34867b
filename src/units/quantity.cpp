#include "units/quantity.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace isotrail {

std::string showActivity(Activity a) {
  if (a.value == 0) return "0 Bq";
  // "%.2e" rounds the exact value half-even to three digits and says which prefix holds after rounding: 999.6 MBq is 1.00 GBq.
  char text[40];
  std::snprintf(text, sizeof text, "%.2e", a.value);
  const std::string_view digits(text);
  const auto e = digits.find('e');
  if (e == std::string_view::npos) return "0 Bq";  // not a number; never stored
  const int exponent = std::atoi(text + e + 1);
  constexpr const char* kPrefixes[] = {"Bq", "kBq", "MBq", "GBq", "TBq"};
  const int step = std::clamp(static_cast<int>(std::floor(exponent / 3.0)), 0, 4);
  const int decimals = std::max(0, 2 - (exponent - 3 * step));
  const double mantissa = std::atof(text) / std::pow(10.0, 3 * step);
  std::snprintf(text, sizeof text, "%.*f %s", std::min(decimals, 9), mantissa, kPrefixes[step]);
  return text;
}

}  // namespace isotrail
