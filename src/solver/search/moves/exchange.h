#pragma once
// Finds parts of two trips that are better the other way round: a few stops of one and of the other, or all that follow (2-opt*).
#include <vector>

#include "solver/search/moves/course.h"
#include "solver/search/moves/near.h"

namespace isotrail::solver::search {

class Exchange {
 public:
  Exchange(const Day& day, Courses& courses, Near& near) : day_(day), courses_(courses), near_(near) {}
  /// The best exchange that has an order followed by one near it; `more` is below `limit` EUR when there is one.
  Swap best(const Draft& draft, int order, double limit);

 private:
  struct Side {  // a trip, and which of its positions change hands
    int trip = -1;
    const std::vector<Position>* positions = nullptr;
    std::size_t from = 0, to = 0;
    double waits = 0.0;  // EUR that an exchange may save besides the road
    std::size_t stops() const { return positions->size() - 1; }
    const Position& at(std::size_t k) const { return (*positions)[k]; }
    int placeBefore(std::size_t k) const { return k > 0 ? at(k - 1).place : positions->back().place; }
  };
  bool usable(int trip, int site) const;
  void tryLengths(Side a, Side b);
  void tryOne(const Side& a, const Side& b);
  double waiting(const Side& side) const;
  double road(const Side& a, const Side& b) const;
  bool flow(const Side& a, const Side& b, Flow& flow) const;
  bool timing(const Side& a, const Side& b, Timing& timing);

  const Day& day_;
  Courses& courses_;
  Near& near_;
  const Draft* draft_ = nullptr;
  Swap best_;
  std::vector<int> stops_;
};

}  // namespace isotrail::solver::search
