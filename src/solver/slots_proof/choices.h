#pragma once
// Every way each open patient can be served, one by one, on a clock of ticks: what branch and bound chooses from.
#include <vector>

#include "solver/slots/draft.h"

namespace isotrail::solver::slots {

/// One way: when, where and from which vial. Rooms and people of the same hours are alike, so they are counted, not named.
struct Choice {
  int inject = 0, scan = 0;
  int camera = -1, vial = -1;      // vial -1: not served
  double cost = 0.0;               // of the injection by itself, or of not serving the patient
  double need = 0.0, least = 0.0;  // from the vial
  bool served() const { return vial >= 0; }
};
/// A stretch of ticks of one resource that a choice occupies.
struct Stretch {
  int resource, from, until;
};
class Choices {
 public:
  explicit Choices(const List& list);

  const List& list() const { return list_; }
  const std::vector<int>& open() const { return open_; }
  int size() const { return static_cast<int>(open_.size()); }
  /// Of the k-th open patient.
  const std::vector<Choice>& of(int k) const { return choices_[static_cast<std::size_t>(k)]; }
  const Patient& patient(int k) const { return list_.patients[static_cast<std::size_t>(open_[static_cast<std::size_t>(k)])]; }

  // Resource 0: all rooms, 1: all people, 2 and on: the cameras.
  int resources() const { return 2 + static_cast<int>(list_.cameras.size()); }
  int ticks() const { return ticks_; }
  int capacity(int resource, int tick) const { return capacity_[static_cast<std::size_t>(resource * ticks_ + tick)]; }
  /// The stretches of a served choice: rooms, people, and the camera if there is one; how many.
  int stretches(int k, const Choice& c, Stretch (&out)[3]) const;

  // Left for the open patients after what has begun; at the full doses it may be negative.
  double full(int vial) const { return full_[static_cast<std::size_t>(vial)]; }
  double least(int vial) const { return least_[static_cast<std::size_t>(vial)]; }

  /// The cost of a draft by the choices' own penalties, which order timetables as the list's do.
  double costOf(const Draft& d) const;
  /// The timetable of one choice a patient, with rooms and people named; false when they cannot be, or a vial is short.
  bool decode(const std::vector<const Choice*>& taken, Draft& out) const;

 private:
  void clock();
  void room();
  void choicesOf(int patient);
  void penalties();
  int tick(int minute) const { return (minute - from_) / tick_; }
  Stretch stretch(int resource, int from, int minutes) const { return {resource, tick(from), tick(from + minutes)}; }
  bool place(const std::vector<std::pair<int, Slot>>& by_time, std::size_t next, Draft& out) const;

  const List& list_;
  Draft begun_;
  std::vector<int> open_;
  std::vector<std::vector<Choice>> choices_;
  int from_ = 0, tick_ = 1, ticks_ = 0;
  std::vector<int> capacity_;
  std::vector<double> full_, least_;
  std::vector<double> lighter_;  // by open patient: what the penalty was lowered by
};

}  // namespace isotrail::solver::slots
