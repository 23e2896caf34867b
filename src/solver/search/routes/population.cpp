#include "solver/search/routes/population.h"

#include <algorithm>

namespace isotrail::solver::search::routes {
namespace {

// As in Vidal, Crainic, Gendreau and Prins 2013.
constexpr std::size_t kFewest = 25, kMore = 40;  // of a group: as many stay, when so many more have come
constexpr std::size_t kElite = 4;                // stay for their cost alone
constexpr std::size_t kBeside = 5;               // likest others that tell how unlike one is
constexpr int kTries = 10;                       // to find a second parent unlike the first

}  // namespace

double Population::apart(const Member& a, const Member& b) const {
  int broken = 0;
  for (std::size_t c = 1; c < roads_.places(); ++c) {
    const auto& [before, behind] = a.beside[c];
    const auto& [other_before, other_behind] = b.beside[c];
    broken += behind != other_behind && behind != other_before;
    broken += before == 0 && other_before != 0 && other_behind != 0;
  }
  return static_cast<double>(broken) / static_cast<double>(roads_.places() - 1);
}

double Population::apartFromNear(const Member& m) {
  const std::size_t n = std::min(kBeside, m.likeness.size());
  double sum = 0.0;
  for (std::size_t k = 0; k < n; ++k) sum += m.likeness[k].first;
  return n > 0 ? sum / static_cast<double>(n) : 1.0;
}

void Population::add(Plan plan, const Price& price) {
  auto member = std::make_unique<Member>();
  member->beside.resize(roads_.places());
  for (const auto& trip : plan.trips)
    for (std::size_t k = 0; k < trip.size(); ++k)
      member->beside[static_cast<std::size_t>(trip[k])] = {k > 0 ? trip[k - 1] : 0, k + 1 < trip.size() ? trip[k + 1] : 0};
  Group& group = plan.feasible() ? kept_ : late_;
  member->plan = std::move(plan);
  const auto put = [](auto& list, std::pair<double, const Member*> entry) {
    const auto less = [](const auto& a, const auto& b) { return a.first < b.first; };
    list.insert(std::upper_bound(list.begin(), list.end(), entry, less), entry);
  };
  for (auto& other : group) put(member->likeness, {apart(*member, *other), other.get()});
  if (!member->likeness.empty() && member->likeness[0].first <= 0.0) return;
  for (auto& other : group) {
    const double d = apart(*member, *other);
    put(other->likeness, {d, member.get()});
  }
  group.push_back(std::move(member));
  if (group.size() > kFewest + kMore) keepBest(group, price);
}

/// By cost and, less so the more are there, by how unlike the others they are.
void Population::rank(Group& group, const Price& price) {
  const std::size_t n = group.size();
  if (n == 0) return;
  std::stable_sort(group.begin(), group.end(), [&](const auto& a, const auto& b) { return a->plan.costAt(price) < b->plan.costAt(price); });
  std::vector<std::pair<double, std::size_t>> unlike;
  for (std::size_t k = 0; k < n; ++k) unlike.emplace_back(-apartFromNear(*group[k]), k);
  std::sort(unlike.begin(), unlike.end());
  const double all = static_cast<double>(n), weight = n > kElite ? 1.0 - static_cast<double>(kElite) / all : 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    const auto [apart, by_cost] = unlike[k];
    group[by_cost]->rank = static_cast<double>(by_cost) / all + weight * static_cast<double>(k) / all;
  }
}

void Population::keepBest(Group& group, const Price& price) {
  const auto twin = [](const auto& m) { return !m->likeness.empty() && m->likeness[0].first <= 0.0; };
  while (group.size() > kFewest) {
    rank(group, price);
    auto worst = group.end();
    for (auto m = group.begin() + 1; m != group.end(); ++m)
      if (worst == group.end() || std::pair(twin(*m), (*m)->rank) > std::pair(twin(*worst), (*worst)->rank)) worst = m;
    for (auto& other : group) std::erase_if(other->likeness, [&](const auto& l) { return l.second == worst->get(); });
    group.erase(worst);
  }
}

const Population::Member& Population::oneOfTwo(Chance& chance) const {
  const auto any = [&]() -> const Member& {
    const auto at = static_cast<std::size_t>(chance.below(static_cast<int>(size())));
    return at < kept_.size() ? *kept_[at] : *late_[at - kept_.size()];
  };
  const Member &a = any(), &b = any();
  return a.rank <= b.rank ? a : b;
}

std::pair<const Plan*, const Plan*> Population::parents(const Price& price, Chance& chance) {
  rank(kept_, price);
  rank(late_, price);
  const Member& first = oneOfTwo(chance);
  const Member* second = &oneOfTwo(chance);
  for (int k = 0; k < kTries && (second == &first || apart(first, *second) <= 0.0); ++k) second = &oneOfTwo(chance);
  return {&first.plan, &second->plan};
}

void Population::clear() {
  kept_.clear();
  late_.clear();
}

}  // namespace isotrail::solver::search::routes
