#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "solver/slots/draft.h"
#include "solver/slots/reasons.h"
#include "solver/slots/changes.h"
#include "solver/slots/solve.h"
#include "solver/slots/waiting.h"
#include "solver/slots_proof/prove.h"

namespace isotrail::solver::slots {
namespace {

/// A morning: FDG in one or two vials and sometimes a second product, one or two rooms, people and cameras.
List listOf(std::uint64_t seed, int n) {
  std::mt19937_64 random(seed);
  const auto in = [&](int a, int b) { return a + static_cast<int>(random() % static_cast<std::uint64_t>(b - a + 1)); };
  List l;
  l.products = {{"FDG", 109.77}, {"GA", 67.84}};
  l.reference = 480;
  for (int r = in(1, 2); r > 0; --r) l.rooms.push_back({"room", {480, in(700, 900)}, {}});
  for (int r = in(1, 2); r > 0; --r) l.people.push_back({"person", {480 + 5 * in(0, 6), in(700, 900)}, {}});
  l.cameras.push_back({"PET-1", {500, 960}, {0, 1}, {}});
  if (in(0, 1)) l.cameras.push_back({"PET-2", {540, 900}, {0}, {}});
  double all[2] = {0, 0};
  for (int i = 0; i < n; ++i) {
    Patient p;
    p.name = "P" + std::to_string(i);
    p.product = in(0, 3) == 0 ? 1 : 0;
    p.dose_mbq = in(10, 40) * 10;
    p.tolerance = 0.1;
    p.uptake = p.product ? 60 : 5 * in(9, 12);
    p.slack = 5 * in(0, 3);
    p.scan = 5 * in(3, 6);
    p.in_room = 5 * in(1, 4);
    p.with_person = 5 * in(1, 2);
    p.window.from = 480 + 5 * in(0, 20);
    p.window.until = p.window.from + 5 * in(6, 40);
    p.asked = p.window.from;
    p.wait_mbq = in(0, 2) * 0.2;
    all[p.product] += p.dose_mbq;
    l.patients.push_back(p);
  }
  l.vials = {{"V1", 0, all[0] * (0.6 + 0.1 * in(0, 8)), {480, 900}},
             {"V2", 0, all[0] * 0.1 * in(1, 5), {540, 900}},
             {"V3", 1, all[1] * (0.8 + 0.1 * in(0, 8)), {500, 900}}};
  return l;
}

double costOf(const List& l, const Timetable& t) {
  const auto c = check(l, t);
  EXPECT_TRUE(c.feasible()) << (c.faults.empty() ? "" : c.faults[0]);
  return c.cost.total();
}

TEST(Slots, TheStrongestDoseOfTwoIsInjectedFirstAndTheNeedIsTheDecayLaw) {
  List l;
  l.products = {{"FDG", 110.0}};
  l.reference = 480;
  l.rooms = {{"R1", {480, 720}, {}}};
  l.people = {{"A", {480, 720}, {}}};
  l.cameras = {{"C1", {480, 720}, {0}, {}}};
  l.vials = {{"V", 0, 1000, {480, 720}}};
  for (const double dose : {100.0, 300.0}) {
    Patient p;
    p.name = dose > 200 ? "big" : "small";
    p.dose_mbq = dose;
    p.uptake = 60;
    p.scan = 30;
    p.window = {480, 600};
    l.patients.push_back(p);
  }
  const auto first = check(l, firstCome(l));
  const auto best = solve(l);
  // The camera separates the injections by 30 min. First come: 100 + 300 * 2^(30/110) = 462.4; the other way 300 + 100 * 2^(30/110) = 420.8.
  EXPECT_NEAR(first.cost.need_mbq, 100 + 300 * std::exp2(30.0 / 110), 1e-9);
  EXPECT_NEAR(best.checked.cost.need_mbq, 300 + 100 * std::exp2(30.0 / 110), 1e-9);
  EXPECT_TRUE(best.proven);
  EXPECT_EQ(best.timetable[1].inject, 480);
  EXPECT_EQ(best.timetable[0].inject, 510);
}

/// Every minute, room, person, camera, scan and vial of everybody, judged by the checker alone.
double leastByTrying(const List& l, Timetable& t, std::size_t i) {
  if (i == l.patients.size()) {
    const auto c = check(l, t);
    return c.feasible() ? c.cost.total() : std::numeric_limits<double>::infinity();
  }
  const Patient& p = l.patients[i];
  if (i < l.begun.size() && l.begun[i]) {
    t[i] = *l.begun[i];
    return leastByTrying(l, t, i + 1);
  }
  t[i] = Slot();
  double least = leastByTrying(l, t, i + 1);
  const auto n = [](const auto& v) { return static_cast<int>(v.size()); };
  for (int inject = p.window.from; inject <= p.window.until; inject += l.grid)
    for (int scan = inject + p.uptake; scan <= inject + p.uptake + p.slack; scan += l.grid)
      for (int v = 0; v < n(l.vials); ++v)
        for (int c = 0; c < n(l.cameras); ++c)
          for (int r = 0; r < n(l.rooms) && l.vials[static_cast<std::size_t>(v)].product == p.product; ++r)
            for (int k = 0; k < n(l.people); ++k) {
              t[i] = {inject, scan, r, k, c, v};
              least = std::min(least, leastByTrying(l, t, i + 1));
            }
  t[i] = Slot();
  return least;
}

TEST(Slots, NoTimetableOfAFewPatientsIsCheaperThanTheProvenOne) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    List l = listOf(seed, 2 + (seed % 10 == 0 ? 1 : 0));
    for (auto& p : l.patients) {
      p.window.from = std::min(p.window.from, 520);
      p.window.until = p.window.from + (l.patients.size() > 2 ? 15 : 30);
      p.slack = std::min(p.slack, 5);
      if (seed % 3 == 0) p.told = p.window.until - 5;
    }
    if (seed % 3 == 0) l.moved_mbq = 30;
    if (l.patients.size() > 2) l.rooms.resize(1), l.people.resize(1), l.cameras.resize(1);
    const auto proof = prove(l, Timetable(l.patients.size()), 1'000'000);
    ASSERT_TRUE(proof.proven);
    Timetable t(l.patients.size());
    ASSERT_NEAR(costOf(l, proof.timetable), leastByTrying(l, t, 0), 1e-5) << seed;
  }
}

