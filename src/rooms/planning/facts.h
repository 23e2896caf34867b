#pragma once
// Plans as other rooms may see them.
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::planning {

struct PlanFacts {
  PlanId plan;
  ProductId product;
  SiteId maker_site;
  std::string consignment;  // "" when none was named
  std::string state;        // draft published
  Json stages;              // [{code,starts,ends,slack_s,waits}]
  Activity needed_eos;
};
std::optional<PlanFacts> plan(Db& db, const PlanId& id);
std::vector<PlanFacts> plans(Db& db);

}  // namespace isotrail::planning
