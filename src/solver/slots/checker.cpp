#include "solver/slots/checker.h"

#include <algorithm>

#include "nuclide/decay.h"

namespace isotrail::solver::slots {
namespace {

/// One use of a room, a person or a camera.
struct Use {
  int from, until;
  std::string who;
  bool begun;
};

class Check {
 public:
  Check(const List& list, const Timetable& t) : list_(list), t_(t) { out_.given_mbq.assign(list.patients.size(), 0.0); }

  Checked run() {
    if (t_.size() != list_.patients.size()) {
      fault("the timetable has another number of patients than the list");
      return out_;
    }
    for (std::size_t i = 0; i < t_.size(); ++i) t_[i].served() ? one(i) : left(i);
    places("room", list_.rooms, &Slot::room, [](const Patient& p) { return p.in_room; });
    places("person", list_.people, &Slot::person, [](const Patient& p) { return p.with_person; });
    cameras();
    vials();
    return out_;
  }

 private:
  void fault(const std::string& what) { out_.faults.push_back(what); }
  bool isBegun(std::size_t i) const { return i < list_.begun.size() && list_.begun[i].has_value(); }

  /// From a vial, at the reference minute.
  double taken(const Patient& p, int inject) const {
    const Product& product = list_.products.at(static_cast<std::size_t>(p.product));
    return p.dose_mbq * remainingShare(minutes(product.half_life_min), minutes(list_.reference - inject));
  }

  void left(std::size_t i) {
    out_.cost.unserved += list_.patients[i].weight * list_.unserved_mbq;
    if (isBegun(i)) fault(list_.patients[i].name + " has begun and is left out");
  }

  void one(std::size_t i) {
    const Patient& p = list_.patients[i];
    const Slot& s = t_[i];
    ++out_.served;
    if (isBegun(i) && s != *list_.begun[i]) fault(p.name + " has begun and is moved");
    if (isBegun(i) && s.vial < 0) return;
    out_.cost.need_mbq += taken(p, s.inject);
    out_.cost.waiting += p.wait_mbq * std::max(0, s.inject - p.asked);
    if (p.told && *p.told != s.inject) out_.cost.moved += list_.moved_mbq;
    if (isBegun(i)) return;
    if (s.inject < p.window.from || s.inject > p.window.until) fault(p.name + " is injected outside the window");
    if (s.inject < list_.now) fault(p.name + " is injected before now");
    if (s.inject % list_.grid != 0) fault(p.name + " is off the grid");
    if (p.scan > 0 && (s.scan - s.inject < p.uptake || s.scan - s.inject > p.uptake + p.slack)) fault(p.name + " is scanned at the wrong uptake");
    if ((p.scan > 0) != (s.camera >= 0)) fault(p.name + " has no camera or needs none");
  }

  static bool within(const Use& use, Span open, const std::vector<Span>& shut) {
    if (use.from < open.from || use.until > open.until) return false;
    return std::none_of(shut.begin(), shut.end(), [&](const Span& s) { return use.from < s.until && s.from < use.until; });
  }

  template <class Minutes>
  void places(const char* kind, const std::vector<Place>& all, int Slot::*which, Minutes needed) {
    std::vector<std::vector<Use>> uses(all.size());
    for (std::size_t i = 0; i < t_.size(); ++i) {
      if (!t_[i].served()) continue;
      const int at = t_[i].*which;
      if (at < 0 || at >= static_cast<int>(all.size())) return fault(list_.patients[i].name + " has no " + kind);
      const Use use{t_[i].inject, t_[i].inject + needed(list_.patients[i]), list_.patients[i].name, isBegun(i)};
      const Place& place = all[static_cast<std::size_t>(at)];
      if (!isBegun(i) && !within(use, place.open, place.shut)) fault(use.who + ": " + place.name + " is not there");
      uses[static_cast<std::size_t>(at)].push_back(use);
    }
    for (std::size_t k = 0; k < all.size(); ++k) never(all[k].name, uses[k]);
  }

  void cameras() {
    std::vector<std::vector<Use>> uses(list_.cameras.size());
    for (std::size_t i = 0; i < t_.size(); ++i) {
      const Patient& p = list_.patients[i];
      if (!t_[i].served() || p.scan == 0) continue;
      if (t_[i].camera < 0 || t_[i].camera >= static_cast<int>(uses.size())) continue;
      const Camera& c = list_.cameras[static_cast<std::size_t>(t_[i].camera)];
      if (std::count(c.products.begin(), c.products.end(), p.product) == 0) fault(p.name + ": " + c.name + " does not take the product");
      const Use use{t_[i].scan, t_[i].scan + p.scan, p.name, isBegun(i)};
      if (!isBegun(i) && !within(use, c.open, c.shut)) fault(p.name + ": " + c.name + " is shut");
      uses[static_cast<std::size_t>(t_[i].camera)].push_back(use);
    }
    for (std::size_t k = 0; k < uses.size(); ++k) never(list_.cameras[k].name, uses[k]);
  }

  /// Never two at once, but for what happened.
  void never(const std::string& name, std::vector<Use>& uses) {
    std::sort(uses.begin(), uses.end(), [](const Use& a, const Use& b) { return a.from < b.from; });
    for (std::size_t k = 1; k < uses.size(); ++k)
      if (uses[k].from < uses[k - 1].until && !(uses[k].begun && uses[k - 1].begun))
        fault(name + " has " + uses[k - 1].who + " and " + uses[k].who + " at once");
  }

  void vials() {
    for (std::size_t v = 0; v < list_.vials.size(); ++v) {
      const Vial& vial = list_.vials[v];
      double full = 0.0, spare = 0.0;
      std::vector<std::size_t> users;
      for (std::size_t i = 0; i < t_.size(); ++i) {
        if (!t_[i].served() || t_[i].vial != static_cast<int>(v)) continue;
        const Patient& p = list_.patients[i];
        if (p.product != vial.product) fault(p.name + ": " + vial.name + " is another product");
        if (!isBegun(i) && (t_[i].inject < vial.usable.from || t_[i].inject > vial.usable.until))
          fault(p.name + ": " + vial.name + " is not usable then");
        const double need = taken(p, t_[i].inject);
        full += need;
        spare += need * p.tolerance;
        users.push_back(i);
      }
      const double lack = std::max(0.0, full - vial.holds_mbq);
      if (lack > spare + 1e-6) fault(vial.name + " holds too little");
      out_.cost.short_mbq += lack;
      // Each gives up the same part of its own tolerance.
      const double part = spare > 0.0 ? std::min(1.0, lack / spare) : 0.0;
      for (const auto i : users) out_.given_mbq[i] = list_.patients[i].dose_mbq * (1.0 - part * list_.patients[i].tolerance);
    }
    for (std::size_t i = 0; i < t_.size(); ++i)
      if (t_[i].served() && !(isBegun(i) && t_[i].vial < 0) && (t_[i].vial < 0 || t_[i].vial >= static_cast<int>(list_.vials.size())))
        fault(list_.patients[i].name + " has no vial");
  }

  const List& list_;
  const Timetable& t_;
  Checked out_;
};

}  // namespace

Checked check(const List& list, const Timetable& timetable) { return Check(list, timetable).run(); }

}  // namespace isotrail::solver::slots
