#include "nuclide/cascade/descent.h"

#include <map>

#include "base/check.h"
#include "nuclide/dataset.h"

namespace isotrail {
namespace {

/// The nuclide and all that can come of it, in an order in which every member stands after all that feed it. The dataset has
/// no rings, so taking members whose feeders are all placed reaches every one of them.
std::vector<std::size_t> reachable(const Dataset& set, std::size_t nuclide) {
  const auto& all = set.all();
  std::map<std::size_t, int> feeders{{nuclide, 0}};
  std::vector<std::size_t> open{nuclide};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const auto& b : all[at].branches)
      if (++feeders.try_emplace(b.at, 0).first->second == 1) open.push_back(b.at);
  }
  std::vector<std::size_t> order{nuclide};
  for (std::size_t done = 0; done < order.size(); ++done)
    for (const auto& b : all[order[done]].branches)
      if (--feeders[b.at] == 0) order.push_back(b.at);
  ISOTRAIL_CHECK(order.size() == feeders.size());
  return order;
}

Cascade cascadeOf(const Dataset& set, const std::vector<std::size_t>& members) {
  std::map<std::size_t, std::size_t> nodes;
  for (const std::size_t m : members) nodes[m] = nodes.size();
  std::vector<double> losses;
  std::vector<Cascade::Feed> feeds;
  for (const std::size_t m : members) {
    const Nuclide& n = set.all()[m];
    losses.push_back(n.lambda());
    for (const auto& b : n.branches) feeds.push_back({nodes[m], nodes[b.at], b.fraction * n.lambda()});
  }
  return {std::move(losses), std::move(feeds)};
}

}  // namespace

Descent::Descent(const Dataset& set, std::size_t nuclide) : members_(reachable(set, nuclide)), cascade_(cascadeOf(set, members_)) {}

const Descent& Descents::of(std::size_t nuclide) {
  const std::lock_guard lock(lock_);
  if (made_.empty()) made_.resize(set_.all().size());
  ISOTRAIL_CHECK(nuclide < made_.size());
  if (!made_[nuclide]) made_[nuclide] = std::make_unique<Descent>(set_, nuclide);
  return *made_[nuclide];
}

}  // namespace isotrail
