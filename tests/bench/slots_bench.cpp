// Slots of a list: what the optimiser needs against first come, and against the proven optimum of short lists. Lists are from a seed: an
// ordinary morning, patients booked every 15 to 20 minutes, two or three injection rooms, one or two cameras, FDG and a Ga-68 product.
#include <cmath>
#include <random>
#include <stdexcept>

#include "solver/slots/solve.h"
#include "solver/slots/waiting.h"
#include "solver/slots_proof/prove.h"
#include "tests/bench/bench.h"

namespace isotrail::bench {
namespace {

namespace slots = solver::slots;

/// `supply`: what the vials hold of what the booked doses need; above 1 the vials bind nobody.
slots::List listOf(std::uint64_t seed, int n, double supply) {
  std::mt19937_64 random(seed);
  const auto in = [&](int a, int b) { return a + static_cast<int>(random() % static_cast<std::uint64_t>(b - a + 1)); };
  const int until = 600 + 25 * n;
  slots::List l;
  l.products = {{"FDG", 109.73}, {"GA", 67.83}};
  l.reference = 480;
  l.moved_mbq = 0.0;
  for (int r = in(2, 3); r > 0; --r) l.rooms.push_back({"room", {480, until}, {}});
  for (int k = in(1, 2); k > 0; --k) l.people.push_back({"person", {480, until}, {}});
  l.cameras.push_back({"PET-1", {480, until + 180}, {0, 1}, {}});
  if (in(0, 1)) l.cameras.push_back({"PET-2", {480, until + 180}, {0}, {}});
  double needed[2] = {0.0, 0.0};
  for (int i = 0; i < n; ++i) {
    slots::Patient p;
    p.name = "P" + std::to_string(i);
    p.product = in(0, 4) == 0 ? 1 : 0;
    p.dose_mbq = 10.0 * (p.product == 1 ? in(10, 20) : in(15, 45));
    p.tolerance = 0.1;
    p.uptake = 60;
    p.slack = 15;
    p.scan = 5 * in(3, 5);
    p.in_room = 5 * in(2, 4);
    p.asked = 490 + 5 * in(3, 4) * i / static_cast<int>(l.cameras.size());
    p.asked -= p.asked % 5;
    p.window = {std::max(480, p.asked - 60), p.asked + 120};
    needed[p.product] += slots::needOf(l, p, p.asked);
    l.patients.push_back(p);
  }
  l.vials = {{"V1", 0, needed[0] * supply, {480, until}}, {"V2", 1, needed[1] * supply, {480, until}}};
  return l;
}

struct Sums {
  double first = 0, found = 0, exact = 0, worst = 1, search_s = 0, proof_s = 0;
  int lists = 0, compared = 0, equal = 0, answered = 0, proven = 0, whole = 0, more = 0;
};

void one(const slots::List& list, bool exact, Sums& sums) {
  const auto first = slots::check(list, slots::firstCome(list));
  slots::Timetable found;
  sums.search_s += seconds([&] { found = slots::searched(list, {}); });
  const auto checked = slots::check(list, found);
  if (!first.feasible() || !checked.feasible()) throw std::runtime_error("a timetable has a fault");
  if (checked.served < first.served) throw std::runtime_error("the search serves fewer than first come");
  ++sums.lists;
  sums.more += checked.served - first.served;
  if (checked.served == first.served) {
    ++sums.compared;
    sums.first += first.cost.need_mbq;
    sums.found += checked.cost.need_mbq;
  }
  if (!exact) return;
  slots::Proof proof;
  sums.proof_s += seconds([&] { proof = slots::prove(list, found, 5'000); });
  sums.proven += proof.proven ? 1 : 0;
  const auto whole = proof.proven ? proof : slots::prove(list, proof.timetable, 100'000);
  if (!whole.proven) return;
  if (whole.cost > checked.cost.total() + 1e-5) throw std::runtime_error("the search is better than what is proven");
  ++sums.whole;
  sums.answered += proof.cost <= whole.cost + 1e-5 ? 1 : 0;
  const double ratio = checked.cost.total() / whole.cost;
  sums.equal += ratio < 1.0 + 1e-9 ? 1 : 0;
  sums.exact += ratio;
  sums.worst = std::max(sums.worst, ratio);
}

void many(const char* what, int n, double supply, int lists, bool exact) {
  Sums s;
  for (int i = 1; i <= lists; ++i) one(listOf(static_cast<std::uint64_t>(7919 * i + n), n, supply), exact, s);
  const std::string name = std::string("slots ") + what + ", " + std::to_string(n);
  const auto line = [&](double value, const char* unit, const std::string& reference, double ratio) {
    std::printf("%-28s %12.2f %-7s   %-44s %8.4f\n", name.c_str(), value, unit, reference.c_str(), ratio);
  };
  line(s.found / std::max(1, s.compared), "MBq", "first come, where it serves as many (" + std::to_string(s.compared) + " lists)", s.found / s.first);
  if (s.more > 0) line(s.more, "more", "patients served than first come, all lists", static_cast<double>(s.more) / (n * s.lists));
  line(s.search_s / s.lists * 1e3, "ms", "the search, 10,000 moves", 1.0);
  if (exact) {
    line(s.proof_s / s.lists * 1e3, "ms", "proof, 5,000 steps: " + std::to_string(s.proven) + " of " + std::to_string(s.lists) + " proven", 1.0);
    line(s.answered, "equal", "what is answered then, of " + std::to_string(s.whole) + " whose optimum is known", 1.0);
    line(s.equal, "equal", "the search alone: cost against the optimum, mean", s.exact / std::max(1, s.whole));
    line(s.whole, "known", "the same, worst", s.worst);
  }
  std::fflush(stdout);
}

}  // namespace

void slotsBench() {
  for (const int n : {4, 6, 8, 10}) many("enough", n, 1.2, 40, true);
  for (const int n : {6, 10}) many("weak 25 %", n, 0.75, 40, true);
  for (const int n : {20, 40}) many("enough", n, 1.2, 10, false);
  const auto list = listOf(7, 20, 1.2);
  const auto timetable = slots::searched(list, {});
  std::size_t rows = 0;
  const double s = seconds([&] { rows = slots::whoCanWait(list, timetable, 30, {.moves = 200}).size(); });
  std::printf("%-28s %12.2f ms        %-44s\n", "slots who can wait, 20", s * 1e3, (std::to_string(rows) + " patients priced").c_str());
}

}  // namespace isotrail::bench
