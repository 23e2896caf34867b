#pragma once
// What a site held at any time by all records together, against the caps that any record states for it.
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/ports.h"

namespace isotrail::sync {

/// A cap and the first instant of a day at which more was held.
struct Exceeded {
  std::string licence, nuclide;
  Instant from;
  double held_bq = 0, max_bq = 0;
  Json json(const std::string& site) const;
};
/// One for each licence, nuclide and day (UTC) on which the site's holdings passed the cap.
std::vector<Exceeded> capsExceeded(Db& db, const std::string& site);

}  // namespace isotrail::sync
