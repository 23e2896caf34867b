#pragma once
// Multi-dose vials. A draw leaves the concentration as it is: only decay and added diluent change it. Each draw needs the
// activity and then the volume above what cannot be drawn; a refused draw changes nothing but time.
#include <optional>
#include <span>
#include <vector>

#include "nuclide/production/amounts.h"

namespace isotrail::making {

struct Vial {
  Activity activity;  // at 0 s
  Volume volume;
  Volume dead{0.0};  // cannot be drawn
  std::optional<Volume> capacity = {};
};
struct Draw {
  Seconds at;
  Activity activity;
};
/// House and label limits of a draw; an absent one binds nothing.
struct DrawLimits {
  std::optional<Volume> least = {};  // measurable, 0.05 to 0.1 mL
  std::optional<Volume> most = {};   // for one patient
  std::optional<Concentration> most_concentrated = {};
};
enum class DrawState { ok, insufficient_activity, insufficient_volume, volume_below_least, volume_above_most, too_concentrated };
const char* nameOf(DrawState state);

struct Drawn {
  DrawState state = DrawState::ok;
  std::optional<Volume> volume;   // drawn, or what would be needed; none when all activity is gone
  Volume left;                    // in the vial after it
  Activity left_activity;         // then
  Activity missing;               // insufficient_activity, insufficient_volume: what the draw lacks
  std::optional<Volume> diluent;  // volume_below_least, too_concentrated: added before, it would do (as far as the vial holds it)
};

/// A vial as it is drawn from, one draw after another.
class DrawnVial {
 public:
  /// Refuses NEGATIVE_HALF_LIFE, NEGATIVE_ACTIVITY, NEGATIVE_VOLUME, EMPTY_VIAL, OVERFULL_VIAL (more than the capacity).
  static Result<DrawnVial> make(Seconds half_life, const Vial& vial, const DrawLimits& limits = {});
  /// Checked in the order activity, volume, limits. NEGATIVE_ACTIVITY, NEGATIVE_TIME, OUT_OF_TIME_ORDER leave the vial as it is.
  Result<Drawn> draw(const Draw& d);
  Concentration at(Seconds t) const;
  Activity activity(Seconds t) const;
  Volume left() const { return left_; }
  Volume drawable() const;

 private:
  DrawnVial(Seconds half_life, const Vial& vial, const DrawLimits& limits)
      : half_life_(half_life), vial_(vial), limits_(limits), left_(vial.volume) {}
  DrawState stateOf(const Draw& d, const std::optional<Volume>& volume) const;
  DrawState limitOf(const Draw& d, Volume volume) const;
  std::optional<Volume> diluentFor(const Draw& d, DrawState state) const;
  Seconds half_life_;
  Vial vial_;
  DrawLimits limits_;
  Volume left_;
  Seconds now_{0};
};

/// The draws in the order given, which is the order of time; draws at the same instant follow one another as listed. Refuses
/// the vial and every draw that DrawnVial refuses.
Result<std::vector<Drawn>> planDraws(Seconds half_life, const Vial& vial, std::span<const Draw> draws, const DrawLimits& limits = {});

/// What a vial of `volume` with `dead` must hold at 0 s for all draws: sum q exp(l t) / (1 - dead/volume). Refuses as above;
/// EMPTY_VIAL when nothing can be drawn.
Result<Activity> neededFor(Seconds half_life, Volume volume, Volume dead, std::span<const Draw> draws);
/// Until when the last of `draws` may move: the time at which the vial, the other draws made, holds just enough.
Result<Seconds> latestFor(Seconds half_life, const Vial& vial, std::span<const Draw> before, Activity wanted);

/// A patient's dose out of several vials in turn: what each gives, the first that can give the rest ends it.
struct Portion {
  std::size_t vial = 0;
  Volume volume;
  Activity activity;
};
struct SharedDose {
  std::vector<Portion> portions;
  Activity missing;  // 0 when the vials suffice
  Volume volume;     // of all portions
};
/// At `at`, all vials stated for 0 s. Refuses as planDraws.
Result<SharedDose> drawAcross(Seconds half_life, std::span<const Vial> vials, Seconds at, Activity wanted);

}  // namespace isotrail::making