/// Two minutes a patient, weak vials, breaks and somebody who has begun: few enough ways to try them all.
List fewWays(std::uint64_t seed) {
  const int n = 4 + static_cast<int>(seed % 3);
  List l = listOf(seed * 31, n);
  l.rooms = {{"R1", {480, 700}, {}}, {"R2", {480, 700}, {{540, 550}}}};
  if (n == 6) l.rooms.resize(1);
  l.people = {{"A", {480, 700}, {}}};
  l.cameras = {{"C1", {480, 900}, {0, 1}, {{600, 605}}}};
  l.vials = {{"V1", 0, 0.0, {480, 700}}, {"V2", 1, 0.0, {480, 700}}};
  for (int i = 0; i < n; ++i) {
    Patient& p = l.patients[static_cast<std::size_t>(i)];
    p.told.reset();
    p.asked = 490 + 15 * i;
    p.uptake = i % 2 == 0 ? 60 : 50;
    p.slack = n == 4 ? 5 : 0;
    p.scan = 15;
    p.window = {p.asked - 5, p.asked};
    l.vials[static_cast<std::size_t>(p.product)].holds_mbq += (seed % 2 == 0 ? 0.7 : 0.9) * needOf(l, p, p.asked);
  }
  if (seed % 4 == 0) {
    l.begun.assign(l.patients.size(), std::nullopt);
    l.begun[0] = Slot{485, 545, 0, 0, 0, -1};
    l.now = 490;
  }
  return l;
}

