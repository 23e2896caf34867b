// What a patient keeps and excretes, what those nearby receive and when a limit is met.
#include <cmath>

#include "nuclide/radiation/photons.h"
#include "nuclide/radiation/retention.h"
#include "nuclide/radiation/sources.h"
#include "workbench/radiation/radiation.h"

namespace isotrail::workbench {
namespace {

struct ReleaseQuestion {
  std::string nuclide;
  Activity activity;
  std::vector<std::string> compartments;
  std::optional<DoseRate> limit;
  std::optional<Dose> dose_limit;
  std::optional<Length> distance;
  std::optional<Fraction> occupancy, transmission;
  std::optional<RateConstant> rate_constant;
  void fields(Fields& f) {
    f("nuclide", nuclide, "the nuclide administered");
    f("activity", activity, "administered activity");
    f("compartments", compartments, "where it goes: fraction and biological half-life, each as \"0.8 8 h\"; \"0.2 stays\" for what is not excreted");
    f("limit", limit, "dose rate at the distance, for release");
    f("dose_limit", dose_limit, "dose still to come at the distance, for release");
    f("distance", distance, "from the patient, 1 m unless given");
    f("occupancy", occupancy, "share of the time spent there, 100 % unless given");
    f("transmission", transmission, "what the patient's own body lets through, 100 % unless given");
    f("rate_constant", rate_constant, "dose-rate constant of your own, instead of the dataset's");
  }
};

constexpr int kCurvePoints = 81;
constexpr const char* kFormula =
    "A(t) = A0 sum_j f_j exp(-(lambda + ln 2/Tb_j) t); D = Gamma x integral of A x occupancy x transmission / d^2; excreted = A0 sum_j f_j "
    "lambda_b/lambda_eff "
    "(1 - exp(-lambda_eff t))";
const Seconds kStays(1e30);

Result<Compartment> compartmentOf(const std::string& text) {
  const auto bad = [&] {
    return Refusal::field({"compartments", "BAD_VALUE", text, "a fraction and a biological half-life, such as \"0.8 8 h\"", 0, 0});
  };
  const auto space = text.find_first_of(" :");
  if (space == std::string::npos) return bad();
  const auto fraction = cellNumber({{"compartments", text.substr(0, space)}}, "compartments");
  if (!fraction) return bad();
  const auto rest = text.find_first_not_of(" :", space);
  if (rest == std::string::npos) return bad();
  if (text.substr(rest) == "stays") return Compartment{*fraction, kStays};
  const auto half_life = parseDuration("compartments", text.substr(rest));
  if (!half_life) return half_life.refusal();
  return Compartment{*fraction, *half_life};
}

Result<Retention> retentionOf(const ReleaseQuestion& q, const Nuclide& n) {
  std::vector<Compartment> parts;
  for (const auto& text : q.compartments) {
    const auto part = compartmentOf(text);
    if (!part) return part.refusal();
    parts.push_back(*part);
  }
  if (parts.empty()) return refused("EMPTY_MIXTURE", "compartments", "one compartment or more, such as \"1 8 h\"");
  auto made = Retention::make(n.half_life, parts);
  if (!made && made.refusal().code == "NEGATIVE_HALF_LIFE") return refused("NEGATIVE_HALF_LIFE", "compartments", "biological half-lives above 0");
  return made;
}

struct Told {
  Retention retention;
  RateConstant constant;
  Bystander who;
};

void addCurves(const ReleaseQuestion& q, const Told& told, Seconds released, Answer& out) {
  Curve kept{"retained_activity", Kind::time, Kind::activity}, rate{"dose_rate_at_distance_after", Kind::time, Kind::dose_rate};
  const double end = std::max(2 * released.value, 5 * told.retention.remaining(Seconds(0)).value);
  for (const double at : evenSteps(end, kCurvePoints)) {
    const Seconds t(at);
    const Activity a = q.activity * told.retention.share(t);
    kept.xs.push_back(t.value);
    kept.ys.push_back(a.value);
    rate.xs.push_back(t.value);
    rate.ys.push_back(patientRate(told.constant, a, told.who)->value);
  }
  out.curves = {std::move(kept), std::move(rate)};
}

/// The later of the two limits' times; nothing where no limit was given.
Result<std::optional<Seconds>> releasedAt(const ReleaseQuestion& q, const Told& told, Answer& out) {
  std::optional<Seconds> released;
  if (q.limit) {
    const auto t = releaseTime(told.constant, q.activity, told.retention, told.who, *q.limit);
    if (!t) return t.refusal();
    out.inputs.push_back(used("limit", *q.limit));
    out.figures.push_back(figure("release_time_rate", *t));
    released = *t;
  }
  if (q.dose_limit) {
    const auto t = releaseTimeForDose(told.constant, q.activity, told.retention, told.who, *q.dose_limit);
    if (!t) return refused("LIMIT_NOT_POSITIVE", "dose_limit", "more than 0 Sv");
    out.inputs.push_back(used("dose_limit", *q.dose_limit));
    out.figures.push_back(figure("release_time_dose", *t));
    released = std::max(*t, released.value_or(*t));
  }
  return released;
}

Result<Told> toldOf(const ReleaseQuestion& q, Answer& out) {
  const auto nuclide = radioactive("nuclide", q.nuclide);
  if (!nuclide) return nuclide.refusal();
  const Nuclide& n = **nuclide;
  auto retention = retentionOf(q, n);
  if (!retention) return retention.refusal();
  const RateConstant constant = q.rate_constant.value_or(ambientConstant(photonsOf(n)));
  out.inputs.push_back(used("half_life", n.half_life, n.source));
  out.inputs.push_back(q.rate_constant ? used("rate_constant", constant) : used("rate_constant", constant, n.emission_source));
  if (!(constant.value > 0)) out.notes.push_back({"PHYS_NOTE_BREMSSTRAHLUNG", Json::object({{"nuclide", n.name}})});
  return Told{std::move(*retention), constant,
              Bystander{q.distance.value_or(Length(1.0)), q.occupancy.value_or(Fraction(1.0)).value, q.transmission.value_or(Fraction(1.0)).value}};
}

Result<Answer> release(const ReleaseQuestion& q) {
  Answer out;
  out.formula = kFormula;
  out.inputs = {used("activity", q.activity)};
  const auto told = toldOf(q, out);
  if (!told) return told.refusal();
  out.inputs.push_back(used("distance", told->who.distance));
  out.inputs.push_back(used("occupancy", Fraction(told->who.occupancy)));
  out.inputs.push_back(used("transmission", Fraction(told->who.transmission)));
  const auto start = patientRate(told->constant, q.activity, told->who);
  if (!start) return start.refusal();
  out.figures = {figure("dose_rate_start", *start),
                 figure("dose_to_decay", *patientDose(told->constant, q.activity, told->retention, told->who, Seconds(0))),
                 figure("decays_in_patient", q.activity.value * told->retention.remaining(Seconds(0)).value)};
  const auto released = releasedAt(q, *told, out);
  if (!released) return released.refusal();
  const Seconds at = released->value_or(Seconds(0));
  if (*released) {
    out.figures.push_back(figure("release_time", at));
    out.figures.push_back(figure("retained_at_release", q.activity * told->retention.share(at)));
    out.figures.push_back(figure("dose_after_release", *patientDose(told->constant, q.activity, told->retention, told->who, at)));
    out.figures.push_back(figure("excreted_before_release", q.activity * told->retention.excreted(at)));
    out.figures.push_back(figure("in_tank_at_release", q.activity * told->retention.excretedInTank(at)));
  } else {
    constexpr Seconds kAll = Seconds(1e30);
    out.figures.push_back(figure("excreted_in_all", q.activity * told->retention.excreted(kAll)));
  }
  addCurves(q, *told, at, out);
  out.notes.push_back({"PHYS_NOTE_PATIENT_POINT", {}});
  return out;
}

}  // namespace

Calculation releaseCalculation() {
  Usage usage;
  usage.positional = {"nuclide", "activity"};
  usage.examples = {
      Json::object(
          {{"nuclide", "I-131"}, {"activity", "3.7 GBq"}, {"compartments", Json::array().push("0.8 8 h").push("0.2 7 d")}, {"limit", "25 uSv/h"}}),
      Json::object({{"nuclide", "Lu-177"},
                    {"activity", "7.4 GBq"},
                    {"compartments", Json::array().push("0.5 1.5 h").push("0.35 50 h").push("0.15 115 d")},
                    {"limit", "20 uSv/h"},
                    {"occupancy", "25 %"}})};
  return calculation("release", release, std::move(usage));
}

}  // namespace isotrail::workbench
