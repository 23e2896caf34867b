// Cyclotron and reactor, row by row.
#include <functional>

#include "nuclide/decay.h"
#include "nuclide/production/cyclotron.h"
#include "nuclide/production/dispatch.h"
#include "nuclide/production/routes.h"
#include "workbench/making/forms.h"

namespace isotrail::workbench::making_forms {
namespace {

using making::Atoms;
using making::Beam;
using making::Capture;
using making::Rate;
using making::Route;

/// What a case answers, by the names of its quantities.
using Answers = std::map<std::string, double, std::less<>>;

Capture barns(double thermal, double resonance = 0.0) { return {CrossSection(thermal), CrossSection(resonance)}; }

/// A decay constant as the row gives it; a half-life that is none is refused where it stands.
Rate rateOf(Numbers& n, const char* half_life) {
  const double seconds = n(half_life);
  if (!n.refused() && !(seconds > 0)) n.refuse(refused("NEGATIVE_HALF_LIFE", half_life, "above 0 s"));
  return n.refused() ? Rate(1.0) : making::decayConstant(Seconds(seconds));
}

Result<Answers> single(Numbers& n, Seconds half_life) {
  const SaturationYield yield(n("A_sat_GBq_per_uA") * 1e15);
  const Beam beam{{Current(n("current_uA") * 1e-6), Seconds(n("t_irr_s"))}};
  const making::DispatchStage synthesis{"t_process_s", Seconds(n("t_process_s", 0.0)), Fraction(n("radiochemical_yield_decay_corrected", 1.0))};
  if (n.refused()) return *n.refused();
  const auto eob = making::endOfBeam(half_life, yield, beam);
  if (!eob) return eob.refusal();
  const auto eos = making::forward(half_life, *eob, std::span(&synthesis, 1));
  if (!eos) return eos.refusal();
  return Answers{{"A_EOB_GBq", eob->value * 1e-9},
                 {"A_EOS_GBq", eos->front().activity.value * 1e-9},
                 {"A_EOS_referred_to_EOB_GBq", eob->value * synthesis.passes.value * 1e-9},
                 {"yield_not_decay_corrected", making::notDecayCorrected(half_life, synthesis).value},
                 {"saturation_factor", saturationShare(half_life, beam.front().lasts)},
                 {"charge_uAh", making::chargeOf(beam).value / 3.6e-3}};
}

/// "12.5:900|0:300": microamperes and seconds.
Result<Beam> segmentsOf(const EvalRow& inputs) {
  std::string_view rest = cell(inputs, "segments_uA:s");
  if (rest.empty()) return refused("MISSING_VALUE", "segments_uA:s", "microamperes:seconds, parted by |");
  Beam beam;
  while (!rest.empty()) {
    const std::string_view item = rest.substr(0, rest.find('|'));
    const auto colon = item.find(':');
    const EvalRow pair{{"uA", std::string(item.substr(0, colon))}, {"s", colon == std::string_view::npos ? "" : std::string(item.substr(colon + 1))}};
    Numbers n(pair);
    beam.push_back({Current(n("uA") * 1e-6), Seconds(n("s"))});
    if (n.refused()) return *n.refused();
    rest = item.size() == rest.size() ? std::string_view() : rest.substr(item.size() + 1);
  }
  return beam;
}
Result<Answers> profile(Numbers& n, const EvalRow& inputs, Seconds half_life) {
  const SaturationYield yield(n("A_sat_GBq_per_uA") * 1e15);
  if (n.refused()) return *n.refused();
  const auto beam = segmentsOf(inputs);
  if (!beam) return beam.refusal();
  const auto eob = making::endOfBeam(half_life, yield, *beam);
  if (!eob) return eob.refusal();
  return Answers{{"A_EOB_GBq", eob->value * 1e-9}, {"charge_uAh", making::chargeOf(*beam).value / 3.6e-3}};
}
Result<Answers> timeFor(Numbers& n, Seconds half_life) {
  const SaturationYield yield(n("A_sat_GBq_per_uA") * 1e15);
  const Current current(n("current_uA") * 1e-6);
  const Activity wanted(n("required_A_EOB_GBq") * 1e9);
  if (n.refused()) return *n.refused();
  const auto time = making::beamTimeFor(half_life, yield, current, wanted);
  if (!time) return time.refusal();
  return Answers{{"t_irr_s", time->value}};
}

/// What lay in the reactor, what is there at its end and after cooling.
struct Irradiated {
  Atoms end, cooled;
  Fraction burned;  // of the target
};
Result<Irradiated> irradiated(Numbers& n, const Route& route, const char* target, const Result<double>& atoms, Fraction epithermal = Fraction(0)) {
  const making::Stay stay{{{Flux(n("phi_th_cm2s")), Seconds(n("t_irr_s"))}}, epithermal};
  const Seconds cooling(n("t_cool_s", 0.0));
  if (n.refused()) return *n.refused();
  if (!atoms) return atoms.refusal();
  Irradiated out;
  const Atoms start{{target, *atoms}};
  auto end = making::irradiate(route, start, stay);
  if (!end) return end.refusal();
  out.end = std::move(*end);
  auto cooled = making::irradiate(route, start, stay, cooling);
  if (!cooled) return cooled.refusal();
  out.cooled = std::move(*cooled);
  out.burned = making::burnedShare(route, stay, target);
  return out;
}
Result<double> atomsOf(Numbers& n, const char* mass_g, const char* share, const char* molar_mass) {
  return making::atomsIn(Mass(n(mass_g) * 1e-3), Fraction(share ? n(share) : 1.0), making::MolarMass(n(molar_mass)));
}

Result<Answers> capture(Numbers& n, Seconds half_life) {
  const auto lambda = making::decayConstant(half_life);
  const Route route = making::directRoute("target", barns(n("sigma0_b"), n("I0_b", 0.0)), {"product", lambda, barns(n("product_sigma_b", 0.0))});
  const double grams = n("mass_g");
  const auto made =
      irradiated(n, route, "target", atomsOf(n, "mass_g", "isotopic_mass_fraction", "atomic_mass"), Fraction(n("phi_epi_over_phi_th", 0.0)));
  if (!made) return made.refusal();
  const auto specific = making::specificActivity(Activity(made->end.at("product") * lambda.value), Mass(grams * 1e-3));
  if (!specific) return specific.refusal();
  return Answers{{"A_EOI_Bq", made->end.at("product") * lambda.value},
                 {"A_after_cooling_Bq", made->cooled.at("product") * lambda.value},
                 {"target_fraction_burned", made->burned.value},
                 {"specific_activity_EOI_Bq_per_g_initial_target", specific->value}};
}

Result<Answers> ytterbium(Numbers& n, Seconds half_life) {
  const Rate lambda = making::decayConstant(half_life), parent(n("lambda_Yb177_per_s"));
  const Route route =
      making::throughDecayRoute("Yb-176", barns(n("sigma_b")), {"Yb-177", parent, barns(0)}, {"Lu-177", lambda, barns(n("Lu177_sigma_b", 0.0))});
  const auto made = irradiated(n, route, "Yb-176", atomsOf(n, "mass_Yb176_g", nullptr, "atomic_mass"));
  if (!made) return made.refusal();
  return Answers{{"A_Lu177_EOI_Bq", made->end.at("Lu-177") * lambda.value},
                 {"A_Lu177_after_cooling_Bq", made->cooled.at("Lu-177") * lambda.value},
                 {"A_Yb177_EOI_Bq", made->end.at("Yb-177") * parent.value},
                 {"A_Yb177_after_cooling_Bq", made->cooled.at("Yb-177") * parent.value}};
}

Result<Answers> tungsten(Numbers& n, Seconds half_life) {
  const Rate lambda = making::decayConstant(half_life), between = rateOf(n, "half_life_W187_s");
  const Route route = making::doubleCaptureRoute("W-186", barns(n("sigma_W186_b")), {"W-187", between, barns(0)}, barns(n("sigma_W187_b")),
                                                 {"W-188", lambda, barns(n("sigma_W188_b", 0.0))});
  const auto made = irradiated(n, route, "W-186", atomsOf(n, "mass_W186_g", nullptr, "atomic_mass"));
  if (!made) return made.refusal();
  return Answers{{"A_W188_EOI_Bq", made->end.at("W-188") * lambda.value},
                 {"A_W187_EOI_Bq", made->end.at("W-187") * between.value},
                 {"A_W188_after_cooling_Bq", made->cooled.at("W-188") * lambda.value},
                 {"A_W187_after_cooling_Bq", made->cooled.at("W-187") * between.value}};
}

Result<Answers> tellurium(Numbers& n, Seconds half_life) {
  const Rate lambda = making::decayConstant(half_life);
  const making::TelluriumRoute t{
      barns(n("sigma_to_Te131_b")),     barns(n("sigma_to_Te131m_b")), rateOf(n, "half_life_Te131_s"), rateOf(n, "half_life_Te131m_s"), lambda,
      Fraction(n("IT_fraction_Te131m"))};
  const auto made = irradiated(n, making::telluriumRoute(t), "Te-130", atomsOf(n, "mass_Te_g", "atom_fraction_Te130", "atomic_mass_Te"));
  if (!made) return made.refusal();
  return Answers{{"A_I131_EOI_Bq", made->end.at("I-131") * lambda.value}, {"A_I131_after_cooling_Bq", made->cooled.at("I-131") * lambda.value}};
}

Result<Answers> fission(Numbers& n, Seconds half_life) {
  const Rate lambda = making::decayConstant(half_life);
  const auto route =
      making::fissionRoute({barns(n("sigma_f_b")), barns(n("sigma_a_b")), Fraction(n("cumulative_yield")), {"Mo-99", lambda, barns(0)}});
  const auto atoms = atomsOf(n, "mass_U235_g", nullptr, "atomic_mass");
  if (n.refused()) return *n.refused();
  if (!route) return route.refusal();
  const auto made = irradiated(n, *route, "U-235", atoms);
  if (!made) return made.refusal();
  const double cooled = made->cooled.at("Mo-99") * lambda.value;
  return Answers{{"A_EOI_Bq", made->end.at("Mo-99") * lambda.value},
                 {"A_after_cooling_Bq", cooled},
                 {"A_six_day_reference_Bq", cooled * remainingShare(half_life, making::kSixDays)}};
}

Result<Answers> answersOf(const std::string& kind, const EvalRow& inputs, Seconds half_life) {
  Numbers n(inputs);
  if (kind == "cyclotron_single") return single(n, half_life);
  if (kind == "cyclotron_profile") return profile(n, inputs, half_life);
  if (kind == "cyclotron_time_for_activity") return timeFor(n, half_life);
  if (kind == "reactor_ng") return capture(n, half_life);
  if (kind == "reactor_nca_Yb176") return ytterbium(n, half_life);
  if (kind == "reactor_double_capture_W186") return tungsten(n, half_life);
  if (kind == "reactor_Te130_I131") return tellurium(n, half_life);
  if (kind == "reactor_fission_Mo99") return fission(n, half_life);
  return unknownKind(kind);
}

RowAnswer answerOf(const EvalRow& row) {
  Numbers n(row);
  const Seconds half_life(n("half_life_s"));
  if (!n.refused() && !(half_life.value > 0)) n.refuse(refused("NEGATIVE_HALF_LIFE", "half_life_s", "above 0 s"));
  if (n.refused()) return refusedRow(*n.refused());
  const auto answers = answersOf(cell(row, "kind"), cellPairs(row, "inputs"), half_life);
  if (!answers) return refusedRow(answers.refusal());
  const auto found = answers->find(cell(row, "quantity"));
  if (found == answers->end()) return refusedRow(unknownQuantity(cell(row, "quantity")));
  return answered("expected", found->second);
}

}  // namespace

std::vector<RowAnswer> production(const std::vector<EvalRow>& rows, const Dataset*) {
  std::vector<RowAnswer> out;
  for (const auto& row : rows) out.push_back(answerOf(row));
  return out;
}

}  // namespace isotrail::workbench::making_forms
