// Periodic checks: what was measured against what was expected, and until when the result holds.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "desk/words.h"
#include "nuclide/radiation/table.h"
#include "rooms/identity/facts.h"
#include "rooms/instruments/commands.h"
#include "rooms/instruments/records.h"
#include "rooms/production/facts.h"

namespace isotrail::instruments {
namespace {

constexpr std::size_t kFewest = 3;  // points of a linearity or geometry check

Result<std::vector<double>> valuesOf(const char* field, const std::vector<std::string>& texts, UnitKind kind) {
  std::vector<double> out;
  for (const auto& text : texts) {
    auto value = parseIn(kind, field, text);
    if (!value) return value.refusal();
    if (!(*value > 0)) return Refusal::field({field, "BAD_VALUE", text, "more than 0", 0, 0});
    out.push_back(*value);
  }
  return out;
}

/// The largest deviation. Linearity and geometry ask whether the ratios stay the same, the others whether they are 1.
double deviationOf(const std::string& check, const std::vector<double>& measured, const std::vector<double>& expected) {
  std::vector<double> ratio;
  for (std::size_t i = 0; i < measured.size(); ++i) ratio.push_back(measured[i] / expected[i]);
  double wanted = 1.0;
  if (check == "linearity") wanted = std::accumulate(ratio.begin(), ratio.end(), 0.0) / static_cast<double>(ratio.size());
  if (check == "geometry") wanted = ratio.front();
  double worst = 0;
  for (const double r : ratio) worst = std::max(worst, std::abs(r / wanted - 1.0));
  return worst;
}

}  // namespace

std::vector<PeriodicCheck> checksOf(const std::string& kind) {
  static const DataTable table("data/instrument_checks.csv");
  std::vector<PeriodicCheck> out;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table.text(i, "instrument") != kind) continue;
    PeriodicCheck c{kind, table.text(i, "check"), table.text(i, "clause"), table.source(i), std::nullopt, table.number(i, "limit_percent") / 100};
    if (const double days_between = table.number(i, "interval_days"); days_between > 0) c.interval = days(days_between);
    out.push_back(std::move(c));
  }
  return out;
}

std::vector<CheckState> stateOf(const Card& instrument) {
  std::vector<CheckState> out;
  for (auto& check : checksOf(instrument.doc["kind"].text())) {
    CheckState s{check, "", std::nullopt, std::nullopt};
    const Json& last = instrument.doc["checks"][check.check];
    if (last.isObject()) {
      s.verdict = last["verdict"].text();
      s.at = instantIn(last["at"]);
    }
    // An instrument is registered when it was qualified: its first check is due one interval later.
    if (check.interval) s.due = s.at.value_or(instantIn(instrument.doc["since"])) + *check.interval;
    out.push_back(std::move(s));
  }
  return out;
}

Verdict checkInstrument(Act& act, const CheckInstrument& c) {
  const auto known = production::equipment(act.db(), c.instrument);
  if (!known) return notFound("instrument", c.instrument.str());
  const auto checks = checksOf(known->kind);
  const auto check = std::find_if(checks.begin(), checks.end(), [&](const auto& x) { return x.check == c.check; });
  if (check == checks.end()) {
    std::string accepted;
    for (const auto& x : checks) accepted += (accepted.empty() ? "" : ", ") + x.check;
    return Refusal::field({"check", "BAD_VALUE", c.check, accepted.empty() ? "none for a " + known->kind : accepted, 0, 0});
  }
  const UnitKind kind = known->kind == "survey_meter" ? UnitKind::dose_rate : UnitKind::activity;
  auto measured = valuesOf("measured", c.measured, kind), expected = valuesOf("expected", c.expected, kind);
  if (!measured) return measured.refusal();
  if (!expected) return expected.refusal();
  const std::size_t fewest = c.check == "linearity" || c.check == "geometry" ? kFewest : 1;
  if (measured->size() != expected->size() || measured->size() < fewest)
    return Refusal::field(
        {"measured", "BAD_VALUE", std::to_string(measured->size()), "as many as expected, at least " + std::to_string(fewest), 0, 0});
  const auto site = identity::site(act.db(), known->site);
  if (!site) return notFound("site", known->site.str());
  requireOwn(act, site->org, c.instrument.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  const double off = deviationOf(c.check, *measured, *expected);
  const char* verdict = off <= check->limit + 1e-12 ? "pass" : "fail";
  Json payload = encodePayload(c);
  payload.set("kind", known->kind).set("deviation_percent", off * 100).set("limit_percent", check->limit * 100).set("verdict", verdict);
  const std::optional<Instant> due = check->interval ? std::optional(act.now() + *check->interval) : std::nullopt;
  payload.set("clause", check->clause).set("due", isoOrNull(due)).set("site", known->site.str());
  act.emit(known->site, "instruments/" + c.instrument.str(), "instruments.Checked", payload);
  act.answer(Json::object({{"verdict", verdict}, {"deviation_percent", off * 100}, {"limit_percent", check->limit * 100}, {"due", isoOrNull(due)}}));
  return Done{};
}

void requireChecked(Act& act, const EquipmentId& instrument) {
  const auto card = kInstruments.find(act.db(), instrument.str());
  if (!card) return;  // the gates of the equipment say that it is not known
  const auto site = identity::site(act.db(), SiteId(card->parent));
  for (const auto& s : stateOf(*card)) {
    Json params = Json::object({{"instrument", instrument.str()}, {"check", s.check.check}});
    params.set("on", s.at ? showInstant(*s.at, site ? site->zone : "UTC") : "-");
    if (!act.gates().check(s.verdict != "fail", "INSTRUMENT_CHECK_FAILED", "INS-01", s.check.clause, params)) continue;
    params.set("due", s.due ? showInstant(*s.due, site ? site->zone : "UTC") : "-");
    act.gates().check(!s.due || act.now() < *s.due, "INSTRUMENT_CHECK_OVERDUE", "INS-02", s.check.clause, params);
  }
}

}  // namespace isotrail::instruments
