#include "solver/slots_proof/labels.h"

#include <algorithm>
#include <limits>
#include <map>

#include "solver/slots_proof/dominance.h"

namespace isotrail::solver::slots {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

constexpr std::size_t kAlive = 50'000;  // labels, some 400 bytes each

std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// A choice of a patient with what it adds to each measure.
struct Way {
  const Choice* choice;
  int time;  // of the injection, by its place among all minutes
  std::vector<double> above;
};
struct Step {
  int before, patient;
  const Choice* choice;
};

class Labels {
 public:
  Labels(const Choices& choices, const Left& left, const std::vector<Measure>& measures)
      : c_(choices), list_(choices.list()), measures_(measures), begun_(choices.list()), words_(at(choices.ticks() / 64 + 1)) {
    for (int k = 0; k < c_.size(); ++k)
      if (c_.of(k)[at(left[at(k)].front())].served())
        who_.push_back(k);
      else
        unserved_ += c_.of(k)[at(left[at(k)].front())].cost;
    for (const int k : who_)
      for (const int j : left[at(k)]) minutes_.push_back(c_.of(k)[at(j)].inject);
    std::sort(minutes_.begin(), minutes_.end());
    minutes_.erase(std::unique(minutes_.begin(), minutes_.end()), minutes_.end());
    for (std::size_t i = 0; i < who_.size(); ++i) all_ |= 1U << i;
    scan_from_.assign(minutes_.size() + 1, c_.ticks());
    for (const int k : who_) waysOf(k, left);
    for (std::size_t t = minutes_.size(); t-- > 1;) scan_from_[t - 1] = std::min(scan_from_[t - 1], scan_from_[t]);
    dominance_.emplace(c_, who_, left, minutes_, scan_from_);
    classes(list_.rooms, [](const Slot& s) { return s.room; });
    classes(list_.people, [](const Slot& s) { return s.person; });
  }

  Labelled run(std::int64_t most) {
    std::vector<Label> layer{start()};
    for (std::size_t n = 0; n < who_.size(); ++n) {
      std::map<unsigned, std::vector<Label>> next;
      alive_ = 0;
      std::size_t most_alive = kAlive;
      for (const Label& l : layer) {
        extend(l, next);
        if (alive_ > most_alive) most_alive = std::max(kAlive, 2 * sift(next));
        if (static_cast<std::int64_t>(steps_.size()) > most) return {{}, false, static_cast<std::int64_t>(steps_.size())};
      }
      layer.clear();
      for (auto& [served, some] : next) dominance_->keep(served, some, layer);
    }
    double least = measures_[0].limit;
    const Label* best = nullptr;
    for (const Label& l : layer)
      if (l.served == all_ && total(l) < least) least = total(l), best = &l;
    Labelled out{{}, true, static_cast<std::int64_t>(steps_.size())};
    if (!best) return out;
    for (int k = 0; k < c_.size(); ++k) out.taken.push_back(&c_.of(k).back());
    for (int s = best->back; s >= 0; s = steps_[at(s)].before) out.taken[at(steps_[at(s)].patient)] = steps_[at(s)].choice;
    return out;
  }

 private:
  /// Drops what is beaten before there is too much to hold; what is left.
  std::size_t sift(std::map<unsigned, std::vector<Label>>& next) {
    alive_ = 0;
    for (auto& [served, some] : next) {
      std::vector<Label> kept;
      dominance_->keep(served, some, kept);
      some = std::move(kept);
      alive_ += some.size();
    }
    return alive_;
  }
  Label start() const {
    Label l;
    l.above.assign(measures_.size(), 0.0);
    l.full.assign(list_.vials.size(), 0.0);
    l.least.assign(list_.vials.size(), 0.0);
    l.free.assign(list_.rooms.size() + list_.people.size(), 0);
    l.busy.assign(words_ * list_.cameras.size(), 0);
    return l;
  }
  double total(const Label& l) const {
    double t = unserved_ + l.cost;
    for (int v = 0; v < static_cast<int>(l.full.size()); ++v) t += std::max(0.0, l.full[at(v)] - c_.full(v));
    return t;
  }

