#pragma once
// Linear decay networks: nodes that lose atoms at constant rates and feed nodes after them. Exact to about 1e-14 at any time,
// with branching, equal and near-equal constants, and constants from 1e-20 to 1e9 per s side by side.
//
// Three forms of the same solution, from fast to sure. Closed: N_i(t) = sum_j C_ij exp(-L_j t), coefficients worked out once in
// 113 bits; a few multiply-adds a node, but at short times, or between near-equal constants, large terms cancel. Paired:
// N_i(t) = sum_j F_ij (exp(-L_j t) - exp(-L_i t)) / (L_i - L_j), each difference by expm1: what feeds a long-lived node from
// another one loses nothing. Positive: the series exp(-q t) sum_k (t^k/k!) (A + q I)^k with q the largest constant, then squarings
// with the diagonal set to its exact value; nothing is ever subtracted. A form notices its cancellation (what is left against
// the sum of magnitudes) and hands those nodes to the next.
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
  /// One term of a node's closed form: coefficient * exp(-losses()[node] * t).
  struct Term {
    std::size_t node = 0;
    double coefficient = 0.0;
  };
  /// A sum that is smaller than its terms' magnitudes by more than this has lost too many digits to be told.
  static constexpr double kCancelled = 1.0 / 256.0;
  /// The closed form of node `i`; nothing when it does not exist because constants are equal.
  std::span<const Term> closedForm(std::size_t i) const {
    const std::size_t from = i == 0 ? 0 : row_ends_[i - 1];
    return careful_[i] ? std::span<const Term>() : std::span(terms_).subspan(from, row_ends_[i] - from);
  }
  /// Of one atom in node 0 at time 0: the share in every node after `t` (finite, not negative). Below 1e-300 is 0.
  void shares(Seconds t, std::span<double> out) const;
  /// The same of one node alone, by the paired or the positive form.
  double share(std::size_t node, Seconds t) const;
  /// How many of them have left every node within `t`; 0 for stable nodes.
  void departures(Seconds t, std::span<double> out) const;

 private:
  void compile();
  std::vector<double> losses_;
  std::vector<Feed> feeds_;  // sorted by `to`
  /// The paired form; false when it cancels or does not exist.
  bool paired(std::size_t node, double t, double& share) const;
  std::vector<Term> terms_;  // row by row
  std::vector<Term> fed_;    // F_ij of the paired form, row by row
  std::vector<std::size_t> fed_ends_;
  std::vector<std::size_t> row_ends_;  // of terms_
  std::vector<char> careful_;          // rows whose closed form does not exist: equal constants
  std::vector<char> unpaired_;         // rows fed by such a one: no paired form either
};

}  // namespace isotrail
