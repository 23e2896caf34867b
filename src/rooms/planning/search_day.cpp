// The search for a day's plan outside of the command: a job may take its time, and its find is then made the day's plan.
#include "rooms/planning/search_day.h"

#include <algorithm>
#include <atomic>

#include "base/hash.h"
#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/logistics/facts.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/facts.h"
#include "solver/rppd/write.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr double kLongestSearch = 600.0;  // s
constexpr int kThreads = 2;               // of a job, on every machine: a number of moves finds the same plan everywhere

}  // namespace

void addHotLabs(Db& db, std::vector<SiteId>& sites) {
  const auto own = sites;
  for (const auto& lane : logistics::roads(db).lanes)
    if (std::find(own.begin(), own.end(), lane.from_site) != own.end() && std::find(sites.begin(), sites.end(), lane.to_site) == sites.end())
      sites.push_back(lane.to_site);
}

Result<std::vector<SiteId>> sitesOf(Db& db, const OrgId& caller, const MakeDay& c) {
  std::vector<SiteId> out;
  if (c.sites)
    for (const auto& id : *c.sites) {
      if (!identity::site(db, SiteId(id))) return notFound("sites", id);
      if (std::find(out.begin(), out.end(), SiteId(id)) == out.end()) out.emplace_back(id);
    }
  const OrgId org = c.maker_org ? *c.maker_org : caller;
  if (!c.sites && !identity::org(db, org)) return notFound("maker_org", org.str());
  if (!c.sites)
    for (const auto& s : identity::sites(db))
      if (s.org == org) out.push_back(s.site);
  if (out.empty()) return Refusal::field({c.sites ? "sites" : "maker_org", "BAD_VALUE", org.str(), "at least one site", 0, 0});
  if (!c.sites) addHotLabs(db, out);
  // The caller's own come first: the plan is theirs.
  std::stable_partition(out.begin(), out.end(), [&](const SiteId& id) { return identity::site(db, id)->org == caller; });
  return out;
}

Result<DayProblem> problemOfDay(Db& db, const PlanId& plan, const std::vector<SiteId>& sites, const std::string& day, const Weights& weights,
                                Instant now) {
  const std::string zone = identity::site(db, sites.front())->zone;
  auto midnight = startOfDay("day", day, zone);
  if (!midnight) return midnight.refusal();
  return dayProblem(db, {plan.str(), sites, {day, zone, *midnight}, weights, now});
}

void promiseBefore(Db& db, PlannedDay& day, const std::string& org) {
  const auto before = publishedDay(db, org, day.frame["day"].text());
  if (!before) return;
  std::vector<FieldError> unknown;  // what the day has no more, is no promise
  const rppd::Plan promised = rppd::readPlanAt(before->doc["solution"], "", day.instance, unknown);
  if (unknown.empty()) day.instance.promised = promised;
}

std::string AskedDay::facts() const { return sha256Hex(of_problem + day.orders.dump() + rppd::planJson(day.instance.promised, day.instance).dump()); }

Result<AskedDay> askedDay(Db& db, const OrgId& caller, Instant now, const MakeDay& c, Seconds ahead) {
  auto weights = Weights::with(c.weights.value_or(Json::object()));
  if (!weights) return weights.refusal();
  auto sites = sitesOf(db, caller, c);
  if (!sites) return sites.refusal();
  const auto first = identity::site(db, sites->front());
  const std::string date = c.day ? *c.day : localDay(now, first->zone);
  auto problem = problemOfDay(db, c.plan, *sites, date, *weights, now + ahead);
  if (!problem) return problem.refusal();
  PlannedDay day{std::move(problem->instance), {}, problem->frame, ordersJson(*problem), leftOutJson(*problem)};
  promiseBefore(db, day, first->org.str());
  return AskedDay{std::move(*sites), first->org.str(), date, std::move(*weights), problem->inputs, std::move(day), problem->facts};
}

Result<Json> dayToSearch(Db& db, const Caller& caller, Instant now, const Json& make_day, double speed) {
  MakeDay c;
  RequestReader reader(make_day);
  c.fields(reader);
  if (auto read = reader.finish(); !read) return read.refusal();
  if (kDays.find(db, c.plan.str())) return alreadyExists("plan", c.plan.str());
  if (!c.seconds || *c.seconds <= 0.0 || *c.seconds > kLongestSearch)
    return Refusal::field(
        {"seconds", c.seconds ? "BAD_VALUE" : "MISSING_FIELD", c.seconds ? Json(*c.seconds).dump() : "", "more than 0, at most 600", 0, 0});
  const auto asked = askedDay(db, caller.org, now, c, minutes(1) + Seconds(*c.seconds * speed));
  if (!asked) return asked.refusal();
  if (asked->day.instance.orders.empty()) return Refusal::of("DAY_WITHOUT_ORDERS", Json::object({{"day", asked->date}}));
  if (asked->day.instance.vehicles.empty()) return Refusal::of("DAY_WITHOUT_VEHICLES", Json::object({{"day", asked->date}}));
  Json out = Json::object({{"seconds", *c.seconds}, {"moves", c.moves.value_or(0)}, {"seed", c.seed.value_or(1)}, {"day", asked->date}});
  putDay(out, asked->day);
  return out;
}

Json searchDay(const Json& to_search, const std::function<bool(const Json& progress)>& go_on) {
  PlannedDay day = dayOf(to_search);
  std::atomic<bool> stop{false};
  Search search;
  search.seconds = to_search["seconds"].number();
  search.moves = to_search["moves"].integer();
  search.seed = static_cast<std::uint64_t>(to_search["seed"].integer());
  search.threads = kThreads;
  search.stop = &stop;
  search.progress = [&](const solver::search::Progress& p) {
    if (!go_on(Json::object({{"seconds", p.seconds}, {"moves", p.moves}, {"best_eur", p.best}, {"bound_eur", p.bound}, {"gap", p.gap()}})))
      stop = true;
  };
  const auto solution = solveDay(day.instance, day.frame, search);
  return Json::object({{"solution", rppd::planJson(solution.plan, day.instance)},
                       {"moves", solution.end.moves},
                       {"seconds", solution.end.seconds},
                       {"bound", solution.end.bound}});
}

}  // namespace isotrail::planning
