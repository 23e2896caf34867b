// What if: a planned day with something changed in it, what follows, and what could be done about it. Nothing is kept.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "desk/texts.h"
#include "desk/words.h"
#include "rooms/planning/commands.h"
#include "rooms/planning/what_if/anew.h"
#include "rooms/planning/day_records.h"
#include "rooms/planning/day/reasons.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {

constexpr std::size_t kMostOptions = 3;

/// Orders of an answer by their number.
std::map<std::string, const Json*> byOrder(const Json& orders) {
  std::map<std::string, const Json*> out;
  for (const auto& o : orders.items()) out[o["order"].text()] = &o;
  return out;
}

struct Difference {
  Json lost = Json::array(), gained = Json::array(), moved = Json::array();
};
Difference differenceOf(const Json& before, const Json& after, const std::vector<Dropped>& dropped, const PlannedDay& day,
                        const std::string& language) {
  Difference d;
  const auto now = byOrder(after);
  for (const auto& o : before.items()) {
    if (!o["served"].boolean()) continue;
    const auto found = now.find(o["order"].text());
    if (found != now.end() && (*found->second)["served"].boolean()) {
      const double later = (instantIn((*found->second)["arrives"]) - instantIn(o["arrives"])).value / 60.0;
      if (std::abs(later) >= 1.0) d.moved.push(Json::object({{"order", o["order"]}, {"minutes", static_cast<std::int64_t>(later)}}));
      continue;
    }
    if (found == now.end()) continue;  // cancelled: nobody waits for it
    Json why = whyJson(*found->second, language);
    for (const auto& drop : dropped)
      if (!why["code"].text().starts_with("DAY_") && rppd::idText(day.instance.orders[static_cast<std::size_t>(drop.order)].id) == o["order"].text())
        why = whyJson(Json::object({{"code", drop.code}, {"params", onTheClock(drop.params, day.clock())}}), language);
    d.lost.push(Json::object({{"order", o["order"]}, {"patient", o["patient"]}, {"why", why}}));
  }
  const auto was = byOrder(before);
  for (const auto& o : after.items()) {
    const auto found = was.find(o["order"].text());
    if (o["served"].boolean() && (found == was.end() || !(*found->second)["served"].boolean()))
      d.gained.push(Json::object({{"order", o["order"]}, {"patient", o["patient"]}}));
  }
  return d;
}

/// Patients as far as the caller sees them.
Json shownTo(ViewRequest& q, const Card& card, Json list, const Json& orders) {
  const auto known = byOrder(orders);
  for (auto& row : list.itemsMutable()) {
    const auto found = known.find(row["order"].text());
    if (found == known.end() || !seesPatient(q, card, (*found->second)["hospital"].text())) row.set("patient", "");
  }
  return list;
}

std::string firstSentence(const Difference& d, double eur, const std::string& language) {
  const std::size_t lost = d.lost.size();
  Json params = Json::object({{"lost", lost}, {"gained", d.gained.size()}, {"moved", d.moved.size()}, {"eur", std::lround(std::abs(eur))}});
  if (lost > 0) params.set("order", d.lost.items().front()["order"]).set("why", d.lost.items().front()["why"]["text"]);
  const char* code = lost > 0 ? "DAY_CHANGE_LOSES" : d.gained.size() > 0 ? "DAY_CHANGE_GAINS" : eur >= 0 ? "DAY_CHANGE_FITS" : "DAY_CHANGE_SAVES";
  return codeText(code, languageOf(language), params).text;
}

Json optionJson(const std::string& code, const rppd::Checked& checked, std::size_t patients, std::size_t moved, double cost_before,
                const std::string& language) {
  return Json::object({{"title", codeText(code, languageOf(language), {}).text},
                       {"code", code},
                       {"cost_eur", checked.cost.total() - cost_before},
                       {"patients", static_cast<std::int64_t>(patients) - checked.unserved},
                       {"moved", moved}});
}

Json optionsOf(const Anew& anew, std::size_t patients, double cost_before, const Json& changes, const std::string& language) {
  Json out = Json::array();
  for (const auto& o : anew.options)
    if (out.size() < kMostOptions)
      out.push(optionJson(o.code, o.checked, patients, o.diff.orders.size(), cost_before, language).set("changes", changes).set("solve", o.code));
  return out;
}

