// Past plans against what really happened: how far each stage was off, and what that teaches for the next plans.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "desk/words.h"
#include "nuclide/decay.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/outlook/outlook.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr std::size_t kMostPlans = 400;

double minutesBetween(Instant from, Instant to) { return (to - from).value / 60.0; }

/// The stage a bar's end or start tells of, by the last part of its name.
struct Stage {
  const char* code;
  const char* bar;  // ends with it
  bool starts;      // its start counts, not its end
};
constexpr Stage kStages[] = {{"beam", ".beam", false},        {"synthesis", ".synthesis", false}, {"release", ".release", false},
                             {"departure", ".road_cn", true}, {"export", ".export", false},       {"import", ".import", false},
                             {"arrival", ".receipt", true},   {"injection", ".injection", true}};

class Reckoner {
 public:
  Reckoner(Db& db, const Card& card, Misses& out)
      : day_(dayOf(card.doc)),
        clock_(day_.clock()),
        checked_(rppd::checkPlan(day_.instance, day_.plan)),
        chart_(chartOf(day_, checked_)),
        seen_(seenOf(db, day_, chart_)),
        out_(out) {}

  /// When the last of it is planned to end.
  Instant ends() const {
    int last = 0;
    for (const auto& bar : chart_.bars) last = std::max(last, bar.ends);
    return clock_.at(last);
  }
  void reckon(Misses::Plan plan) {
    for (const auto& bar : chart_.bars) stageOf(bar, plan);
    for (std::size_t i = 0; i < day_.plan.runs.size(); ++i)
      if (const auto run = seen_.runs.find("R" + std::to_string(i + 1)); run != seen_.runs.end()) runOf(day_.plan.runs[i], run->second);
    for (std::size_t t = 0; t < day_.plan.trips.size(); ++t)
      if (const auto trip = seen_.trips.find("T" + std::to_string(t + 1)); trip != seen_.trips.end())
        tripOf("T" + std::to_string(t + 1), trip->second);
    for (const auto& d : checked_.deliveries) plan.planned += d.trip >= 0 ? 1 : 0;
    out_.plans.push_back(std::move(plan));
  }

 private:
  void stageOf(const Bar& bar, Misses::Plan& plan) {
    const auto actual = seen_.bars.find(bar.id);
    if (actual == seen_.bars.end() || bar.id.find(".back.") != std::string::npos) return;
    for (const auto& stage : kStages) {
      const auto& at = stage.starts ? actual->second.starts : actual->second.ends;
      if (!bar.id.ends_with(stage.bar) || !at) continue;
      if (std::string_view(stage.code) == "injection") ++plan.injected;
      out_.minutes[stage.code].push_back(minutesBetween(clock_.at(stage.starts ? bar.starts : bar.ends), *at));
    }
  }

  void runOf(const rppd::Run& run, const RunSeen& seen) {
    const auto& line = day_.instance.sites[static_cast<std::size_t>(run.site)].lines[static_cast<std::size_t>(run.line)];
    const auto& p = day_.instance.products[static_cast<std::size_t>(line.product)];
    const double makes = activitiesOf(day_, run, checked_).makes * 1e6;
    double longer = 0.0;  // minutes of synthesis
    if (seen.ends && seen.beam_off && p.synthesis > 0) {
      const double took = minutesBetween(*seen.beam_off, *seen.ends);
      longer = took - p.synthesis;
      out_.ratios["synthesis"].push_back(took / p.synthesis);
    }
    if (seen.made && makes > 0.0) out_.ratios["yield"].push_back(seen.made->value / makes / remainingShare(Seconds(p.half_life), Seconds(longer)));
    const Json& frame = day_.frame["products"][p.id.text()];
    const double tests = frame["qc"].number() + frame["release"].number();
    if (seen.ends && seen.released && tests > 0.0) out_.ratios["tests"].push_back(minutesBetween(*seen.ends, *seen.released) / tests);
    out_.batches += seen.released || seen.rejected ? 1 : 0;
    out_.rejected += seen.rejected ? 1 : 0;
  }

  void tripOf(const std::string& trip, const TripSeen& seen) {
    const Bar *road = chart_.find(trip + ".1.road_cn"), *receipt = chart_.find(trip + ".1.receipt"), *out = chart_.find(trip + ".1.export"),
              *in = chart_.find(trip + ".1.import");
    if (seen.left && seen.delivered && road && receipt && receipt->starts > road->starts)
      out_.ratios["road"].push_back(minutesBetween(*seen.left, *seen.arrives) / (receipt->starts - road->starts));
    if (seen.exported && seen.imported && out && in && in->ends > out->ends)
      out_.ratios["border"].push_back(minutesBetween(*seen.exported, *seen.imported) / (in->ends - out->ends));
  }

