#pragma once
// The routes that reactors are used for, as materials and steps of reactor.h. Names are the nuclides'; constants are the
// caller's, so that a data set or a table's row decides them.
#include "nuclide/production/reactor.h"

namespace isotrail::making {

/// A product with the constant of its decay and what burns it.
struct Product {
  std::string name;
  Rate decay;
  Capture burned;  // cross sections 0: not burned
};

/// target (n,gamma) product: Mo-99, Lu-177 with carrier, Sm-153, Ho-166 and most others.
Route directRoute(const std::string& target, const Capture& capture, const Product& product);
/// Target (n,gamma) short-lived parent, whose decay makes the product: Yb-176 -> Yb-177 -> Lu-177 without carrier,
/// Gd-160 -> Gd-161 -> Tb-161, Xe-124 -> Xe-125 -> I-125.
Route throughDecayRoute(const std::string& target, const Capture& capture, const Product& parent, const Product& product);
/// Two captures: W-186 -> W-187 -> W-188. `second` is the capture in what the first one made.
Route doubleCaptureRoute(const std::string& target, const Capture& first, const Product& between, const Capture& second, const Product& product);

/// Te-130 captures to Te-131 and Te-131m; the isomer goes to Te-131 in `it_share` of its decays, the rest to I-131 directly.
struct TelluriumRoute {
  Capture to_ground, to_isomer;
  Rate ground, isomer, iodine;
  Fraction it_share;
};
/// Materials Te-130, Te-131, Te-131m, I-131. Refuses nothing by itself: irradiate checks the numbers.
Route telluriumRoute(const TelluriumRoute& r);

/// U-235 fissions into Mo-99 with its cumulative yield. `absorption` is every loss of U-235, fission included.
struct FissionRoute {
  Capture fission, absorption;
  Fraction cumulative_yield;
  Product product;
};
/// Materials U-235 and the product. NEGATIVE_CROSS_SECTION when absorption is below fission.
Result<Route> fissionRoute(const FissionRoute& r);
/// Fission Mo-99 is sold by its activity this long after the end of processing.
inline constexpr Seconds kSixDays = days(6);

/// What of a target that nothing feeds is gone after the stay, captured or decayed: 1 - exp(-sum of k t), exact for the
/// smallest shares too. The input is irradiate's, which has checked it.
Fraction burnedShare(const Route& route, const Stay& stay, const std::string& target);

}  // namespace isotrail::making
