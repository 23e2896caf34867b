#pragma once
// A night in a hot lab as one technologist works it, by commands over HTTP, on a program that is killed and whose clock jumps.
// What was sent is sent again unchanged until it is answered, as a browser does.
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/night/shift_clock.h"

namespace isotrail::test {

/// A command as it was sent, and what came back first.
struct Kept {
  std::string id, command, body, answer;
};

class Shift {
 public:
  /// `kill_times` and `jump_times`: how many of each over the night, at moments drawn from `seed`.
  Shift(Served& site, ShiftClock& clock, Instant begins, int kill_times, int jump_times, unsigned seed)
      : site_(site), clock_(clock), begins_(begins), kills_planned_(kill_times), jumps_planned_(jump_times), chance_(seed) {}

  /// From the first command to the last; throws std::runtime_error at a refusal that is not the clock's.
  void work();

  int kills = 0, jumps = 0, clock_refusals = 0;
  int unanswered = 0;    // killed before the answer
  int kept_unheard = 0;  // of these, kept all the same
  std::vector<Kept> kept;
  std::vector<std::string> faults;

 private:
  struct Step {
    double minute;  // of the night
    std::string command;
    std::function<Json()> body;
    bool is_signed = false;
  };
  std::vector<Step> plan();
  void prepared(std::vector<Step>& steps, double minute, int round);
  void patient(std::vector<Step>& steps, int i);
  void perform(const Step& step, int kills_now);
  bool send(Kept& k, bool kill);
  bool heard(Kept& k, const http::Answer& a);
  void again(const Kept& k);
  void restart();
  void jump();
  std::string headers(const Kept& k);
  double mbqAt(int order) const;

  Served& site_;
  ShiftClock& clock_;
  Instant begins_;
  int kills_planned_, jumps_planned_, owed_ = 0;
  std::mt19937 chance_;
  std::string token_, last_;
  bool replayed_ = false;
};

}  // namespace isotrail::test
