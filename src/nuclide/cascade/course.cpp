#include "nuclide/cascade/course.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "base/check.h"
#include "nuclide/cascade/descent.h"
#include "nuclide/dataset.h"

namespace isotrail {
namespace {

/// What the parts give one row at one node, added and taken away.
struct Pair {
  double added = 0.0, taken = 0.0;
};

}  // namespace

Course::Course(const Dataset& set, std::span<const Part> start) : set_(set), start_(start.begin(), start.end()) {
  std::set<std::size_t> all;
  for (const Part& part : start_) {
    ISOTRAIL_CHECK(part.nuclide < set.all().size() && part.atoms >= 0 && std::isfinite(part.atoms));
    const auto& below = set.descents().of(part.nuclide).members();
    all.insert(below.begin(), below.end());
  }
  members_.assign(all.begin(), all.end());
  orderNodes();
  sources_.resize(members_.size());
  compile();
}

void Course::orderNodes() {
  std::vector<std::uint32_t> by_rate(members_.size());
  std::iota(by_rate.begin(), by_rate.end(), 0u);
  const auto rate = [&](std::uint32_t place) { return set_.all()[members_[place]].lambda(); };
  std::stable_sort(by_rate.begin(), by_rate.end(), [&](std::uint32_t a, std::uint32_t b) { return rate(a) < rate(b); });
  // The first ones, of no member, never decay: they fill up to a multiple of four and serve rows without a closed form.
  program_.rates.assign((members_.size() / 4 + 1) * 4 - members_.size(), 0.0);
  nodes_.resize(members_.size());
  for (const std::uint32_t place : by_rate) {
    nodes_[place] = static_cast<std::uint32_t>(program_.rates.size());
    program_.rates.push_back(rate(place));
  }
}

void Course::compile() {
  std::vector<std::map<std::uint32_t, Pair>> rows(members_.size());
  std::vector<char> careful(members_.size(), 0);
  for (std::size_t part = 0; part < start_.size(); ++part) {
    const Descent& descent = set_.descents().of(start_[part].nuclide);
    std::vector<std::uint32_t> here;  // places among members_
    for (const std::size_t m : descent.members())
      here.push_back(static_cast<std::uint32_t>(std::lower_bound(members_.begin(), members_.end(), m) - members_.begin()));
    for (std::size_t i = 0; i < here.size(); ++i) {
      sources_[here[i]].push_back({part, i});
      const auto form = descent.cascade().closedForm(i);
      if (form.empty()) careful[here[i]] = 1;
      for (const auto& term : form) {
        Pair& pair = rows[here[i]][nodes_[here[term.node]]];
        const double c = start_[part].atoms * term.coefficient;
        (c < 0 ? pair.taken : pair.added) += std::abs(c);
      }
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // A row without a closed form takes away all that it adds, so that it always asks for the exact one.
    if (careful[i]) rows[i] = {{0, {1.0, 1.0}}};
    LaneProgram::Row ends;
    for (const auto& [node, pair] : rows[i])
      if (pair.added > 0) program_.terms.push_back({node, pair.added});
    ends.added_end = static_cast<std::uint32_t>(program_.terms.size());
    for (const auto& [node, pair] : rows[i])
      if (pair.taken > 0) program_.terms.push_back({node, pair.taken});
    ends.taken_end = static_cast<std::uint32_t>(program_.terms.size());
    program_.rows.push_back(ends);
  }
}

double Course::exactly(std::size_t member, Seconds t) const {
  double sum = 0.0;
  for (const Source& s : sources_[member]) sum += start_[s.part].atoms * set_.descents().of(start_[s.part].nuclide).cascade().share(s.row, t);
  return sum;
}

void Course::repair(std::span<const Seconds> times, std::span<double> out) const {
  const std::size_t n = members_.size();
  for (std::size_t k = 0; k < times.size(); ++k)
    for (std::size_t i = 0; i < n; ++i)
      if (out[k * n + i] < 0) out[k * n + i] = exactly(i, times[k]);
}

std::size_t Course::blocks(std::span<const Seconds> times, std::span<double> out, LaneRoom& room) const {
  constexpr std::size_t kWide = kLanes * kBlocks;
  if (times.size() < kWide) return 0;
  std::array<double, kWide> t;
  for (std::size_t k = 0; k < kWide; ++k) t[k] = times[k].value;
  double spacing = 0;
  if (!evenlySpaced(t.data(), kWide, spacing)) return 0;
  if (runBlocks(program_, Cascade::kCancelled, t[0], spacing, room, out.data())) repair(times.first(kWide), out);
  return kWide;
}

std::size_t Course::lanes(std::span<const Seconds> times, std::span<double> out, LaneRoom& room) const {
  const std::size_t count = std::min(kLanes, times.size());
  Lanes t;
  t.fill(times[0].value);  // lanes beyond the last time repeat one that is asked for
  for (std::size_t k = 0; k < count; ++k) t[k] = times[k].value;
  const bool lost = runLanes(program_, Cascade::kCancelled, t, room);
  const std::size_t n = members_.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < count; ++k) out[k * n + i] = room.sums[i][k];
  if (lost) repair(times.first(count), out);
  return count;
}

void Course::atoms(std::span<const Seconds> times, std::span<double> out) const {
  ISOTRAIL_CHECK(out.size() == times.size() * members_.size());
  ISOTRAIL_CHECK(std::all_of(times.begin(), times.end(), [](Seconds t) { return t.value >= 0 && std::isfinite(t.value); }));
  thread_local LaneRoom room;
  room.fit(program_);
  while (!times.empty()) {
    std::size_t done = blocks(times, out, room);
    if (done == 0) done = lanes(times, out, room);
    times = times.subspan(done);
    out = out.subspan(done * members_.size());
  }
}

}  // namespace isotrail
