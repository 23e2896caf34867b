#pragma once
// What waits for a person: derived from where things stand, never kept. A task names the command that ends it, and only
// who may give that command sees it.
#include <optional>
#include <string>
#include <vector>

#include "overview/coverage.h"
#include "overview/sight.h"
#include "signals/signals.h"

namespace isotrail::overview {

struct Task {
  std::string kind;  // the command that ends it, "hotlab.draw-dose"
  std::string about;
  const char* code = "";  // its words in texts.csv
  Json params = Json::object();
  std::optional<Instant> due;
  std::string link;  // screen path
  const char* role = "";
  std::string zone = "Asia/Macau";
};

/// The desk of one person while his tasks are gathered.
struct Waiting {
  ViewRequest& q;
  const Sight& sight;
  const std::vector<Source>& sources;
  const SignalFacts& facts;
  std::vector<Task> tasks;

  void add(Task task) {
    if (q.caller.may(task.kind)) tasks.push_back(std::move(task));
  }
  bool own(const SiteId& site) const { return sight.everything() || (!sight.agency() && sight.orgOf(site) == q.caller.org); }
};

void addMakerTasks(Waiting& w);     // beams, steps, results, release, promises, plans
void addRoadTasks(Waiting& w);      // packing, papers, hand-over, border, delivery
void addHospitalTasks(Waiting& w);  // receipt, calibrator, elution, kits, prescriptions, doses
void addWatchTasks(Waiting& w);     // duties with a clock, recalls

}  // namespace isotrail::overview