TEST(Slots, OfUpToSixPatientsWithWeakVialsNoOtherWayIsCheaper) {
  int left_out = 0;
  for (std::uint64_t seed = 1; seed <= 18; ++seed) {
    const List l = fewWays(seed);
    const auto proof = prove(l, Draft(l).timetable(), 100'000);
    ASSERT_TRUE(proof.proven) << seed;
    Timetable t(l.patients.size());
    ASSERT_NEAR(costOf(l, proof.timetable), leastByTrying(l, t, 0), 1e-5) << seed;
    ASSERT_NEAR(costOf(l, proof.timetable), proof.cost, 1e-5) << seed;
    left_out += check(l, proof.timetable).served < static_cast<int>(l.patients.size()) ? 1 : 0;
  }
  EXPECT_GE(left_out, 9);
}

TEST(Slots, OfUpToTenPatientsTheSearchIsNeverBetterThanTheProvenOneAndSeldomWorse) {
  int proven = 0, equal = 0, all = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const List l = listOf(seed * 7919, 3 + static_cast<int>(seed % 8));
    const auto found = searched(l, {.moves = 400});
    const double heuristic = costOf(l, found), first = costOf(l, firstCome(l));
    ASSERT_LE(heuristic, first + 1e-6) << seed;
    const auto proof = prove(l, found, 60);
    const double exact = costOf(l, proof.timetable);
    ASSERT_NEAR(exact, proof.cost, 1e-5) << seed;
    ASSERT_LE(proof.bound, exact + 1e-5) << seed;
    ASSERT_LE(exact, heuristic + 1e-5) << seed;
    ++all;
    proven += proof.proven ? 1 : 0;
    equal += heuristic <= exact + 1e-5 ? 1 : 0;
  }
  EXPECT_GE(proven, all * 2 / 3);
  EXPECT_GE(equal, all * 6 / 10);
}

/// An ordinary morning: enough activity in one vial, two rooms, a camera or two, patients every twenty minutes.
List morning(std::uint64_t seed, int n) {
  List l = listOf(seed, n);
  l.rooms.assign(2, {"room", {480, 900}, {}});
  l.people.assign(1, {"person", {480, 900}, {}});
  l.cameras[0].open = {480, 1020};
  l.vials = {{"V1", 0, 1e5, {480, 900}}, {"V2", 1, 1e5, {480, 900}}};
  for (int i = 0; i < n; ++i) {
    Patient& p = l.patients[static_cast<std::size_t>(i)];
    p.asked = 490 + 20 * i;
    p.uptake = 60;
    p.slack = 15;
    p.window = {std::max(480, p.asked - 60), p.asked + 120};
  }
  return l;
}

TEST(Slots, AnOrdinaryMorningOfTenIsProvenInFewSteps) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const List l = morning(seed, 10);
    const auto best = solve(l, {.moves = 500, .exact_steps = 2000});
    ASSERT_TRUE(best.checked.feasible()) << best.checked.faults[0];
    EXPECT_TRUE(best.proven) << seed;
    EXPECT_LE(best.checked.cost.total(), costOf(l, firstCome(l)) + 1e-6);
  }
}

/// The same with vials that hold so much of what the doses need when everybody is injected as asked.
List weakMorning(std::uint64_t seed, int n, double share) {
  List l = morning(seed, n);
  for (auto& v : l.vials) v.holds_mbq = 0.0;
  for (const auto& p : l.patients) l.vials[static_cast<std::size_t>(p.product)].holds_mbq += share * needOf(l, p, p.asked);
  return l;
}

TEST(Slots, WhoIsServedOfWeakVialsIsTheCheapestOfAllSets) {
  int left_out = 0;
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    const List l = weakMorning(seed, 4, 0.7);
    const auto whole = prove(l, searched(l, {.moves = 100}), 1'000'000);
    ASSERT_TRUE(whole.proven);
    double least = std::numeric_limits<double>::infinity();
    for (unsigned set = 0; set < 16; ++set) {
      List some = l;
      some.patients.clear();
      for (unsigned i = 0; i < 4; ++i)
        if ((set >> i & 1U) != 0) some.patients.push_back(l.patients[i]);
      const auto part = prove(some, Timetable(some.patients.size()), 1'000'000);
      ASSERT_TRUE(part.proven);
      least = std::min(least, part.cost + static_cast<double>(4 - some.patients.size()) * l.unserved_mbq);
    }
    EXPECT_NEAR(whole.cost, least, 1e-5) << seed;
    left_out += whole.cost > l.unserved_mbq ? 1 : 0;
  }
  EXPECT_GE(left_out, 1);
}

TEST(Slots, MostWeakMorningsOfSixAreProven) {
  int proven = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) proven += solve(weakMorning(seed, 6, 0.75), {.moves = 500, .exact_steps = 2000}).proven ? 1 : 0;
  EXPECT_EQ(proven, 4);
}

