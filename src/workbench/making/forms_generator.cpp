// Elution histories and times of maximum, row by row.
#include <algorithm>

#include "nuclide/generator/buildup.h"
#include "nuclide/generator/generator.h"
#include "workbench/making/forms.h"

namespace isotrail::workbench::making_forms {
namespace {

using making::Atoms;
using making::Eluate;
using making::Elution;
using making::GeneratorSystem;

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find_first_of(separators);
    std::string_view part = text.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) out.emplace_back(part);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

/// "18500000000 Bq": a number that is said what is wrong with in the files' words, then a unit.
Result<Activity> activityOf(const std::string& text) {
  const auto space = text.find(' ');
  const EvalRow number{{"initial", text.substr(0, space)}};
  auto value = cellNumber(number, "initial");
  if (!value) return value.refusal().code == "NONFINITE_VALUE" ? refused("NONFINITE_ACTIVITY", "initial", "a finite activity") : value.refusal();
  auto unit = parseIn(UnitKind::activity, "initial", "1 " + (space == std::string::npos ? "" : text.substr(space + 1)));
  if (!unit) return unit.refusal();
  return Activity(*value * *unit);
}

/// One sequence: its system, and the column as its elutions leave it.
class Sequence {
 public:
  Sequence(const Dataset& set, const std::vector<EvalRow>& rows, const std::vector<std::size_t>& mine) : set_(set), rows_(rows), mine_(mine) {}

  std::vector<std::pair<std::size_t, RowAnswer>> run() {
    std::vector<std::pair<std::size_t, RowAnswer>> out;
    if (auto v = begin(); !v) {
      for (const auto i : mine_) out.emplace_back(i, refusedRow(v.refusal()));
      return out;
    }
    // Once an elution cannot be told, neither can those after it.
    std::optional<Refusal> broken;
    for (const auto& [number, event] : events()) {
      if (!broken)
        if (auto v = next(event); !v) broken = v.refusal();
      for (const auto i : event) out.emplace_back(i, broken ? refusedRow(*broken) : answer(rows_[i]));
    }
    return out;
  }

 private:
  Verdict begin() {
    const auto names = split(cell(rows_[mine_.front()], "generator"), "/");
    if (names.size() != 2) return refused("MISSING_VALUE", "generator", "parent/daughter");
    auto system = GeneratorSystem::of(set_, names[0], names[1]);
    if (!system) return system.refusal();
    system_ = std::move(*system);
    if (const auto eluted = split(cell(rows_[mine_.front()], "eluted_elements"), ";"); !eluted.empty()) {
      system_.eluted.clear();
      for (const auto& name : eluted) {
        auto n = set_.get("eluted_elements", name);
        if (!n) return n.refusal();
        system_.eluted.push_back((*n)->name);
      }
    }
    return load();
  }
  Verdict load() {
    std::map<std::string, Activity> initial;
    for (const auto i : mine_)
      for (const auto& item : split(cell(rows_[i], "initial"), ";|")) {
        const auto eq = item.find('=');
        auto activity =
            eq == std::string::npos ? Result<Activity>(refused("MISSING_VALUE", "initial", "nuclide=activity")) : activityOf(item.substr(eq + 1));
        if (!activity) return activity.refusal();
        initial[item.substr(0, eq)] = *activity;  // the same on every row that says it
      }
    auto atoms = making::loadOf(set_, initial);
    if (!atoms) return atoms.refusal();
    column_ = std::move(*atoms);
    return Done{};
  }
  /// Rows by event number; what is no number counts as its first.
  std::map<double, std::vector<std::size_t>> events() const {
    std::map<double, std::vector<std::size_t>> out;
    for (const auto i : mine_) {
      const auto number = cellNumber(rows_[i], "event");
      out[number ? *number : 0.0].push_back(i);
    }
    return out;
  }
  Verdict next(const std::vector<std::size_t>& event) {
    Numbers n(rows_[event.front()]);
    const Elution e{Seconds(n("t_s")), Fraction(n("efficiency")), Fraction(n("parent_breakthrough_fraction", 0.0))};
    if (n.refused()) return *n.refused();
    if (e.at < at_) return refused(e.at.value < 0 ? "NEGATIVE_TIME" : "OUT_OF_TIME_ORDER", "t_s", "a time not before the elution ahead of it");
    const Elution since{e.at - at_, e.efficiency, e.breakthrough};
    auto eluates = making::elute(system_, column_, std::span(&since, 1));
    if (!eluates) return eluates.refusal();
    eluate_ = std::move(eluates->front());
    column_ = eluate_.column;
    at_ = e.at;
    return Done{};
  }

  double atomsIn(const Atoms& atoms, const std::string& name) const {
    const auto found = atoms.find(name);
    return found == atoms.end() ? 0.0 : found->second;
  }
  RowAnswer answer(const EvalRow& row) const {
    const std::string& quantity = cell(row, "quantity");
    auto n = set_.get("nuclide", cell(row, "nuclide"));
    if (!n) return refusedRow(n.refusal());
    const std::string& name = (*n)->name;
    const double out = atomsIn(eluate_.atoms, name), left = atomsIn(eluate_.column, name), lambda = (*n)->lambda();
    double all = 0;
    for (const auto& eluted : system_.eluted) all += atomsIn(eluate_.atoms, eluted);
    if (quantity == "mole_fraction" && all <= 0) return refusedRow(refused("EMPTY_ELUATE", "efficiency", "an elution that takes something"));
    const std::pair<const char*, double> known[] = {{"eluted_activity_Bq", out * lambda},
                                                    {"eluted_atoms", out},
                                                    {"column_activity_after_Bq", left * lambda},
                                                    {"column_atoms_after", left},
                                                    {"column_activity_before_Bq", (out + left) * lambda},
                                                    {"column_atoms_before", out + left},
                                                    {"mole_fraction", all > 0 ? out / all : 0.0}};
    for (const auto& [word, value] : known)
      if (quantity == word) return answered("expected", value);
    return refusedRow(unknownQuantity(quantity));
  }

  const Dataset& set_;
  const std::vector<EvalRow>& rows_;
  const std::vector<std::size_t>& mine_;
  GeneratorSystem system_;
  Atoms column_;
  Eluate eluate_;
  Seconds at_{0};
};

}  // namespace

std::vector<RowAnswer> generators(const std::vector<EvalRow>& rows, const Dataset* data) {
  const Dataset& set = data ? *data : Dataset::shipped();
  std::vector<RowAnswer> out(rows.size());
  for (const auto& mine : casesOf(rows, "sequence_id"))
    for (auto& [i, answer] : Sequence(set, rows, mine).run()) out[i] = std::move(answer);
  return out;
}

std::vector<RowAnswer> generatorMaxima(const std::vector<EvalRow>& rows, const Dataset*) {
  std::vector<RowAnswer> out;
  for (const auto& row : rows) {
    Numbers n(row);
    const making::Rate parent(n("lambda_parent_per_s")), daughter(n("lambda_daughter_per_s"));
    const Fraction branch(n("branch", 1.0));
    if (n.refused()) {
      out.push_back(refusedRow(*n.refused()));
      continue;
    }
    const auto top = making::timeOfMaximum(parent, daughter, branch);
    if (!top)
      out.push_back(refusedRow(top.refusal()));
    else
      out.push_back(answered({{"t_max_s", top->at.value}, {"A_daughter_over_A_parent_at_t0", top->over_parent.value}}));
  }
  return out;
}

}  // namespace isotrail::workbench::making_forms
