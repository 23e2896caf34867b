#include "solver/slots_proof/retime.h"

#include <algorithm>

#include "solver/slots/checker.h"
#include "solver/slots_proof/prove.h"

namespace isotrail::solver::slots {
namespace {

constexpr int kRounds = 4;            // through the day
constexpr std::int64_t kSteps = 300;  // of the proof, for each few
constexpr std::size_t kLeftOut = 3;   // who are not served and may come in, the smallest doses first
constexpr double kSame = 1e-6;        // MBq: less is no improvement

std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// Who has not begun: the served by their injections, the others by their doses.
struct Open {
  std::vector<int> served, left_out;
  Open(const List& list, const Timetable& t) {
    for (int i = 0; i < static_cast<int>(t.size()); ++i)
      if (at(i) >= list.begun.size() || !list.begun[at(i)]) (t[at(i)].served() ? served : left_out).push_back(i);
    std::stable_sort(served.begin(), served.end(), [&](int a, int b) { return t[at(a)].inject < t[at(b)].inject; });
    std::stable_sort(left_out.begin(), left_out.end(), [&](int a, int b) { return list.patients[at(a)].dose_mbq < list.patients[at(b)].dose_mbq; });
  }
};

/// The list in which all but some stay where they are: `together` of the served from the k-th on, and who may come in.
List fewOf(const List& list, const Timetable& t, const Open& open, int k, int together) {
  List few = list;
  few.begun.assign(t.size(), std::nullopt);
  for (std::size_t i = 0; i < t.size(); ++i)
    if (t[i].served()) few.begun[i] = t[i];
  for (int n = k; n < std::min(k + together, static_cast<int>(open.served.size())); ++n) few.begun[at(open.served[at(n)])].reset();
  for (std::size_t n = kLeftOut; n < open.left_out.size(); ++n) few.patients[at(open.left_out[n])].window = {1, 0};
  return few;
}

}  // namespace

Timetable retimed(const List& list, Timetable t, int together) {
  double cost = check(list, t).cost.total();
  bool better = true;
  for (int round = 0; round < kRounds && better; ++round) {
    better = false;
    const Open open(list, t);
    const int last = std::max(0, static_cast<int>(open.served.size()) - together), stride = std::max(1, together / 2);
    for (int k = 0; k < last + stride; k += stride) {
      Proof proof = prove(fewOf(list, t, open, std::min(k, last), together), t, kSteps);
      const double now = check(list, proof.timetable).cost.total();
      if (now >= cost - kSame) continue;
      cost = now;
      t = std::move(proof.timetable);
      better = true;
    }
  }
  return t;
}

}  // namespace isotrail::solver::slots
