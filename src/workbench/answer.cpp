#include "workbench/answer.h"

#include <algorithm>

#include "nuclide/dataset.h"

namespace isotrail::workbench {
namespace {

constexpr int kDigits = 4;  // of what people read; programs get the whole number

std::string inCapitals(std::string name) {
  for (char& c : name) c = c == '-' ? '_' : (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}
std::string wordOr(const std::string& code, std::string otherwise, Language language) {
  std::string text = codeText(code, language, Json::object()).text;
  return text == code ? std::move(otherwise) : text;
}

bool isText(Kind kind) { return kind == Kind::text || kind == Kind::instant; }

Json valueOf(const Figure& f, const ChosenUnits& units) { return isText(f.kind) ? Json(f.text) : Json(units.convert(f.kind, f.value)); }

Json inputJson(const Used& u, const ChosenUnits& units, Language language) {
  Json j = Json::object({{"name", u.name}, {"word", wordOf(u.name, language)}, {"kind", kindName(u.kind)}, {"typed", u.typed}});
  j.set("value", isText(u.kind) ? Json(u.text) : Json(units.convert(u.kind, u.value))).set("unit", units.unit(u.kind));
  return j.set("source", u.source);
}
Json figureJson(const Figure& f, const ChosenUnits& units, Language language) {
  Json j = Json::object({{"name", f.name}, {"word", wordOf(f.name, language)}, {"kind", kindName(f.kind)}});
  j.set("value", valueOf(f, units)).set("unit", units.unit(f.kind));
  if (f.u) j.set("u", units.convert(f.kind, *f.u));
  return j.set("shown", shown(f, units));
}
Json curveJson(const Curve& c, const ChosenUnits& units, Language language) {
  Json xs = Json::array(), ys = Json::array();
  for (const double x : c.xs) xs.push(units.convert(c.x, x));
  for (const double y : c.ys) ys.push(units.convert(c.y, y));
  return Json::object({{"name", c.name},
                       {"word", wordOf(c.name, language)},
                       {"x_word", c.x_name.empty() ? std::string() : wordOf(c.x_name, language)},
                       {"x_kind", kindName(c.x)},
                       {"x_unit", units.unit(c.x)},
                       {"y_kind", kindName(c.y)},
                       {"y_unit", units.unit(c.y)},
                       {"xs", xs},
                       {"ys", ys}});
}

/// Units of a kind with how many inside units each is, and whether it is one that readable figures are written in.
Json unitsJson(Kind kind) {
  Json of = Json::array();
  for (const auto& unit : unitsOf(kind)) {
    const double inside = *parseIn(kind, "in", "1 " + unit);
    of.push(Json::object({{"unit", unit}, {"inside", inside}, {"readable", readableUnit(kind, inside) == unit}}));
  }
  return of;
}

}  // namespace

Result<ChosenUnits> ChosenUnits::from(const std::vector<std::string>& units) {
  ChosenUnits out;
  for (const auto& unit : units) {
    bool known = false;
    for (int k = 0; k <= static_cast<int>(Kind::share); ++k) {
      const Kind kind = static_cast<Kind>(k);
      if (!inUnit(kind, 0.0, unit)) continue;
      if (out.has(kind)) return Refusal::field({"in", "BAD_VALUE", unit, "one unit of a kind, once", 0, 0});
      out.chosen_.emplace_back(kind, unit);
      known = true;
    }
    if (!known) {
      std::string accepted;
      for (int k = 0; k <= static_cast<int>(Kind::share); ++k)
        if (const auto of = acceptedUnits(static_cast<Kind>(k)); !of.empty()) accepted += (accepted.empty() ? "" : ", ") + of;
      return Refusal::field({"in", "BAD_UNIT", unit, accepted, 0, 0});
    }
  }
  return out;
}
bool ChosenUnits::has(Kind kind) const {
  return std::any_of(chosen_.begin(), chosen_.end(), [&](const auto& c) { return c.first == kind; });
}
std::string ChosenUnits::unit(Kind kind) const {
  for (const auto& [of, unit] : chosen_)
    if (of == kind) return unit;
  return std::string(insideUnit(kind));
}
double ChosenUnits::convert(Kind kind, double inside) const {
  const std::string to = unit(kind);
  return to.empty() ? inside : *inUnit(kind, inside, to);
}

std::string wordOf(const std::string& name, Language language) { return wordOr("PHYS_" + inCapitals(name), name, language); }
std::string titleOf(const Calculation& c, Language language) { return wordOr("PHYS_CALC_" + inCapitals(c.name), c.name, language); }

std::string shown(const Figure& f, const ChosenUnits& units) {
  if (isText(f.kind)) return f.text;
  if (!units.has(f.kind)) return showIn(f.kind, f.value, kDigits) + (f.u ? " ± " + showIn(f.kind, *f.u, 2) : "");
  const std::string unit = " " + units.unit(f.kind);
  const std::string u = f.u ? " ± " + showIn(Kind::number, units.convert(f.kind, *f.u), 2) + unit : "";
  return showIn(Kind::number, units.convert(f.kind, f.value), kDigits) + unit + u;
}

Json answerJson(const std::string& calculation, const Answer& a, const ChosenUnits& units, Language language) {
  Json inputs = Json::array(), figures = Json::array(), columns = Json::array(), rows = Json::array(), curves = Json::array(), notes = Json::array();
  for (const auto& u : a.inputs) inputs.push(inputJson(u, units, language));
  for (const auto& f : a.figures) figures.push(figureJson(f, units, language));
  for (const auto& c : a.columns)
    columns.push(Json::object({{"name", c.name}, {"word", wordOf(c.name, language)}, {"kind", kindName(c.kind)}, {"unit", units.unit(c.kind)}}));
  for (const auto& r : a.rows) {
    Json row = Json::array();
    for (const auto& f : r) row.push(valueOf(f, units));
    rows.push(std::move(row));
  }
  for (const auto& c : a.curves) curves.push(curveJson(c, units, language));
  for (const auto& n : a.notes) notes.push(Json::object({{"code", n.code}, {"text", codeText(n.code, language, n.params).text}}));
  return Json::object({{"calculation", calculation},
                       {"dataset", a.dataset},
                       {"formula", a.formula},
                       {"inputs", inputs},
                       {"figures", figures},
                       {"columns", columns},
                       {"rows", rows},
                       {"curves", curves},
                       {"notes", notes}});
}

Result<Json> answerBody(const Calculation& calculation, const Json& body, Language language) {
  Json question = Json::object();
  for (const auto& [key, value] : body.members())
    if (key != "in") question.set(key, value);
  std::vector<std::string> wanted;
  for (const auto& unit : body["in"].items()) wanted.push_back(unit.text());
  const bool listed = !body.has("in") || body["in"].isArray();
  auto units = listed ? ChosenUnits::from(wanted) : Refusal::field({"in", "BAD_VALUE", body["in"].dump(), "a list of units: [\"MBq\", \"h\"]", 0, 0});
  auto answer = calculation.run(body.isObject() ? question : body);
  if (!units) {
    Refusal both = answer ? units.refusal() : answer.refusal();
    if (!answer) both.fields.push_back(units.refusal().fields.front());
    return both;
  }
  if (!answer) return answer.refusal();
  return answerJson(calculation.name, *answer, *units, language);
}

Json calculationJson(const Calculation& c, Language language) {
  SchemaWriter writer;
  c.describe(writer);
  Json words = Json::object(), positional = Json::array(), examples = Json::array();
  for (const auto& name : writer.names()) words.set(name, wordOf(name, language));
  for (const auto& name : c.usage.positional) positional.push(name);
  for (const auto& example : c.usage.examples) examples.push(example);
  return Json::object({{"name", c.name},
                       {"title", titleOf(c, language)},
                       {"fields", writer.take()},
                       {"words", words},
                       {"positional", positional},
                       {"examples", examples}});
}

Json workbenchJson(Language language) {
  Json units = Json::object(), list = Json::array();
  for (int k = 0; k <= static_cast<int>(Kind::share); ++k) {
    Json of = unitsJson(static_cast<Kind>(k));
    if (of.size() > 0) units.set(kindName(static_cast<Kind>(k)), std::move(of));
  }
  for (const auto& c : calculations()) list.push(calculationJson(c, language));
  return Json::object({{"dataset", Dataset::shipped().version()}, {"units", units}, {"calculations", list}});
}

}  // namespace isotrail::workbench
