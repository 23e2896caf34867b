#pragma once
// The time a planner's verb was given, shared out: reading, searching, and saying why orders are left out or late.
#include <algorithm>
#include <chrono>
#include <ctime>

#include "cli/invocation.h"
#include "solver/explain/explain.h"

namespace isotrail::cli {

class Allowance {
 public:
  /// Begins with the verb, before anything is read. `usual`: seconds where the person named neither time nor moves.
  Allowance(const Invocation& in, double usual)
      : seconds_(in.seconds > 0.0    ? in.seconds
                 : in.iterations > 0 ? kAllDay
                                     : usual),
        moves_(in.iterations) {}

  /// What the search may take; asked once everything is read: the larger the day took to read, the more is kept for the reasons.
  double forSearch() {
    reading_ = elapsed() - begun_;
    return seconds_ - begun_ - reading_ - std::min(kMostForReasons * seconds_, kForReasons * reading_);
  }
  /// What is left after the search. Where moves are counted so are the steps of the reasons: both find the same every time.
  solver::Patience forReasons() const {
    return {[this] { return seconds_ - kToSayIt * reading_ - elapsed(); }, moves_ > 0 ? std::max(kLeastSteps, kStepsAMove * moves_) : 0};
  }

 private:
  static constexpr double kAllDay = 86'400.0;     // seconds for counted moves
  static constexpr double kForReasons = 12.0;     // times the reading,
  static constexpr double kMostForReasons = 0.1;  // and at most this part of the time
  static constexpr double kToSayIt = 0.5;         // times the reading: to write it all down
  static constexpr std::int64_t kStepsAMove = 4, kLeastSteps = 10'000;

  double elapsed() const { return begun_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - from_).count(); }

  const double begun_ = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;  // that the program took to begin
  const std::chrono::steady_clock::time_point from_ = std::chrono::steady_clock::now();
  double seconds_;
  std::int64_t moves_;
  double reading_ = 0.0;
};

}  // namespace isotrail::cli
