#pragma once
// Simulated instruments: what a calibrator, survey meter or eye would read at that instant, computed from what the record
// says is there, with noise. The same seed and row give the same reading, so a story is the same day every time.
#include <cstdint>
#include <string>

#include "base/ports.h"
#include "base/result.h"

namespace isotrail::showcase {

/// Noise of one row: splitmix64 started at the story's seed plus the row's number.
class Noise {
 public:
  Noise(std::uint64_t seed, int row) : state_(seed + static_cast<std::uint64_t>(row)) {}
  /// 1 plus a deviate of standard deviation `relative`, never beyond 2.5 of them: readings stay believable.
  double factor(double relative);

 private:
  std::uint64_t next();
  std::uint64_t state_;
};

/// The reading of "@name(argument, argument)" as text with its unit:
///   @eob(RUN)            activity on the target now, from current and time of the beam
///   @eos(BATCH)          activity of the product now, from its bulk and the usual yield
///   @assay(ITEM)         activity of the item's leading nuclide now
///   @part(ITEM,VOLUME)   activity in so much of it ("4.5 mL")
///   @dose(ORDER)         activity now that is what was ordered at the time of injection, with the scatter of drawing
///   @volume(ITEM,ORDER)  volume of ITEM that holds it
///   @elute(GENERATOR)    activity one elution takes now
///   @impurity(ELUATE)    activity of the parent in it now
///   @residual(DOSE)      activity left in the syringe now
///   @rate1m(ITEMS,LEAD)  dose rate 1 m from a pot of LEAD ("60 mm") around ITEMS (a|b, or a package for what is in it)
///   @surface(ITEMS,LEAD) the same at the package's surface
///   @near(VALUE,SPREAD)  a plain reading: "@near(0.2 Bq/cm2, 20 %)"
/// BAD_VALUE names what is not understood; NOT_FOUND an item, order or run that is not on record.
Result<std::string> readInstrument(Db& db, const std::string& expression, Instant now, Noise& noise);
inline bool isInstrument(const std::string& value) { return !value.empty() && value.front() == '@'; }

}  // namespace isotrail::showcase