TEST(Slots, WeakMorningsOfTenAreProvenAndWhatIsAnsweredIsTheOptimum) {
  int proven = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const List l = weakMorning(seed, 10, 0.75);
    const auto best = solve(l, {.moves = 200, .exact_steps = 3000});
    ASSERT_TRUE(best.checked.feasible()) << best.checked.faults[0];
    EXPECT_LE(best.bound_mbq, best.checked.cost.total() + 1e-5);
    if (seed == 1) {
      EXPECT_EQ(solve(l, {.moves = 200, .exact_steps = 3000}).timetable, best.timetable);
    }
    proven += best.proven ? 1 : 0;
  }
  EXPECT_GE(proven, 3);
}

TEST(Slots, ALongListIsTimedAnewAFewAtATimeAndNeverWorse) {
  int better = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const List l = weakMorning(seed, 12, 0.75);
    const auto search = check(l, searched(l, {.moves = 100}));
    const auto answer = solve(l, {.moves = 100, .together = 4});
    ASSERT_TRUE(answer.checked.feasible()) << answer.checked.faults[0];
    EXPECT_FALSE(answer.proven);
    EXPECT_LE(answer.checked.cost.total(), search.cost.total() + 1e-6);
    if (seed == 1) {
      EXPECT_EQ(answer.timetable, solve(l, {.moves = 100, .together = 4}).timetable);
    }
    better += answer.checked.cost.total() < search.cost.total() - 1e-6 ? 1 : 0;
  }
  EXPECT_GE(better, 2);
}

TEST(Slots, TheSameSeedGivesTheSameTimetable) {
  const List l = listOf(5, 20);
  const auto a = searched(l, {.seed = 3, .moves = 200}), b = searched(l, {.seed = 3, .moves = 200});
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].inject, b[i].inject);
}

TEST(Slots, AWeakVialGivesUpToleranceAndALateOneMovesOnlyWhoMustMove) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const List l = listOf(seed, 8);
    const auto before = solve(l, {.moves = 500, .exact_up_to = 0});
    List changed = again(l, before.timetable, 560, 1e4);
    for (auto& v : changed.vials) v.usable.from = std::max(v.usable.from, 600);
    const auto after = solve(changed, {.moves = 500, .exact_up_to = 0});
    ASSERT_TRUE(after.checked.feasible()) << after.checked.faults[0];
    for (std::size_t i = 0; i < l.patients.size(); ++i) {
      if (!before.timetable[i].served() || before.timetable[i].inject >= 560) continue;
      EXPECT_EQ(after.timetable[i].inject, before.timetable[i].inject);  // has begun
    }
  }
}

TEST(Slots, WhoIsNotServedIsToldWhatBindsAndTheSmallestChange) {
  List l;
  l.products = {{"FDG", 110.0}};
  l.rooms = {{"R1", {480, 720}, {}}};
  l.people = {{"A", {480, 720}, {}}};
  l.cameras = {{"C1", {480, 720}, {0}, {}}};
  l.reference = 480;
  l.vials = {{"V", 0, 250, {480, 720}}};
  for (int i = 0; i < 2; ++i) {
    Patient p;
    p.name = "P";
    p.dose_mbq = 200;
    p.uptake = 60;
    p.scan = 30;
    p.window = {480, 540};
    l.patients.push_back(p);
  }
  auto answer = solve(l);
  ASSERT_EQ(answer.checked.served, 1);
  const std::size_t out = answer.timetable[0].served() ? 1 : 0;
  auto why = whyNot(l, answer.timetable, static_cast<int>(out));
  EXPECT_EQ(why.binds, Binding::activity);
  // At 510, thirty minutes after the other: 200 * 2^(30/110) MBq are needed and 50 are left.
  EXPECT_NEAR(why.change, 200 * std::exp2(30.0 / 110) - 50, 1e-6);
  l.vials[0].holds_mbq = 1000;
  l.cameras[0].open = {480, 570};  // one scan only, and P's window ends at 540: half an hour more of the camera
  answer = solve(l);
  ASSERT_EQ(answer.checked.served, 1);
  why = whyNot(l, answer.timetable, answer.timetable[0].served() ? 1 : 0);
  EXPECT_EQ(why.binds, Binding::camera);
  EXPECT_EQ(why.change, 30);
}

