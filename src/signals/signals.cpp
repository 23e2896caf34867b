#include "signals/signals.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isotrail {
namespace {

// The limits, in one place. A date limit raises its tier once the rest of the time is shorter than `days`; the first
// line that applies counts. EW01: radiation licence 90 days amber, 30 days red.
struct DateLimit {
  double days;
  int tier;
};
constexpr DateLimit kLicenceLimits[] = {{0, 2}, {30, 2}, {90, 3}};
constexpr DateLimit kQualificationLimits[] = {{0, 2}, {14, 3}, {60, 4}};
constexpr double kWindowSlackMinutes = 20;  // house rule: less is used up by one queue at the gate
constexpr double kDecaySlackMinutes = 15;   // house rule: less than one injection slot of 20 min
constexpr double kReleaseLeadMinutes = 45;  // house rule: packing and survey take about this long
constexpr double kDutySoonShare = 0.25;     // a clock with less than this share of its time left
constexpr double kDutySoonDays = 7;         // but never more than a week ahead
constexpr double kRecallMinutes = 30;       // house rule: every holder answers a recall within this time

double minutesUntil(Instant t, Instant now) { return (t - now).value / 60.0; }
/// Whole minutes, for words; towards the worse side.
std::int64_t whole(double m) { return static_cast<std::int64_t>(std::floor(m)); }

template <std::size_t N>
int tierOf(const DateLimit (&limits)[N], double days_left) {
  for (const auto& l : limits)
    if (days_left <= l.days) return l.tier;
  return 0;
}

std::optional<double> leadTo(const std::optional<Instant>& t, Instant now) {
  if (!t) return std::nullopt;
  return std::max(0.0, minutesUntil(*t, now));
}
std::optional<int> some(int patients) { return patients > 0 ? std::optional<int>(patients) : std::nullopt; }

void licence(const LicenceFact& f, Instant now, std::vector<Signal>& out) {
  const double left = (f.valid_until - now).value / 86400.0;
  const int tier = tierOf(kLicenceLimits, left);
  if (tier == 0) return;
  const bool gone = left <= 0;
  Json params = Json::object({{"licence", f.licence}, {"site", f.site}, {"days", whole(left)}, {"valid_until", f.valid_until.iso()}});
  out.push_back({"licence/" + f.licence,
                 "compliance",
                 tier,
                 gone ? "SIGNAL_LICENCE_EXPIRED" : "SIGNAL_LICENCE_EXPIRES",
                 std::move(params),
                 gone ? f.valid_until : f.valid_until - days(90),
                 {},
                 {},
                 "certain",
                 "rso",
                 "/licences/" + f.licence});
}

void qualification(const QualificationFact& f, Instant now, std::vector<Signal>& out) {
  const double left = (f.valid_until - now).value / 86400.0;
  const int tier = tierOf(kQualificationLimits, left);
  if (tier == 0) return;
  const bool gone = left <= 0;
  Json params = Json::object({{"person", f.person}, {"qualification", f.qualification}, {"days", whole(left)}, {"valid_until", f.valid_until.iso()}});
  out.push_back({"qualification/" + f.person + "/" + f.qualification,
                 "compliance",
                 tier,
                 gone ? "SIGNAL_QUALIFICATION_LAPSED" : "SIGNAL_QUALIFICATION_LAPSES",
                 std::move(params),
                 gone ? f.valid_until : f.valid_until - days(60),
                 {},
                 {},
                 "certain",
                 "rso",
                 "/people/" + f.person});
}

void consignment(const ConsignmentFact& f, Instant now, std::vector<Signal>& out) {
  if (!f.moving) return;
  for (const auto& w : f.windows) {
    const double slack = (w.closes_at - std::max(w.eta, now)).value / 60.0;
    if (slack >= kWindowSlackMinutes) continue;
    const bool missed = slack <= 0;
    Json params = Json::object({{"consignment", f.consignment},
                                {"post", w.post},
                                {"slack", whole(std::abs(slack))},
                                {"closes_at", w.closes_at.iso()},
                                {"delay", f.delay_minutes}});
    out.push_back({"window/" + f.consignment + "/" + w.post, "logistics", missed ? 2 : 3, missed ? "SIGNAL_WINDOW_MISSED" : "SIGNAL_WINDOW_TIGHT",
                   std::move(params), now, leadTo(f.first_injection, now), some(f.patients), now >= w.closes_at ? "certain" : "forecast", "planner",
                   "/shipments/" + f.consignment});
  }
  if (f.first_injection && f.eta > *f.first_injection) {
    Json params = Json::object({{"consignment", f.consignment}, {"late", whole((f.eta - *f.first_injection).value / 60.0)}, {"eta", f.eta.iso()}});
    out.push_back({"late/" + f.consignment, "logistics", 2, "SIGNAL_CONSIGNMENT_LATE", std::move(params), now, leadTo(f.first_injection, now),
                   some(f.patients), "forecast", "planner", "/shipments/" + f.consignment});
  }
}

void slack(const SlackFact& f, Instant now, std::vector<Signal>& out) {
  if (f.slack_minutes >= kDecaySlackMinutes) return;
  const bool short_now = f.slack_minutes < 0;
  Json params = Json::object({{"product", f.product_name}, {"site", f.site}, {"slack", whole(std::abs(f.slack_minutes))}, {"patients", f.patients}});
  out.push_back({"slack/" + f.site + "/" + f.product, "clinical", short_now ? 2 : 3, short_now ? "SIGNAL_DECAY_SHORT" : "SIGNAL_DECAY_THIN",
                 std::move(params), now, leadTo(f.next_injection, now), some(f.patients), "forecast", "technologist", "/board"});
}

void duty(const DutyFact& f, Instant now, std::vector<Signal>& out) {
  const Json params = Json::object(
      {{"duty", f.title}, {"subject", f.subject}, {"agency", f.agency}, {"due_at", f.due_at.iso()}, {"minutes", whole(minutesUntil(f.due_at, now))}});
  const auto say = [&](int tier, const char* code, Instant since) {
    out.push_back({"duty/" + f.duty + "/" + f.subject, "compliance", tier, code, params, since, {}, {}, "certain", "rso", "/oversight"});
  };
  if (f.state == "late") return say(2, "SIGNAL_DUTY_OVERDUE", f.due_at);
  if (f.state == "unproven") return say(3, "SIGNAL_DUTY_UNPROVEN", f.due_at);
  const Seconds whole_time = f.due_at - f.started_at, left = f.due_at - now;
  if (f.state == "running" && left.value < whole_time.value * kDutySoonShare && left < days(kDutySoonDays))
    say(3, "SIGNAL_DUTY_DUE", std::max(f.started_at, f.due_at - std::min(days(kDutySoonDays), Seconds(whole_time.value * kDutySoonShare))));
}

void recall(const RecallFact& f, Instant now, std::vector<Signal>& out) {
  if (f.missing.empty()) return;
  const double waited = minutesUntil(now, f.since);
  Json sites = Json::array();
  for (const auto& s : f.missing) sites.push(s);
  Json params = Json::object({{"recall", f.recall}, {"item", f.item}, {"sites", sites}, {"missing", f.missing.size()}, {"minutes", whole(waited)}});
  const int tier = f.drill ? 3 : waited >= kRecallMinutes ? 1 : 2;
  out.push_back({"recall/" + f.recall,
                 "quality",
                 tier,
                 f.drill ? "SIGNAL_RECALL_DRILL_UNACKNOWLEDGED" : "SIGNAL_RECALL_UNACKNOWLEDGED",
                 std::move(params),
                 f.since,
                 {},
                 some(f.patients),
                 "certain",
                 "vigilance_officer",
                 "/vigilance/recalls/" + f.recall});
}

void release(const ReleaseFact& f, Instant now, std::vector<Signal>& out) {
  const double left = minutesUntil(f.dispatch_at, now);
  if (left >= kReleaseLeadMinutes) return;
  Json params =
      Json::object({{"batch", f.batch}, {"consignment", f.consignment}, {"minutes", whole(std::abs(left))}, {"dispatch_at", f.dispatch_at.iso()}});
  out.push_back({"release/" + f.batch,
                 "quality",
                 left <= 0 ? 2 : 3,
                 left <= 0 ? "SIGNAL_RELEASE_LATE" : "SIGNAL_RELEASE_CLOSE",
                 std::move(params),
                 f.waiting_since,
                 {},
                 some(f.patients),
                 "certain",
                 "qp",
                 "/release/" + f.batch});
}

void account(const AccountFact& f, Instant now, std::vector<Signal>& out) {
  Json params = Json::object(
      {{"site", f.site}, {"day", f.day}, {"nuclide", f.nuclide}, {"times", std::round(10 * std::abs(f.unexplained) / std::max(f.limit, 1.0)) / 10}});
  out.push_back({"account/" + f.site + "/" + f.day + "/" + f.nuclide,
                 "radiation",
                 2,
                 "SIGNAL_ACCOUNT_OPEN",
                 std::move(params),
                 now,
                 {},
                 {},
                 "certain",
                 "rso",
                 "/account/" + f.site});
}

void protection(const ProtectionFact& f, Instant now, std::vector<Signal>& out) {
  const auto hundredth = [](double v) { return std::round(v * 100) / 100; };
  Json params = Json::object({{"id", f.id}, {"name", f.name}, {"site", f.site}});
  params.set("reached_msv", hundredth(f.reached_msv)).set("allowed_msv", hundredth(f.allowed_msv));
  if (f.since) params.set("since", f.since->iso());
  const char* code = f.kind == ProtectionFact::Kind::task      ? "SIGNAL_TASK_DOSE_AHEAD"
                     : f.kind == ProtectionFact::Kind::monitor ? "SIGNAL_PUBLIC_DOSE_AHEAD"
                                                               : "SIGNAL_NOT_CLEARED";
  const bool certain = f.kind == ProtectionFact::Kind::point;
  out.push_back({"protection/" + f.id,
                 "radiation",
                 certain ? 2 : 3,
                 code,
                 std::move(params),
                 f.since.value_or(now),
                 {},
                 {},
                 certain ? "certain" : "forecast",
                 "rso",
                 "/protection"});
}

}  // namespace

std::vector<Signal> evaluate(const SignalFacts& facts, Instant now) {
  std::vector<Signal> out;
  for (const auto& f : facts.licences) licence(f, now, out);
  for (const auto& f : facts.qualifications) qualification(f, now, out);
  for (const auto& f : facts.consignments) consignment(f, now, out);
  for (const auto& f : facts.slack) slack(f, now, out);
  for (const auto& f : facts.duties) duty(f, now, out);
  for (const auto& f : facts.recalls) recall(f, now, out);
  for (const auto& f : facts.releases) release(f, now, out);
  for (const auto& f : facts.accounts) account(f, now, out);
  for (const auto& f : facts.protection) protection(f, now, out);
  const auto lead = [](const Signal& s) { return s.reaches_patient_in_minutes.value_or(std::numeric_limits<double>::infinity()); };
  std::stable_sort(out.begin(), out.end(), [&](const Signal& a, const Signal& b) {
    if (a.tier != b.tier) return a.tier < b.tier;
    if (lead(a) != lead(b)) return lead(a) < lead(b);
    return a.id < b.id;
  });
  return out;
}

}  // namespace isotrail