/// The plan carried on with the last change made as small as it must be for nobody to lose anything, and those changes.
struct Held {
  PlannedDay day;
  Json changes;
};
/// Nothing where the last change is no move and no delay, or where even the least of it costs somebody a dose.
std::optional<Held> latestWithout(const PlannedDay& before, const Json& changes, Instant now) {
  constexpr int kSteps = 96;
  if (changes.size() == 0) return std::nullopt;
  Json list = changes;
  Json& last = list.itemsMutable().back();
  const bool moves = last["kind"].text() == "move";
  if (!moves && last["kind"].text() != "delay") return std::nullopt;
  const Instant starts = instantIn(last["starts"]);
  for (int step = 1; step <= kSteps; ++step) {
    const int less = step * before.instance.grid;
    if (moves)
      last.set("starts", (starts - minutes(less)).iso());
    else if (const double left = changes.items().back()["minutes"].number() - less; left > 0.0)
      last.set("minutes", left);
    else
      return std::nullopt;
    Held held{before, {}};
    freezeBegun(held.day, now);
    if (!applyChanges(held.day, list)) return std::nullopt;
    if (!carryOn(held.day).empty()) continue;
    held.changes = std::move(list);
    return held;
  }
  return std::nullopt;
}

/// What could be done where somebody loses a dose: the least that loses nobody first, then the rest of the day planned anew.
Json waysOut(const PlannedDay& before, const Json& changes, const Json& doc, double cost_before, Instant now, const std::string& language) {
  Json out = Json::array();
  if (auto held = latestWithout(before, changes, now)) {
    const auto then = rppd::checkPlan(held->day.instance, held->day.plan);
    out.push(optionJson("OPTION_LATEST", then, held->day.instance.orders.size(), 0, cost_before, language).set("changes", std::move(held->changes)));
  }
  PlannedDay other = before;
  freezeBegun(other, now);
  if (auto anew = planAnew(other, changes, doc, now, "best")) {
    Json options = optionsOf(*anew, other.instance.orders.size(), cost_before, changes, language);
    for (auto& o : options.itemsMutable())
      if (out.size() < kMostOptions) out.push(std::move(o));
  }
  return out;
}

}  // namespace

Result<Json> whatIf(ViewRequest& q, const WhatIf& c) {
  const auto card = dayFor(q, c.plan.str());
  if (!card) return notFound("plan", c.plan.str());
  const PlannedDay before = dayOf(card->doc);
  const double cost_before = rppd::checkPlan(before.instance, before.plan).cost.total();
  PlannedDay day = before;
  Json options = Json::array();
  Json answer = Json::object({{"weights", card->doc["weights"]}});
  std::vector<Dropped> dropped;
  double bound = 0.0;
  freezeBegun(day, q.now);
  if (c.solve) {
    auto anew = planAnew(day, c.changes, card->doc, q.now, *c.solve);
    if (!anew) return anew.refusal();
    options = optionsOf(*anew, day.instance.orders.size(), cost_before, c.changes, q.language);
    bound = anew->bound;
  } else {
    if (auto v = applyChanges(day, c.changes); !v) return v.refusal();
    dropped = carryOn(day);
  }
  const auto checked = rppd::checkPlan(day.instance, day.plan);
  putAnswer(answer, day, checked);
  const double cost = checked.cost.total();
  answer.set("bound", bound).set("gap", bound > 0.0 && cost > 0.0 ? std::max(0.0, (cost - bound) / cost) : 0.0);
  Difference d = differenceOf(card->doc["orders"], answer["orders"], dropped, day, q.language);
  if (!c.solve && d.lost.size() > 0) options = waysOut(before, c.changes, card->doc, cost_before, q.now, q.language);
  if (options.size() == 0)
    options.push(optionJson("OPTION_PUSH", checked, day.instance.orders.size(), d.moved.size() + d.lost.size(), cost_before, q.language));
  const std::string first = firstSentence(d, cost - cost_before, q.language);
  d.lost = shownTo(q, *card, std::move(d.lost), answer["orders"]);
  d.gained = shownTo(q, *card, std::move(d.gained), answer["orders"]);
  return Json::object({{"first", first},
                       {"lost", d.lost},
                       {"gained", d.gained},
                       {"moved", d.moved},
                       {"cost_change_eur", cost - cost_before},
                       {"activity_change_bq", answer["made_bq"].number() - card->doc["made_bq"].number()},
                       {"options", options},
                       {"day", dayJson(q, *card, day, answer)}});
}

}  // namespace isotrail::planning
