#pragma once
// The commands of the planning room as people send them.
#include "desk/act.h"

namespace isotrail::planning {

struct MakePlan {
  PlanId plan;
  ProductId product;
  LaneId lane;
  SiteId maker_site;
  std::optional<ConsignmentId> consignment;
  std::optional<std::vector<std::string>> orders;
  std::optional<std::string> day;
  void fields(Fields& f) {
    f("plan", plan, "number of the plan");
    f("product", product, "what is made");
    f("lane", lane, "the way it goes");
    f("maker_site", maker_site, "where it is made");
    f("consignment", consignment, "the consignment it is for");
    f("orders", orders, "which promised orders; without it all of the day");
    f("day", day, "the day of injection, such as 2025-12-17, in the maker's zone; without it today");
  }
};
struct PublishPlan {
  PlanId plan;
  void fields(Fields& f) { f("plan", plan, "the plan"); }
};

Verdict makePlan(Act& act, const MakePlan& c);
Verdict publishPlan(Act& act, const PublishPlan& c);

}  // namespace isotrail::planning
