#include "rooms/planning/day/reasons.h"

#include <algorithm>

#include "desk/texts.h"
#include "solver/explain/explain.h"
#include "units/time.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

/// Numbers of the day that people read on a clock.
constexpr const char* kMinutes[] = {"deadline", "then",  "at",   "depart", "from", "to",    "release",
                                    "arrival",  "until", "back", "start",  "end",  "ready", "latest"};

constexpr std::int64_t kMostSteps = 4'000;  // of the reasons of a plan: a command waits for them
constexpr int kMostTraced = 40;             // orders whose binding rule is looked for, each with a dozen days of its own

/// The day with this order alone, worth any price.
rppd::Instance alone(const rppd::Instance& in, std::size_t order) {
  rppd::Instance one = in;
  one.orders = {in.orders[order]};
  one.orders[0].penalty = 1e8;
  one.frozen = {};
  one.promised = {};
  return one;
}

bool canBeServed(const rppd::Instance& one) {
  solver::search::Effort effort;
  effort.seconds = 0.1;
  effort.moves = 5;
  return !solver::search::solve(one, effort).plan.trips.empty();
}

/// The hours of a stage on the day, "07:30-08:15"; "-" when it stays shut.
std::string hoursOf(const rppd::Stage& stage, const DayClock& clock) {
  std::string hours;
  for (const auto& span : stage.open) {
    if (span.to < 0 || span.from > 1440) continue;
    const auto time = [&](int minute) { return isoWithOffset(clock.at(minute), clock.zone).substr(11, 5); };
    hours += (hours.empty() ? "" : ", ") + time(span.from) + "-" + time(span.to);
  }
  return hours.empty() ? "-" : hours;
}

/// Which border stage stands in the way: one that alone, being open, would let the order through; else all of them together.
bool borderBinds(const PlannedDay& day, std::size_t o, const rppd::Instance& one, Json& params) {
  const rppd::Instance& in = day.instance;
  const std::size_t there = in.sites.size() + static_cast<std::size_t>(in.orders[o].hospital);
  const auto opened = [&](const std::string& code) {
    auto relaxed = one;
    for (auto& row : relaxed.legs)
      for (auto& leg : row)
        for (auto& stage : leg.stages)
          if (stage.code != "none" && (code.empty() || stage.code == code)) stage.open.clear();
    return canBeServed(relaxed);
  };
  std::string posts, hours;
  for (std::size_t s = 0; s < in.sites.size(); ++s)
    for (const auto& stage : in.legs[s][there].stages) {
      if (stage.code == "none" || stage.open.empty() || !opened(stage.code)) continue;
      for (const auto& [id, lane] : day.frame["lanes"].members())
        for (const auto& w : lane["outbound"].items())
          if (w["direction"].text() == stage.code && lane["to"] == in.hospitals[static_cast<std::size_t>(in.orders[o].hospital)].id)
            posts += (posts.empty() ? "" : ", ") + w["post"].text(), hours += (hours.empty() ? "" : "; ") + hoursOf(stage, day.clock());
    }
  if (posts.empty() && !opened("")) return false;
  params.set("posts", posts.empty() ? "*" : posts).set("hours", hours.empty() ? "-" : hours);
  return true;
}

/// A stage as open as it was until its paper is ready.
void openBefore(rppd::Stage& stage, const Json& held) {
  const int ready = static_cast<int>(held["ready"].integer()) + stage.minutes;
  for (const auto& span : held["open"].items()) {
    const int opens = static_cast<int>(span.items()[0].integer()), shuts = static_cast<int>(span.items()[1].integer());
    if (opens < ready) stage.open.push_back({opens, std::min(shuts, ready)});
  }
  if (held["open"].size() == 0) stage.open.push_back({-2880, ready});
  stage.open = joined(std::move(stage.open));
}

/// A paper that cannot be had in time: were it there already, the stage that needs it would be open before, and the order be served.
bool paperBinds(const PlannedDay& day, std::size_t o, const rppd::Instance& one, Json& params) {
  const rppd::Instance& in = day.instance;
  const auto hospital = static_cast<std::size_t>(in.orders[o].hospital);
  for (const auto& [id, lane] : day.frame["lanes"].members()) {
    const auto from = std::find_if(in.sites.begin(), in.sites.end(), [&](const auto& s) { return s.id == lane["from"]; });
    if (lane["to"] != in.hospitals[hospital].id || from == in.sites.end() || lane["held"].size() == 0) continue;
    auto relaxed = one;
    const Json* last = nullptr;
    for (const auto& held : lane["held"].items()) {
      if (!last || held["ready"].integer() > (*last)["ready"].integer()) last = &held;
      for (auto& stage : relaxed.legs[static_cast<std::size_t>(from - in.sites.begin())][in.sites.size() + hospital].stages)
        if (stage.code == held["stage"].text()) openBefore(stage, held);
    }
    if (!canBeServed(relaxed)) continue;
    for (const char* key : {"paper", "issuer", "ready"}) params.set(key, (*last)[key]);
    return true;
  }
  return false;
}

