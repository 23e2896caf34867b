// The verbs of the planner: whole days, and the slots of a list.
#include <CLI/CLI.hpp>

#include "cli/tree.h"
#include "cli/verbs.h"

namespace isotrail::cli {
namespace {

/// How long and how a plan is looked for.
void searching(CLI::App* sub, Invocation& in, const std::string& seconds) {
  sub->add_option("--seconds", in.seconds, "time to search (" + seconds + ")")->check(CLI::Range(0.01, 86'400.0));
  sub->add_option("--iterations", in.iterations, "moves of a search; the plan is then the same every time")->check(CLI::Range(1L, 1'000'000'000L));
  sub->add_option("--threads", in.threads, "searches side by side (one a core)")->check(CLI::Range(1, 64));
  sub->add_option("--seed", in.seed, "start of the random numbers (1)")->check(CLI::Range(0, 1'000'000'000));
}

/// What is asked about a plan: what if, how sure, with what means.
void addQuestions(Tree& t, CLI::App* plan) {
  Invocation& in = t.in();
  auto* what_if = t.verb(plan, "what-if", "Plan the rest of a day again after something happened; answers ranked by cost.", planWhatIfVerb,
                         "  isotrail plan what-if monday.json plan.json --now 08:40 --delay trip:3:25 --out new.json\n"
                         "  isotrail plan what-if monday.json plan.json --now 520 --changes happened.json --json",
                         false);
  what_if->add_option("files", in.paths, "the day's file and the plan's")->required()->expected(2);
  what_if->add_option("--now", in.now, "minute of the day or HH:MM: what began before stays")->required();
  what_if->add_option("--changes", in.changes, "JSON file of what happened (docs/how-to/plan-a-day.md)");
  what_if->add_option("--delay", in.delays, "trip:I:MIN or run:I:MIN, by its place in the plan; may be repeated");
  what_if->add_option("--yield", in.yields, "RUN:FACTOR, 0 for a failed run; may be repeated");
  what_if->add_option("--cancel", in.cancelled, "id of an order; may be repeated");
  what_if->add_option("--down", in.downs, "VEHICLE:FROM:TO, minutes or HH.MM; may be repeated");
  what_if->add_option("--change-price", in.change_price, "EUR an order that is served otherwise than planned (50)")->check(CLI::Range(0.0, 1e9));
  what_if->add_option("--out", in.out_file, "file to write the best plan to");
  what_if->add_option("--day-out", in.day_file, "file to write the changed day to, with what has begun, to check or change that plan by");
  searching(what_if, in, "2");
  auto* risk =
      t.verb(plan, "risk", "How sure a plan is: each order's chance, lateness, and what spare runs would save.", planRiskVerb,
             "  isotrail plan risk monday.json plan.json\n  isotrail plan risk monday.json plan.json --spreads seen.json --days 5000 --json", false);
  risk->add_option("files", in.paths, "the day's file and the plan's")->required()->expected(2);
  risk->add_option("--spreads", in.spreads, "JSON file of yield, synthesis, tests, road, border: [least, likely, most] times the plan's");
  risk->add_option("--days", in.days, "days of chance (1000)")->check(CLI::Range(1, 1'000'000));
  risk->add_option("--seed", in.seed, "start of the random numbers (1)")->check(CLI::Range(0, 1'000'000'000));
  auto* capacity = t.verb(plan, "capacity", "What a day could do with other means or more demand.", planCapacityVerb,
                          "  isotrail plan capacity month.json --scenarios lines.json\n"
                          "  isotrail plan capacity month.json --scenarios growth.json --seconds 600 --json",
                          false);
  capacity->add_option("instance", in.paths, "the day's file")->required()->expected(1);
  capacity->add_option("--scenarios", in.scenarios, "JSON file of what is added, lost or grows (docs/how-to/plan-a-day.md)")->required();
  searching(capacity, in, "10 a scenario");
}

}  // namespace

void addPlan(Tree& t) {
  Invocation& in = t.in();
  CLI::App* plan = t.noun("plan", "Production, release, road and injection of a day as one problem.");
  auto* solve = t.verb(plan, "solve", "Plan a day (an RPPD file); Ctrl-C keeps the best so far.", planSolveVerb,
                       "  isotrail plan solve monday.json --seconds 30 --out plan.json\n"
                       "  isotrail plan solve monday.json --iterations 20000 --seed 7 --threads 2 --json",
                       false);
  auto* check = t.verb(plan, "check", "Price a plan and name all that it breaks.", planCheckVerb,
                       "  isotrail plan check monday.json plan.json\n  isotrail plan check monday.json plan.json --json", false);
  auto* explain = t.verb(plan, "explain", "Why orders are late or not served, and the smallest change that would help.", planExplainVerb,
                         "  isotrail plan explain monday.json plan.json\n  isotrail plan explain monday.json plan.json --lang pt", false);
  auto* diff = t.verb(plan, "diff", "What differs between two plans of a day.", planDiffVerb,
                      "  isotrail plan diff monday.json plan.json other.json\n  isotrail plan diff monday.json plan.json other.json --json", false);
  solve->add_option("instance", in.paths, "the day's file")->required()->expected(1);
  for (auto* sub : {check, explain}) sub->add_option("files", in.paths, "the day's file and the plan's")->required()->expected(2);
  diff->add_option("files", in.paths, "the day's file, the plan before, the plan after")->required()->expected(3);
  for (auto* sub : {solve, check})
    sub->add_option("--format", in.format, "of the day's file: rppd, or solomon (text files of routing problems)")
        ->check(CLI::IsMember({"rppd", "solomon"}));
  solve->add_flag("--expected", in.expected, "the plan that is best on average, not the one that is when all goes as planned");
  solve->add_option("--spreads", in.spreads, "file of spreads for --expected");
  searching(solve, in, "10");
  solve->add_option("--out", in.out_file, "file to write the plan to (standard output)");
  addQuestions(t, plan);
}

void addSlots(Tree& t) {
  Invocation& in = t.in();
  CLI::App* slots = t.noun("slots", "Injections and scans of a list of patients.");
  auto* solve = t.verb(slots, "solve", "Time a list so that the least activity serves it; who can best wait.", slotsSolveVerb,
                       "  isotrail slots solve list.json --out timetable.json\n  isotrail slots solve list.json --changes late.json --json", false);
  auto* check = t.verb(slots, "check", "Price a timetable and name all that it breaks.", slotsCheckVerb,
                       "  isotrail slots check list.json timetable.json\n  isotrail slots check list.json timetable.json --json", false);
  solve->add_option("list", in.paths, "the list's file (docs/how-to/time-a-list.md)")->required()->expected(1);
  check->add_option("files", in.paths, "the list's file and the timetable's")->required()->expected(2);
  for (auto* sub : {solve, check})
    sub->add_option("--changes", in.changes, "JSON file of what happened: a vial late or weak, a patient late, a camera down");
  solve->add_option("--iterations", in.iterations, "moves of the search (10000)")->check(CLI::Range(1L, 1'000'000L));
  solve->add_option("--seed", in.seed, "start of the random numbers (1)")->check(CLI::Range(0, 1'000'000'000));
  solve->add_option("--out", in.out_file, "file to write the timetable to (standard output)");
}

}  // namespace isotrail::cli
