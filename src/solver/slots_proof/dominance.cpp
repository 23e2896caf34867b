#include "solver/slots_proof/dominance.h"

#include <algorithm>
#include <limits>

namespace isotrail::solver::slots {
namespace {
constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kDust = 1e-9;  // MBq

std::size_t at(int i) { return static_cast<std::size_t>(i); }
}  // namespace

Dominance::Dominance(const Choices& choices, const std::vector<int>& who, const Left& left, const std::vector<int>& minutes,
                     const std::vector<int>& scan_from)
    : c_(choices), list_(choices.list()), who_(who), minutes_(minutes), scan_from_(scan_from), words_(at(choices.ticks() / 64 + 1)) {
  for (const int k : who) {
    chosen_.emplace_back();
    for (const int j : left[at(k)]) chosen_.back().push_back(&choices.of(k)[at(j)]);
  }
}

/// Those that no other one is at least as good as.
void Dominance::keep(unsigned served, std::vector<Label>& some, std::vector<Label>& layer) const {
  std::stable_sort(some.begin(), some.end(), [](const Label& a, const Label& b) { return a.time != b.time ? a.time < b.time : a.cost < b.cost; });
  const Rest rest = restOf(served);
  const std::size_t from = layer.size();
  for (Label& l : some) {
    const auto closed = rest.nobody ? l.busy : filled(l, rest);
    bool beaten = false;
    for (std::size_t i = from; i < layer.size() && !beaten; ++i) beaten = asGood(layer[i], l, closed, rest);
    if (!beaten) layer.push_back(std::move(l));
  }
}
Dominance::Rest Dominance::restOf(unsigned served) const {
  const std::size_t vials = list_.vials.size();
  Rest r{std::vector<double>(vials), std::vector<double>(vials), std::vector<double>(vials), std::vector<int>(list_.cameras.size(), c_.ticks())};
  for (std::size_t i = 0; i < who_.size(); ++i) {
    if ((served >> i & 1U) != 0) continue;
    r.nobody = false;
    std::vector<double> most(vials), fewest(vials, kNever), draws(vials);
    for (const Choice* choice : chosen_[i]) {
      const Choice& c = *choice;
      for (std::size_t v = 0; v < vials; ++v) {
        const bool from = static_cast<int>(v) == c.vial;
        most[v] = std::max(most[v], from ? c.need : 0.0);
        draws[v] = std::max(draws[v], from ? c.least : 0.0);
        fewest[v] = std::min(fewest[v], from ? c.need : 0.0);
      }
      Stretch s[3];
      if (c_.stretches(who_[i], c, s) == 3) r.scan[at(c.camera)] = std::min(r.scan[at(c.camera)], s[2].until - s[2].from);
    }
    for (std::size_t v = 0; v < vials; ++v) r.most_need[v] += most[v], r.least_need[v] += fewest[v], r.most_least[v] += draws[v];
  }
  return r;
}
/// The cameras of `l` with every gap taken in which no further scan fits.
std::vector<std::uint64_t> Dominance::filled(const Label& l, const Rest& rest) const {
  std::vector<std::uint64_t> out = l.busy;
  for (std::size_t c = 0; c < list_.cameras.size(); ++c) {
    int gap = scan_from_[at(l.time)];
    for (int t = gap; t < c_.ticks(); ++t) {
      if (!l.taken(c * words_, t)) continue;
      if (t - gap < rest.scan[c])
        for (int g = gap; g < t; ++g) out[c * words_ + at(g / 64)] |= std::uint64_t{1} << (g % 64);
      gap = t + 1;
    }
  }
  return out;
}
/// Whatever goes on from `b` can go on from `a`, which is no later, and costs no more.
bool Dominance::asGood(const Label& a, const Label& b, const std::vector<std::uint64_t>& closed, const Rest& rest) const {
  if (!(a.cost + lackedMore(a, b, rest) <= b.cost + kDust)) return false;
  for (int v = 0; v < static_cast<int>(a.least.size()); ++v)
    if (a.least[at(v)] > b.least[at(v)] + kDust && a.least[at(v)] + rest.most_least[at(v)] > c_.least(v)) return false;
  if (rest.nobody) return true;
  const int minute = minutes_[at(b.time)], from = scan_from_[at(b.time)];  // no later scan begins before `from`
  for (std::size_t i = 0; i < a.free.size(); ++i)
    if (a.free[i] > std::max(b.free[i], minute)) return false;
  for (std::size_t c = 0; c < list_.cameras.size(); ++c)
    for (std::size_t w = at(from / 64); w < words_; ++w) {
      std::uint64_t more = a.busy[c * words_ + w] & ~closed[c * words_ + w];
      if (w == at(from / 64)) more &= ~std::uint64_t{0} << (from % 64);
      if (more != 0) return false;
    }
  return true;
}
/// By how much more the vials may lack of full doses in the end, at the most. It grows with what is drawn later where `a` has drawn
/// more, and shrinks where it has drawn less.
double Dominance::lackedMore(const Label& a, const Label& b, const Rest& rest) const {
  double more = 0.0;
  for (int v = 0; v < static_cast<int>(a.full.size()); ++v) {
    const double later = a.full[at(v)] >= b.full[at(v)] ? rest.most_need[at(v)] : rest.least_need[at(v)];
    const auto lack = [&](const Label& l) { return std::max(0.0, l.full[at(v)] + later - c_.full(v)); };
    more += lack(a) - lack(b);
  }
  return more;
}

}  // namespace isotrail::solver::slots
