#pragma once
// A list of patients to inject and scan on one day, and a timetable for it. Minutes from 00:00 of the day, MBq; what a dose takes from
// a vial is stated for one reference minute, so that doses of different hours can be added and compared.
#include <optional>
#include <string>
#include <vector>

namespace isotrail::solver::slots {

/// From a minute until another one.
struct Span {
  int from = 0, until = 0;
};
struct Product {
  std::string name;
  double half_life_min = 0.0;
};
struct Patient {
  std::string name;
  int product = 0;            // of the list's products
  double dose_mbq = 0.0;      // wanted at the injection
  double tolerance = 0.0;     // share of the dose that may be missing when the vial is weak
  int uptake = 0, slack = 0;  // the scan begins that long after the injection, and up to `slack` later
  int scan = 0;               // on the camera; 0: no camera is needed
  int in_room = 5;            // of the injection room, from the injection on
  int with_person = 5;        // of the one who injects
  Span window;                // the injection lies in it, both ends allowed
  int asked = 0;              // the injection the patient was told or asked for; waiting counts from here
  double wait_mbq = 0.0;      // what a minute of waiting is worth: small for those who can best wait
  double weight = 1.0;        // of being served at all
  std::optional<int> told;    // the injection of the timetable that is changed
};
struct Place {
  std::string name;
  Span open;
  std::vector<Span> shut = {};  // within: a break, a camera that is down
};
struct Camera {
  std::string name;
  Span open;
  std::vector<int> products;  // it takes
  std::vector<Span> shut = {};
};
struct Vial {
  std::string name;
  int product = 0;
  double holds_mbq = 0.0;  // at the reference minute
  Span usable;             // from its arrival or release until its expiry, both ends allowed
};
/// Where and when one patient is injected and scanned; room -1: not served.
struct Slot {
  int inject = 0, scan = 0;
  int room = -1, person = -1, camera = -1;
  int vial = -1;  // of one who has begun -1: the dose has left its vial already
  bool served() const { return room >= 0; }
  bool operator==(const Slot&) const = default;
};
struct List {
  std::vector<Product> products;
  std::vector<Patient> patients;
  std::vector<Place> rooms, people;
  std::vector<Camera> cameras;
  std::vector<Vial> vials;
  std::vector<std::optional<Slot>> begun;  // by patient; empty, or what has begun and stays
  int grid = 5;
  int reference = 0;
  int now = 0;                // nothing else may begin before it
  double moved_mbq = 0.0;     // what another time than the one told is worth
  double unserved_mbq = 1e6;  // what a patient of weight 1 who is not served is worth: more than a day's activity
};
using Timetable = std::vector<Slot>;  // by patient

/// What a timetable costs: everything in MBq at the reference minute, served patients before activity.
struct Cost {
  double need_mbq = 0.0;   // what its full doses take from the vials, or will take
  double short_mbq = 0.0;  // what the vials lack of it, made up for within the tolerances
  double waiting = 0.0, moved = 0.0, unserved = 0.0;
  double total() const { return need_mbq + short_mbq + waiting + moved + unserved; }
};
/// The dose at `inject` as activity of the reference minute.
double needOf(const List& list, const Patient& p, int inject);
/// What the injection of a patient at `inject` costs by itself: need, waiting, moving.
double costAt(const List& list, const Patient& p, int inject);
bool takes(const Camera& camera, int product);

}  // namespace isotrail::solver::slots
