// What a patient keeps, whether the limits of the place are met, and how long each precaution lasts.
#include <algorithm>
#include <array>
#include <cmath>

#include "nuclide/radiation/photons.h"
#include "nuclide/radiation/sources.h"
#include "nuclide/radiation/table.h"
#include "rooms/clinic/release/release.h"
#include "units/time.h"

namespace isotrail::clinic {
namespace {

constexpr double kDay = 86400, kMonth = 30.436875 * kDay;
constexpr double kStays = 1e30;             // s: nothing is excreted
constexpr DoseRate kCarries(1e-7);          // at 1 m: what detectors at borders and airports still notice; house rule
constexpr double kNear = 0.25;              // RG 8.39 eq. B-1: share of the time at 1 m
constexpr double kUsualJourney = 2 * 3600;  // s
const Bystander kAtOneMetre{Length(1.0), 1.0, 1.0};

Refusal bad(const char* field, const std::string& value, const char* accepted) { return Refusal::field({field, "BAD_VALUE", value, accepted, 0, 0}); }

/// Of a half-life with decay, the biological one alone: 1/Tb = 1/Te - 1/Tp.
Seconds biological(double effective_s, double physical_s) {
  return Seconds(effective_s >= physical_s ? kStays : effective_s * physical_s / (physical_s - effective_s));
}

}  // namespace

Result<Retention> retentionOf(const ReleasePatient& c, const Nuclide& n) {
  static const DataTable table("data/patient_retention.csv");
  const double physical = n.half_life.value;
  if (c.effective_half_life) {
    const double effective = c.effective_half_life->value;
    if (!(effective > 0 && effective <= physical * (1 + 1e-9)))
      return bad("effective_half_life", "", "above 0 and not above the nuclide's half-life");
    return Retention::make(n.half_life, {{1.0, biological(effective, physical)}});
  }
  const std::string model = c.model.value_or("physical");
  if (model == "physical") return Retention::make(n.half_life, {{1.0, Seconds(kStays)}});
  std::vector<Compartment> parts;
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table.text(i, "model") == model && table.text(i, "nuclide") == n.name)
      parts.push_back({table.number(i, "fraction"), biological(table.number(i, "effective_half_life_d") * kDay, physical)});
  if (parts.empty()) return bad("model", model, "physical, or a model of this nuclide");
  return Retention::make(n.half_life, parts);
}

RateConstant constantOf(const Nuclide& n) {
  RateConstant sum = ambientConstant(photonsOf(n));
  for (const auto& m : equilibriumProgeny(Dataset::shipped(), n)) sum = sum + ambientConstant(photonsOf(*m.nuclide)) * m.ratio;
  return sum;
}

Bystander nearby(const Nuclide& n) { return {Length(1.0), n.half_life.value > kDay ? kNear : 1.0, 1.0}; }

namespace {

/// A patient as a source: what the functions of retention.h take, so that the rate at 1 m at `since` is what is known of it.
struct Source {
  Retention retention;
  RateConstant constant;
  Activity administered;
  Seconds since;

  Dose from(const Bystander& who, Seconds later) const { return *patientDose(constant, administered, retention, who, since + later); }
  Seconds lasts(Seconds t) const { return std::max(Seconds(0), t - since); }
  Seconds untilDose(const Bystander& who, Dose limit) const { return lasts(*releaseTimeForDose(constant, administered, retention, who, limit)); }
  Seconds untilRate(const Bystander& who, DoseRate limit) const { return lasts(*releaseTime(constant, administered, retention, who, limit)); }
};

/// The first local day that begins after `t`; "" where nothing lasts.
std::string freeDay(Instant at, Seconds lasts, const std::string& zone) {
  return lasts.value <= 0 ? "" : localDay(addLocalDays(at + lasts, 1, zone), zone);
}

bool concerns(const Contact& k, const std::string& household) {
  if (k.person == "adult") return household != "alone";
  if (k.person == "child") return household == "children";
  if (k.person == "pregnant") return household == "pregnant";
  return true;
}

class Assessment {
 public:
  Assessment(const ReleasePatient& c, const Leaving& l, Source source, Assessed& out) : c_(c), l_(l), s_(std::move(source)), out_(out) {}

