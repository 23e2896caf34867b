#include "solver/slots_proof/choices.h"

#include <algorithm>
#include <numeric>

namespace isotrail::solver::slots {
namespace {
std::size_t at(int i) { return static_cast<std::size_t>(i); }
}  // namespace

Choices::Choices(const List& list) : list_(list), begun_(list), open_(begun_.open()) {
  clock();
  capacity_.assign(at(resources() * ticks_), 0);
  const auto opens = [&](int resource, const auto& place) {
    const auto add = [&](Span s, int n) {
      for (int t = std::max(0, tick(s.from)); t < std::min(ticks_, tick(s.until)); ++t) {
        int& cell = capacity_[at(resource * ticks_ + t)];
        cell = std::max(0, cell + n);
      }
    };
    add(place.open, 1);
    for (const auto& s : place.shut) add({std::max(s.from, place.open.from), std::min(s.until, place.open.until)}, -1);
  };
  for (const auto& r : list.rooms) opens(0, r);
  for (const auto& p : list.people) opens(1, p);
  for (std::size_t c = 0; c < list.cameras.size(); ++c) opens(2 + static_cast<int>(c), list.cameras[c]);
  for (std::size_t i = 0; i < list.begun.size(); ++i) {
    if (!list.begun[i]) continue;
    const Slot& s = *list.begun[i];
    const Patient& p = list.patients[i];
    const auto takes = [&](int resource, int from, int minutes) {
      for (int t = std::max(0, tick(from)); t < std::min(ticks_, tick(from + minutes)); ++t) {
        int& cell = capacity_[at(resource * ticks_ + t)];
        cell = std::max(0, cell - 1);
      }
    };
    takes(0, s.inject, p.in_room);
    takes(1, s.inject, p.with_person);
    if (s.camera >= 0) takes(2 + s.camera, s.scan, p.scan);
  }
  for (int v = 0; v < static_cast<int>(list.vials.size()); ++v) {
    full_.push_back(list.vials[at(v)].holds_mbq - begun_.drawn(v));
    least_.push_back(begun_.left(v));
  }
  for (const int i : open_) choicesOf(i);
  penalties();
}

/// Where all weigh the same, not to serve one more need not cost more than any timetables could differ by.
void Choices::penalties() {
  double differ = 1.0, weight = 0.0;
  bool same = true;
  for (const auto& some : choices_) {
    double most = 0.0;
    for (const auto& c : some)
      if (c.served()) most = std::max(most, c.cost + c.need - c.least);
    differ += most;
  }
  for (const int i : open_) {
    same = same && (weight == 0.0 || list_.patients[at(i)].weight == weight);
    weight = list_.patients[at(i)].weight;
  }
  for (std::size_t k = 0; k < open_.size(); ++k) {
    double& cost = choices_[k].back().cost;
    if (same) cost = std::min(cost, differ);
    lighter_.push_back(list_.patients[at(open_[k])].weight * list_.unserved_mbq - cost);
  }
}

double Choices::costOf(const Draft& d) const {
  double cost = d.cost();
  for (std::size_t k = 0; k < open_.size(); ++k)
    if (!d.served(open_[k])) cost -= lighter_[k];
  return cost;
}

/// The longest tick of which every minute that matters is a multiple.
void Choices::clock() {
  int until = 1;
  from_ = 1 << 20;
  tick_ = list_.grid;
  const auto matters = [&](int minute) { tick_ = std::gcd(tick_, minute); };
  const auto open = [&](const auto& all) {
    for (const auto& p : all) {
      from_ = std::min(from_, p.open.from);
      until = std::max(until, p.open.until);
      matters(p.open.from), matters(p.open.until);
      for (const auto& s : p.shut) matters(s.from), matters(s.until);
    }
  };
  open(list_.rooms), open(list_.people), open(list_.cameras);
  for (std::size_t i = 0; i < list_.patients.size(); ++i) {
    const Patient& p = list_.patients[i];
    matters(p.in_room), matters(p.with_person), matters(p.scan), matters(p.uptake);
    if (i < list_.begun.size() && list_.begun[i]) matters(list_.begun[i]->inject), matters(list_.begun[i]->scan);
  }
  tick_ = std::max(1, tick_);
  from_ = std::min(from_, until) / tick_ * tick_;
  ticks_ = (until - from_) / tick_ + 1;
}

int Choices::stretches(int k, const Choice& c, Stretch (&out)[3]) const {
  const Patient& p = patient(k);
  out[0] = stretch(0, c.inject, p.in_room);
  out[1] = stretch(1, c.inject, p.with_person);
  if (c.camera < 0) return 2;
  out[2] = stretch(2 + c.camera, c.scan, p.scan);
  return 3;
}

void Choices::choicesOf(int patient) {
  const Patient& p = list_.patients[at(patient)];
  std::vector<Choice> out;
  const auto n = [](const auto& all) { return static_cast<int>(all.size()); };
  const auto any = [&](const auto& all, auto free) {
    for (int k = 0; k < n(all); ++k)
      if (free(k)) return true;
    return false;
  };
  const auto from = (std::max({p.window.from, list_.now, 0}) + list_.grid - 1) / list_.grid * list_.grid;
  for (int t = from; t <= p.window.until; t += list_.grid) {
    if (!any(list_.rooms, [&](int r) { return begun_.roomFree(patient, r, t); }) ||
        !any(list_.people, [&](int k) { return begun_.personFree(patient, k, t); }))
      continue;
    for (int v = 0; v < n(list_.vials); ++v) {
      if (!begun_.vialServes(patient, v, t)) continue;
      Choice c{t, t + p.uptake, -1, v, costAt(list_, p, t), needOf(list_, p, t), 0.0};
      c.least = c.need * (1.0 - p.tolerance);
      if (p.scan == 0) out.push_back(c);
      for (c.camera = 0; p.scan > 0 && c.camera < n(list_.cameras); ++c.camera)
        for (c.scan = t + p.uptake; c.scan <= t + p.uptake + p.slack; c.scan += list_.grid)
          if (begun_.cameraFree(patient, c.camera, c.scan)) out.push_back(c);
    }
  }
  Choice none;
  none.cost = p.weight * list_.unserved_mbq;
  out.push_back(none);
  choices_.push_back(std::move(out));
}

bool Choices::place(const std::vector<std::pair<int, Slot>>& by_time, std::size_t next, Draft& out) const {
  if (next == by_time.size()) return true;
  const int i = by_time[next].first;
  Slot s = by_time[next].second;
  const int rooms = static_cast<int>(list_.rooms.size()), people = static_cast<int>(list_.people.size());
  const auto alikeRoom = [&](int a) { return out.roomFree(i, a, s.inject) && out.alikeRooms(a, s.room, s.inject); };
  const auto alikePerson = [&](int a) { return out.personFree(i, a, s.inject) && out.alikePeople(a, s.person, s.inject); };
  const auto before = [](int k, const auto& alike) {
    for (int a = 0; a < k; ++a)
      if (alike(a)) return true;
    return false;
  };
  for (s.room = 0; s.room < rooms; ++s.room) {
    if (!out.roomFree(i, s.room, s.inject) || before(s.room, alikeRoom)) continue;
    for (s.person = 0; s.person < people; ++s.person) {
      if (!out.personFree(i, s.person, s.inject) || before(s.person, alikePerson)) continue;
      out.put(i, s);
      if (place(by_time, next + 1, out)) return true;
      out.take(i);
    }
  }
  return false;
}

bool Choices::decode(const std::vector<const Choice*>& taken, Draft& out) const {
  std::vector<std::pair<int, Slot>> by_time;
  std::vector<double> least = least_;
  for (int k = 0; k < size(); ++k) {
    const Choice& c = *taken[at(k)];
    if (!c.served()) continue;
    if ((least[at(c.vial)] -= c.least) < -1e-7) return false;
    by_time.emplace_back(open_[at(k)], Slot{c.inject, c.scan, -1, -1, c.camera, c.vial});
  }
  std::sort(by_time.begin(), by_time.end(), [](const auto& a, const auto& b) { return a.second.inject < b.second.inject; });
  out = begun_;
  return place(by_time, 0, out);
}

}  // namespace isotrail::solver::slots