  void waysOf(int k, const Left& left) {
    std::vector<Way> ways;
    for (std::size_t n = 0; n < left[at(k)].size(); ++n) {
      Way w{&c_.of(k)[at(left[at(k)][n])], 0, {}};
      w.time = static_cast<int>(std::lower_bound(minutes_.begin(), minutes_.end(), w.choice->inject) - minutes_.begin());
      for (const Measure& m : measures_) w.above.push_back(m.with[at(k)][n] - m.bound);
      Stretch s[3];
      if (c_.stretches(k, *w.choice, s) == 3) scan_from_[at(w.time)] = std::min(scan_from_[at(w.time)], s[2].from);
      ways.push_back(std::move(w));
    }
    std::stable_sort(ways.begin(), ways.end(), [](const Way& a, const Way& b) { return a.time < b.time; });
    // From each minute on: the first of them, and the least they add to each measure.
    std::vector<std::size_t> first(minutes_.size(), ways.size());
    std::vector<std::vector<double>> rest(minutes_.size(), std::vector<double>(measures_.size(), kNever));
    std::size_t n = ways.size();
    for (std::size_t t = minutes_.size(); t-- > 0;) {
      if (t + 1 < minutes_.size()) rest[t] = rest[t + 1];
      for (; n > 0 && at(ways[n - 1].time) == t; --n)
        for (std::size_t m = 0; m < measures_.size(); ++m) rest[t][m] = std::min(rest[t][m], ways[n - 1].above[m]);
      first[t] = n;
    }
    ways_.push_back(std::move(ways));
    first_.push_back(std::move(first));
    rest_.push_back(std::move(rest));
  }