  void judge() {
    out_.covered = s_.constant.value > 0;
    near_ = nearby(*l_.nuclide);
    out_.adult = s_.from(near_, Seconds(0));
    out_.cycles = cycleDoses(c_, l_, out_.adult);
    judgeOne("retained", out_.retained.value, [&](double limit) { return s_.lasts(*s_.retention.timeToShare(limit / s_.administered.value)); });
    if (out_.rate) judgeOne("rate_1m", out_.rate->value, [&](double limit) { return s_.untilRate(kAtOneMetre, DoseRate(limit)); });
    judgeDose();
    if (const auto stay = limitOf("stay"); stay)
      out_.limits.push_back({*stay, s_.since.value, 0.0, s_.since.value >= stay->value,
                             s_.since.value >= stay->value ? std::optional<Instant>() : l_.given.at + Seconds(stay->value)});
    if (const auto none = limitOf("none"); none) out_.covered = true;
  }
  void protect() {
    for (const Contact& k : releaseContacts())
      if (concerns(k, c_.household)) out_.precautions.push_back(k.contact == "travel" ? travel(k) : contact(k));
    const Seconds noticed = s_.constant.value > 0 ? s_.untilRate(kAtOneMetre, kCarries) : Seconds(0);
    out_.precautions.push_back({"carry_sheet", "patient", "house rule (0.1 uSv/h at 1 m)", noticed, freeDay(l_.at, noticed, l_.zone), Dose()});
    conception();
  }

 private:
  std::optional<ReleaseLimit> limitOf(const char* quantity) const { return releaseLimit(l_.jurisdiction, l_.nuclide->name, quantity); }

  template <class Lasts>
  void judgeOne(const char* quantity, double found, Lasts lasts) {
    const auto limit = limitOf(quantity);
    if (!limit) return;
    out_.covered = true;
    Judged j{*limit, found, 0.0, found <= limit->value * (1 + 1e-9), {}};
    if (!j.met) j.from = l_.at + lasts(limit->value);
    out_.limits.push_back(j);
  }
  /// With what the earlier cycles that count gave already; where these alone are above it, no waiting helps.
  void judgeDose() {
    const auto limit = limitOf("dose_adult");
    if (!limit) return;
    Judged j{*limit, out_.adult.value, 0.0, false, {}};
    for (std::size_t i = 0; i + 1 < out_.cycles.size(); ++i)
      if (limit->per == "year" ? out_.cycles[i].in_year : out_.cycles[i].in_treatment) j.earlier += out_.cycles[i].adult.value;
    j.found += j.earlier;
    j.met = j.found <= limit->value * (1 + 1e-9);
    if (const double left = limit->value - j.earlier; !j.met && left > 0) j.from = l_.at + s_.untilDose(near_, Dose(left));
    out_.limits.push_back(j);
  }
  /// What one cycle may use of a limit at a contact: cycles that share the limit have equal parts.
  Dose partOf(const ReleaseLimit& limit, const Contact& k) const { return Dose(limit.value * k.share / cyclesSharing(limit, out_.cycles, l_)); }

  Precaution contact(const Contact& k) const {
    const auto limit = limitOf(k.limit.c_str());
    const Dose share = partOf(*limit, k);
    const Seconds lasts = s_.constant.value > 0 ? s_.untilDose({k.distance, k.hours / 24.0, 1.0}, share) : Seconds(0);
    return {k.contact, k.person, limit->clause, lasts, freeDay(l_.at, lasts, l_.zone), share};
  }
  /// A journey beside the same person: its hours times the rate there within the share.
  Precaution travel(const Contact& k) const {
    const auto limit = limitOf(k.limit.c_str());
    const Dose share = partOf(*limit, k);
    const double hours = c_.journey.value_or(Seconds(kUsualJourney)).value / 3600;
    const Seconds lasts = s_.constant.value > 0 && hours > 0 ? s_.untilRate({k.distance, 1.0, 1.0}, DoseRate(share.value / hours)) : Seconds(0);
    return {k.contact, k.person, limit->clause, lasts, freeDay(l_.at, lasts, l_.zone), share};
  }
  void conception() {
    static const DataTable table("data/contraception.csv");
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table.text(i, "nuclide") != l_.nuclide->name) continue;
      const double women = table.number(i, "women_months"), men = table.number(i, "men_months");
      const Seconds lasts((l_.sex == "male" ? men : l_.sex == "female" ? women : std::max(women, men)) * kMonth);
      out_.precautions.push_back({"conceive", "patient", table.text(i, "source"), lasts, freeDay(l_.given.at, lasts, l_.zone), Dose()});
    }
  }

  const ReleasePatient& c_;
  const Leaving& l_;
  Source s_;
  Assessed& out_;
  Bystander near_;
};

