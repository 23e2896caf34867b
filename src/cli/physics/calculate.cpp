// isotrail decay, chain, shield ...: a calculation of the workbench, with its answer as text, CSV, JSON or curves.
#include "base/csv.h"
#include "cli/physics/ask.h"
#include "cli/physics/plot.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "workbench/answer.h"

namespace isotrail::cli {
namespace {

using workbench::Answer;
using workbench::ChosenUnits;
using workbench::Figure;
using workbench::Kind;

constexpr int kTableDigits = 3;   // in the unit that reads well
constexpr int kNumberDigits = 5;  // without a unit
constexpr int kChosenDigits = 7;  // in the unit asked for
constexpr int kPlotLines = 12;

bool isText(Kind kind) { return kind == Kind::text || kind == Kind::instant; }

/// What people asked to see in a unit comes in that unit, named in the head; the rest in a readable one.
struct Presentation {
  const ChosenUnits& units;
  Language language;

  std::string head(const std::string& name, Kind kind) const {
    return workbench::wordOf(name, language) + (units.has(kind) ? " (" + units.unit(kind) + ")" : "");
  }
  std::string cell(const Figure& f) const {
    if (isText(f.kind)) return f.text;
    if (units.has(f.kind)) return showIn(Kind::number, units.convert(f.kind, f.value), kChosenDigits);
    return showIn(f.kind, f.value, insideUnit(f.kind).empty() ? kNumberDigits : kTableDigits);
  }
  std::string number(Kind kind, double inside) const {
    const Figure figure{"", kind, inside};
    return cell(figure) + (units.has(kind) ? " " + units.unit(kind) : "");
  }
};

Table figuresTable(const Answer& answer, const ChosenUnits& units, Language language) {
  Table table{{"", ""}, {}};
  for (const auto& f : answer.figures) table.rows.push_back({workbench::wordOf(f.name, language), workbench::shown(f, units)});
  return table;
}

Table rowsTable(const Answer& answer, const Presentation& show) {
  Table table;
  for (const auto& c : answer.columns) table.heads.push_back((isText(c.kind) ? "" : ">") + show.head(c.name, c.kind));
  for (const auto& row : answer.rows) {
    std::vector<std::string> cells;
    for (const auto& f : row) cells.push_back(show.cell(f));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

/// Where each number came from, so that the answer can be checked.
Table inputsTable(const Answer& answer, const Output& out) {
  Table table{{out.word("CLI_H_INPUT"), out.word("CLI_H_TAKEN"), out.word("CLI_H_SOURCE")}, {}};
  for (const auto& u : answer.inputs) {
    const std::string value = isText(u.kind) ? u.text : showIn(u.kind, u.value, kChosenDigits);
    table.rows.push_back({workbench::wordOf(u.name, out.language()), u.typed.empty() || !u.source.empty() ? value : u.typed,
                          u.source.empty() ? out.word("CLI_TYPED") : (u.typed.empty() ? "" : u.typed + ", ") + u.source});
  }
  return table;
}

std::string csvNumber(const Figure& f, const ChosenUnits& units) { return isText(f.kind) ? f.text : Json(units.convert(f.kind, f.value)).dump(); }
std::string withUnit(const std::string& name, const std::string& unit) { return unit.empty() ? name : name + " (" + unit + ")"; }

/// The table; without one the figures, a line each.
void printCsv(const Answer& answer, const ChosenUnits& units, Output& out) {
  std::vector<std::string> head;
  if (answer.rows.empty()) {
    out.stream() << csvLine({"name", "value", "unit", "u"});
    for (const auto& f : answer.figures)
      out.stream() << csvLine({f.name, csvNumber(f, units), units.unit(f.kind), f.u ? Json(units.convert(f.kind, *f.u)).dump() : ""});
    return;
  }
  for (const auto& c : answer.columns) head.push_back(withUnit(c.name, units.unit(c.kind)));
  out.stream() << csvLine(head);
  for (const auto& row : answer.rows) {
    std::vector<std::string> cells;
    for (const auto& f : row) cells.push_back(csvNumber(f, units));
    out.stream() << csvLine(cells);
  }
}

void printCurve(const workbench::Curve& curve, const Presentation& show, bool log, Output& out) {
  const PlotRange range = plotRange(curve.ys, log);
  if (!range.drawn || curve.xs.size() < 2) return;
  const std::string high = show.number(curve.y, range.high), low = show.number(curve.y, range.low);
  const std::size_t margin = std::max(displayWidth(high), displayWidth(low));
  const int columns = std::max(20, terminalColumns() - static_cast<int>(margin) - 2);
  const auto lines = plotLines(curve.xs, curve.ys, {columns, kPlotLines}, log);
  if (lines.empty()) return;
  out.heading(workbench::wordOf(curve.name, show.language) + (log ? " (log)" : ""));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string label = i == 0 ? high : i + 1 == lines.size() ? low : "";
    out.print(std::string(margin - displayWidth(label), ' ') + label + " " + lines[i]);
  }
  const std::string from = show.number(curve.x, curve.xs.front()), to = show.number(curve.x, curve.xs.back());
  const std::size_t gap = static_cast<std::size_t>(columns) - std::min(static_cast<std::size_t>(columns), displayWidth(from) + displayWidth(to));
  out.print(std::string(margin + 1, ' ') + from + std::string(gap, ' ') + to);
}

void printText(const Answer& answer, const Invocation& in, const Presentation& show, Output& out) {
  if (!answer.figures.empty()) out.table(figuresTable(answer, show.units, show.language));
  if (!answer.rows.empty()) {
    if (!answer.figures.empty()) out.print();
    out.table(rowsTable(answer, show));
  }
  if (in.curve)
    for (const auto& curve : answer.curves) printCurve(curve, show, in.log_axis, out);
  for (const auto& n : answer.notes) out.print(codeText(n.code, show.language, n.params).text);
  out.print();
  out.table(inputsTable(answer, out));
  out.print(answer.formula);
}

}  // namespace

int calculateVerb(const Invocation& in, Output& out) {
  auto units = ChosenUnits::from(in.units);
  if (!units) return out.refuse(units.refusal());
  auto body = typedBody(in, SystemClock().now());
  if (!body) return out.refuse(body.refusal());
  auto answer = in.calculation->run(*body);
  if (!answer) return out.refuse(answer.refusal());
  if (out.json()) {
    out.answer(workbench::answerJson(in.calculation->name, *answer, *units, out.language()));
    return kDone;
  }
  out.note(workbench::titleOf(*in.calculation, out.language()) + ", " + answer->dataset);
  if (in.csv) {
    printCsv(*answer, *units, out);
    for (const auto& n : answer->notes) out.note(codeText(n.code, out.language(), n.params).text);
    return kDone;
  }
  printText(*answer, in, {*units, out.language()}, out);
  return kDone;
}

}  // namespace isotrail::cli
