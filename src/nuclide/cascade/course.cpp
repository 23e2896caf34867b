#include "nuclide/cascade/course.h"

#include <algorithm>
#include <cmath>
#include <map>
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
  for (const std::size_t m : members_) program_.rates.push_back(set.all()[m].lambda());
  program_.rates.resize((members_.size() / 4 + 1) * 4, 0.0);  // the first one beyond never decays: for rows without a closed form
  sources_.resize(members_.size());
  compile();
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
        Pair& pair = rows[here[i]][here[term.node]];
        const double c = start_[part].atoms * term.coefficient;
        (c < 0 ? pair.taken : pair.added) += std::abs(c);
      }
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // A row without a closed form takes away all that it adds, so that it always asks for the exact one.
    if (careful[i]) rows[i] = {{static_cast<std::uint32_t>(members_.size()), {1.0, 1.0}}};
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

void Course::repair(const Lanes& t, std::size_t count, std::vector<Lanes>& sums) const {
  for (std::size_t i = 0; i < sums.size(); ++i)
    for (std::size_t k = 0; k < count; ++k)
      if (sums[i][k] < 0) sums[i][k] = exactly(i, Seconds(t[k]));
}

void Course::atoms(std::span<const Seconds> times, std::span<double> out) const {
  ISOTRAIL_CHECK(out.size() == times.size() * members_.size());
  thread_local LaneRoom room;
  room.fit(program_);
  for (std::size_t at = 0; at < times.size(); at += kLanes) {
    const std::size_t count = std::min(kLanes, times.size() - at);
    Lanes t;
    t.fill(times[at].value);  // lanes beyond the last time repeat one that is asked for
    for (std::size_t k = 0; k < count; ++k) t[k] = times[at + k].value;
    ISOTRAIL_CHECK(std::all_of(t.begin(), t.end(), [](double s) { return s >= 0 && std::isfinite(s); }));
    if (runLanes(program_, Cascade::kCancelled, t, room)) repair(t, count, room.sums);
    for (std::size_t i = 0; i < members_.size(); ++i)
      for (std::size_t k = 0; k < count; ++k) out[(at + k) * members_.size() + i] = room.sums[i][k];
  }
}

}  // namespace isotrail
