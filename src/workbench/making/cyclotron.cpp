// "What does this beam make, and how long must it run?"
#include "nuclide/production/cyclotron.h"

#include "nuclide/decay.h"
#include "nuclide/production/dispatch.h"
#include "workbench/making/questions.h"

namespace isotrail::workbench {
namespace {

using making::Beam;

struct YieldQuestion {
  std::string nuclide;
  std::optional<SaturationYield> saturation_yield;
  std::optional<Energy> energy;
  std::optional<Fraction> target_factor;
  std::optional<Activity> measured;
  std::optional<Current> current;
  std::optional<Seconds> beam;
  std::optional<Texts> segments;
  std::optional<Activity> wanted;
  std::optional<Seconds> synthesis;
  std::optional<Fraction> radiochemical_yield;
  void fields(Fields& f) {
    f("nuclide", nuclide, "what the beam makes");
    f("current", current, "of an even beam");
    f("beam_time", beam, "how long it lasts");
    f("segments", segments, "current and time of each part, a trip with 0 uA: \"40 uA 20 min\", \"0 uA 5 min\"");
    f("saturation_yield", saturation_yield, "of this site's target, \"8.1 GBq/uA\"");
    f("measured", measured, "at end of this beam: calibrates the saturation yield");
    f("energy", energy, "of protons on a thick target, where a table is shipped (F-18)");
    f("target_factor", target_factor, "what a real target reaches of the thick-target value, 60 to 95 %");
    f("wanted", wanted, "at end of beam: how long must the beam run?");
    f("synthesis", synthesis, "from end of beam to end of synthesis");
    f("radiochemical_yield", radiochemical_yield, "of the synthesis, decay-corrected");
  }
};

Result<Beam> beamOf(const YieldQuestion& q) {
  Beam out;
  if (q.segments) {
    const auto segments = readPairs<Current, Seconds>("segments", *q.segments);
    if (!segments) return segments.refusal();
    for (const auto& [current, lasts] : *segments) out.push_back({current, lasts});
  } else if (q.beam) {
    if (!q.current) return refused("MISSING_VALUE", "current", "of the beam: \"40 uA\"");
    out.push_back({*q.current, *q.beam});
  }
  return out;
}

/// Typed, measured by this very beam, or of the table for a thick target.
Result<SaturationYield> yieldOf(const YieldQuestion& q, const Nuclide& n, const Beam& beam, Answer& a) {
  if (q.saturation_yield) {
    a.inputs.push_back(used("saturation_yield", *q.saturation_yield));
    return *q.saturation_yield;
  }
  if (q.measured) {
    auto found = making::calibratedYield(n.half_life, *q.measured, beam);
    if (!found) return asAsked(found.refusal(), {{"lasts", "beam_time"}});
    a.inputs.push_back(used("measured", *q.measured));
    a.figures.push_back(figure("saturation_yield", *found));
    return *found;
  }
  const auto table = q.energy ? thickTarget(n.name, *q.energy) : std::nullopt;
  if (!table && q.energy) return refused("MISSING_VALUE", "saturation_yield", "the site's own: no table is shipped for this nuclide and energy");
  if (!table) return refused("MISSING_VALUE", "saturation_yield", "the site's own, or \"measured\" at end of this beam, or \"energy\" for F-18");
  if (q.target_factor && !(q.target_factor->value <= 1)) return refused("YIELD_OUT_OF_RANGE", "target_factor", "0 % to 100 %");
  a.inputs.push_back(used("thick_target_yield", table->yield, table->source));
  if (q.target_factor)
    a.inputs.push_back(used("target_factor", *q.target_factor));
  else
    a.notes.push_back({"PHYS_NOTE_THICK_TARGET", Json::object()});
  return table->yield * q.target_factor.value_or(Fraction(1)).value;
}

Verdict addWanted(Answer& a, const YieldQuestion& q, const Nuclide& n, SaturationYield yield) {
  if (!q.wanted) return Done{};
  if (!q.current) return refused("MISSING_VALUE", "current", "of the beam: \"40 uA\"");
  const auto time = making::beamTimeFor(n.half_life, yield, *q.current, *q.wanted);
  if (!time) return asAsked(time.refusal());
  a.inputs.push_back(used("wanted", *q.wanted));
  a.figures.push_back(figure("beam_needed", *time));
  return Done{};
}

Verdict addBeam(Answer& a, const YieldQuestion& q, const Nuclide& n, SaturationYield yield, const Beam& beam) {
  if (beam.empty()) return Done{};
  const auto eob = making::endOfBeam(n.half_life, yield, beam);
  if (!eob) return asAsked(eob.refusal(), {{"lasts", "beam_time"}});
  a.figures.push_back(figure("end_of_beam", *eob));
  a.figures.push_back(figure("saturation_share", Fraction(saturationShare(n.half_life, making::lengthOf(beam)))));
  a.figures.push_back(figure("charge_uah", making::chargeOf(beam).value / 3.6e-3));
  if (q.synthesis || q.radiochemical_yield) {
    const making::DispatchStage synthesis{"synthesis", q.synthesis.value_or(Seconds(0)), q.radiochemical_yield.value_or(Fraction(1))};
    const auto eos = making::forward(n.half_life, *eob, std::span(&synthesis, 1));
    if (!eos) return refused("YIELD_OUT_OF_RANGE", "radiochemical_yield", "0 % to 100 %");
    a.figures.push_back(figure("end_of_synthesis", eos->front().activity));
    a.figures.push_back(figure("end_of_synthesis_at_eob", *eob * synthesis.passes.value));
    a.figures.push_back(figure("yield_not_corrected", making::notDecayCorrected(n.half_life, synthesis)));
  }
  Curve curve{"activity", Kind::time, Kind::activity, {}, {}, ""};
  const making::TargetRun run{Seconds(0), beam, yield};
  for (const Seconds t : evenly(Seconds(0), Seconds(making::lengthOf(beam).value * 1.5), 121)) {
    curve.xs.push_back(t.value);
    curve.ys.push_back(making::ofRuns(n.half_life, std::span(&run, 1), t)->value);
  }
  a.curves.push_back(std::move(curve));
  return Done{};
}

Result<Answer> answerYield(const YieldQuestion& q) {
  const auto n = radioactive("nuclide", q.nuclide);
  if (!n) return n.refusal();
  const auto beam = beamOf(q);
  if (!beam) return beam.refusal();
  if (beam->empty() && !q.wanted) return refused("MISSING_VALUE", "beam_time", "\"current\" and \"beam_time\", or \"segments\", or \"wanted\"");
  Answer a{.formula =
               "A(k+1) = A(k) exp(-l d) + A_sat I (1 - exp(-l d)) over the segments; t = -ln(1 - A/(A_sat I))/l; EOS = EOB x yield x exp(-l t_syn)"};
  a.inputs.push_back(usedHalfLife("half_life", **n));
  const auto yield = yieldOf(q, **n, *beam, a);
  if (!yield) return yield.refusal();
  if (auto v = addBeam(a, q, **n, *yield, *beam); !v) return v.refusal();
  if (auto v = addWanted(a, q, **n, *yield); !v) return v.refusal();
  return a;
}

struct DispatchQuestion {
  std::string nuclide, stated_at;
  Activity activity;
  Texts stages;
  void fields(Fields& f) {
    f("nuclide", nuclide, "what is made");
    f("activity", activity, "at the start, or needed at the end");
    f.choice("stated_at", stated_at, "start|end", "where the activity is stated");
    f("stages", stages, "time and decay-corrected share that passes, with a name before: \"synthesis 45 min 60 %\", \"transport 2 h 100 %\"");
  }
};

Result<making::DispatchStage> stageOf(const std::string& item) {
  const auto digit = std::min(item.find_first_of("0123456789"), item.size());
  std::string name = item.substr(0, digit);
  while (name.ends_with(' ')) name.pop_back();
  const auto pair = readPair<Seconds, Fraction>("stages", std::string_view(item).substr(digit));
  if (!pair) return pair.refusal();
  return making::DispatchStage{name, pair->first, pair->second};
}

Result<Answer> answerDispatch(const DispatchQuestion& q) {
  const auto n = radioactive("nuclide", q.nuclide);
  if (!n) return n.refusal();
  std::vector<making::DispatchStage> stages;
  for (const auto& item : q.stages) {
    auto stage = stageOf(item);
    if (!stage) return stage.refusal();
    stages.push_back(std::move(*stage));
  }
  const bool from_start = q.stated_at == "start";
  auto list = from_start ? making::forward((*n)->half_life, q.activity, stages) : making::backward((*n)->half_life, q.activity, stages);
  if (!list) {
    Refusal r = asAsked(list.refusal());
    for (auto& f : r.fields)
      if (f.field != "activity") f.field = "stages";
    r.params.set("field", r.fields.empty() ? "" : r.fields.front().field);
    return r;
  }
  Answer a{.formula = "A(end of stage) = A(start) x passes x exp(-l t); backwards: needed = A_p exp(l (t_p - t))/product of what passes after",
           .inputs = {usedHalfLife("half_life", **n), used("activity", q.activity)}};
  if (from_start) list->insert(list->begin(), {"", Seconds(0), q.activity});
  a.columns = {{"stage", Kind::text}, {"after", Kind::time}, {"activity", Kind::activity}};
  for (const auto& s : *list) a.rows.push_back({figure("stage", s.name), figure("after", s.at), figure("activity", s.activity)});
  a.figures = {figure("at_start", list->front().activity), figure("at_end", list->back().activity)};
  return a;
}

}  // namespace

Calculation yieldCalculation() {
  return calculation<YieldQuestion>(
      "yield", answerYield,
      {{"nuclide", "current", "beam_time"},
       {Json::object({{"nuclide", "F-18"},
                      {"current", "65 uA"},
                      {"beam_time", "2 h"},
                      {"saturation_yield", "10.1 GBq/uA"},
                      {"synthesis", "45 min"},
                      {"radiochemical_yield", "72 %"}}),
        Json::object({{"nuclide", "C-11"}, {"segments", Json(Json::Array{"40 uA 20 min", "0 uA 3 min", "40 uA 15 min"})}, {"measured", "60 GBq"}}),
        Json::object({{"nuclide", "F-18"}, {"current", "45 uA"}, {"energy", "18 MeV"}, {"target_factor", "80 %"}, {"wanted", "200 GBq"}})}});
}

Calculation dispatchCalculation() {
  const Json stages(Json::Array{"synthesis 45 min 60 %", "quality control 25 min 98 %", "transport 2 h 100 %", "syringe 30 min 95 %"});
  return calculation<DispatchQuestion>("dispatch", answerDispatch,
                                       {{"nuclide", "activity", "stated_at"},
                                        {Json::object({{"nuclide", "F-18"}, {"activity", "370 MBq"}, {"stated_at", "end"}, {"stages", stages}}),
                                         Json::object({{"nuclide", "F-18"}, {"activity", "200 GBq"}, {"stated_at", "start"}, {"stages", stages}})}});
}

}  // namespace isotrail::workbench