TEST(Slots, ACameraThatIsDownIsUsedByNobodyAndThoseInjectedAreScannedOnAnother) {
  List l = morning(3, 8);
  l.cameras = {{"C1", {480, 1020}, {0, 1}, {}}, {"C2", {480, 1020}, {0, 1}, {}}};
  const auto before = solve(l, {.moves = 500, .exact_up_to = 0});
  ASSERT_EQ(before.checked.served, 8);
  const List then = again(l, before.timetable, 540, 1.0);
  const auto down = changed(then, {{Change::Kind::camera_down, 0, 0, 0.0, {540, 1020}}});
  const auto after = solve(down.list, {.moves = 500, .exact_up_to = 0});
  ASSERT_TRUE(after.checked.feasible()) << after.checked.faults[0];
  for (std::size_t i = 0; i < l.patients.size(); ++i) {
    if (!after.timetable[i].served() || after.timetable[i].camera < 0) continue;
    EXPECT_TRUE(after.timetable[i].camera == 1 || after.timetable[i].scan + l.patients[i].scan <= 540) << i;
  }
  for (const int i : down.stranded) EXPECT_LT(before.timetable[static_cast<std::size_t>(i)].inject, 540);
}

TEST(Slots, AWeakVialALateVialAndALatePatientAreWhatTheySay) {
  const List l = morning(5, 6);
  using Kind = Change::Kind;
  const auto c = changed(l, {{Kind::vial_weak, 0, 0, 25.0, {}}, {Kind::vial_late, 0, 40, 0.0, {}}, {Kind::patient_late, 2, 35, 0.0, {}}});
  EXPECT_NEAR(c.list.vials[0].holds_mbq, 0.75e5, 1e-6);
  EXPECT_EQ(c.list.vials[0].usable.from, 520);
  EXPECT_EQ(c.list.patients[2].window.from, 530 + 35);
  const auto answer = solve(c.list, {.moves = 500, .exact_up_to = 0});
  for (std::size_t i = 0; i < l.patients.size(); ++i) {
    const Slot& s = answer.timetable[i];
    EXPECT_TRUE(!s.served() || s.vial != 0 || s.inject >= 520);
  }
}

TEST(Slots, WhoCanBestWaitIsWhoseWaitingCostsLeastActivity) {
  List l;
  l.products = {{"FDG", 110.0}};
  l.reference = 480;
  l.rooms = {{"R1", {480, 900}, {}}, {"R2", {480, 900}, {}}};
  l.people = {{"A", {480, 900}, {}}};
  l.cameras = {{"C1", {480, 900}, {0}, {}}};
  l.vials = {{"V", 0, 5000, {480, 900}}};
  for (const double dose : {400.0, 100.0, 200.0}) {
    Patient p;
    p.name = "P";
    p.dose_mbq = dose;
    p.uptake = 60;
    p.scan = 20;
    p.window = {480, 660};
    l.patients.push_back(p);
  }
  const auto best = solve(l);
  const auto wait = whoCanWait(l, best.timetable, 60, {.moves = 300});
  ASSERT_EQ(wait.size(), 3u);
  // Injected at 480, 500, 520 by size. The smallest, last at 520, alone pays 100 * (2^(100/110) - 2^(40/110)).
  EXPECT_EQ(wait[0].patient, 1);
  EXPECT_NEAR(wait[0].price_mbq, 100 * (std::exp2(100.0 / 110) - std::exp2(40.0 / 110)), 1e-6);
  EXPECT_EQ(wait[2].patient, 0);
  // When the largest waits until 540 the others take its place: 200 at 480, 100 at 500, 400 at 540.
  const double before = 400 + 200 * std::exp2(20.0 / 110) + 100 * std::exp2(40.0 / 110);
  EXPECT_NEAR(wait[2].price_mbq, 200 + 100 * std::exp2(20.0 / 110) + 400 * std::exp2(60.0 / 110) - before, 1e-6);
  EXPECT_EQ(wait[0].could, 140);  // until the window ends at 660
}

}  // namespace
}  // namespace isotrail::solver::slots
