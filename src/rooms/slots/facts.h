#pragma once
// Injection rooms and cameras as other rooms may see them.
#include <string>
#include <utility>
#include <vector>

#include "desk/act.h"

namespace isotrail::slots {

struct PlaceFacts {
  std::string place, name;
  bool camera = false;                            // else an injection room
  std::string opens, closes;                      // "07:30", where the site is
  std::vector<std::string> products;              // that a camera takes; empty: any
  std::vector<std::pair<Instant, Instant>> shut;  // from when until when it cannot be used
};
/// Those a hospital has declared.
std::vector<PlaceFacts> places(Db& db, const SiteId& site);

}  // namespace isotrail::slots
