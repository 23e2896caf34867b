#pragma once
// What the questions about making share: items of lists, tables of nature, and refusals in the question's own words.
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nuclide/dataset.h"
#include "nuclide/production/reactor.h"
#include "workbench/calculation.h"

namespace isotrail::workbench {

using Texts = std::vector<std::string>;

/// "24 h 90 %" as "24 h" and "90 %"; the second part is "" when nothing follows.
std::pair<std::string, std::string> splitItem(std::string_view item);
/// An item's two quantities. BAD_VALUE, BAD_UNIT; MISSING_VALUE when the second is not there.
template <class A, class B>
Result<std::pair<A, B>> readPair(const char* field, std::string_view item) {
  const auto [first, second] = splitItem(item);
  auto a = parseQuantity<A>(field, first);
  if (!a) return a.refusal();
  if (second.empty()) return refused("MISSING_VALUE", field, std::string("after ") + first + " one of: " + acceptedUnits(kind_of<B>));
  auto b = parseQuantity<B>(field, second);
  if (!b) return b.refusal();
  return std::pair<A, B>(*a, *b);
}
template <class A, class B>
Result<std::vector<std::pair<A, B>>> readPairs(const char* field, const Texts& items) {
  std::vector<std::pair<A, B>> out;
  for (const auto& item : items) {
    auto pair = readPair<A, B>(field, item);
    if (!pair) return pair.refusal();
    out.push_back(*pair);
  }
  return out;
}

/// A model's refusal with its fields under the question's names; values are left for the frame, which knows what was typed.
Refusal asAsked(Refusal refusal, std::initializer_list<std::pair<std::string_view, std::string_view>> names = {});

Used usedHalfLife(const std::string& name, const Nuclide& nuclide);

/// A row of data/production/neutron_capture.csv.
struct CaptureRow {
  std::string target, product, note, source;
  Fraction abundance;
  making::MolarMass molar_mass;
  making::Capture capture;
  Fraction to_isomer;  // of the captures, where the table tells them apart
};
const CaptureRow* captureOf(std::string_view target);
/// Thick-target saturation yields of data/production/thick_target.csv, read between its energies; none outside of them.
struct ThickTarget {
  SaturationYield yield;
  std::string source;
};
std::optional<ThickTarget> thickTarget(std::string_view product, Energy energy);

/// `n` times from `from` to `to`, evenly.
std::vector<Seconds> evenly(Seconds from, Seconds to, std::size_t n);

Calculation generatorCalculation();
Calculation nextElutionCalculation();
Calculation yieldCalculation();
Calculation reactorCalculation();
Calculation dispatchCalculation();
Calculation vialCalculation();
Calculation purityCalculation();
Calculation assayCalculation();
Calculation countingCalculation();
Calculation mixtureCalculation();

}  // namespace isotrail::workbench
