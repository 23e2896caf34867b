#pragma once
// Linear decay networks: nodes that lose atoms at constant rates and feed nodes after them. Exact to about 1e-14 at any time,
// with branching, equal and near-equal constants, and constants from 1e-20 to 1e9 per s side by side.
//
// Two forms of the same solution. Closed: N_i(t) = sum_j C_ij exp(-L_j t), coefficients worked out once in 113 bits; a few
// multiply-adds a node, but at short times, or between near-equal constants, large terms cancel. Positive: the series
// exp(-q t) sum_k (t^k/k!) (A + q I)^k with q the largest constant, then squarings with the diagonal set to its exact value;
// nothing is ever subtracted. The closed form notices its cancellation (what is left against the sum of magnitudes) and
// hands those nodes to the positive form.
// Series: Jensen's uniformization; squaring with exact diagonal: Higham, Functions of Matrices (SIAM 2008), section 10.3.
#include <cstddef>
#include <span>
#include <vector>

#include "base/instant.h"

namespace isotrail {

class Cascade {
 public:
  struct Feed {
    std::size_t from = 0, to = 0;  // from < to
    double per_s = 0.0;            // of the atoms of `from`
  };
  /// `losses`: what each node loses in all, per s, 0 for a stable one. A node may feed less than it loses, never more than
  /// it loses by rounding. Every value finite and not negative; anything else is our mistake (Bug).
  Cascade(std::vector<double> losses, std::vector<Feed> feeds);

  std::size_t size() const { return losses_.size(); }
  const std::vector<double>& losses() const { return losses_; }
  /// Of one atom in node 0 at time 0: the share in every node after `t` (finite, not negative). Below 1e-300 is 0.
  void shares(Seconds t, std::span<double> out) const;
  /// How many of them have left every node within `t`; 0 for stable nodes.
  void departures(Seconds t, std::span<double> out) const;

 private:
  struct Term {
    std::size_t node = 0;
    double coefficient = 0.0;
  };
  void compile();
  std::vector<double> losses_;
  std::vector<Feed> feeds_;            // sorted by `to`
  std::vector<Term> terms_;            // row by row
  std::vector<std::size_t> row_ends_;  // of terms_
  std::vector<char> careful_;          // rows whose closed form does not exist: equal constants
};

}  // namespace isotrail
