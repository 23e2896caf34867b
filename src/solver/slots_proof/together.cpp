#include "solver/slots_proof/together.h"

#include <algorithm>
#include <bit>

namespace isotrail::solver::slots {
namespace {

constexpr std::size_t kMost = 12;  // undecided patients of a product: 4096 sets
constexpr std::size_t kCuts = 16;

std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// Takes away the sets that draw more than there is at these prices.
void cut(const Draws& d, const Left& left, const Prices& prices, const Together& t, std::vector<bool>& fits) {
  const Weighed w = d.pricing.weigh(prices, left);
  std::vector<double> draws(fits.size(), w.base);
  for (std::size_t k = 0; k < left.size(); ++k)
    if (std::find(t.who.begin(), t.who.end(), static_cast<int>(k)) == t.who.end()) draws[0] += std::min(w.cheapest[k].served, w.cheapest[k].none);
  for (unsigned set = 1; set < fits.size(); ++set) draws[set] = draws[set & (set - 1)] + w.cheapest[at(t.who[at(std::countr_zero(set))])].served;
  for (unsigned set = 0; set < fits.size(); ++set)
    if (draws[set] > d.there) fits[set] = false;
}

}  // namespace

Draws::Draws(const Choices& choices, int of, const Left& all, int steps) : product(of), pricing(choices, of), cuts{pricing.none()} {
  for (int v = 0; v < static_cast<int>(choices.list().vials.size()); ++v)
    if (choices.list().vials[at(v)].product == product) there += choices.least(v);
  Left served = all;  // the last choice is not to be served
  for (int k = 0; k < choices.size(); ++k)
    if (served[at(k)].size() > 1 && choices.patient(k).product == product) served[at(k)].pop_back();
  pricing.climb(cuts[0], served, 1.2 * pricing.at(cuts[0], served).bound, steps, 1.0);
}

bool undecided(const Choices& choices, const Left& left, int k) {
  const auto& some = left[at(k)];
  return some.size() > 1 && std::any_of(some.begin(), some.end(), [&](int j) { return !choices.of(k)[at(j)].served(); });
}

bool separated(const Choices& choices, Draws& d, const Left& left, const std::vector<int>& pick, int steps) {
  Left only = left;
  bool open = false;
  for (int k = 0; k < choices.size(); ++k) {
    if (choices.patient(k).product != d.product || !undecided(choices, left, k)) continue;
    open = true;
    const bool served = choices.of(k)[at(pick[at(k)])].served();
    std::erase_if(only[at(k)], [&](int j) { return choices.of(k)[at(j)].served() != served; });
  }
  if (!open) return false;
  Prices prices = d.cuts.back();
  if (d.pricing.climb(prices, only, d.there, steps, 1.0).bound <= d.there) return false;
  if (d.cuts.size() >= kCuts) d.cuts.erase(d.cuts.begin() + 1);
  d.cuts.push_back(std::move(prices));
  return true;
}

std::vector<Together> together(const Choices& choices, const std::vector<Draws>& draws, const Left& left, const std::vector<Prices>& drawing) {
  std::vector<Together> out;
  for (std::size_t p = 0; p < draws.size(); ++p) {
    Together t;
    for (int k = 0; k < choices.size(); ++k)
      if (choices.patient(k).product == draws[p].product && undecided(choices, left, k)) t.who.push_back(k);
    if (t.who.empty() || t.who.size() > kMost) continue;
    std::vector<bool> fits(std::size_t{1} << t.who.size(), true);
    cut(draws[p], left, draws[p].pricing.none(), t, fits);
    cut(draws[p], left, drawing[p], t, fits);
    for (const Prices& prices : draws[p].cuts) cut(draws[p], left, prices, t, fits);
    for (unsigned set = 0; set < fits.size(); ++set)
      if (fits[set]) t.sets.push_back(set);
    out.push_back(std::move(t));
  }
  return out;
}

}  // namespace isotrail::solver::slots
