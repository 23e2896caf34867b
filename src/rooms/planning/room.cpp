#include "rooms/planning/room.h"

#include "rooms/planning/commands.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/outlook/outlook.h"
#include "rooms/planning/records.h"

namespace isotrail::planning {

RoomTable room() {
  RoomTable t("planning");
  t.command<MakePlan>("make-plan", makePlan, "Plan a product's day backwards from the injections.");
  t.command<PublishPlan>("publish-plan", publishPlan, "Publish a plan.", {.meaning = "published"});
  t.view("plans", "planning.read", planList, "Plans with their least slack.");
  t.view("plans", "planning.read", planView, "One plan: stages with slack, orders served and unserved with reasons.", true);
  t.command<MakeDay>("make-day", makeDay, "Plan a whole day: runs, releases, trips and injections of all products together.");
  t.beforehand<MakeDay>(searchDayBefore, kDayChanged);
  t.command<ReviseDay>("revise-day", reviseDay, "Change the plan of a day by hand; it is checked and priced.");
  t.beforehand<ReviseDay>(searchRevisedBefore, kDayChanged);
  t.command<PublishDay>("publish-day", publishDay, "Publish the plan of a day; the one published before is superseded.", {.meaning = "published"});
  t.view("days", "planning.read", dayList, "Plans of whole days, the latest day first.");
  t.view("days", "planning.read", dayView, "The plan of a day: lanes, bars with slack and what really happened, runs, trips, orders with reasons.",
         true, {"against"});
  t.question<WhatIf>("what-if", "planning.read", whatIf, "What follows when something in the plan of a day changes; nothing is kept.");
  t.question<RiskOfDay>("risk", "planning.read", riskOfDay, "How sure a plan is: each patient's chance, lateness, cost, and what spare runs save.");
  t.question<CapacityOfDay>("capacity", "planning.read", capacityOfDay, "What the day of a plan could do with other means or more demand.");
  t.question<RecordChanges>("record-changes", "planning.read", recordChanges, "What the record says happened to a plan, as changes of what-if.");
  t.question<BackTest>("back-test", "planning.read", backTest, "Published plans of past days against what really happened.");
  t.projection("planning", {"planning_plan"}, applyPlanning);
  t.projection("planning_days", {"planning_day", "planning_day_head", "planning_promise", "planning_schedule"}, applyDays);
  return t;
}

}  // namespace isotrail::planning
