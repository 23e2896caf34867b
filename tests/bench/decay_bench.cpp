// Decay of chains, against the least any program must do (one exponential a member and time) and against radioactivedecay, whose
// checkout ISOTRAIL_PEER_RADIOACTIVEDECAY names (ISOTRAIL_PEER_PYTHON its interpreter). Answers are compared before anything is
// timed; the peer's own dataset is read from it and is no part of Isotrail.
#include <array>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "nuclide/cascade/course.h"
#include "nuclide/chain.h"
#include "nuclide/dataset.h"
#include "tests/bench/bench.h"

namespace isotrail::bench {
namespace {

volatile double sink = 0.0;  // keeps the results alive
constexpr double kAtoms = 1e15;
constexpr int kRounds = 5;

/// CPU seconds of one call of `work`, over as many as fill a twentieth of a second.
double cpuSeconds(const std::function<void()>& work) {
  work();
  for (int count = 1;; count *= 4) {
    const std::clock_t from = std::clock();
    for (int i = 0; i < count; ++i) work();
    const double spent = static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
    if (spent > 0.05) return spent / count;
  }
}

void chainAgainstExponentials(const char* parent) {
  const Dataset& set = Dataset::shipped();
  const Nuclide& nuclide = *set.find(parent);
  const Course::Part part{nuclide.at, kAtoms};
  const Course course(set, std::span(&part, 1));
  const std::size_t members = course.members().size();
  std::vector<Seconds> times;
  for (int i = 1; i <= 1000; ++i) times.emplace_back(nuclide.half_life.value * 5.0 * i / 1000.0);
  std::vector<double> out(times.size() * members);
  compare(
      std::string("series ") + parent, 1000, [&] { course.atoms(times, out); }, std::to_string(members) + " exp() a time",
      [&] {
        for (const Seconds t : times)
          for (std::size_t m = 0; m < members; ++m) sink = std::exp(-nuclide.lambda() * t.value * static_cast<double>(m + 1));
      });
}

std::string peerSays(const std::string& what) {
  const char* const checkout = std::getenv("ISOTRAIL_PEER_RADIOACTIVEDECAY");
  const char* const python = std::getenv("ISOTRAIL_PEER_PYTHON");
  const std::string command =
      std::string(python ? python : "python3") + " " ISOTRAIL_SOURCE_DIR "/tests/bench/radioactivedecay_peer.py '" + checkout + "' " + what;
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (!pipe) throw std::runtime_error("cannot run " + command);
  std::string all;
  char part[65536];
  for (std::size_t n; (n = std::fread(part, 1, sizeof part, pipe)) > 0;) all.append(part, n);
  if (pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
  return all;
}

/// Worst relative error of both, against the peer's high precision on the peer's data.
void compareAnswers(const Dataset& set) {
  std::istringstream lines(peerSays("answers"));
  std::string line;
  std::getline(lines, line);
  double ours = 0, theirs = 0;
  int values = 0;
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::string name, x, member, plain, high;
    for (std::string* cell : {&name, &x, &member, &plain, &high}) std::getline(cells, *cell, ',');
    const Nuclide& nuclide = *set.find(name);
    const double want = std::stod(high);
    if (want < 1e-250) continue;
    const double got = decayChain(set, {{name, kAtoms}}, Seconds(nuclide.half_life.value * std::stod(x))).at(member);
    ours = std::max(ours, std::abs(got / want - 1.0));
    theirs = std::max(theirs, std::abs(std::stod(plain) / want - 1.0));
    ++values;
  }
  std::printf("%-28s %12.2g worst      %-44s %8.2g\n", "chains, relative error", ours,
              ("radioactivedecay double, " + std::to_string(values) + " values").c_str(), theirs);
  if (ours > 1e-12) throw std::runtime_error("wrong decay");
}

/// What the peer and we take in turn, by name of the case.
class Turns {
 public:
  void ours(const std::string& name, double seconds) { ours_[name].push_back(seconds); }
  void theirs() {
    std::istringstream lines(peerSays("times"));
    std::string name;
    for (double seconds; lines >> name >> seconds;) theirs_[name].push_back(seconds);
  }
  void line(const std::string& name, const std::string& title, double units, const std::string& reference) {
    const double a = median(ours_.at(name)), b = median(theirs_.at(name));
    std::printf("%-28s %12.4f us/unit   %-44s %8.2g\n", title.c_str(), a / units * 1e6, reference.c_str(), a / b);
    std::fflush(stdout);
  }