  /// Rooms, or people, are of one class when they have the same hours and nothing in them has begun.
  template <class Of>
  void classes(const std::vector<Place>& all, Of of) {
    std::vector<bool> begun(all.size(), false);
    for (const auto& s : list_.begun)
      if (s) begun[at(of(*s))] = true;
    const auto same = [](const std::vector<Span>& a, const std::vector<Span>& b) {
      return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Span& x, const Span& y) { return x.from == y.from && x.until == y.until; });
    };
    const std::size_t base = classes_.size();
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::size_t of_class = i;
      for (std::size_t a = 0; a < i && of_class == i; ++a)
        if (!begun[i] && !begun[a] && same({all[a].open}, {all[i].open}) && same(all[a].shut, all[i].shut)) of_class = a;
      classes_.push_back(base + of_class);
    }
  }
  /// One of the same class that comes before is free then too.
  bool sameBefore(const Label& l, std::size_t place, std::size_t base, int minute) const {
    for (std::size_t a = base; a < place; ++a)
      if (classes_[a] == classes_[place] && l.free[a] <= minute) return true;
    return false;
  }
  void inOrder(std::vector<int>& free) const {
    for (std::size_t a = 0; a < free.size(); ++a)
      for (std::size_t b = a + 1; b < free.size(); ++b)
        if (classes_[a] == classes_[b] && free[b] < free[a]) std::swap(free[a], free[b]);
  }

  void extend(const Label& l, std::map<unsigned, std::vector<Label>>& next) {
    for (std::size_t t = at(l.time); t < minutes_.size(); ++t) {
      std::vector<double> rest(measures_.size(), 0.0);
      for (std::size_t i = 0; i < who_.size(); ++i)
        if ((l.served >> i & 1U) == 0)
          for (std::size_t m = 0; m < rest.size(); ++m) rest[m] += rest_[i][t][m];
      if (rest[0] == kNever) return;
      for (std::size_t i = 0; i < who_.size(); ++i) {
        if ((l.served >> i & 1U) != 0) continue;
        for (std::size_t n = first_[i][t]; n < ways_[i].size() && at(ways_[i][n].time) == t; ++n)
          if (bounded(l, i, ways_[i][n], rest)) take(l, i, ways_[i][n], next);
      }
    }
  }
  bool bounded(const Label& l, std::size_t i, const Way& w, const std::vector<double>& rest) const {
    for (std::size_t m = 0; m < measures_.size(); ++m)
      if (measures_[m].bound + l.above[m] + w.above[m] + rest[m] - rest_[i][at(w.time)][m] > measures_[m].limit) return false;
    const int v = w.choice->vial;
    return l.least[at(v)] + w.choice->least <= c_.least(v) + 1e-7;
  }
  void take(const Label& l, std::size_t i, const Way& w, std::map<unsigned, std::vector<Label>>& next) {
    const int patient = c_.open()[at(who_[i])], inject = w.choice->inject;
    Stretch s[3];
    if (c_.stretches(who_[i], *w.choice, s) == 3)
      for (int t = s[2].from; t < s[2].until; ++t)
        if (l.taken(at(w.choice->camera) * words_, t)) return;
    const std::size_t rooms = list_.rooms.size(), places = l.free.size();
    for (std::size_t r = 0; r < rooms; ++r) {
      if (l.free[r] > inject || !begun_.roomFree(patient, static_cast<int>(r), inject) || sameBefore(l, r, 0, inject)) continue;
      for (std::size_t p = rooms; p < places; ++p) {
        if (l.free[p] > inject || !begun_.personFree(patient, static_cast<int>(p - rooms), inject) || sameBefore(l, p, rooms, inject)) continue;
        Label n = with(l, i, w, r, p);
        if (at(n.time) == minutes_.size() && n.served != all_) continue;
        n.back = static_cast<int>(steps_.size());
        steps_.push_back({l.back, who_[i], w.choice});
        next[n.served].push_back(std::move(n));
        ++alive_;
      }
    }
  }
  Label with(const Label& l, std::size_t i, const Way& w, std::size_t room, std::size_t person) const {
    const Choice& c = *w.choice;
    Label n = l;
    n.served |= 1U << i;
    n.cost += c.cost;
    for (std::size_t m = 0; m < n.above.size(); ++m) n.above[m] += w.above[m];
    n.full[at(c.vial)] += c.need;
    n.least[at(c.vial)] += c.least;
    n.free[room] = c.inject + c_.patient(who_[i]).in_room;
    n.free[person] = c.inject + c_.patient(who_[i]).with_person;
    inOrder(n.free);
    Stretch s[3];
    if (c_.stretches(who_[i], c, s) == 3)
      for (int t = s[2].from; t < s[2].until; ++t) n.busy[at(c.camera) * words_ + at(t) / 64] |= std::uint64_t{1} << (at(t) % 64);
    n.time = std::max(w.time, earliest(n));
    return n;
  }

  /// The first minute at which a room and a person are free again.
  int earliest(const Label& l) const {
    const auto rooms = l.free.begin() + static_cast<std::ptrdiff_t>(list_.rooms.size());
    const int minute = std::max(*std::min_element(l.free.begin(), rooms), *std::min_element(rooms, l.free.end()));
    return static_cast<int>(std::lower_bound(minutes_.begin(), minutes_.end(), minute) - minutes_.begin());
  }

  const Choices& c_;
  const List& list_;
  const std::vector<Measure>& measures_;
  Draft begun_;
  std::size_t words_;     // of 64 ticks, of each camera
  std::vector<int> who_;  // open patients that are served
  unsigned all_ = 0;
  double unserved_ = 0.0;                               // cost of the others
  std::vector<int> minutes_;                            // of all their choices
  std::vector<int> scan_from_;                          // tick: of those injected at a minute or later no scan begins before
  std::vector<std::vector<Way>> ways_;                  // by served patient, in the order of their minutes
  std::vector<std::vector<std::size_t>> first_;         // by served patient and minute
  std::vector<std::vector<std::vector<double>>> rest_;  // by served patient, minute and measure
  std::vector<std::size_t> classes_;                    // of each room, then each person
  std::optional<Dominance> dominance_;
  std::vector<Step> steps_;
  std::size_t alive_ = 0;  // labels of the next layer
};

}  // namespace

Labelled cheapest(const Choices& choices, const Left& left, const std::vector<Measure>& measures, std::int64_t most) {
  return Labels(choices, left, measures).run(most);
}

}  // namespace isotrail::solver::slots
