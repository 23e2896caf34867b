// Earlier cycles: what they gave to those near, and how cycles share a limit of a year or of a treatment.
#include <algorithm>

#include "rooms/clinic/release/release.h"

namespace isotrail::clinic {
namespace {

constexpr Seconds kYear = days(365);

/// By the way this cycle empties where it is the same nuclide, else by decay alone; let go after as long a stay.
Dose estimated(const ReleasePatient& c, const Leaving& l, const EarlierCycle& e) {
  ReleasePatient then = c;
  if (e.nuclide != l.nuclide) then.model.reset(), then.effective_half_life.reset();
  const auto retention = retentionOf(then, *e.nuclide);
  const RateConstant constant = constantOf(*e.nuclide);
  return retention && constant.value > 0 ? *patientDose(constant, e.net, *retention, nearby(*e.nuclide), l.at - l.given.at) : Dose();
}

}  // namespace

std::vector<CycleDose> cycleDoses(const ReleasePatient& c, const Leaving& l, Dose now) {
  std::vector<CycleDose> out;
  for (const EarlierCycle& e : l.earlier)
    out.push_back({e.dose, e.given_at, e.adult ? *e.adult : estimated(c, l, e), l.at - e.given_at < kYear, e.same_course});
  out.push_back({l.given.dose, l.given.at, now, true, true});
  return out;
}

int cyclesSharing(const ReleaseLimit& limit, const std::vector<CycleDose>& cycles, const Leaving& l) {
  const bool year = limit.per == "year";
  int sharing = 0, ahead = 0;
  Instant first = l.given.at;
  for (const CycleDose& d : cycles) {
    if (!(year ? d.in_year : d.in_treatment)) continue;
    ++sharing;
    first = std::min(first, d.given_at);
  }
  for (int k = 1; k <= l.ahead; ++k)
    if (!year || l.given.at + Seconds(l.gap.value * k) - first < kYear) ++ahead;
  return sharing + ahead;
}

}  // namespace isotrail::clinic