 private:
  std::map<std::string, std::vector<double>> ours_, theirs_;
};

std::vector<Seconds> hoursUpTo(int n) {
  std::vector<Seconds> times;
  for (int i = 1; i <= n; ++i) times.push_back(hours(i));
  return times;
}

/// The whole dataset, every nuclide there at the start.
Course everything(const Dataset& set) {
  std::vector<Course::Part> all;
  for (const auto& n : set.all())
    if (n.name != "untracked") all.push_back({n.at, kAtoms});
  return {set, all};
}

void againstPeer(const Dataset& set) {
  const char* const parents[] = {"F-18", "Mo-99", "Ra-223", "Ac-225", "Th-228"};
  const Nuclide& actinium = *set.find("Ac-225");
  const Course::Part part{actinium.at, kAtoms};
  const Course one(set, std::span(&part, 1)), whole = everything(set);
  std::vector<Seconds> grid;
  for (int i = 1; i <= 1000; ++i) grid.emplace_back(actinium.half_life.value * 5.0 * i / 1000.0);
  const auto hour = hoursUpTo(1), hours = hoursUpTo(256);
  std::vector<double> out(std::max(grid.size() * one.members().size(), hours.size() * whole.members().size()));
  const auto room = [&](const Course& c, std::size_t times) { return std::span(out).subspan(0, times * c.members().size()); };
  Turns turns;
  for (int round = 0; round < kRounds; ++round) {
    turns.theirs();
    for (const char* name : parents) {
      const Seconds t = set.find(name)->half_life;
      turns.ours(name, cpuSeconds([&] { sink = decayChain(set, {{name, kAtoms}}, t).begin()->second; }));
    }
    turns.ours("series", cpuSeconds([&] { one.atoms(grid, room(one, grid.size())); }));
    turns.ours("whole", cpuSeconds([&] { whole.atoms(hour, room(whole, 1)); }));
    double best = std::numeric_limits<double>::infinity();  // of the same sizes that the peer chooses from
    for (const std::size_t n : {8, 32, 64, 256})
      best = std::min(best, cpuSeconds([&] { whole.atoms(std::span(hours).first(n), room(whole, n)); }) / static_cast<double>(n));
    turns.ours("whole_block", best);
  }
  for (const char* name : parents) turns.line(name, std::string("one call ") + name, 1, "radioactivedecay 0.6.1 double, CPU");
  turns.line("series", "1,000 times Ac-225", 1000, "radioactivedecay 0.6.1 double, CPU");
  const std::string size = std::to_string(set.all().size() - 1) + " nuclides";
  turns.line("whole", size + ", one time", 1, "its matrices in numpy, CPU");
  turns.line("whole_block", size + ", best block", 1, "best block of its matrices in numpy, CPU");
}

/// Half of the blocks of 64 times on each of two threads, against all of them on one; elapsed time. Each thread writes where it wrote before,
/// so that the store to memory, which both share, does not decide.
void overTwoCores(const Dataset& set) {
  constexpr std::size_t kBlock = 64, kBlocksInAll = 256;
  const Course whole = everything(set);
  const auto times = hoursUpTo(kBlock);
  std::array<std::vector<double>, 2> outs;
  for (auto& out : outs) out.resize(kBlock * whole.members().size());
  const auto part = [&](std::vector<double>& out, std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i) whole.atoms(times, out);
  };
  compare(
      "two threads", static_cast<double>(kBlock * kBlocksInAll),
      [&] {
        std::thread other([&] { part(outs[0], kBlocksInAll / 2); });
        part(outs[1], kBlocksInAll / 2);
        other.join();
      },
      "one thread, elapsed", [&] { part(outs[0], kBlocksInAll); });
}

}  // namespace

void decayBench() {
  for (const char* parent : {"F-18", "Mo-99", "Ac-225"}) chainAgainstExponentials(parent);
  overTwoCores(Dataset::shipped());
  if (!std::getenv("ISOTRAIL_PEER_RADIOACTIVEDECAY")) {
    std::printf("%-28s not measured: ISOTRAIL_PEER_RADIOACTIVEDECAY names no checkout\n", "radioactivedecay");
    return;
  }
  const auto theirs = Dataset::fromChainTable("radioactivedecay", peerSays("table"));
  if (!theirs) throw std::runtime_error("the peer's dataset: " + theirs.refusal().code + " " + theirs.refusal().params.dump());
  compareAnswers(**theirs);
  againstPeer(**theirs);
}

}  // namespace isotrail::bench
