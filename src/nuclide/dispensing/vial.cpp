#include "nuclide/dispensing/vial.h"

#include <algorithm>

#include "nuclide/decay.h"

namespace isotrail::making {
namespace {

/// A draw of all there is must not fail by a rounding of the last digit.
constexpr double kRounding = 1e-12;

void checkVial(InputCheck& check, const Vial& v) {
  check.activity("activity", v.activity);
  check.notNegative("volume", v.volume.value, "NEGATIVE_VOLUME", "a finite volume, 0 L or more");
  check.that(v.volume.value != 0, "volume", 0, "EMPTY_VIAL", "a volume above 0 L");
  if (v.volume.value > 0 && std::isfinite(v.activity.value))
    check.that(std::isfinite(v.activity.value / v.volume.value), "activity", v.activity.value, "NONFINITE_ACTIVITY", "a finite concentration");
  check.notNegative("dead_volume", v.dead.value, "NEGATIVE_VOLUME", "a finite volume, 0 L or more");
  if (!v.capacity) return;
  check.positive("capacity", v.capacity->value, "NEGATIVE_VOLUME", "a finite volume above 0 L");
  check.that(v.volume <= *v.capacity, "volume", v.volume.value, "OVERFULL_VIAL",
             "at most what the vial holds, " + plainNumber(v.capacity->value) + " L");
}
void checkDraws(InputCheck& check, std::span<const Draw> draws, Seconds before = Seconds(0)) {
  for (const auto& d : draws) {
    check.activity("draw", d.activity);
    check.time("at", d.at);
    check.that(!(d.at < before), "at", d.at.value, "OUT_OF_TIME_ORDER", "a draw not before the one ahead of it");
    before = d.at;
  }
}

Activity lacking(Activity wanted, Activity there) { return Activity(std::max(0.0, wanted.value - there.value)); }

}  // namespace

const char* nameOf(DrawState state) {
  constexpr const char* kNames[] = {
      "ok", "insufficient_activity", "insufficient_volume", "volume_below_least", "volume_above_most", "too_concentrated"};
  return kNames[static_cast<int>(state)];
}

Result<DrawnVial> DrawnVial::make(Seconds half_life, const Vial& vial, const DrawLimits& limits) {
  InputCheck check;
  check.halfLife("half_life", half_life);
  checkVial(check, vial);
  if (auto v = check.verdict(); !v) return v.refusal();
  return DrawnVial(half_life, vial, limits);
}

Concentration DrawnVial::at(Seconds t) const { return Concentration(vial_.activity.value / vial_.volume.value * remainingShare(half_life_, t)); }
Activity DrawnVial::activity(Seconds t) const { return Activity(at(t).value * left_.value); }
Volume DrawnVial::drawable() const { return Volume(std::max(0.0, left_.value - vial_.dead.value)); }

/// What limit the draw breaks, were it made.
DrawState DrawnVial::limitOf(const Draw& d, Volume volume) const {
  if (limits_.most && volume > *limits_.most) return DrawState::volume_above_most;
  if (limits_.least && volume < *limits_.least) return DrawState::volume_below_least;
  if (limits_.most_concentrated && at(d.at) > *limits_.most_concentrated) return DrawState::too_concentrated;
  return DrawState::ok;
}

DrawState DrawnVial::stateOf(const Draw& d, const std::optional<Volume>& volume) const {
  if (activity(d.at).value * (1 + kRounding) < d.activity.value) return DrawState::insufficient_activity;
  if (!volume || volume->value > drawable().value + kRounding * vial_.volume.value) return DrawState::insufficient_volume;
  return limitOf(d, *volume);
}

/// Diluent that brings the vial to where the draw keeps its limit; none when the vial cannot hold it.
std::optional<Volume> DrawnVial::diluentFor(const Draw& d, DrawState state) const {
  double whole = 0;
  if (state == DrawState::volume_below_least && d.activity.value > 0)
    whole = limits_.least->value * activity(d.at).value / d.activity.value;
  else if (state == DrawState::too_concentrated && limits_.most_concentrated->value > 0)
    whole = activity(d.at).value / limits_.most_concentrated->value;
  const double more = whole - left_.value;
  if (!(more > 0) || !std::isfinite(more) || (vial_.capacity && whole > vial_.capacity->value)) return std::nullopt;
  return Volume(more);
}

Result<Drawn> DrawnVial::draw(const Draw& d) {
  InputCheck check;
  checkDraws(check, std::span(&d, 1), now_);
  if (auto v = check.verdict(); !v) return v.refusal();
  now_ = d.at;
  Drawn out;
  const double concentration = at(d.at).value;
  const double needed = d.activity.value > 0 ? d.activity.value / concentration : 0.0;
  if (std::isfinite(needed)) out.volume = Volume(needed);
  out.state = stateOf(d, out.volume);
  if (out.state == DrawState::insufficient_activity) out.missing = lacking(d.activity, activity(d.at));
  if (out.state == DrawState::insufficient_volume) out.missing = lacking(d.activity, Activity(concentration * drawable().value));
  if (out.state == DrawState::ok) left_ = Volume(std::max(0.0, left_.value - out.volume->value));
  out.diluent = diluentFor(d, out.state);
  out.left = left_;
  out.left_activity = activity(d.at);
  return out;
}

Result<std::vector<Drawn>> planDraws(Seconds half_life, const Vial& vial, std::span<const Draw> draws, const DrawLimits& limits) {
  auto drawn = DrawnVial::make(half_life, vial, limits);
  InputCheck check;
  checkDraws(check, draws);
  if (!drawn) return drawn.refusal();
  if (auto v = check.verdict(); !v) return v.refusal();
  std::vector<Drawn> out;
  for (const auto& d : draws) out.push_back(*drawn->draw(d));
  return out;
}

Result<Activity> neededFor(Seconds half_life, Volume volume, Volume dead, std::span<const Draw> draws) {
  InputCheck check;
  check.halfLife("half_life", half_life);
  checkVial(check, {Activity(0), volume, dead});
  checkDraws(check, draws);
  check.that(dead < volume, "dead_volume", dead.value, "EMPTY_VIAL", "below the volume of the vial");
  if (auto v = check.verdict(); !v) return v.refusal();
  double sum = 0;
  for (const auto& d : draws) sum += d.activity.value / remainingShare(half_life, d.at);
  sum /= 1.0 - dead / volume;
  check.that(std::isfinite(sum), "draw", sum, "UNREACHABLE_ACTIVITY", "draws near enough for a finite activity at the start");
  if (auto v = check.verdict(); !v) return v.refusal();
  return Activity(sum);
}

Result<Seconds> latestFor(Seconds half_life, const Vial& vial, std::span<const Draw> before, Activity wanted) {
  auto made = planDraws(half_life, vial, before);
  if (!made) return made.refusal();
  InputCheck check;
  check.positive("wanted", wanted.value, "NEGATIVE_ACTIVITY", "a finite activity above 0 Bq");
  if (auto v = check.verdict(); !v) return v.refusal();
  const Volume left = made->empty() ? vial.volume : made->back().left;
  const double drawable = std::max(0.0, left.value - vial.dead.value) * vial.activity.value / vial.volume.value;  // Bq, stated for 0 s
  if (drawable < wanted.value) {
    Refusal r = Refusal::field({"wanted", "UNREACHABLE_ACTIVITY", plainNumber(wanted.value), "at most " + plainNumber(drawable) + " Bq", 0, 0});
    return r;
  }
  return saturationTime(half_life, 1.0 - wanted.value / drawable);
}

Result<SharedDose> drawAcross(Seconds half_life, std::span<const Vial> vials, Seconds at, Activity wanted) {
  InputCheck check;
  check.halfLife("half_life", half_life);
  check.time("at", at);
  check.activity("wanted", wanted);
  if (auto v = check.verdict(); !v) return v.refusal();
  SharedDose out;
  double rest = wanted.value;
  for (std::size_t i = 0; i < vials.size() && rest > kRounding * wanted.value; ++i) {
    const auto vial = DrawnVial::make(half_life, vials[i]);
    if (!vial) return vial.refusal();
    const double concentration = vial->at(at).value;
    const double gives = std::min(rest, concentration * vial->drawable().value);
    if (!(gives > 0)) continue;
    out.portions.push_back({i, Volume(gives / concentration), Activity(gives)});
    out.volume = out.volume + out.portions.back().volume;
    rest -= gives;
  }
  out.missing = Activity(rest > kRounding * wanted.value ? rest : 0.0);
  return out;
}

}  // namespace isotrail::making
