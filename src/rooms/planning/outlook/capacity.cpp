// What a planned day could do with other means or more demand: a line, van or lane more, a cyclotron less, years of growth.
#include <algorithm>
#include <set>

#include "desk/words.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/outlook/outlook.h"
#include "solver/capacity/variant.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr std::int64_t kUsualMoves = 200, kMostMoves = 2000;
constexpr std::size_t kMostScenarios = 24, kMostVariants = 60;
constexpr double kSeconds = 60.0;                         // for all of them: moves end before
constexpr double kSlowGrowth = 1.22, kFastGrowth = 1.32;  // demand a year, as the trade expects it to grow
constexpr int kYears = 5;

Json scenario(const std::string& code, const std::string& of, Json changes) {
  return Json::object({{"name", code + ":" + of}, {"changes", std::move(changes)}});
}
Json growth(double factor) {
  return Json::object({{"name", "growth:" + std::to_string(static_cast<int>(factor * 100.0 - 99.5))}, {"growth", factor}, {"years", kYears}});
}

/// One more of each thing that limits a day, each cyclotron lost, and demand growing slowly and fast.
Json usualScenarios(const PlannedDay& day) {
  const rppd::Instance& in = day.instance;
  Json out = Json::array();
  std::map<std::string, Json> lost;  // by cyclotron
  for (const auto& site : in.sites)
    for (const auto& line : site.lines) {
      const Json& frame = day.frame["lines"][line.id.text()];
      out.push(scenario("add_line", line.id.text(), Json::array().push(Json::object({{"add", "line"}, {"site", site.id}, {"like", line.id}}))));
      if (frame["kind"].text() != "cyclotron") continue;
      auto& changes = lost.try_emplace(frame["equipment"].text(), Json::array()).first->second;
      changes.push(Json::object({{"lose", "line"}, {"site", site.id}, {"line", line.id}}));
    }
  for (const auto& v : in.vehicles) {
    if (day.frame["vehicles"][v.id.text()]["kind"].text() != "road") continue;
    out.push(scenario("add_vehicle", v.id.text(), Json::array().push(Json::object({{"add", "vehicle"}, {"like", v.id}}))));
    break;  // one of them says it
  }
  for (const auto& [id, lane] : day.frame["lanes"].members())
    out.push(scenario("add_lane", id, Json::array().push(Json::object({{"add", "lane"}, {"from", lane["from"]}, {"to", lane["to"]}}))));
  for (auto& [equipment, changes] : lost) out.push(scenario("lose_cyclotron", equipment, std::move(changes)));
  return out.push(growth(kSlowGrowth)).push(growth(kFastGrowth));
}

Json rowJson(const solver::Variant& variant, const solver::Capacity& r, const solver::Capacity& now, bool usual) {
  const auto colon = variant.name.find(':');
  Json j = Json::object({{"code", variant.name.empty() ? "as_it_is" : usual ? variant.name.substr(0, colon) : "own"}});
  j.set("of", usual && colon != std::string::npos ? variant.name.substr(colon + 1) : variant.name).set("year", variant.year);
  j.set("orders", r.orders).set("patients", r.patients).set("served", r.served).set("money_eur", r.money);
  j.set("eur_per_patient", r.served > 0 ? Json(r.money / r.served) : Json()).set("made_bq", r.made * 1e6).set("injected_bq", r.injected * 1e6);
  j.set("runs", r.runs).set("vehicles", r.vehicles).set("cost", r.cost).set("bound", r.bound);
  return j.set("more_patients", r.served - now.served).set("more_eur", r.money - now.money);
}

}  // namespace

Result<Json> capacityOfDay(ViewRequest& q, const CapacityOfDay& c) {
  const auto card = dayFor(q, c.plan.str());
  if (!card) return notFound("plan", c.plan.str());
  const std::int64_t moves = c.moves.value_or(kUsualMoves);
  if (moves < 1 || moves > kMostMoves) return Refusal::field({"moves", "BAD_VALUE", std::to_string(moves), "1 ... 2000", 0, 0});
  PlannedDay day = dayOf(card->doc);
  // A question about means, not about today: what has begun and what was promised does not bind it.
  day.instance.frozen = {};
  day.instance.promised = {};
  if (c.scenarios && (!c.scenarios->isArray() || c.scenarios->size() > kMostScenarios))
    return Refusal::field({"scenarios", "BAD_VALUE", c.scenarios->dump().substr(0, 80), "a list of up to 24", 0, 0});
  const auto variants = solver::readVariants(c.scenarios ? c.scenarios->dump() : usualScenarios(day).dump(), day.instance);
  if (!variants) return variants.refusal();
  if (variants->size() > kMostVariants)
    return Refusal::field({"scenarios", "BAD_VALUE", std::to_string(variants->size()), "60 scenarios and years at most", 0, 0});
  solver::search::Effort effort;
  effort.seconds = kSeconds;
  effort.moves = moves;
  effort.seed = static_cast<std::uint64_t>(std::max<std::int64_t>(1, card->doc["effort"]["seed"].integer()));
  const auto rows = solver::compareVariants(*variants, effort, {}, [&](const rppd::Instance& instance, const solver::search::Effort& own) {
    rppd::Instance free = instance;
    return solveDay(free, day.frame, {own.seconds, own.moves, own.seed});
  });
  Json out = Json::array();
  for (std::size_t i = 0; i < rows.size(); ++i) out.push(rowJson((*variants)[i], rows[i], rows[0], !c.scenarios));
  return Json::object({{"plan", card->id}, {"moves", moves}, {"rows", out}});
}

}  // namespace isotrail::planning
