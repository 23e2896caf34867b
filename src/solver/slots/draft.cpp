#include "solver/slots/draft.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "nuclide/decay.h"

namespace isotrail::solver::slots {

namespace {
constexpr double kDust = 1e-7;  // MBq

std::size_t at(int i) { return static_cast<std::size_t>(i); }
}  // namespace

double needOf(const List& list, const Patient& p, int inject) {
  return p.dose_mbq * remainingShare(minutes(list.products[at(p.product)].half_life_min), minutes(list.reference - inject));
}
double costAt(const List& list, const Patient& p, int inject) {
  return needOf(list, p, inject) + p.wait_mbq * std::max(0, inject - p.asked) + (p.told && *p.told != inject ? list.moved_mbq : 0.0);
}
bool takes(const Camera& camera, int product) { return std::find(camera.products.begin(), camera.products.end(), product) != camera.products.end(); }

Draft::Draft(const List& list)
    : list_(&list),
      slots_(list.patients.size()),
      rooms_(list.rooms.size()),
      people_(list.people.size()),
      cameras_(list.cameras.size()),
      full_(list.vials.size()),
      least_(list.vials.size()) {
  const auto shut = [](const auto& all, std::vector<std::vector<Use>>& uses) {
    for (std::size_t k = 0; k < all.size(); ++k)
      for (const Span& s : all[k].shut) uses[k].push_back({s.from, s.until, -1});
  };
  shut(list.rooms, rooms_);
  shut(list.people, people_);
  shut(list.cameras, cameras_);
  for (const auto& p : list.patients) cost_ += p.weight * list.unserved_mbq;
  for (std::size_t i = 0; i < list.patients.size(); ++i) {
    if (i < list.begun.size() && list.begun[i])
      put(static_cast<int>(i), *list.begun[i]);
    else
      open_.push_back(static_cast<int>(i));
  }
}

void Draft::put(int patient, const Slot& s) {
  const Patient& p = list_->patients[at(patient)];
  cost_ += added(patient, s.vial, s.inject);
  slots_[at(patient)] = s;
  rooms_[at(s.room)].push_back({s.inject, s.inject + p.in_room, patient});
  people_[at(s.person)].push_back({s.inject, s.inject + p.with_person, patient});
  if (s.camera >= 0) cameras_[at(s.camera)].push_back({s.scan, s.scan + p.scan, patient});
  if (s.vial < 0) return;
  const double need = needOf(*list_, p, s.inject);
  full_[at(s.vial)] += need;
  least_[at(s.vial)] += need * (1.0 - p.tolerance);
}

void Draft::take(int patient) {
  const Patient& p = list_->patients[at(patient)];
  const Slot s = slots_[at(patient)];
  const auto drop = [patient](std::vector<Use>& uses) { std::erase_if(uses, [patient](const Use& u) { return u.patient == patient; }); };
  drop(rooms_[at(s.room)]);
  drop(people_[at(s.person)]);
  if (s.camera >= 0) drop(cameras_[at(s.camera)]);
  const double need = needOf(*list_, p, s.inject);
  full_[at(s.vial)] -= need;
  least_[at(s.vial)] -= need * (1.0 - p.tolerance);
  slots_[at(patient)] = Slot();
  cost_ -= added(patient, s.vial, s.inject);
}

bool Draft::free(const std::vector<Use>& uses, Span open, int from, int until) {
  if (from < open.from || until > open.until) return false;
  return std::none_of(uses.begin(), uses.end(), [&](const Use& u) { return u.from < until && from < u.until; });
}
bool Draft::roomFree(int patient, int room, int inject) const {
  return free(rooms_[at(room)], list_->rooms[at(room)].open, inject, inject + list_->patients[at(patient)].in_room);
}
bool Draft::personFree(int patient, int person, int inject) const {
  return free(people_[at(person)], list_->people[at(person)].open, inject, inject + list_->patients[at(patient)].with_person);
}
bool Draft::cameraFree(int patient, int camera, int scan) const {
  const Camera& c = list_->cameras[at(camera)];
  const Patient& p = list_->patients[at(patient)];
  return takes(c, p.product) && free(cameras_[at(camera)], c.open, scan, scan + p.scan);
}
int Draft::scanFrom(int patient, int camera, int from, int until) const {
  for (int scan = from; scan <= until; scan += list_->grid)
    if (cameraFree(patient, camera, scan)) return scan;
  return -1;
}
bool Draft::vialServes(int patient, int vial, int inject) const {
  const Vial& v = list_->vials[at(vial)];
  const Patient& p = list_->patients[at(patient)];
  if (v.product != p.product || inject < v.usable.from || inject > v.usable.until) return false;
  return least_[at(vial)] + needOf(*list_, p, inject) * (1.0 - p.tolerance) <= v.holds_mbq + kDust;
}
double Draft::left(int vial) const { return list_->vials[at(vial)].holds_mbq - least_[at(vial)]; }
double Draft::lack(int vial) const { return std::max(0.0, full_[at(vial)] - list_->vials[at(vial)].holds_mbq); }
double Draft::added(int patient, int vial, int inject) const {
  const Patient& p = list_->patients[at(patient)];
  if (vial < 0) return -p.weight * list_->unserved_mbq;
  const double then = std::max(0.0, full_[at(vial)] + needOf(*list_, p, inject) - list_->vials[at(vial)].holds_mbq);
  return costAt(*list_, p, inject) + then - lack(vial) - p.weight * list_->unserved_mbq;
}

bool Draft::alike(const std::vector<Place>& all, const std::vector<std::vector<Use>>& uses, int a, int b, int minute) {
  const auto later = [&](int k) { return std::count_if(uses[at(k)].begin(), uses[at(k)].end(), [&](const Use& u) { return u.until > minute; }); };
  return all[at(a)].open.until == all[at(b)].open.until && later(a) == 0 && later(b) == 0;
}

namespace {

/// Room, person and camera for one minute and vial, where there are any.
bool fill(const List& list, const Draft& d, int patient, bool late, Slot& s) {
  const Patient& p = list.patients[at(patient)];
  s.room = s.person = s.camera = -1;
  for (int r = 0; r < static_cast<int>(list.rooms.size()) && s.room < 0; ++r)
    if (d.roomFree(patient, r, s.inject)) s.room = r;
  if (s.room < 0) return false;
  for (int k = 0; k < static_cast<int>(list.people.size()) && s.person < 0; ++k)
    if (d.personFree(patient, k, s.inject)) s.person = k;
  s.scan = s.inject + p.uptake;
  if (s.person >= 0 && p.scan == 0) return true;
  for (int c = 0; s.person >= 0 && c < static_cast<int>(list.cameras.size()); ++c) {
    const int soonest = s.inject + p.uptake;
    int scan = d.scanFrom(patient, c, soonest, soonest + p.slack);
    for (int t = scan; late && scan >= 0 && t <= soonest + p.slack; t += list.grid)
      if (d.cameraFree(patient, c, t)) scan = t;
    if (scan < 0 || (s.camera >= 0 && (scan >= s.scan) != late)) continue;
    s.scan = scan;
    s.camera = c;
  }
  if (s.camera >= 0) return true;
  s.room = -1;
  return false;
}

}  // namespace

Slot bestSlot(const List& list, const Draft& d, int patient, int earliest, bool late) {
  const Patient& p = list.patients[at(patient)];
  Slot best;
  double least = std::numeric_limits<double>::infinity();
  const auto look = [&](int inject) {
    Slot s;
    s.inject = inject;
    bool any = false;
    for (int v = 0; v < static_cast<int>(list.vials.size()); ++v) {
      if (!d.vialServes(patient, v, inject)) continue;
      if (!any && !fill(list, d, patient, late, s)) return;
      any = true;
      const double cost = d.added(patient, v, inject);
      if (cost >= least) continue;
      least = cost;
      s.vial = v;
      best = s;
    }
  };
  const int from = std::max({p.window.from, list.now, earliest});
  if (p.told && *p.told >= from && *p.told <= p.window.until && *p.told % list.grid == 0) look(*p.told);
  // Alone, a later minute is never cheaper: the first that costs more than the best without its vial ends the look.
  const int first = (from + list.grid - 1) / list.grid * list.grid;
  for (int t = first; t <= p.window.until && costAt(list, p, t) - p.weight * list.unserved_mbq < least; t += list.grid) look(t);
  if (!std::isfinite(least)) best = Slot();
  return best;
}

}  // namespace isotrail::solver::slots
