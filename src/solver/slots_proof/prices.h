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
struct Priced {
  double bound = 0.0;
  std::vector<int> pick;                  // by patient: the cheapest of what is left
  std::vector<double> least;              // its price
  std::vector<std::vector<double>> cost;  // of every choice left, as in `Left`
};
class Pricing {
 public:
  /// Of what a timetable costs; with a product: of the least it draws from that product's vials, whatever they hold.
  explicit Pricing(const Choices& choices, int product = -1);
  Prices none() const;
  Priced at(const Prices& prices, const Left& left) const;
  /// Better prices by so many steps of the subgradient towards `aim`, the cost of a timetable; the best that were met.
  Priced climb(Prices& prices, const Left& left, double aim, int steps, double stride) const;

 private:
  void step(Prices& prices, const Priced& now, double aim, double stride) const;

  const Choices& c_;
  bool vials_;                             // what the vials hold is priced
  std::vector<std::vector<double>> cost_;  // by patient and choice, without prices
  double unit_ = 1.0;                      // MBq: an ordinary dose, to weigh vials against ticks
  std::vector<std::vector<Stretch>> use_;  // by patient, three a choice; the resource is -1 where there is none
};

}  // namespace isotrail::solver::slots
