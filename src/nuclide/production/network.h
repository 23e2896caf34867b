#pragma once
// Members that lose atoms at constant rates (decay, capture, washing out) and pass some of them on. The answer is the sum
// over paths of N(0) prod(transfer t) exp[-removal t ...], the same divided difference that decay chains use.
#include <span>
#include <vector>

#include "nuclide/dataset.h"
#include "nuclide/production/amounts.h"

namespace isotrail::making {

class Network {
 public:
  /// `removal`: every loss of the member together. Answers its index.
  std::size_t member(Rate removal);
  /// What `from` passes to `to`, part of its removal. The graph has no ring.
  void pass(std::size_t from, std::size_t to, Rate transfer);
  /// Atoms of every member after `elapsed` (not negative), given those of now. A member with removal 0 and a transfer is a
  /// source: it passes on and keeps what it has (a beam on a thick target).
  std::vector<double> after(std::span<const double> now, Seconds elapsed) const;

 private:
  struct Passing {
    std::size_t to;
    double transfer;
  };
  struct Member {
    double removal;
    std::vector<Passing> passes;
  };
  void walk(std::size_t at, double atoms, double elapsed, std::vector<double>& nodes, std::vector<double>& out) const;
  std::vector<Member> members_;
};

/// Atoms of `name` and of the chain below it, made at an even `rate` (atoms per s) during `lasts`, decay meanwhile counted.
Atoms madeDuring(const Dataset& set, const std::string& name, Rate rate, Seconds lasts);

}  // namespace isotrail::making
