#pragma once
// A calculation of the workbench: a question a person asks of the models, with its fields said once (desk/schema.h). The
// command line, the API and its description, and the page's forms follow from the list of calculations.
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/schema.h"
#include "units/quantity.h"

namespace isotrail {
struct Nuclide;
}

namespace isotrail::workbench {

using Kind = UnitKind;

/// One answered number: `value` and its standard uncertainty `u` in the kind's inside unit; `text` for Kind::text and instant.
struct Figure {
  std::string name;
  Kind kind = Kind::number;
  double value = 0.0;
  std::optional<double> u = {};
  std::string text = {};
};
/// An input as it was taken: typed by the person, or from the dataset or a table, with source and year.
struct Used {
  std::string name;
  Kind kind = Kind::number;
  double value = 0.0;
  std::string text = {};    // for Kind::text and instant
  std::string typed = {};   // as the person wrote it; filled by the frame
  std::string source = {};  // "" for what was typed
};
struct Column {
  std::string name;
  Kind kind = Kind::number;
};
struct Curve {
  std::string name;
  Kind x = Kind::time;
  Kind y = Kind::activity;
  std::vector<double> xs = {}, ys = {};
  std::string x_name = {};  // what runs along x, as a name with words: "distance", "thickness"; "" is plain time
};
/// A texts code with its words' params: a warning, "estimate only".
struct Note {
  std::string code;
  Json params = Json::object();
};
struct Answer {
  std::string formula;  // as in docs, "A = A0 2^(-t/T)"
  std::vector<Used> inputs = {};
  std::vector<Figure> figures = {};
  std::vector<Column> columns = {};            // of rows
  std::vector<std::vector<Figure>> rows = {};  // a figure a column
  std::vector<Curve> curves = {};
  std::vector<Note> notes = {};
  std::string dataset = {};  // version of the nuclide dataset; filled by the frame when empty
};

/// figure("activity", Activity(...)), used("activity", c.activity) ... : the kind comes from the type.
template <class Q>
Figure figure(std::string name, Q quantity) {
  return {std::move(name), kind_of<Q>, quantity.value};
}
template <class Q>
Figure figure(std::string name, Q quantity, Q standard_uncertainty) {
  return {std::move(name), kind_of<Q>, quantity.value, standard_uncertainty.value};
}
inline Figure figure(std::string name, double number) { return {std::move(name), Kind::number, number}; }
inline Figure figure(std::string name, Instant at) { return {std::move(name), Kind::instant, 0.0, {}, at.iso()}; }
inline Figure figure(std::string name, std::string text) { return {std::move(name), Kind::text, 0.0, {}, std::move(text)}; }
/// `source` with its year for what the person did not type.
template <class Q>
Used used(std::string name, Q quantity, std::string source = {}) {
  return {std::move(name), kind_of<Q>, quantity.value, {}, {}, std::move(source)};
}
inline Used used(std::string name, double number, std::string source = {}) {
  return {std::move(name), Kind::number, number, {}, {}, std::move(source)};
}
inline Used used(std::string name, Instant at, std::string source = {}) {
  return {std::move(name), Kind::instant, 0.0, at.iso(), {}, std::move(source)};
}
inline Used used(std::string name, std::string text, std::string source = {}) {
  return {std::move(name), Kind::text, 0.0, std::move(text), {}, std::move(source)};
}

/// How a calculation is asked on the command line, and bodies it answers: help, forms and the API show them, a test runs them.
struct Usage {
  std::vector<std::string> positional = {};  // fields that may be given without their name, in order
  std::vector<Json> examples = {};           // two or more
};
struct Calculation {
  std::string name;  // "decay"; its words are PHYS_CALC_DECAY
  Usage usage;
  std::function<void(Fields&)> describe;
  /// Refuses with every field error of the body, or with what the model refuses; each names the field, the value as typed and
  /// what is accepted. Answers never hold a number that is not finite: RESULT_NOT_FINITE names the figure that would be.
  std::function<Result<Answer>(const Json& body)> run;
};

/// A field's name on the command line: half_life is --half-life.
std::string optionOf(std::string field);

/// A model's refusal as one about `field`: refused("NEGATIVE_ACTIVITY", "activity", "0 Bq or more"). The frame adds what was typed.
inline Refusal refused(const char* code, const char* field, std::string accepted) {
  return Refusal::of(code, Json::object({{"field", field}, {"accepted", std::move(accepted)}}));
}

/// Adds what the person typed to a model's refusal or answer, and refuses answers that are not finite (RESULT_NOT_FINITE).
Result<Answer> finished(Result<Answer> result, const Json& body);

/// C is the struct of the question, with fields(); `run` answers it.
template <class C>
Calculation calculation(std::string name, Result<Answer> (*run)(const C&), Usage usage) {
  Calculation made{std::move(name), std::move(usage), {}, {}};
  made.describe = [](Fields& f) { C().fields(f); };
  made.run = [run](const Json& body) -> Result<Answer> {
    C question;
    RequestReader reader(body);
    question.fields(reader);
    if (auto read = reader.finish(); !read) return read.refusal();
    return finished(run(question), body);
  };
  return made;
}

/// Every calculation, in the order people see them.
const std::vector<Calculation>& calculations();
/// NOT_FOUND with the field "calculation".
Result<const Calculation*> findCalculation(std::string_view name);

/// The radioactive nuclide of the shipped dataset that a question names. UNKNOWN_NUCLIDE, STABLE_NUCLIDE.
Result<const Nuclide*> radioactive(const char* field, const std::string& name);

/// `points` values of a curve from 0 to `end`, both with it, evenly.
std::vector<double> evenSteps(double end, int points);

/// An activity that a list names: "Mo-99 40 GBq" or "Mo-99=40 GBq".
struct NamedActivity {
  std::string nuclide;  // as the dataset spells it
  Activity activity;
};
/// The contents of a mixture. EMPTY_MIXTURE without any, UNKNOWN_NUCLIDE, BAD_VALUE, BAD_UNIT; all errors of the list together.
Result<std::vector<NamedActivity>> readContents(const char* field, const std::vector<std::string>& items);

}  // namespace isotrail::workbench
