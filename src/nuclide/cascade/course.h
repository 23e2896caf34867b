#pragma once
// A mixture over many times: its closed form is put together once, then every time costs one exponential and a few
// multiply-adds a member, eight times side by side. Where that form cancels, the exact one of the members' descents is asked.
#include <cstddef>
#include <span>
#include <vector>

#include "base/instant.h"
#include "nuclide/cascade/lanes.h"

namespace isotrail {

class Dataset;

class Course {
 public:
  struct Part {
    std::size_t nuclide = 0;  // place in the dataset
    double atoms = 0.0;       // at time 0, not negative
  };
  Course(const Dataset& set, std::span<const Part> start);

  /// Places in the dataset of all that is there or comes to be, in the dataset's order.
  const std::vector<std::size_t>& members() const { return members_; }
  /// Atoms of every member at each time (finite, not negative): out[time * members().size() + member]. Any thread.
  void atoms(std::span<const Seconds> times, std::span<double> out) const;

 private:
  struct Source {
    std::size_t part = 0, row = 0;  // of start_, of that part's descent
  };
  void nameNodes();
  void compile();
  double exactly(std::size_t member, Seconds t) const;
  /// Answers for the first of `times` and says for how many: 32 evenly spaced ones, up to eight of any kind, or one of a few.
  std::size_t someOf(std::span<const Seconds> times, std::span<double> out, LaneRoom& room) const;
  /// Puts exact numbers where rows cancelled.
  void repair(std::span<const Seconds> times, const LaneRoom& room, std::span<double> out) const;
  const Dataset& set_;
  std::vector<Part> start_;
  std::vector<std::size_t> members_;
  std::vector<std::uint32_t> nodes_;  // of each member, its exponential among program_.rates
  LaneProgram program_;
  std::vector<std::vector<Source>> sources_;  // of each member
};

}  // namespace isotrail
