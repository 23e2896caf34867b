#pragma once
// Whether a site's licence covers an operation, and how full its caps are.
#include <string>

#include "desk/act.h"

namespace isotrail::licensing {

struct CapState {
  bool licensed = false;
  bool expired = false;
  LicenceId licence;
  std::optional<Activity> cap;  // for the nuclide; none: the licence does not name it
  Activity held;                // here and on the road to the site, now
  Activity reserved;            // promised by accepted orders
};
struct LicenceFacts {
  LicenceId licence;
  OrgId org;
  SiteId site;
  std::string kind, agency, number;
  Instant valid_from, valid_until;
  std::vector<std::string> operations;
};
std::vector<LicenceFacts> licences(Db& db);
/// The licence that decides: a valid one that names the nuclide, of several the one with the lowest cap; else the nearest miss.
CapState capState(Db& db, const SiteId& site, const std::string& operation, const std::string& nuclide, Instant at);
/// Gates LICENCE_MISSING, LICENCE_EXPIRED and CAP_EXCEEDED for `added` more at `at`.
void requireLicence(Act& act, const SiteId& site, const std::string& operation, const std::string& nuclide, Activity added, Instant at);
/// Gates LICENCE_MISSING and LICENCE_EXPIRED alone, for acts that add nothing to what the site holds.
void requireLicensed(Act& act, const SiteId& site, const std::string& operation, const std::string& nuclide, Instant at);

}  // namespace isotrail::licensing
