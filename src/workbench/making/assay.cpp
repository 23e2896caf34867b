// "What is this activity, and how sure is that?"
#include "nuclide/uncertainty/assay.h"

#include "workbench/making/questions.h"

namespace isotrail::workbench {
namespace {

struct AssayQuestion {
  std::string nuclide;
  Activity reading;
  std::optional<Seconds> elapsed, u_elapsed;
  std::optional<Fraction> u_reading, u_calibration, u_geometry, u_linearity, u_impurity;
  std::optional<Activity> claimed;
  std::optional<Fraction> tolerance;
  void fields(Fields& f) {
    f("nuclide", nuclide, "what is measured");
    f("reading", reading, "of the calibrator");
    f("elapsed", elapsed, "from the reading to when the activity is wanted");
    f("u_elapsed", u_elapsed, "of the clocks, standard");
    f("u_reading", u_reading, "repeatability, relative, k = 1");
    f("u_calibration", u_calibration, "of the nuclide's factor, relative, k = 1");
    f("u_geometry", u_geometry, "of container and volume, relative, k = 1");
    f("u_linearity", u_linearity, "relative, k = 1");
    f("u_impurity", u_impurity, "of what other nuclides add, relative, k = 1");
    f("claimed", claimed, "the prescription or the label, then");
    f("tolerance", tolerance, "allowed from what is claimed");
  }
};

Result<Answer> answerAssay(const AssayQuestion& q) {
  const auto n = radioactive("nuclide", q.nuclide);
  if (!n) return n.refusal();
  const auto or_none = [](const std::optional<Fraction>& u) { return u.value_or(Fraction(0)); };
  const making::CalibratorBudget budget{or_none(q.u_reading), or_none(q.u_calibration), or_none(q.u_geometry), or_none(q.u_linearity),
                                        or_none(q.u_impurity)};
  const auto reading = making::calibratorReading(q.reading, budget);
  if (!reading) return asAsked(reading.refusal());
  const making::HalfLife half_life{(*n)->half_life, Seconds((*n)->half_life_unc_s), "half_life"};
  const auto then = making::decayedFor(*reading, half_life, q.elapsed.value_or(Seconds(0)), q.u_elapsed.value_or(Seconds(0)));
  Answer a{.formula = "A = M exp(-l t); u_rel^2 = sum of u_i^2 + (l t u(T)/T)^2 + (l u(t))^2; U = 2 u, about 95 %",
           .inputs = {usedHalfLife("half_life", **n), used("u_half_life", Seconds((*n)->half_life_unc_s), (*n)->name + ": " + (*n)->source),
                      used("reading", q.reading)}};
  a.figures = {figure("activity", then.value, then.u()), figure("u_relative", then.relative()), figure("expanded_uncertainty", then.expanded())};
  for (const auto& [source, amount] : then.from.terms())
    if (amount != 0) a.figures.push_back(figure("doubt_of_" + source, Activity(std::abs(amount))));
  if (!q.claimed) return a;
  if (!q.tolerance) return refused("MISSING_VALUE", "tolerance", "what is allowed from the claim: \"10 %\"");
  const Activity low = *q.claimed * (1 - q.tolerance->value), high = *q.claimed * (1 + q.tolerance->value);
  const Fraction inside = making::shareInside(then, low, high);
  if (q.claimed->value > 0) a.figures.push_back(figure("off_claim", Fraction(then.value / *q.claimed - 1.0)));
  a.figures.push_back(figure("surely_inside", inside));
  const bool within = then.value >= low && then.value <= high;
  a.notes.push_back({inside.value >= 0.95   ? "PHYS_NOTE_SURELY_INSIDE"
                     : within               ? "PHYS_NOTE_INSIDE_NOT_SURE"
                     : inside.value >= 0.05 ? "PHYS_NOTE_OUTSIDE_NOT_SURE"
                                            : "PHYS_NOTE_SURELY_OUTSIDE",
                     Json::object()});
  return a;
}

struct CountingQuestion {
  double gross = 0, background = 0;
  Seconds gross_time, background_time;
  Fraction efficiency;
  double emission = 1;
  std::optional<Fraction> u_efficiency, u_emission;
  void fields(Fields& f) {
    f("gross", gross, "counts of the sample");
    f("gross_time", gross_time, "live time of the sample");
    f("background", background, "counts without sample");
    f("background_time", background_time, "live time without sample");
    f("efficiency", efficiency, "counts per emitted particle");
    f("emission", emission, "particles per decay");
    f("u_efficiency", u_efficiency, "relative, k = 1");
    f("u_emission", u_emission, "relative, k = 1");
  }
};

Result<Answer> answerCounting(const CountingQuestion& q) {
  making::CountingAssay assay{{q.gross, q.gross_time}, {q.background, q.background_time}, q.efficiency, {}, Fraction(q.emission), {}};
  assay.u_efficiency = q.efficiency * q.u_efficiency.value_or(Fraction(0)).value;
  assay.u_emission = Fraction(q.emission * q.u_emission.value_or(Fraction(0)).value);
  const auto c = making::counted(assay);
  if (!c) return asAsked(c.refusal());
  Answer a{
      .formula = "A = (G/tG - B/tB)/(eps p), u^2(rate) = n/t^2; y* = k sqrt(B/tB (1/tG + 1/tB))/(eps p), y# = y* + k u(y#) (ISO 11929, k = 1.645)",
      .inputs = {used("gross", q.gross), used("background", q.background), used("efficiency", q.efficiency)}};
  a.figures = {figure("activity", c->activity.value, c->activity.u()), figure("expanded_uncertainty", c->activity.expanded()),
               figure("decision_threshold", c->decision_threshold)};
  if (c->detection_limit)
    a.figures.push_back(figure("detection_limit", *c->detection_limit));
  else
    a.notes.push_back({"PHYS_NOTE_NO_DETECTION_LIMIT", Json::object()});
  a.notes.push_back({c->detected ? "PHYS_NOTE_DETECTED" : "PHYS_NOTE_NOT_DETECTED", Json::object()});
  return a;
}

struct MixtureQuestion {
  std::string nuclide, impurity;
  Activity reading, canister_reading;
  double response_nuclide = 0, response_impurity = 0, canister_response_nuclide = 0, canister_response_impurity = 0;
  std::optional<Fraction> u_reading, u_response;
  void fields(Fields& f) {
    f("nuclide", nuclide, "that the calibrator is set to");
    f("impurity", impurity, "the other nuclide");
    f("reading", reading, "bare");
    f("canister_reading", canister_reading, "in the lead canister");
    f("response_nuclide", response_nuclide, "reading over activity of the nuclide, bare (1 at its own setting)");
    f("response_impurity", response_impurity, "of the other, bare, at the same setting");
    f("canister_response_nuclide", canister_response_nuclide, "of the nuclide, in the canister");
    f("canister_response_impurity", canister_response_impurity, "of the other, in the canister");
    f("u_reading", u_reading, "repeatability, relative, k = 1");
    f("u_response", u_response, "of each response, relative, k = 1");
  }
};

Result<Answer> answerMixture(const MixtureQuestion& q) {
  const auto n = radioactive("nuclide", q.nuclide);
  if (!n) return n.refusal();
  const auto i = radioactive("impurity", q.impurity);
  if (!i) return i.refusal();
  const double u = q.u_reading.value_or(Fraction(0)).value, ur = q.u_response.value_or(Fraction(0)).value;
  const auto response = [&](double r, const char* source) { return making::measured(Fraction(r), Fraction(std::abs(r) * ur), source); };
  const making::Responses bare{response(q.response_nuclide, "response_nuclide"), response(q.response_impurity, "response_impurity")};
  const making::Responses canister{response(q.canister_response_nuclide, "canister_response_nuclide"),
                                   response(q.canister_response_impurity, "canister_response_impurity")};
  const auto found = making::mixtureOf(making::measured(q.reading, q.reading * u, "reading"), bare,
                                       making::measured(q.canister_reading, q.canister_reading * u, "canister_reading"), canister);
  if (!found) return asAsked(found.refusal(), {{"other_reading", "canister_reading"}, {"responses", "canister_response_impurity"}});
  Answer a{.formula = "M = sum of R_i A_i for each of the two readings, solved for the activities; uncertainties to first order",
           .inputs = {used("reading", q.reading), used("canister_reading", q.canister_reading)}};
  a.figures = {figure("activity_of_nuclide", found->first.value, found->first.u()),
               figure("activity_of_impurity", found->second.value, found->second.u())};
  if (found->first.value.value > 0) a.figures.push_back(figure("impurity_ratio", Fraction(found->second.value / found->first.value)));
  if (found->first.value.value < 0 || found->second.value.value < 0) a.notes.push_back({"PHYS_NOTE_BELOW_ZERO", Json::object()});
  return a;
}

}  // namespace

Calculation mixtureCalculation() {
  const auto example = [](const char* reading, const char* canister) {
    return Json::object({{"nuclide", "Tc-99m"},
                         {"impurity", "Mo-99"},
                         {"reading", reading},
                         {"canister_reading", canister},
                         {"response_nuclide", 1.0},
                         {"response_impurity", 0.3},
                         {"canister_response_nuclide", 1e-5},
                         {"canister_response_impurity", 0.12},
                         {"u_reading", "2 %"},
                         {"u_response", "5 %"}});
  };
  return calculation<MixtureQuestion>("mixture", answerMixture,
                                      {{"nuclide", "impurity"}, {example("25 GBq", "310 kBq"), example("740 MBq", "20 kBq")}});
}

Calculation assayCalculation() {
  return calculation<AssayQuestion>(
      "assay", answerAssay,
      {{"nuclide", "reading"},
       {Json::object({{"nuclide", "Tc-99m"}, {"reading", "1000 MBq"}, {"elapsed", "6 h"}, {"u_reading", "2 %"}, {"u_elapsed", "30 s"}}),
        Json::object({{"nuclide", "F-18"},
                      {"reading", "372 MBq"},
                      {"elapsed", "10 min"},
                      {"u_reading", "1 %"},
                      {"u_calibration", "1.5 %"},
                      {"u_geometry", "1 %"},
                      {"claimed", "370 MBq"},
                      {"tolerance", "10 %"}})}});
}

Calculation countingCalculation() {
  return calculation<CountingQuestion>("counting", answerCounting,
                                       {{},
                                        {Json::object({{"gross", 980},
                                                       {"gross_time", "300 s"},
                                                       {"background", 750},
                                                       {"background_time", "3000 s"},
                                                       {"efficiency", "4.1 %"},
                                                       {"emission", 0.817},
                                                       {"u_efficiency", "3 %"},
                                                       {"u_emission", "1.2 %"}}),
                                         Json::object({{"gross", 250},
                                                       {"gross_time", "10 min"},
                                                       {"background", 240},
                                                       {"background_time", "10 min"},
                                                       {"efficiency", "10 %"},
                                                       {"emission", 0.104}})}});
}

}  // namespace isotrail::workbench
