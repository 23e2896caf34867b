// One nuclide a row, with the half-life the row states or the newest dataset's.
#include <cmath>

#include "nuclide/inventory.h"
#include "units/time.h"
#include "workbench/decay/forms.h"

namespace isotrail::workbench::decay_forms {
namespace {

constexpr double kAvogadro = 6.02214076e23;  // per mol, exact (SI 2019)

Result<Seconds> checkedHalfLife(const EvalRow& row, const char* column, Seconds t) {
  if (!std::isfinite(t.value)) return refusedIn(column, "NONFINITE_HALF_LIFE", cell(row, column), "a finite half-life");
  if (t.value < 0) return refusedIn(column, "NEGATIVE_HALF_LIFE", cell(row, column), "more than 0");
  if (t.value == 0) return refusedIn(column, "ZERO_HALF_LIFE", cell(row, column), "more than 0");
  return t;
}

/// As evaluated, value and unit; else seconds; else the dataset's.
Result<Nuclide> nuclideOf(const EvalRow& row, const Dataset* data) {
  const Dataset& set = data ? *data : Dataset::shipped();
  Nuclide n;
  n.name = cell(row, "nuclide");
  const bool evaluated = !cell(row, "half_life").empty() && !cell(row, "half_life_unit").empty();
  const char* const column = evaluated ? "half_life" : "half_life_s";
  if (!evaluated && cell(row, "half_life_s").empty()) {
    const auto known = set.get("nuclide", n.name);
    if (!known) return known.refusal();
    if ((*known)->stable) return refusedIn("nuclide", "STABLE_NUCLIDE", n.name, "a radioactive nuclide");
    return **known;
  }
  const auto number = cellNumber(row, column);
  if (!number && number.refusal().code == "NONFINITE_VALUE") return refusedIn(column, "NONFINITE_HALF_LIFE", cell(row, column), "a finite half-life");
  if (!number) return number.refusal();
  const auto seconds = evaluated ? halfLifeSeconds(column, *number, cell(row, "half_life_unit")) : Result<Seconds>(Seconds(*number));
  if (!seconds) return seconds.refusal();
  const auto checked = checkedHalfLife(row, column, *seconds);
  if (!checked) return checked.refusal();
  n.half_life = *checked;
  return n;
}

Result<Activity> activityIn(const EvalRow& row) {
  const auto a = cellNumber(row, "A0_Bq");
  if (!a && a.refusal().code == "NONFINITE_VALUE") return refusedIn("A0_Bq", "NONFINITE_ACTIVITY", cell(row, "A0_Bq"), "a finite activity");
  if (!a) return a.refusal();
  if (*a < 0) return refusedIn("A0_Bq", "NEGATIVE_ACTIVITY", cell(row, "A0_Bq"), "0 Bq or more");
  return Activity(*a);
}

/// With its offset, or local with its zone and, in a fold, which of the two: 0 the first, 1 the second.
Result<Instant> instantIn(const EvalRow& row, const std::string& which) {
  const std::string &time = cell(row, which + "_time"), &zone = cell(row, which + "_zone"), &fold = cell(row, which + "_fold");
  if (time.empty()) return Refusal::field({which + "_time", "MISSING_VALUE", "", "an instant", 0, 0});
  if (!zone.empty() && !isZone(zone)) return Refusal::field({which + "_zone", "UNKNOWN_ZONE", zone, "an IANA zone such as Asia/Macau", 0, 0});
  if (!fold.empty() && fold != "0" && fold != "1") return Refusal::field({which + "_fold", "BAD_FOLD", fold, "0 or 1", 0, 0});
  auto t = parseInstant(which + "_time", time + (zone.empty() ? "" : "[" + zone + "]"));
  if (t.ok() || fold.empty() || t.refusal().code != "LOCAL_TIME_AMBIGUOUS") return t;
  const std::string& both = t.refusal().fields.at(0).accepted;  // "first or second"
  const auto between = both.find(" or ");
  return parseInstant(which + "_time", fold == "0" ? both.substr(0, between) : both.substr(between + 4));
}

Result<Seconds> elapsedIn(const EvalRow& row) {
  if (!cell(row, "ref_time").empty() || !cell(row, "eval_time").empty()) {
    const auto from = instantIn(row, "ref"), to = instantIn(row, "eval");
    if (!from) return from.refusal();
    if (!to) return to.refusal();
    return *to - *from;
  }
  const auto t = cellNumber(row, "elapsed_s");
  if (!t && t.refusal().code == "NONFINITE_VALUE") return refusedIn("elapsed_s", "NONFINITE_TIME", cell(row, "elapsed_s"), "a finite time");
  if (!t) return t.refusal();
  return Seconds(*t);
}

/// The number after `mark` in the quantity's name, up to the next blank or bracket.
Result<double> numberAfter(const std::string& quantity, std::string_view mark) {
  const auto from = quantity.find(mark);
  if (from == std::string::npos) return Refusal::field({"expected_quantity", "MISSING_VALUE", quantity, std::string(mark) + "...", 0, 0});
  const auto begin = from + mark.size(), end = quantity.find_first_of(" )", begin);
  return cellNumber({{"expected_quantity", quantity.substr(begin, end == std::string::npos ? end : end - begin)}}, "expected_quantity");
}

Result<double> massOf(const Nuclide& n, double atoms, const std::string& quantity) {
  Result<double> u = quantity.find("atomic mass ") == std::string::npos ? Result<double>(n.atomic_mass_u) : numberAfter(quantity, "atomic mass ");
  if (!u) return u;
  if (*u <= 0) {
    const Nuclide* known = Dataset::shipped().find(n.name);
    u = known ? known->atomic_mass_u : 0.0;
  }
  if (*u <= 0) return refusedIn("expected_quantity", "BAD_ATOMIC_MASS", quantity, "an atomic mass above 0 u");
  return atoms * *u / kAvogadro;
}

Result<double> timeToFraction(const Nuclide& n, const std::string& quantity) {
  const auto fraction = numberAfter(quantity, "A/A0=");
  if (!fraction) return fraction.refusal();
  if (*fraction <= 0) return refusedIn("expected_quantity", "UNREACHABLE_ACTIVITY", quantity, "a fraction above 0");
  return decaySlack(n, Activity(1), Activity(*fraction)).value;
}

Result<double> overTime(const EvalRow& row, const Nuclide& n, Activity a, const std::string& quantity) {
  const auto elapsed = elapsedIn(row);
  if (!elapsed) return elapsed.refusal();
  if (quantity == "activity_Bq") return decayed(n, a, *elapsed).value;
  if (elapsed->value < 0) return refusedIn("elapsed_s", "NEGATIVE_TIME", cell(row, "elapsed_s"), "0 s or more");
  if (quantity == "number_of_decays") return decaysDuring(n, a, *elapsed);
  return elapsed->value > 0 ? decaysDuring(n, a, *elapsed) / elapsed->value : a.value;
}

Result<double> answerOf(const EvalRow& row, const Dataset* data) {
  const auto n = nuclideOf(row, data);
  if (!n) return n.refusal();
  const std::string& quantity = cell(row, "expected_quantity");
  const auto a = activityIn(row);
  if (!a) return a.refusal();
  if (quantity.find("A/A0=") != std::string::npos) return timeToFraction(*n, quantity);
  if (quantity == "atoms") return a->value / n->lambda();
  if (quantity.starts_with("mass_g")) return massOf(*n, a->value / n->lambda(), quantity);
  if (quantity == "activity_Bq" || quantity == "number_of_decays" || quantity == "mean_activity_Bq") return overTime(row, *n, *a, quantity);
  return unknownQuantity(quantity);
}

}  // namespace

std::vector<RowAnswer> singleDecay(const std::vector<EvalRow>& rows, const Dataset* data) {
  std::vector<RowAnswer> out;
  for (const auto& row : rows) {
    const auto v = answerOf(row, data);
    out.push_back(v ? answered("expected", *v) : refusedRow(v.refusal()));
  }
  return out;
}

}  // namespace isotrail::workbench::decay_forms
