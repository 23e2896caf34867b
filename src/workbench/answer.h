#pragma once
// Answers and calculations as JSON: the same for the API and the command line.
#include "desk/texts.h"
#include "workbench/calculation.h"

namespace isotrail::workbench {

/// The units people want their answer in, at most one a kind: "MBq", "h". A unit that no kind has, or a second one of a kind,
/// is refused as a field error of `in`.
class ChosenUnits {
 public:
  static Result<ChosenUnits> from(const std::vector<std::string>& units);
  /// The unit for a kind: the chosen one, else the inside unit.
  std::string unit(Kind kind) const;
  bool has(Kind kind) const;
  double convert(Kind kind, double inside) const;

 private:
  std::vector<std::pair<Kind, std::string>> chosen_;
};

/// The words of a figure, column, input or curve, and of a calculation: the name itself when the texts have none.
std::string wordOf(const std::string& name, Language language);
std::string titleOf(const Calculation& calculation, Language language);
/// A figure for people, in the chosen unit or a readable one: "4.402 GBq", "4.40 GBq ± 0.09 GBq".
std::string shown(const Figure& figure, const ChosenUnits& units);

/// {"calculation","dataset","formula","inputs":[],"figures":[],"columns":[],"rows":[[]],"curves":[],"notes":[]}.
Json answerJson(const std::string& calculation, const Answer& answer, const ChosenUnits& units, Language language);
/// Runs a calculation on a body that may also hold "in": ["MBq", "h"], the units wanted.
Result<Json> answerBody(const Calculation& calculation, const Json& body, Language language);
/// {"name","title","fields": JSON Schema of the body,"words":{field: word},"positional":[],"examples":[]}.
Json calculationJson(const Calculation& calculation, Language language);
/// {"dataset","units":{kind:[{"unit","inside","readable"}]},"calculations":[...]}.
Json workbenchJson(Language language);

}  // namespace isotrail::workbench