  PlannedDay day_;
  DayClock clock_;
  rppd::Checked checked_;
  Chart chart_;
  Seen seen_;
  Misses& out_;
};

double meanOf(const std::vector<double>& list) { return std::accumulate(list.begin(), list.end(), 0.0) / static_cast<double>(list.size()); }
/// What nine of ten stay within.
double p90Of(std::vector<double> list) {
  std::sort(list.begin(), list.end());
  return list[static_cast<std::size_t>(std::ceil(0.9 * static_cast<double>(list.size()))) - 1];
}

Json spreadRow(const std::string& name, const solver::Spread& now, const std::vector<double>& ratios) {
  const auto list = [](const solver::Spread& s) { return Json::array().push(s.least).push(s.likely).push(s.most); };
  Json j = Json::object({{"what", name}, {"count", ratios.size()}, {"assumed", list(now)}, {"mean", ratios.empty() ? Json() : Json(meanOf(ratios))}});
  return j.set("seen", ratios.size() < kEnoughDays ? Json() : list(fitted(ratios)));
}

}  // namespace

solver::Spread fitted(const std::vector<double>& ratios) {
  const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
  return {*least, std::clamp(3.0 * meanOf(ratios) - *least - *most, *least, *most), *most};
}

solver::Spreads learnedSpreads(const Misses& misses) {
  solver::Spreads out;
  const std::pair<const char*, solver::Spread*> all[] = {
      {"yield", &out.yield}, {"synthesis", &out.synthesis}, {"tests", &out.tests}, {"road", &out.road}, {"border", &out.border}};
  for (const auto& [name, spread] : all)
    if (const auto seen = misses.ratios.find(name); seen != misses.ratios.end() && seen->second.size() >= kEnoughDays) *spread = fitted(seen->second);
  return out;
}

Misses missesOf(ViewRequest& q, const std::string& from, const std::string& to) {
  Misses out;
  auto heads = kHeads.all(q.db);
  std::stable_sort(heads.begin(), heads.end(), [](const Card& a, const Card& b) { return a.doc["day"].text() < b.doc["day"].text(); });
  for (const auto& head : heads) {
    const std::string &day = head.doc["day"].text(), today = localDay(q.now, head.doc["zone"].text());
    if (head.state != "published" || !seesDay(q, head) || day < from || day > to || day > today) continue;
    if (out.plans.size() == kMostPlans) break;
    const auto card = kDays.find(q.db, head.id);
    if (!card) continue;
    Reckoner reckoner(q.db, *card, out);
    if (reckoner.ends() <= q.now) reckoner.reckon({head.id, day, head.doc["name"].text(), 0, 0});
  }
  return out;
}

Result<Json> backTest(ViewRequest& q, const BackTest& c) {
  const std::string from = c.from.value_or(""), to = c.to.value_or(localDay(q.now + days(1), "Etc/UTC"));
  for (const auto& [field, text] : {std::pair("from", from), std::pair("to", to)})
    if (!text.empty())
      if (const auto day = startOfDay(field, text, "Etc/UTC"); !day) return day.refusal();
  const Misses misses = missesOf(q, from, to);
  Json plans = Json::array(), stages = Json::array(), spreads = Json::array();
  for (const auto& p : misses.plans)
    plans.push(Json::object({{"plan", p.plan}, {"day", p.day}, {"name", p.name}, {"planned", p.planned}, {"injected", p.injected}}));
  for (const auto& stage : kStages) {
    const auto found = misses.minutes.find(stage.code);
    if (found == misses.minutes.end()) continue;
    const auto& list = found->second;
    stages.push(Json::object({{"stage", stage.code},
                              {"count", list.size()},
                              {"mean_minutes", meanOf(list)},
                              {"p90_minutes", p90Of(list)},
                              {"earliest_minutes", *std::min_element(list.begin(), list.end())},
                              {"latest_minutes", *std::max_element(list.begin(), list.end())}}));
  }
  const solver::Spreads assumed;
  const std::pair<const char*, const solver::Spread*> all[] = {
      {"yield", &assumed.yield}, {"synthesis", &assumed.synthesis}, {"tests", &assumed.tests}, {"road", &assumed.road}, {"border", &assumed.border}};
  for (const auto& [name, spread] : all) {
    const auto found = misses.ratios.find(name);
    spreads.push(spreadRow(name, *spread, found == misses.ratios.end() ? std::vector<double>{} : found->second));
  }
  return Json::object({{"plans", plans},
                       {"stages", stages},
                       {"spreads", spreads},
                       {"enough", kEnoughDays},
                       {"batches", misses.batches},
                       {"rejected", misses.rejected},
                       {"learned", spreadsJson(learnedSpreads(misses))}});
}

}  // namespace isotrail::planning