/// Rules of the day taken away one after the other: the first without which the order could be served binds it.
bool bindingRule(const PlannedDay& day, std::size_t o, std::string& code, Json& params) {
  const rppd::Instance& in = day.instance;
  const rppd::Instance one = alone(in, o);
  if (in.legs.empty() || canBeServed(one)) return false;
  const std::string& hospital = in.hospitals[static_cast<std::size_t>(in.orders[o].hospital)].id.text();
  const std::size_t there = in.sites.size() + static_cast<std::size_t>(in.orders[o].hospital);
  bool lane = false;
  for (std::size_t s = 0; s < in.sites.size(); ++s) lane = lane || in.legs[s][there].stages.empty() || in.legs[s][there].stages[0].code != "none";
  params =
      Json::object({{"order", in.orders[o].id}, {"hospital", hospital}, {"product", in.products[static_cast<std::size_t>(in.orders[o].product)].id}});
  if (!lane) return code = "DAY_NO_LANE", true;
  if (paperBinds(day, o, one, params)) return code = "DAY_PAPER_LATE", true;
  if (borderBinds(day, o, one, params)) return code = "DAY_BORDER_SHUT", true;
  auto relaxed = one;
  for (auto& site : relaxed.sites) site.release.clear();
  if (canBeServed(relaxed)) return code = "DAY_NOBODY_RELEASES", true;
  relaxed = one;
  const auto past = [](const rppd::Span& span) { return span.from == -2880; };
  for (auto& site : relaxed.sites)
    for (auto& line : site.lines) std::erase_if(line.down, past);
  for (auto& v : relaxed.vehicles) std::erase_if(v.down, past);
  if (canBeServed(relaxed)) return code = "DAY_TOO_LATE", true;
  relaxed = one;
  for (auto& site : relaxed.sites)
    for (auto& line : site.lines) line.down.clear();
  if (canBeServed(relaxed)) return code = "DAY_LINE_DOWN", true;
  relaxed = one;
  for (auto& v : relaxed.vehicles) v.down.clear(), v.shift = {-2880, 4320};
  if (canBeServed(relaxed)) return code = "DAY_VEHICLE_HOURS", true;
  relaxed = one;
  for (auto& site : relaxed.sites) site.cap.clear();
  for (auto& h : relaxed.hospitals) h.cap.clear();
  if (canBeServed(relaxed)) return code = "DAY_CAP", true;
  return false;
}

}  // namespace

Json onTheClock(const Json& params, const DayClock& clock) {
  Json out = params;
  for (const char* key : kMinutes) {
    if (!params[key].isInteger()) continue;
    const auto minute = static_cast<int>(params[key].integer());
    const bool today = minute >= 0 && minute < 1440;
    out.set(key, today ? isoWithOffset(clock.at(minute), clock.zone).substr(11, 5) : showInstant(clock.at(minute), clock.zone).substr(0, 16));
  }
  return out;
}

void putReasons(Json& orders, const PlannedDay& day, const rppd::Checked& checked) {
  if (!checked.feasible()) return;
  int traced = 0;
  for (const auto& reason : solver::explain(day.instance, day.plan, checked, {{}, kMostSteps})) {
    Json& order = orders.itemsMutable()[static_cast<std::size_t>(reason.order)];
    std::string code = reason.code;
    Json params = reason.params;
    if (!reason.late && traced++ < kMostTraced) {
      std::string binding;
      Json own;
      if (bindingRule(day, static_cast<std::size_t>(reason.order), binding, own)) code = binding, params = own;
    }
    order.set("code", code)
        .set("params", onTheClock(params.set("order", day.instance.orders[static_cast<std::size_t>(reason.order)].id), day.clock()));
  }
}

Json whyJson(const Json& order, const std::string& language) {
  const std::string& code = order["code"].text();
  if (code.empty()) return {};
  const CodeText words = codeText(code, languageOf(language), order["params"]);
  return Json::object({{"code", code}, {"text", words.text}, {"remedy", words.remedy}});
}

}  // namespace isotrail::planning
