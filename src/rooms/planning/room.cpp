#include "rooms/planning/room.h"

#include "rooms/planning/commands.h"
#include "rooms/planning/records.h"

namespace isotrail::planning {

RoomTable room() {
  RoomTable t("planning");
  t.command<MakePlan>("make-plan", makePlan, "Plan a product's day backwards from the injections.");
  t.command<PublishPlan>("publish-plan", publishPlan, "Publish a plan.", {.meaning = "published"});
  t.view("plans", "planning.read", planList, "Plans with their least slack.");
  t.view("plans", "planning.read", planView, "One plan: stages with slack, orders served and unserved with reasons.", true);
  t.projection("planning", {"planning_plan"}, applyPlanning);
  return t;
}

}  // namespace isotrail::planning
