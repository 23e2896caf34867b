// "Does this vial serve my patients?" and "until when may it be used?"
#include "nuclide/dispensing/vial.h"

#include <algorithm>

#include "nuclide/decay.h"
#include "nuclide/dispensing/purity.h"
#include "nuclide/inventory.h"
#include "workbench/making/questions.h"

namespace isotrail::workbench {
namespace {

struct VialQuestion {
  std::string nuclide;
  Activity activity;
  Volume volume;
  Texts draws;
  std::optional<Volume> dead_volume, capacity, least_volume, most_volume, next_volume;
  std::optional<Concentration> most_concentration;
  std::optional<Activity> next_activity;
  void fields(Fields& f) {
    f("nuclide", nuclide, "what the vial holds");
    f("activity", activity, "at the start");
    f("volume", volume, "in the vial");
    f("draws", draws, "time from the start and activity of each, in order: \"30 min 370 MBq\"");
    f("dead_volume", dead_volume, "that cannot be drawn");
    f("capacity", capacity, "of the vial");
    f("least_volume", least_volume, "that can be measured");
    f("most_volume", most_volume, "for one patient");
    f("most_concentration", most_concentration, "radiolysis or hands allow");
    f("next_activity", next_activity, "of another vial, at the start: what this one lacks is taken from it");
    f("next_volume", next_volume, "of that vial");
  }
};

void addDraw(Answer& a, const making::Draw& d, const making::Drawn& drawn) {
  a.rows.push_back({figure("after", d.at), figure("wanted", d.activity), figure("volume", drawn.volume.value_or(Volume(0))),
                    figure("volume_left", drawn.left), figure("activity_left", drawn.left_activity), figure("missing", drawn.missing),
                    figure("status", std::string(making::nameOf(drawn.state)))});
  if (drawn.state == making::DrawState::ok) return;
  constexpr const char* kNotes[] = {"",
                                    "PHYS_NOTE_DRAW_ACTIVITY",
                                    "PHYS_NOTE_DRAW_VOLUME",
                                    "PHYS_NOTE_DRAW_BELOW_LEAST",
                                    "PHYS_NOTE_DRAW_ABOVE_MOST",
                                    "PHYS_NOTE_DRAW_CONCENTRATED"};
  Json params =
      Json::object({{"after", showIn(Kind::time, d.at.value, 3)}, {"wanted", showActivity(d.activity)}, {"missing", showActivity(drawn.missing)}});
  a.notes.push_back({kNotes[static_cast<int>(drawn.state)], params});
  if (drawn.diluent) a.notes.push_back({"PHYS_NOTE_DILUTE", Json::object({{"volume", showIn(Kind::volume, drawn.diluent->value, 3)}})});
}

/// What a draw lacks, taken out of the next vial; both are stated for the start.
Verdict addNext(Answer& a, const VialQuestion& q, const Nuclide& n, const std::vector<making::Draw>& draws, const std::vector<making::Drawn>& made) {
  if (!q.next_activity) return Done{};
  if (!q.next_volume) return refused("MISSING_VALUE", "next_volume", "of the next vial: \"10 mL\"");
  const Volume dead = q.dead_volume.value_or(Volume(0));
  for (std::size_t i = 0; i < draws.size(); ++i) {
    if (!(made[i].missing.value > 0) || !(made[i].left.value > 0)) continue;
    const making::Vial vials[] = {{q.activity * (made[i].left / q.volume), made[i].left, dead, {}}, {*q.next_activity, *q.next_volume, dead, {}}};
    const auto dose = making::drawAcross(n.half_life, vials, draws[i].at, draws[i].activity);
    if (!dose) return asAsked(dose.refusal(), {{"volume", "next_volume"}, {"activity", "next_activity"}});
    if (dose->missing.value > 0) continue;
    Json params = Json::object({{"after", showIn(Kind::time, draws[i].at.value, 3)}});
    Volume first, second;
    for (const auto& p : dose->portions) (p.vial == 0 ? first : second) = p.volume;
    params.set("first", showIn(Kind::volume, first.value, 3)).set("second", showIn(Kind::volume, second.value, 3));
    a.notes.push_back({"PHYS_NOTE_TWO_VIALS", params});
  }
  return Done{};
}

Result<Answer> answerVial(const VialQuestion& q) {
  const auto n = radioactive("nuclide", q.nuclide);
  if (!n) return n.refusal();
  const auto pairs = readPairs<Seconds, Activity>("draws", q.draws);
  if (!pairs) return pairs.refusal();
  std::vector<making::Draw> draws;
  for (const auto& [at, activity] : *pairs) draws.push_back({at, activity});
  const making::Vial vial{q.activity, q.volume, q.dead_volume.value_or(Volume(0)), q.capacity};
  const auto made = making::planDraws((*n)->half_life, vial, draws, {q.least_volume, q.most_volume, q.most_concentration});
  if (!made) return asAsked(made.refusal(), {{"at", "draws"}, {"draw", "draws"}});
  Answer a{.formula = "volume = q V/A(t); a draw needs A(t) >= q, then volume <= V - V_dead; needed at the start: sum of q exp(l t)/(1 - V_dead/V)",
           .inputs = {usedHalfLife("half_life", **n), used("activity", q.activity), used("volume", q.volume)}};
  a.columns = {{"after", Kind::time},         {"wanted", Kind::activity},        {"volume", Kind::volume},
               {"volume_left", Kind::volume}, {"activity_left", Kind::activity}, {"missing", Kind::activity},
               {"status", Kind::text}};
  for (std::size_t i = 0; i < draws.size(); ++i) addDraw(a, draws[i], (*made)[i]);
  if (auto v = addNext(a, q, **n, draws, *made); !v) return v.refusal();
  if (const auto needed = making::neededFor((*n)->half_life, q.volume, vial.dead, draws)) a.figures.push_back(figure("needed_at_start", *needed));
  if (!made->empty()) {
    a.figures.push_back(figure("activity_left", made->back().left_activity));
    a.figures.push_back(figure("volume_left", made->back().left));
    const auto before = std::span(draws).first(draws.size() - 1);
    if (draws.back().activity.value > 0)
      if (const auto latest = making::latestFor((*n)->half_life, vial, before, draws.back().activity))
        a.figures.push_back(figure("last_draw_until", *latest));
  }
  Curve curve{"activity_left", Kind::time, Kind::activity, {}, {}, ""};
  auto level = making::DrawnVial::make((*n)->half_life, vial, {q.least_volume, q.most_volume, q.most_concentration});
  Seconds from(0);
  for (std::size_t i = 0; i <= draws.size(); ++i) {
    const Seconds to = i < draws.size() ? draws[i].at : from + Seconds((*n)->half_life.value * 0.5);
    for (const Seconds t : evenly(from, to, 20)) {
      curve.xs.push_back(t.value);
      curve.ys.push_back(level->activity(t).value);
    }
    if (i < draws.size() && !level->draw(draws[i])) break;
    from = to;
  }
  a.curves.push_back(std::move(curve));
  return a;
}

struct PurityQuestion {
  std::string nuclide;
  Activity activity;
  Volume volume;
  Seconds age;
  std::optional<Energy> absorbed_energy;
  std::optional<Fraction> purity_at_start, purity_limit, impurity_limit;
  std::optional<double> kappa_per_gy, hydrolysis_per_h;
  std::optional<Texts> impurities;
  std::optional<Activity> least_activity;
  std::optional<Seconds> expiry, microbiological_limit;
  void fields(Fields& f) {
    f("nuclide", nuclide, "of the product");
    f("activity", activity, "at the start");
    f("volume", volume, "of the product");
    f("product_age", age, "looked at");
    f("absorbed_energy", absorbed_energy, "a decay leaves in the solution; without it the mean energy of its charged particles");
    f("purity_at_start", purity_at_start, "radiochemical");
    f("kappa_per_gy", kappa_per_gy, "loss a gray, of this product with its scavenger");
    f("hydrolysis_per_h", hydrolysis_per_h, "loss an hour without radiation");
    f("purity_limit", purity_limit, "radiochemical, at the least");
    f("impurities", impurities, "other radionuclides at the start: \"Lu-177m 2 MBq\"");
    f("impurity_limit", impurity_limit, "of their activity over the total");
    f("least_activity", least_activity, "the label's or the patient's");
    f("expiry", expiry, "after the start");
    f("microbiological_limit", microbiological_limit, "after the start");
  }
};

Result<Energy> energyOf(const PurityQuestion& q, const Nuclide& n, Answer& a) {
  if (q.absorbed_energy) {
    a.inputs.push_back(used("absorbed_energy", *q.absorbed_energy));
    return *q.absorbed_energy;
  }
  const double kev = n.beta_minus_yield * n.beta_minus_mean_kev + n.beta_plus_yield * n.beta_plus_mean_kev + n.alpha_yield * n.alpha_mean_kev;
  if (!(kev > 0)) return refused("MISSING_VALUE", "absorbed_energy", "the mean energy of the charged particles of " + n.name);
  a.inputs.push_back(used("absorbed_energy", Energy(kev), n.name + ": " + n.emission_source));
  a.notes.push_back({"PHYS_NOTE_WITHOUT_CONVERSION_ELECTRONS", Json::object()});
  return Energy(kev);
}

/// Radiochemical purity: dose, purity at the age, and when it reaches its limit.
Verdict addRadiolysis(Answer& a, const PurityQuestion& q, const Nuclide& n, std::vector<making::UseLimit>& limits) {
  if (!q.kappa_per_gy && !q.hydrolysis_per_h) return Done{};
  const auto energy = energyOf(q, n, a);
  if (!energy) return energy.refusal();
  const making::Solution solution{Concentration(q.activity.value / q.volume.value), *energy};
  const making::Radiolysis model{q.purity_at_start.value_or(Fraction(1)), q.kappa_per_gy.value_or(0.0),
                                 making::Rate(q.hydrolysis_per_h.value_or(0.0) / 3600)};
  const auto dose = making::doseIn(n.half_life, solution, q.age);
  if (!dose) return asAsked(dose.refusal(), {{"elapsed", "product_age"}});
  const auto purity = making::purityAfter(n.half_life, solution, model, q.age);
  if (!purity) return asAsked(purity.refusal(), {{"kappa", "kappa_per_gy"}, {"hydrolysis", "hydrolysis_per_h"}});
  a.figures.push_back(figure("absorbed_dose_gy", dose->value));
  a.figures.push_back(figure("radiochemical_purity", *purity));
  Curve curve{"radiochemical_purity", Kind::time, Kind::share, {}, {}, ""};
  for (const Seconds t : evenly(Seconds(0), std::max(q.age, Seconds(1)), 60)) {
    curve.xs.push_back(t.value);
    curve.ys.push_back(making::purityAfter(n.half_life, solution, model, t)->value);
  }
  a.curves.push_back(std::move(curve));
  if (!q.purity_limit) return Done{};
  const auto until = making::pureUntil(n.half_life, solution, model, *q.purity_limit);
  if (!until) return asAsked(until.refusal(), {{"limit", "purity_limit"}});
  limits.push_back({"PHYS_NOTE_BINDS_RADIOCHEMICAL", *until});
  return Done{};
}

Verdict addImpurities(Answer& a, const PurityQuestion& q, const Nuclide& n, std::vector<making::UseLimit>& limits) {
  if (!q.impurities) return Done{};
  const auto named = readContents("impurities", *q.impurities);
  if (!named) return named.refusal();
  std::vector<making::Impurity> beside;
  for (const auto& i : *named) {
    const auto nuclide = radioactive("impurities", i.nuclide);
    if (!nuclide) return nuclide.refusal();
    beside.push_back({i.nuclide, (*nuclide)->half_life, i.activity});
    a.inputs.push_back(usedHalfLife("half_life", **nuclide));
  }
  const auto share = making::impurityShare(n.half_life, q.activity, beside, q.age),
             start = making::impurityShare(n.half_life, q.activity, beside, Seconds(0));
  if (!share) return asAsked(share.refusal(), {{"elapsed", "product_age"}});
  a.figures.push_back(figure("impurity_share_at_start", *start));
  a.figures.push_back(figure("impurity_share", *share));
  if (!q.impurity_limit) return Done{};
  const auto window = making::purityWindow(n.half_life, q.activity, beside, *q.impurity_limit);
  if (!window) return asAsked(window.refusal(), {{"limit", "impurity_limit"}});
  if (window->from.value > 0) a.figures.push_back(figure("pure_from", window->from));
  limits.push_back({"PHYS_NOTE_BINDS_RADIONUCLIDIC", window->ever ? window->until : std::optional(Seconds(0))});
  return Done{};
}

Result<Answer> answerPurity(const PurityQuestion& q) {
  const auto n = radioactive("nuclide", q.nuclide);
  if (!n) return n.refusal();
  if (q.volume.value <= 0) return refused("EMPTY_VIAL", "volume", "above 0 mL");
  Answer a{.formula = "RCP(t) = RCP0 exp(-kappa D(t) - k_h t), D(t) = c0/l (1 - exp(-l t)) E/rho; impurity share = sum of A_i over all activity",
           .inputs = {usedHalfLife("half_life", **n), used("activity", q.activity), used("volume", q.volume)}};
  a.figures.push_back(figure("activity_left", decayed(**n, q.activity, q.age)));
  std::vector<making::UseLimit> limits;
  if (q.least_activity) limits.push_back({"PHYS_NOTE_BINDS_ACTIVITY", timeToReach(**n, q.activity.value, q.least_activity->value)});
  if (q.least_activity && q.activity < *q.least_activity) limits.back().until = Seconds(0);
  if (auto v = addRadiolysis(a, q, **n, limits); !v) return v.refusal();
  if (auto v = addImpurities(a, q, **n, limits); !v) return v.refusal();
  if (q.expiry) limits.push_back({"PHYS_NOTE_BINDS_EXPIRY", *q.expiry});
  if (q.microbiological_limit) limits.push_back({"PHYS_NOTE_BINDS_MICROBIOLOGY", *q.microbiological_limit});
  if (const auto binding = making::bindingLimit(limits); binding && binding->until->value < 1e18) {
    a.figures.push_back(figure("usable_until", *binding->until));
    a.notes.push_back({binding->name, Json::object({{"after", showIn(Kind::time, binding->until->value, 3)}})});
  } else {
    a.notes.push_back({"PHYS_NOTE_NOTHING_BINDS", Json::object()});
  }
  return a;
}

}  // namespace

Calculation vialCalculation() {
  return calculation<VialQuestion>("vial", answerVial,
                                   {{"nuclide", "activity", "volume"},
                                    {Json::object({{"nuclide", "F-18"},
                                                   {"activity", "1300 MBq"},
                                                   {"volume", "10 mL"},
                                                   {"dead_volume", "0.3 mL"},
                                                   {"draws", Json(Json::Array{"0 min 370 MBq", "30 min 370 MBq", "60 min 300 MBq"})}}),
                                     Json::object({{"nuclide", "Tc-99m"},
                                                   {"activity", "8 GBq"},
                                                   {"volume", "5 mL"},
                                                   {"capacity", "10 mL"},
                                                   {"least_volume", "0.1 mL"},
                                                   {"most_volume", "3 mL"},
                                                   {"draws", Json(Json::Array{"10 min 100 MBq", "1 h 740 MBq", "3 h 925 MBq", "12 h 2 GBq"})},
                                                   {"next_activity", "10 GBq"},
                                                   {"next_volume", "5 mL"}})}});
}

Calculation purityCalculation() {
  return calculation<PurityQuestion>("purity", answerPurity,
                                     {{"nuclide", "activity", "volume", "product_age"},
                                      {Json::object({{"nuclide", "Lu-177"},
                                                     {"activity", "7.4 GBq"},
                                                     {"volume", "20 mL"},
                                                     {"product_age", "72 h"},
                                                     {"absorbed_energy", "147.3 keV"},
                                                     {"purity_at_start", "99 %"},
                                                     {"kappa_per_gy", 1.1e-6},
                                                     {"purity_limit", "97 %"},
                                                     {"expiry", "72 h"}}),
                                       Json::object({{"nuclide", "Lu-177"},
                                                     {"activity", "7.4 GBq"},
                                                     {"volume", "20 mL"},
                                                     {"product_age", "7 d"},
                                                     {"impurities", Json(Json::Array{"Lu-177m 1 MBq"})},
                                                     {"impurity_limit", "0.07 %"},
                                                     {"least_activity", "1 GBq"},
                                                     {"microbiological_limit", "14 d"}})}});
}

}  // namespace isotrail::workbench
