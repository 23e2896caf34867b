#include "nuclide/cascade/course.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/check.h"
#include "nuclide/cascade/descent.h"
#include "nuclide/dataset.h"

namespace isotrail {
namespace {

constexpr double kNothing = 1e-300;

}  // namespace

Course::Course(const Dataset& set, std::span<const Part> start) : set_(set), start_(start.begin(), start.end()) {
  std::set<std::size_t> all;
  for (const Part& part : start_) {
    ISOTRAIL_CHECK(part.nuclide < set.all().size() && part.atoms >= 0 && std::isfinite(part.atoms));
    const auto& below = set.descents().of(part.nuclide).members();
    all.insert(below.begin(), below.end());
  }
  members_.assign(all.begin(), all.end());
  for (const std::size_t m : members_) losses_.push_back(set.all()[m].lambda());
  rows_.resize(members_.size());
  sources_.resize(members_.size());
  careful_.assign(members_.size(), 0);
  for (std::size_t p = 0; p < start_.size(); ++p) combine(p);
}

void Course::combine(std::size_t part) {
  const Descent& descent = set_.descents().of(start_[part].nuclide);
  std::vector<std::size_t> here;  // places among members_
  for (const std::size_t m : descent.members())
    here.push_back(static_cast<std::size_t>(std::lower_bound(members_.begin(), members_.end(), m) - members_.begin()));
  for (std::size_t i = 0; i < here.size(); ++i) {
    const std::size_t member = here[i];
    sources_[member].push_back({part, i});
    const auto form = descent.cascade().closedForm(i);
    if (form.empty()) careful_[member] = 1;
    for (const auto& term : form) {
      auto& row = rows_[member];
      const double c = start_[part].atoms * term.coefficient;
      auto same = std::find_if(row.begin(), row.end(), [&](const Term& t) { return t.node == here[term.node]; });
      if (same == row.end()) same = row.insert(row.end(), {here[term.node], 0.0, 0.0});
      same->coefficient += c;
      same->magnitude += std::abs(c);
    }
  }
}

double Course::exactly(std::size_t member, Seconds t) const {
  double sum = 0.0;
  for (const Source& s : sources_[member]) {
    sum += start_[s.part].atoms * set_.descents().of(start_[s.part].nuclide).cascade().share(s.row, t);
  }
  return sum;
}

void Course::block(const Lanes& t, std::size_t count, std::size_t at, std::size_t stride, std::span<double> out) const {
  thread_local std::vector<Lanes> left;
  left.resize(losses_.size());
  for (std::size_t j = 0; j < losses_.size(); ++j) decayLanes(losses_[j], t, left[j]);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Lanes sum{}, magnitude{};
    for (const Term& term : rows_[i]) {
      const Lanes& e = left[term.node];
      for (std::size_t k = 0; k < kLanes; ++k) sum[k] += term.coefficient * e[k];
      for (std::size_t k = 0; k < kLanes; ++k) magnitude[k] += term.magnitude * e[k];
    }
    for (std::size_t k = 0; k < count; ++k) {
      const bool lost = careful_[i] || !(sum[k] >= Cascade::kCancelled * magnitude[k]);
      const double atoms = lost ? exactly(i, Seconds(t[k])) : sum[k];
      out[i * stride + at + k] = atoms < kNothing ? 0.0 : atoms;
    }
  }
}

void Course::atoms(std::span<const Seconds> times, std::span<double> out) const {
  ISOTRAIL_CHECK(out.size() == times.size() * members_.size());
  for (std::size_t at = 0; at < times.size(); at += kLanes) {
    const std::size_t count = std::min(kLanes, times.size() - at);
    Lanes t{};
    for (std::size_t k = 0; k < count; ++k) {
      t[k] = times[at + k].value;
      ISOTRAIL_CHECK(t[k] >= 0 && std::isfinite(t[k]));
    }
    block(t, count, at, times.size(), out);
  }
}

}  // namespace isotrail
