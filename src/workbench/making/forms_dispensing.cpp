// Vials drawn from, row by row: the rows of a case are one vial's.
#include <algorithm>
#include <cmath>

#include "nuclide/dispensing/vial.h"
#include "workbench/making/forms.h"

namespace isotrail::workbench::making_forms {
namespace {

using making::DrawnVial;

Result<DrawnVial> vialOf(const EvalRow& row) {
  Numbers n(row);
  const Seconds half_life(n("half_life_s"));
  const making::Vial vial{Activity(n("vial_A_MBq") * 1e6), Volume(n("vial_volume_mL") * 1e-3), Volume(n("dead_volume_mL", 0.0) * 1e-3)};
  if (n.refused()) return *n.refused();
  return DrawnVial::make(half_life, vial);
}

/// A row that cannot be told draws nothing; the vial goes on.
RowAnswer drawn(DrawnVial& vial, const EvalRow& row) {
  if (const std::string& what = cell(row, "draw"); !what.empty() && what != "draw") return refusedRow(unknownKind(what));
  Numbers n(row);
  const making::Draw draw{Seconds(n("t_s")), Activity(n("requested_MBq") * 1e6)};
  if (n.refused()) return refusedRow(*n.refused());
  const auto d = vial.draw(draw);
  if (!d) return refusedRow(d.refusal());
  RowAnswer out = answered({{"remaining_volume_mL", d->left.value * 1e3}, {"remaining_activity_MBq", d->left_activity.value * 1e-6}});
  if (!out.error.empty()) return out;
  if (const double ml = d->volume ? d->volume->value * 1e3 : INFINITY; std::isfinite(ml)) out.cells["volume_mL"] = evalNumber(ml);
  out.cells["status"] = nameOf(d->state);
  return out;
}

}  // namespace

std::vector<RowAnswer> dispensing(const std::vector<EvalRow>& rows, const Dataset*) {
  std::vector<RowAnswer> out(rows.size());
  for (auto mine : casesOf(rows, "case_id")) {
    const auto place = [&](std::size_t i) {
      const auto n = cellNumber(rows[i], "sequence");
      return n ? *n : 1e300;  // without its number a row stays where it stands, after the others
    };
    std::stable_sort(mine.begin(), mine.end(), [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
    auto vial = vialOf(rows[mine.front()]);
    for (const auto i : mine) out[i] = vial ? drawn(*vial, rows[i]) : refusedRow(vial.refusal());
  }
  return out;
}

}  // namespace isotrail::workbench::making_forms