/// How much is kept, by what was measured; else what the model leaves of the net activity.
Activity keptOf(const ReleasePatient& c, const Leaving& l, double share, std::string& method) {
  if (c.retained) return method = "stated", *c.retained;
  if (c.rate && c.rate_at_start) return method = "ratio", l.net * (*c.rate / *c.rate_at_start);
  return method = "model", l.net * share;
}

Verdict readMeasured(const ReleasePatient& c, const Leaving& l) {
  if (c.rate && c.rate->value < 0) return bad("rate", "", "0 uSv/h or more");
  if (c.rate_at_start && !c.rate) return Refusal::field({"rate", "MISSING_FIELD", "", "the dose rate at 1 m now", 0, 0});
  if (c.rate_at_start && !(c.rate_at_start->value > 0)) return bad("rate_at_start", "", "above 0 uSv/h");
  if (c.rate_at_start && *c.rate > *c.rate_at_start) return bad("rate", "", "not above the one right after giving");
  if (c.retained && !(c.retained->value >= 0 && c.retained->value <= l.net.value * (1 + 1e-6))) return bad("retained", "", "0 to what was given");
  if (c.journey && !(c.journey->value >= 0 && c.journey->value <= 2 * kDay)) return bad("journey", "", "0 to 48 h");
  return Done{};
}

}  // namespace

Result<Assessed> assess(const ReleasePatient& c, const Leaving& l) {
  if (auto read = readMeasured(c, l); !read) return read.refusal();
  auto retention = retentionOf(c, *l.nuclide);
  if (!retention) return retention.refusal();
  const Seconds since = l.at - l.given.at;
  const double share = retention->share(since);
  if (!(share > 0)) return bad("effective_half_life", "", "one that leaves something");
  Assessed out;
  out.retained = keptOf(c, l, share, out.method);
  RateConstant constant = constantOf(*l.nuclide);
  const Activity administered = Activity(std::max(out.retained.value, 1.0) / share);
  out.rate_measured = c.rate.has_value();
  if (c.rate) constant = RateConstant(c.rate->value / std::max(out.retained.value, 1.0));  // the patient's own body included
  if (c.rate || constant.value > 0) out.rate = DoseRate(constant.value * out.retained.value);
  Assessment a(c, l, {std::move(*retention), constant, administered, since}, out);
  a.judge();
  a.protect();
  return out;
}

const Precaution* Assessed::of(std::string_view contact) const {
  const auto found = std::find_if(precautions.begin(), precautions.end(), [&](const Precaution& p) { return p.contact == contact; });
  return found == precautions.end() ? nullptr : &*found;
}

Json Assessed::json(const std::string& zone) const {
  Json found = Json::array(), kept = Json::array();
  Json parts = Json::array();
  double all = 0;
  for (const CycleDose& d : cycles) all += d.adult.value;
  for (const CycleDose& d : cycles)
    parts.push(Json::object({{"dose", d.dose.str()},
                             {"given_at", isoWithOffset(d.given_at, zone)},
                             {"dose_adult_sv", d.adult.value},
                             {"share", all > 0 ? d.adult.value / all : 0.0},
                             {"in_year", d.in_year},
                             {"in_treatment", d.in_treatment}}));
  for (const Judged& j : limits)
    found.push(Json::object({{"quantity", j.limit.quantity},
                             {"limit", j.limit.value},
                             {"found", j.found},
                             {"earlier", j.earlier},
                             {"per", j.limit.per},
                             {"met", j.met},
                             {"by_default", j.limit.by_default},
                             {"clause", j.limit.clause},
                             {"confidence", j.limit.confidence},
                             {"from", j.from ? Json(isoWithOffset(*j.from, zone)) : Json()}}));
  for (const Precaution& p : precautions)
    kept.push(Json::object({{"contact", p.contact},
                            {"person", p.person},
                            {"lasts_s", p.lasts.value},
                            {"until", p.until},
                            {"limit_sv", p.limit.value},
                            {"clause", p.clause}}));
  return Json::object({{"method", method},
                       {"retained_bq", retained.value},
                       {"rate_sv_h", rate ? Json(rate->value) : Json()},
                       {"rate_measured", rate_measured},
                       {"dose_adult_sv", adult.value},
                       {"cycles", parts},
                       {"limits", found},
                       {"precautions", kept}});
}

}  // namespace isotrail::clinic
