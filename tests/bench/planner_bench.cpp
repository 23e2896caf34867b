// The planner against costs of others for the same days: ISOTRAIL_RPPD names a folder with baseline.csv (instance,
// greedy_sequential_cost_EUR,proven_optimum_EUR) and the instances beside it or in its folder instances. One search on one core; the
// plan's cost is what the checker says of it.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <sys/resource.h>
#include <unistd.h>

#include "base/csv.h"
#include "node/node.h"
#include "rooms/planning/facts.h"
#include "showcase/showcase.h"
#include "solver/region/region.h"
#include "solver/rppd/checker.h"
#include "solver/search/solve.h"
#include "tests/bench/bench.h"
#include "tests/support/plan/days.h"
#include "units/time.h"

namespace isotrail::bench {
namespace {

namespace fs = std::filesystem;
namespace rppd = solver::rppd;

std::string textOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// A handful of orders 2 s, a day of a country 10 s, more 60 s.
double patience(const rppd::Instance& instance) {
  constexpr std::size_t kHandful = 12, kMany = 500;
  const std::size_t n = instance.orders.size();
  return n <= kHandful ? 2.0 : n <= kMany ? 10.0 : 60.0;
}

void plan(const std::string& name, const rppd::Instance& instance, double sequential, double optimum) {
  solver::search::Effort effort;
  effort.seconds = patience(instance);
  const auto solution = solver::search::solve(instance, effort);
  const auto checked = rppd::checkPlan(instance, solution.plan);
  const double cost = checked.cost.total();
  if (!checked.feasible() || std::abs(cost - solution.end.best) > 1e-6 * cost) throw std::runtime_error(name + ": search and checker disagree");
  if (cost < solution.end.bound || (optimum > 0.0 && cost < optimum - 0.01)) throw std::runtime_error(name + ": below what can be");
  const std::string of = "greedy production, then routes: " + std::to_string(std::lround(sequential)) + " EUR";
  std::printf("plan %-23s %16.2f EUR   %-44s %8.4f\n", name.c_str(), cost, of.c_str(), cost / sequential);
  if (optimum > 0.0) std::printf("plan %-23s %16.2f EUR   %-44s %8.4f\n", name.c_str(), cost, "proven optimum", cost / optimum);
  std::printf("plan %-23s %16.0f moves/s %-42s %8.4f\n", name.c_str(), static_cast<double>(solution.end.moves) / solution.end.seconds,
              "gap to the bound", solution.end.gap());
  std::fflush(stdout);
}

Json shown(Node& node, const Caller& who, const char* view, const char* id) {
  Result<Json> found = Refusal::of("NOT_FOUND");
  node.desk().read([&](Db& db) { found = node.desk().view(who, "planning", view, ViewRequest{db, who, node.desk().now(), id, {}, "en"}); });
  if (!found) throw std::runtime_error(std::string(view) + " " + id + ": " + found.refusal().code);
  return std::move(*found);
}

/// What the day's runs of FDG make at the end of synthesis and what of it nobody is injected with, beside the backward schedule of the same
/// patients, which runs its beam at the line's whole current.
void showcaseActivity(Node& node, const Caller& planner) {
  constexpr double kHalfLife = 6584.04 / 60.0, kLeastBeam = 30.0, kSynthesis = 35.0;  // min: F-18, and the line's
  const Submission ask{"planning/make-day", Json::object({{"plan", "BENCH"}, {"day", "2025-12-17"}}), "bench-day", {}, {}, false};
  if (!node.desk().submit(planner, ask)) throw std::runtime_error("the showcase's day was refused");
  const Json day = shown(node, planner, "days", "BENCH"), back = shown(node, planner, "plans", "PLAN-251217-FDG");
  const Json& line = back["line"];
  const double whole = line["saturation_bq_per_a"].number() * line["beam_current_a"].number() *
                       (1.0 - std::exp2(-std::max(kLeastBeam, back["beam_minutes"].number()) / kHalfLife)) * line["synthesis_yield"].number() *
                       std::exp2(-kSynthesis / kHalfLife);
  double made = 0.0, injected = 0.0;
  for (const auto& r : day["runs"].items())
    if (r["product"].text() == "FDG") made += r["makes_bq"].number();
  for (const auto& o : day["orders"].items())
    if (o["product"].text() == "FDG") injected += o["activity_bq"].number();
  const auto say = [](const char* name, double ours, double backward) {
    const std::string of = "backward schedule: " + std::to_string(backward / 1e9).substr(0, 5) + " GBq";
    std::printf("%-28s %12.2f GBq       %-44s %8.3g\n", name, ours / 1e9, of.c_str(), ours / backward);
  };
  say("plan showcase day, FDG made", made, whole);
  say("plan showcase day, FDG lost", made - injected, whole - injected);
}

/// The showcase's twelve-patient day as make-day plans it: the problem from the rooms' data, the search of the usual moves, and both with
/// the checks, reasons and words of the command, asked as a preview.
void showcaseDay() {
  const fs::path file = fs::temp_directory_path() / ("isotrail-bench-day-" + std::to_string(::getpid()) + ".db");
  {
    Node node(file.string());
    showcase::loadShowcase(node);
    showcase::makePlayer(node)->fastForward(*parseInstant("until", "2025-12-15T10:40:00+08:00"));
    Caller planner;
    node.desk().read([&](Db& db) { planner = Accounts::callerOf(db, PersonId("wong.ieng"), "bench"); });
    const Json ask = Json::object({{"plan", "BENCH"}, {"day", "2025-12-17"}, {"seconds", 60}, {"moves", 2000}});
    std::vector<double> build, search, whole;
    Json found;
    for (int i = 0; i < 7; ++i) {
      Json day;
      build.push_back(seconds([&] {
        node.desk().read([&](Db& db) {
          auto asked = planning::dayToSearch(db, planner, node.desk().now(), ask);
          if (!asked) throw std::runtime_error("the showcase's day: " + asked.refusal().code);
          day = std::move(*asked);
        });
      }));
      search.push_back(seconds([&] { found = planning::searchDay(day, [](const Json&) { return true; }); }));
      const Submission preview{
          "planning/make-day", Json::object({{"plan", "BENCH"}, {"day", "2025-12-17"}}), "bench-day-" + std::to_string(i), {}, {}, true};
      whole.push_back(seconds([&] {
        if (!node.desk().submit(planner, preview)) throw std::runtime_error("the showcase's day was refused");
      }));
    }
    std::size_t served = 0;
    for (const auto& t : found["solution"]["trips"].items()) served += t["stops"].size();
    if (served != 12) throw std::runtime_error("the showcase's day serves " + std::to_string(served) + " of 12");
    std::printf("%-28s %12.1f ms        %-44s\n", "plan showcase day, problem", median(build) * 1e3, "from the rooms' data");
    std::printf("%-28s %12.1f ms        %-44s %8.3g\n", "plan showcase day, search", median(search) * 1e3, "2,000 moves, 12 patients; goal 300 ms",
                median(search) / 0.3);
    std::printf("%-28s %12.1f ms        %-44s\n", "plan showcase day, make-day", median(whole) * 1e3, "as a preview, gates and reasons included");
    showcaseActivity(node, planner);
    std::fflush(stdout);
  }
  for (const char* end : {"", "-wal", "-shm", ".key", ".vault"}) fs::remove(file.string() + end);
}

/// A region's day made up from a seed, in parts on two threads beside one search of the whole on the same two in the same time.
void regionDay() {
  constexpr double kSeconds = 60.0;
  const auto instance = rppd::readInstance(test::madeUpDay(11, test::kRegion).dump());
  solver::search::Effort effort;
  effort.seconds = kSeconds;
  effort.threads = 2;
  const auto whole = rppd::checkPlan(*instance, solver::search::solve(*instance, effort).plan);
  const auto parts = rppd::checkPlan(*instance, solver::region::solveInParts(*instance, effort).plan);
  if (!parts.feasible() || !whole.feasible()) throw std::runtime_error("region day: the checker finds a plan at fault");
  std::printf("%-28s %12.2f EUR       %-44s %8.4f\n", "plan region day", parts.cost.total(), "one search of the whole, 60 s, two threads",
              parts.cost.total() / whole.cost.total());
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  std::printf("%-28s %12.0f MB        %-44s %8.4f\n", "plan region day, memory", static_cast<double>(used.ru_maxrss) / 1024.0, "goal 1 GiB",
              static_cast<double>(used.ru_maxrss) / 1024.0 / 1024.0);
  std::fflush(stdout);
}

}  // namespace

void plannerBench() {
  showcaseDay();
  regionDay();
  const char* folder = std::getenv("ISOTRAIL_RPPD");
  if (!folder) {
    std::printf("%-28s not measured: ISOTRAIL_RPPD names no folder of instances\n", "plan");
    return;
  }
  const auto table = parseCsv(textOf(fs::path(folder) / "baseline.csv"));
  if (!table) throw std::runtime_error(std::string(folder) + ": no baseline.csv");
  for (const auto& row : table->rows) {
    const std::string name = row.cells.at(0).text;
    fs::path file = fs::path(folder) / (name + ".json");
    if (!fs::exists(file)) file = fs::path(folder) / "instances" / (name + ".json");
    const auto instance = rppd::readInstance(textOf(file));
    if (!instance) throw std::runtime_error(file.string() + " is no instance");
    plan(name, *instance, std::atof(row.cells.at(1).text.c_str()), std::atof(row.cells.at(2).text.c_str()));
  }
}

}  // namespace isotrail::bench
