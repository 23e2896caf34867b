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
  check.notNegative("dead_volume", v.dead.value, "NEGATIVE_VOLUME", "a finite volume, 0 L or more");
  if (!v.capacity) return;
  check.positive("capacity", v.capacity->value, "NEGATIVE_VOLUME", "a finite volume above 0 L");
  check.that(v.volume <= *v.capacity, "volume", v.volume.value, "OVERFULL_VIAL",
             "at most what the vial holds, " + plainNumber(v.capacity->value) + " L");
}
void checkDraws(InputCheck& check, std::span<const Draw> draws) {
  Seconds before(0);
  for (const auto& d : draws) {
    check.activity("draw", d.activity);
    check.time("at", d.at);
    check.that(!(d.at < before), "at", d.at.value, "OUT_OF_TIME_ORDER", "a draw not before the one ahead of it");
    before = d.at;
  }
}

/// What a vial holds as it is drawn from.
class Level {
 public:
  Level(Seconds half_life, const Vial& v) : half_life_(half_life), vial_(v), left_(v.volume) {}
  Concentration at(Seconds t) const { return Concentration(vial_.activity.value / vial_.volume.value * remainingShare(half_life_, t)); }
  Activity activity(Seconds t) const { return Activity(at(t).value * left_.value); }
  Volume left() const { return left_; }
  Volume drawable() const { return Volume(std::max(0.0, left_.value - vial_.dead.value)); }
  bool holds(Activity a, Seconds t) const { return activity(t).value * (1 + kRounding) >= a.value; }
  bool gives(Volume v) const { return v.value <= drawable().value + kRounding * vial_.volume.value; }
  void take(Volume v) { left_ = Volume(std::max(0.0, left_.value - v.value)); }
  double room() const { return vial_.capacity ? vial_.capacity->value - left_.value : 1e300; }

 private:
  Seconds half_life_;
  const Vial& vial_;
  Volume left_;
};

/// What limit the draw breaks, were it made.
DrawState limitOf(const Level& level, const Draw& d, Volume volume, const DrawLimits& limits) {
  if (limits.most && volume > *limits.most) return DrawState::volume_above_most;
  if (limits.least && volume < *limits.least) return DrawState::volume_below_least;
  if (limits.most_concentrated && level.at(d.at) > *limits.most_concentrated) return DrawState::too_concentrated;
  return DrawState::ok;
}

/// Diluent that brings the vial to where the draw keeps its limit; none when the vial cannot hold it.
std::optional<Volume> diluentFor(const Level& level, const Draw& d, DrawState state, const DrawLimits& limits) {
  double whole = 0;
  if (state == DrawState::volume_below_least && d.activity.value > 0)
    whole = limits.least->value * level.activity(d.at).value / d.activity.value;
  else if (state == DrawState::too_concentrated && limits.most_concentrated->value > 0)
    whole = level.activity(d.at).value / limits.most_concentrated->value;
  const double more = whole - level.left().value;
  if (!(more > 0) || more > level.room()) return std::nullopt;
  return Volume(more);
}

Drawn drawn(Level& level, const Draw& d, const DrawLimits& limits) {
  Drawn out;
  const double concentration = level.at(d.at).value;
  const double needed = d.activity.value > 0 ? d.activity.value / concentration : 0.0;
  if (std::isfinite(needed)) out.volume = Volume(needed);
  if (!level.holds(d.activity, d.at)) {
    out.state = DrawState::insufficient_activity;
    out.missing = Activity(d.activity.value - level.activity(d.at).value);
  } else if (!out.volume || !level.gives(*out.volume)) {
    out.state = DrawState::insufficient_volume;
    out.missing = Activity(d.activity.value - concentration * level.drawable().value);
  } else {
    out.state = limitOf(level, d, *out.volume, limits);
    if (out.state == DrawState::ok) level.take(*out.volume);
    out.diluent = diluentFor(level, d, out.state, limits);
  }
  out.left = level.left();
  out.left_activity = level.activity(d.at);
  return out;
}

}  // namespace

const char* nameOf(DrawState state) {
  constexpr const char* kNames[] = {
      "ok", "insufficient_activity", "insufficient_volume", "volume_below_least", "volume_above_most", "too_concentrated"};
  return kNames[static_cast<int>(state)];
}

Result<std::vector<Drawn>> planDraws(Seconds half_life, const Vial& vial, std::span<const Draw> draws, const DrawLimits& limits) {
  InputCheck check;
  check.halfLife("half_life", half_life);
  checkVial(check, vial);
  checkDraws(check, draws);
  if (auto v = check.verdict(); !v) return v.refusal();
  std::vector<Drawn> out;
  Level level(half_life, vial);
  for (const auto& d : draws) out.push_back(drawn(level, d, limits));
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
  for (const auto& v : vials) checkVial(check, v);
  check.time("at", at);
  check.activity("wanted", wanted);
  if (auto v = check.verdict(); !v) return v.refusal();
  SharedDose out;
  double rest = wanted.value;
  for (std::size_t i = 0; i < vials.size() && rest > kRounding * wanted.value; ++i) {
    const Level level(half_life, vials[i]);
    const double concentration = level.at(at).value;
    const double gives = std::min(rest, concentration * level.drawable().value);
    if (!(gives > 0)) continue;
    out.portions.push_back({i, Volume(gives / concentration), Activity(gives)});
    out.volume = out.volume + out.portions.back().volume;
    rest -= gives;
  }
  out.missing = Activity(rest > kRounding * wanted.value ? rest : 0.0);
  return out;
}

}  // namespace isotrail::making
