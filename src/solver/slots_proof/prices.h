#pragma once
// A price on every tick of rooms, people and cameras and on every MBq of a vial. Whatever the prices, what each patient would choose
// alone, less what the capacity is worth, is a cost no timetable goes below (Lagrangian relaxation); good prices make it a close one.
#include <vector>

#include "solver/slots_proof/choices.h"

namespace isotrail::solver::slots {

/// What is still possible: of each open patient the choices that are left, by their number.
using Left = std::vector<std::vector<int>>;

struct Prices {
  std::vector<double> tick;         // by resource and tick
  std::vector<double> full, least;  // by vial: of what is short at full doses, of what the least doses must not exceed
};
/// Of one product: who may be served or not, and which of them together, by the bits of `who`.
struct Together {
  std::vector<int> who;
  std::vector<unsigned> sets;  // none: those who must be served are too many already
};
/// A patient's cheapest ways at some prices, infinite where there is none.
struct Cheapest {
  double served, none;
  int served_pick = -1, none_pick = -1;
};
struct Weighed {
  double base = 0.0;  // what the capacity is worth, negative
  std::vector<Cheapest> cheapest;
  std::vector<std::vector<double>> cost;  // of every choice left, as in `Left`
};
struct Priced {
  double bound = 0.0;
  std::vector<int> pick;                        // by patient: what is taken of what is left
  std::vector<std::vector<double>> bound_with;  // were this choice taken, as in `Left`
};
class Pricing {
 public:
  /// Of what a timetable costs; with a product: of the least it draws from that product's vials, whatever they hold.
  explicit Pricing(const Choices& choices, int product = -1);
  Prices none() const;
  Weighed weigh(const Prices& prices, const Left& left) const;
  /// Each patient's cheapest, of those in `together` the cheapest set.
  Priced at(const Prices& prices, const Left& left, const std::vector<Together>& together = {}) const;
  /// Better prices by so many steps of the subgradient towards `aim`, the cost of a timetable; the best that were met.
  Priced climb(Prices& prices, const Left& left, double aim, int steps, double stride, const std::vector<Together>& together = {}) const;

 private:
  void step(Prices& prices, const Priced& now, double aim, double stride) const;

  const Choices& c_;
  bool vials_;                             // what the vials hold is priced
  std::vector<std::vector<double>> cost_;  // by patient and choice, without prices
  double unit_ = 1.0;                      // MBq: an ordinary dose, to weigh vials against ticks
  std::vector<std::vector<Stretch>> use_;  // by patient, three a choice; the resource is -1 where there is none
};

}  // namespace isotrail::solver::slots
