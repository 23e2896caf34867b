#pragma once
// A timetable in the making: who uses what when, what the vials still hold, and what it costs so far.
#include <vector>

#include "solver/slots/day.h"

namespace isotrail::solver::slots {

class Draft {
 public:
  /// With what has begun in its place.
  explicit Draft(const List& list);

  const Timetable& timetable() const { return slots_; }
  double cost() const { return cost_; }
  const std::vector<int>& open() const { return open_; }  // patients that have not begun
  bool served(int patient) const { return slots_[static_cast<std::size_t>(patient)].served(); }

  void put(int patient, const Slot& slot);
  void take(int patient);

  bool roomFree(int patient, int room, int inject) const;
  bool personFree(int patient, int person, int inject) const;
  bool cameraFree(int patient, int camera, int scan) const;
  /// The vial is of the product, usable at `inject` and has the least dose left.
  bool vialServes(int patient, int vial, int inject) const;
  /// The first minute at `from` or later at which the camera has the patient's time, at most `until`; -1: none.
  int scanFrom(int patient, int camera, int from, int until) const;
  /// What the cost grows by.
  double added(int patient, int vial, int inject) const;
  /// Both have the same uses and hours from `minute` on.
  bool alikeRooms(int a, int b, int minute) const { return alike(list_->rooms, rooms_, a, b, minute); }
  bool alikePeople(int a, int b, int minute) const { return alike(list_->people, people_, a, b, minute); }

  double left(int vial) const;                                                    // after the least doses, MBq
  double drawn(int vial) const { return full_[static_cast<std::size_t>(vial)]; }  // by the full doses, MBq

 private:
  struct Use {
    int from, until, patient;  // patient -1: shut
  };
  static bool free(const std::vector<Use>& uses, Span open, int from, int until);
  static bool alike(const std::vector<Place>& all, const std::vector<std::vector<Use>>& uses, int a, int b, int minute);
  double lack(int vial) const;

  const List* list_;
  Timetable slots_;
  std::vector<std::vector<Use>> rooms_, people_, cameras_;
  std::vector<double> full_, least_;  // drawn from each vial
  std::vector<int> open_;
  double cost_ = 0.0;
};

/// The way to serve the patient that adds the least cost: the earliest one, or the time that was told. Not served: none.
/// At `from` or later; `late`: with the last scan the slack allows, so that others are scanned before.
Slot bestSlot(const List& list, const Draft& draft, int patient, int from = 0, bool late = false);

}  // namespace isotrail::solver::slots
