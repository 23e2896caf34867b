#pragma once
// Of the beginnings of a timetable that serve the same patients, those that no other one is at least as good as.
#include <cstdint>
#include <vector>

#include "solver/slots_proof/prices.h"

namespace isotrail::solver::slots {

/// A beginning: who is served, and what that leaves. Rooms and people are not named: whoever is last in an alike one may be in any.
struct Label {
  unsigned served = 0;
  int time = 0;
  double cost = 0.0;
  std::vector<double> above;                        // by measure
  std::vector<double> full, least;                  // drawn from each vial
  std::vector<int> free;                            // from when each room, then each person, is free; alike ones in the order of their minutes
  std::vector<std::uint64_t> busy;                  // ticks of each camera
  int back = -1;                                    // of the steps
  bool taken(std::size_t camera, int tick) const {  // `camera`: where its ticks begin
    return (busy[camera + static_cast<std::size_t>(tick / 64)] >> (tick % 64) & 1U) != 0;
  }
};

class Dominance {
 public:
  /// Of the open patients `who`, whose choices are `left`: `minutes` of all their injections, and by minute the tick before which nobody
  /// who is injected then or later is scanned. All three outlive it.
  Dominance(const Choices& choices, const std::vector<int>& who, const Left& left, const std::vector<int>& minutes,
            const std::vector<int>& scan_from);
  /// Adds to `layer` those of `some`, all of which serve the patients `served` of `who`. `some` is used up.
  void keep(unsigned served, std::vector<Label>& some, std::vector<Label>& layer) const;

 private:
  /// What those who are not served yet will draw from each vial, and how short a scan of each camera may be.
  struct Rest {
    std::vector<double> most_need, least_need, most_least;
    std::vector<int> scan;  // ticks
    bool nobody = true;
  };
  Rest restOf(unsigned served) const;
  std::vector<std::uint64_t> filled(const Label& l, const Rest& rest) const;
  bool asGood(const Label& a, const Label& b, const std::vector<std::uint64_t>& closed, const Rest& rest) const;
  double lackedMore(const Label& a, const Label& b, const Rest& rest) const;

  const Choices& c_;
  const List& list_;
  const std::vector<int>&who_, &minutes_, &scan_from_;
  std::size_t words_;                               // of 64 ticks, of each camera
  std::vector<std::vector<const Choice*>> chosen_;  // by served patient: what is left
};

}  // namespace isotrail::solver::slots
