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
  nameNodes();
  sources_.resize(members_.size());
  compile();
}

void Course::nameNodes() {
  // The first ones, of no member, never decay: they fill up to a multiple of eight and serve rows without a closed form.
  program_.rates.assign((members_.size() / kLanes + 1) * kLanes - members_.size(), 0.0);
  for (const std::size_t m : members_) {
    nodes_.push_back(static_cast<std::uint32_t>(program_.rates.size()));
    program_.rates.push_back(set_.all()[m].lambda());
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
  // A row without a closed form takes away all that it adds, so that it always asks for the exact one.
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (careful[i]) rows[i] = {{0, {1.0, 1.0}}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
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

void Course::repair(std::span<const Seconds> times, const LaneRoom& room, std::span<double> out) const {
  for (const std::size_t member : room.lost)
    for (std::size_t k = 0; k < times.size(); ++k) {
      double& atoms = out[k * members_.size() + member];
      if (atoms < 0) atoms = exactly(member, times[k]);
    }
}

std::size_t Course::someOf(std::span<const Seconds> times, std::span<double> out, LaneRoom& room) const {
  constexpr std::size_t kWide = kLanes * kBlocks, kFew = 4;
  if (times.size() < kFew) {
    runOnce(program_, Cascade::kCancelled, times[0].value, room, out.data());
    return 1;
  }
  std::array<double, kWide> t;
  for (std::size_t k = 0; k < std::min(kWide, times.size()); ++k) t[k] = times[k].value;
  double spacing = 0;
  if (times.size() >= kWide && evenlySpaced(t.data(), kWide, spacing)) {
    runBlocks(program_, Cascade::kCancelled, t[0], spacing, room, out.data());
    return kWide;
  }
  const std::size_t count = std::min(kLanes, times.size()), n = members_.size();
  Lanes lanes;
  lanes.fill(t[0]);  // lanes beyond the last time repeat one that is asked for
  std::copy_n(t.begin(), count, lanes.begin());
  runLanes(program_, Cascade::kCancelled, lanes, room);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < count; ++k) out[k * n + i] = room.sums[i][k];
  return count;
}

void Course::atoms(std::span<const Seconds> times, std::span<double> out) const {
  ISOTRAIL_CHECK(out.size() == times.size() * members_.size());
  ISOTRAIL_CHECK(std::all_of(times.begin(), times.end(), [](Seconds t) { return t.value >= 0 && std::isfinite(t.value); }));
  thread_local LaneRoom room;
  room.fit(program_);
  while (!times.empty()) {
    const std::size_t done = someOf(times, out, room);
    repair(times.first(done), room, out);
    times = times.subspan(done);
    out = out.subspan(done * members_.size());
  }
}

}  // namespace isotrail
