// "What does a stay in the reactor make?"
#include "nuclide/production/reactor.h"

#include <algorithm>

#include "nuclide/decay.h"
#include "nuclide/production/routes.h"
#include "workbench/making/questions.h"

namespace isotrail::workbench {
namespace {

using making::Atoms;
using making::Capture;
using making::Product;
using making::Rate;
using making::Route;

struct ReactorQuestion {
  std::string target;
  Mass mass;
  Flux flux;
  std::optional<Seconds> stay, cooling;
  std::optional<Texts> steps;
  std::optional<Fraction> enrichment;
  std::optional<double> epithermal_ratio, westcott_g, self_shielding_thermal, self_shielding_epithermal;
  std::optional<CrossSection> sigma, resonance_integral, product_sigma, fission_sigma;
  std::optional<Fraction> fission_yield;
  std::optional<std::string> product;
  std::optional<double> molar_mass;
  void fields(Fields& f) {
    f("target", target, "the nuclide that captures: Lu-176, Yb-176, Mo-98, W-186, Te-130, U-235 ...");
    f("target_mass", mass, "of the target element");
    f("flux", flux, "thermal, where the target lies");
    f("stay", stay, "how long, without a break");
    f("steps", steps, "instead: flux and time of each part, shut-downs with 0 /cm2/s: \"1e14 /cm2/s 7 d\"");
    f("cooling", cooling, "after the end of irradiation");
    f("enrichment", enrichment, "mass share of the target nuclide; without it the natural abundance");
    f("epithermal_ratio", epithermal_ratio, "epithermal flux per unit lethargy over the thermal one");
    f("self_shielding_thermal", self_shielding_thermal, "G_th, 1 for a thin target");
    f("self_shielding_epithermal", self_shielding_epithermal, "G_epi, 1 for a thin target");
    f("westcott_g", westcott_g, "of the target, 1 for a 1/v absorber");
    f("sigma", sigma, "capture of the target at 2200 m/s; of U-235 all absorption");
    f("resonance_integral", resonance_integral, "of the target, from 0.5 eV");
    f("product_sigma", product_sigma, "capture of the product: burns it; in W-187 makes W-188");
    f("fission_sigma", fission_sigma, "of U-235");
    f("fission_yield", fission_yield, "cumulative, of the product");
    f("made_nuclide", product, "for a target that the table does not have, or that has several");
    f("molar_mass", molar_mass, "of the target nuclide in g/mol");
  }
};

constexpr const char* kFormula =
    "k = phi (G_th g sigma0 + f G_epi I0); N2 = N0 k1/(k2 - k1) (exp(-k1 t) - exp(-k2 t)), k2 = l + phi sigma2; longer routes by the same sum over "
    "paths";

/// What the question says, else the table's row.
struct Target {
  std::string name;
  Capture capture;
  Fraction share{1.0};
  making::MolarMass molar_mass;
  std::string product;  // as the table writes it, "Yb-177 -> Lu-177"
};

Result<Target> targetOf(const ReactorQuestion& q, Answer& a) {
  const CaptureRow* row = captureOf(q.target);
  Target t{q.target, row ? row->capture : Capture{}, Fraction(1), row ? row->molar_mass : making::MolarMass(0), row ? row->product : ""};
  if (!row && !q.sigma) return refused("MISSING_VALUE", "sigma", "the capture cross section of a target that the table does not have");
  if (!row && !q.molar_mass) return refused("MISSING_VALUE", "molar_mass", "the molar mass of a target that the table does not have");
  if (row && !q.sigma) a.inputs.push_back(used("sigma", row->capture.thermal, row->target + ": " + row->source));
  if (row && !q.resonance_integral && q.epithermal_ratio)
    a.inputs.push_back(used("resonance_integral", row->capture.resonance, row->target + ": " + row->source));
  if (row && !q.westcott_g && row->capture.westcott != 1)
    a.inputs.push_back(used("westcott_g", row->capture.westcott, "Westcott factor at 20 C, " + row->note));
  if (q.enrichment) t.share = *q.enrichment;
  if (!q.enrichment && row) {
    t.share = row->abundance;
    a.inputs.push_back(used("enrichment", row->abundance, "natural abundance"));
    if (row->abundance.value == 0) return refused("MISSING_VALUE", "enrichment", "the share of a target that is not found in nature");
  }
  if (q.sigma) t.capture.thermal = *q.sigma;
  if (q.resonance_integral) t.capture.resonance = *q.resonance_integral;
  if (q.westcott_g) t.capture.westcott = *q.westcott_g;
  if (q.molar_mass) t.molar_mass = making::MolarMass(*q.molar_mass);
  t.capture.shield_thermal = Fraction(q.self_shielding_thermal.value_or(1.0));
  t.capture.shield_epithermal = Fraction(q.self_shielding_epithermal.value_or(1.0));
  if (q.product) t.product = *q.product;
  if (t.product.empty()) return refused("MISSING_VALUE", "made_nuclide", "the nuclide that the target becomes");
  if (t.product.find('(') != std::string::npos && t.product.find("->") == std::string::npos)
    return refused("MISSING_VALUE", "made_nuclide", "one of ground state and isomer of " + t.product + ", with its own sigma");
  return t;
}

Result<Product> productOf(const std::string& name, const ReactorQuestion& q, bool burned, Answer& a) {
  const auto n = radioactive("made_nuclide", name);
  if (!n) return n.refusal();
  a.inputs.push_back(usedHalfLife("half_life", **n));
  const CaptureRow* row = captureOf((*n)->name);
  Capture capture;
  if (burned && q.product_sigma)
    capture.thermal = *q.product_sigma;
  else if (burned && row) {
    capture = row->capture;
    a.inputs.push_back(used("product_sigma", capture.thermal, (*n)->name + ": " + row->source));
  }
  return Product{(*n)->name, Rate((*n)->lambda()), capture};
}

struct Planned {
  Route route;
  std::string product;
  std::vector<std::string> shown;  // radioactive members, in order of the route
};

Result<Planned> tellurium(const Target& t, Answer& a) {
  making::TelluriumRoute r;
  const double isomer = captureOf("Te-130")->to_isomer.value;
  r.to_isomer = r.to_ground = t.capture;
  r.to_isomer.thermal = t.capture.thermal * isomer;
  r.to_isomer.resonance = t.capture.resonance * isomer;
  r.to_ground.thermal = t.capture.thermal - r.to_isomer.thermal;
  r.to_ground.resonance = t.capture.resonance - r.to_isomer.resonance;
  for (const auto& [name, rate] : {std::pair{"Te-131", &r.ground}, std::pair{"Te-131m", &r.isomer}, std::pair{"I-131", &r.iodine}}) {
    const auto n = radioactive("made_nuclide", name);
    if (!n) return n.refusal();
    *rate = Rate((*n)->lambda());
    a.inputs.push_back(usedHalfLife("half_life", **n));
    for (const auto& b : (*n)->branches)
      if ((*n)->name == "Te-131m" && b.daughter == "Te-131") r.it_share = Fraction(b.fraction);
  }
  return Planned{making::telluriumRoute(r), "I-131", {"Te-131", "Te-131m", "I-131"}};
}

Result<Planned> fission(const ReactorQuestion& q, const Target& t, Answer& a) {
  if (!q.fission_sigma) return refused("MISSING_VALUE", "fission_sigma", "the fission cross section of U-235");
  if (!q.fission_yield) return refused("MISSING_VALUE", "fission_yield", "the cumulative yield of the product");
  const auto product = productOf(t.product, q, false, a);
  if (!product) return product.refusal();
  Capture fissions = t.capture;
  fissions.thermal = *q.fission_sigma;
  fissions.resonance = CrossSection(0);
  const auto route = making::fissionRoute({fissions, t.capture, *q.fission_yield, *product});
  if (!route) return asAsked(route.refusal(), {{"absorption", "sigma"}});
  return Planned{*route, product->name, {product->name}};
}

Result<Planned> planned(const ReactorQuestion& q, const Target& t, Answer& a) {
  if (t.name == "U-235") return fission(q, t, a);
  if (t.name == "Te-130" && !q.product) return tellurium(t, a);
  const auto arrow = t.product.find(" -> ");
  if (arrow != std::string::npos) {
    const auto parent = productOf(t.product.substr(0, arrow), q, false, a);
    if (!parent) return parent.refusal();
    const auto product = productOf(t.product.substr(arrow + 4), q, true, a);
    if (!product) return product.refusal();
    return Planned{making::throughDecayRoute(t.name, t.capture, *parent, *product), product->name, {parent->name, product->name}};
  }
  const bool twice = t.product == "W-187";
  const auto product = productOf(t.product, q, !twice, a);
  if (!product) return product.refusal();
  if (!twice) return Planned{making::directRoute(t.name, t.capture, *product), product->name, {product->name}};
  const CaptureRow* second = captureOf("W-187");
  Capture capture = second->capture;
  if (q.product_sigma)
    capture = {*q.product_sigma};
  else
    a.inputs.push_back(used("product_sigma", capture.thermal, "W-187: " + second->source));
  const auto last = productOf("W-188", q, false, a);
  if (!last) return last.refusal();
  return Planned{making::doubleCaptureRoute(t.name, t.capture, *product, capture, *last), last->name, {product->name, last->name}};
}

Result<making::Stay> stayOf(const ReactorQuestion& q) {
  making::Stay stay{{}, Fraction(q.epithermal_ratio.value_or(0.0))};
  if (q.steps) {
    const auto steps = readPairs<Flux, Seconds>("steps", *q.steps);
    if (!steps) return steps.refusal();
    for (const auto& [flux, lasts] : *steps) stay.steps.push_back({flux, lasts});
  } else if (q.stay) {
    stay.steps.push_back({q.flux, *q.stay});
  } else {
    return refused("MISSING_VALUE", "stay", "how long the target stays, or \"steps\"");
  }
  return stay;
}

/// The stay up to `t`.
making::Stay upTo(const making::Stay& stay, Seconds t) {
  making::Stay out{{}, stay.epithermal};
  for (const auto& s : stay.steps) {
    out.steps.push_back({s.thermal, std::min(s.lasts, t)});
    t = Seconds(std::max(0.0, (t - s.lasts).value));
  }
  return out;
}

Refusal asked(Refusal r, const Target& t) {
  return asAsked(std::move(r), {{"sigma0", "sigma"},
                                {"lasts", "stay"},
                                {"share", "enrichment"},
                                {"atomic_mass", "molar_mass"},
                                {"epithermal", "epithermal_ratio"},
                                {t.name, "target_mass"},
                                {"mass", "target_mass"}});
}

Result<Answer> answerReactor(const ReactorQuestion& q) {
  Answer a{.formula = kFormula, .inputs = {used("target_mass", q.mass), used("flux", q.flux)}};
  const auto target = targetOf(q, a);
  if (!target) return target.refusal();
  const auto plan = planned(q, *target, a);
  if (!plan) return plan.refusal();
  const auto stay = stayOf(q);
  if (!stay) return stay.refusal();
  const auto atoms = making::atomsIn(q.mass, target->share, target->molar_mass);
  if (!atoms) return asked(atoms.refusal(), *target);
  const Atoms start{{target->name, *atoms}};
  const auto end = making::irradiate(plan->route, start, *stay);
  if (!end) return asked(end.refusal(), *target);
  const auto cooled = making::irradiate(plan->route, start, *stay, q.cooling.value_or(Seconds(0)));
  if (!cooled) return asked(cooled.refusal(), *target);
  const auto activity = [&](const Atoms& of, const std::string& name) { return making::activityOf(plan->route, of, name); };
  a.figures = {figure("end_of_irradiation", activity(*end, plan->product)), figure("after_cooling", activity(*cooled, plan->product)),
               figure("burned_share", making::burnedShare(plan->route, *stay, target->name))};
  if (const auto specific = making::specificActivity(activity(*end, plan->product), q.mass))
    a.figures.push_back(figure("specific_activity", *specific));
  if (target->name == "U-235")
    a.figures.push_back(figure(
        "six_day_activity", activity(*cooled, plan->product) * remainingShare(Dataset::shipped().find(plan->product)->half_life, making::kSixDays)));
  if (const auto best = making::bestStay(plan->route, start, q.flux, stay->epithermal, plan->product); best && q.flux.value > 0) {
    a.figures.push_back(figure("best_stay", best->at));
    a.figures.push_back(figure("best_activity", activity({{plan->product, best->atoms}}, plan->product)));
  }
  Seconds lasts(0);
  for (const auto& s : stay->steps) lasts = lasts + s.lasts;
  for (const auto& name : plan->shown) {
    Curve curve{name, Kind::time, Kind::activity, {}, {}, ""};
    for (const Seconds t : evenly(Seconds(0), lasts, 81)) {
      curve.xs.push_back(t.value);
      curve.ys.push_back(activity(*making::irradiate(plan->route, start, upTo(*stay, t)), name).value);
    }
    a.curves.push_back(std::move(curve));
  }
  a.notes.push_back({"PHYS_NOTE_ONE_GROUP", Json::object()});
  return a;
}

}  // namespace

Calculation reactorCalculation() {
  return calculation<ReactorQuestion>(
      "reactor", answerReactor,
      {{"target", "target_mass", "flux", "stay"},
       {Json::object({{"target", "Lu-176"},
                      {"target_mass", "1 mg"},
                      {"flux", "2e14 /cm2/s"},
                      {"stay", "14 d"},
                      {"enrichment", "75 %"},
                      {"westcott_g", 1.0},
                      {"cooling", "1 d"}}),
        Json::object({{"target", "Yb-176"}, {"target_mass", "1 g"}, {"flux", "2e14 /cm2/s"}, {"stay", "14 d"}, {"enrichment", "99 %"}}),
        Json::object({{"target", "U-235"},
                      {"target_mass", "4 g"},
                      {"flux", "1e14 /cm2/s"},
                      {"stay", "5 d"},
                      {"cooling", "8 h"},
                      {"enrichment", "100 %"},
                      {"sigma", "684 b"},
                      {"fission_sigma", "585 b"},
                      {"fission_yield", "6.11 %"},
                      {"made_nuclide", "Mo-99"},
                      {"molar_mass", 235.044}})}});
}

}  // namespace isotrail::workbench
