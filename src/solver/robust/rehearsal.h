#pragma once
// A plan carried out in one scenario: runs fail or yield less, trips wait for what they carry and leave what there is none of.
#include <optional>
#include <vector>

#include "solver/robust/scenario.h"

namespace isotrail::solver {

/// A run that stands by for another one of the plan.
struct Spare {
  int of = 0;     // index of the plan's run
  rppd::Run run;  // without orders
};

struct Outcome {
  std::vector<int> patients;  // by order: injected
  std::vector<int> late;      // by order: minutes after its window, where it arrives
  double cost = 0.0;          // EUR: what the day costs as it goes, patients who were not served included
};

class Rehearsal {
 public:
  /// The plan is one of the instance; times that are planned are kept where nothing keeps them from it. A run's `made` is what its beam
  /// is set to give at the planned end of synthesis, in MBq; without it the line's whole.
  Rehearsal(const rppd::Instance& instance, const rppd::Plan& plan, std::vector<Spare> spares = {});
  Outcome in(const Scenario& scenario) const;

 private:
  struct Made {
    bool failed = false;
    int end = 0, released = 0;
    double left = 0.0;  // MBq at `end`
  };
  struct Arrival {
    int at = 0;
    double km = 0.0;
  };
  struct Run {
    const rppd::Run* run = nullptr;
    int number = 0;  // among those of its line
    int index = 0;   // in the plan; -1: a spare
    int spare_of = -1;
  };
  std::vector<Made> make(const Scenario& scenario) const;
  double drawFor(const rppd::Order& order, int patients, int end) const;
  int serve(const rppd::Order& order, Made& made) const;
  std::optional<Arrival> drive(const Scenario& scenario, int from, int to, int leave) const;
  std::optional<Arrival> byPosts(const Scenario& scenario, const rppd::Place& a, const rppd::Place& b, double road, int leave) const;
  const rppd::Place& place(int p) const;
  void carry(const Scenario& scenario, const rppd::Trip& trip, std::vector<Made>& made, std::vector<int>& free_from, Outcome& out) const;

  const rppd::Instance& in_;
  const rppd::Plan& plan_;
  std::vector<Spare> spares_;
  std::vector<Run> runs_;                 // of the plan and spares, by line and start
  std::vector<int> run_of_, spare_of_;    // by order; of runs_, or -1
  std::vector<const rppd::Trip*> trips_;  // by departure
  double fixed_ = 0.0;                    // EUR of runs, beam and vehicles
};

}  // namespace isotrail::solver
