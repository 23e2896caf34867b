#pragma once
// The way between two places, worked out from the instance for one start at a time.
#include <optional>

#include "solver/rppd/instance.h"

namespace isotrail::solver::rppd {

struct Drive {
  int at = 0;  // minute of arrival
  double km = 0.0;
};

/// The first minute from `from` on that lies in one of the spans, `from` itself when there are none.
std::optional<int> firstIn(const std::vector<Span>& spans, int from);

class Road {
 public:
  explicit Road(const Instance& instance) : in_(instance) {}
  /// Places: sites, then hospitals. Nothing when a stage or post stays shut.
  std::optional<Drive> drive(int from, int to, int leave) const;
  int siteAt(int site) const { return site; }
  int hospitalAt(int hospital) const { return static_cast<int>(in_.sites.size()) + hospital; }

 private:
  const Place& place(int p) const;
  int minutes(double km) const;
  std::optional<Drive> byLeg(const Leg& leg, int leave) const;
  std::optional<Drive> byPosts(const Place& a, const Place& b, int leave) const;

  const Instance& in_;
};

}  // namespace isotrail::solver::rppd
