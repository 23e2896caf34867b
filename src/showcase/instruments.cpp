#include "showcase/instruments.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "desk/words.h"
#include "nuclide/production/cyclotron.h"
#include "nuclide/radiation/shield.h"
#include "nuclide/radiation/sources.h"
#include "rooms/catalogue/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/production/facts.h"
#include "rooms/supply/facts.h"
#include "trace/trace.h"

namespace isotrail::showcase {
namespace {

// Standard deviations (relative) of what is simulated: instruments in good order and practised hands.
constexpr double kCalibratorSpread = 0.008;
constexpr double kTargetSpread = 0.012;
constexpr double kYieldSpread = 0.015;
constexpr double kDrawingSpread = 0.012;
constexpr double kColumnSpread = 0.015;
constexpr double kMeterSpread = 0.05;

/// Parent per daughter in a good eluate: a seventh of the limit of 1.5e-4.
constexpr double kUsualBreakthrough = 2e-5;
/// Left in syringe and line after a slow injection with flushing.
constexpr double kUsualResidual = 0.025;

/// A pot stands so in its box that the surface is this far from the vials, in metres.
constexpr double kPotToSurface = 0.15;

std::string shown(double value, const char* unit) {
  char text[48];
  std::snprintf(text, sizeof text, "%.4g %s", value, unit);
  return text;
}
std::string activityText(double bq) {
  if (bq >= 1e9) return shown(bq * 1e-9, "GBq");
  if (bq >= 1e6) return shown(bq * 1e-6, "MBq");
  if (bq >= 1e3) return shown(bq * 1e-3, "kBq");
  return shown(bq, "Bq");
}
std::string rateText(DoseRate rate) { return shown(rate.value * 1e6, "uSv/h"); }

struct Call {
  std::string name;
  std::vector<std::string> arguments;
};
std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = text.find(separator);
    std::string_view part = text.substr(0, end);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    parts.emplace_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}
std::optional<Call> callOf(const std::string& expression) {
  const auto open = expression.find('(');
  if (expression.empty() || expression.front() != '@' || open == std::string::npos || expression.back() != ')') return std::nullopt;
  return Call{expression.substr(1, open - 1), split(std::string_view(expression).substr(open + 1, expression.size() - open - 2), ',')};
}

Refusal notUnderstood(const std::string& expression, const char* accepted) {
  return Refusal::field({"instrument", "BAD_VALUE", expression, accepted, 0, 0});
}

/// What one instrument needs to answer.
struct Reading {
  Db& db;
  const Call& call;
  Instant now;
  Noise& noise;
  const std::string& argument(std::size_t i) const {
    static const std::string none;
    return i < call.arguments.size() ? call.arguments[i] : none;
  }
  Result<Item> item(std::size_t i) const { return itemOf(db, "item", ItemId(argument(i))); }
};

double leadingActivity(const Item& item, Instant now) {
  if (item.inventory.empty()) return 0.0;
  const Inventory held = item.inventoryAt(now);
  return held.activity(held.leading()).value;
}

Result<std::string> eob(const Reading& r) {
  const auto run = supply::run(r.db, ItemId(r.argument(0)));
  if (!run) return notFound("run", r.argument(0));
  const Nuclide& nuclide = *Dataset::shipped().find(run->nuclide);
  const SaturationYield target(supply::lineValue(run->nuclide, "saturation") * supply::lineValue(run->nuclide, "target_factor") * 1e15);  // GBq/uA
  const Activity made = making::evenBeam(nuclide.half_life, target, run->current, r.now - run->beam_on);
  return activityText(made.value * r.noise.factor(kTargetSpread));
}

Result<std::string> eos(const Reading& r) {
  const auto batch = production::batch(r.db, ItemId(r.argument(0)));
  if (!batch) return notFound("batch", r.argument(0));
  const auto bulk = itemOf(r.db, "bulk", batch->bulk);
  if (!bulk) return bulk.refusal();
  const double yield = supply::lineValue(bulk->inventory.leading(), "synthesis_yield");
  return activityText(leadingActivity(*bulk, r.now) * yield * r.noise.factor(kYieldSpread));
}

Result<std::string> assay(const Reading& r) {
  const auto item = r.item(0);
  if (!item) return item.refusal();
  return activityText(leadingActivity(*item, r.now) * r.noise.factor(kCalibratorSpread));
}

/// What so many mL of an item hold.
Result<std::string> part(const Reading& r) {
  const auto item = r.item(0);
  if (!item) return item.refusal();
  const auto wanted = parseQuantity<Volume>("volume", r.argument(1));
  if (!wanted) return wanted.refusal();
  if (item->volume < *wanted) return notUnderstood(r.argument(1), "a volume the item holds");
  return activityText(leadingActivity(*item, r.now) * (*wanted / item->volume) * r.noise.factor(kCalibratorSpread));
}

/// Bq that must be in the syringe now.
Result<double> neededNow(const Reading& r, std::size_t i) {
  const auto order = ordering::order(r.db, OrderId(r.argument(i)));
  if (!order) return notFound("order", r.argument(i));
  const auto product = catalogue::product(r.db, order->product);
  const Nuclide& nuclide = *Dataset::shipped().find(product->nuclide);
  return decayed(nuclide, order->activity, order->inject_at, r.now).value;
}

Result<std::string> dose(const Reading& r) {
  const auto needed = neededNow(r, 0);
  if (!needed) return needed.refusal();
  return activityText(*needed * r.noise.factor(kDrawingSpread));
}

Result<std::string> volume(const Reading& r) {
  const auto vial = r.item(0);
  if (!vial) return vial.refusal();
  const auto needed = neededNow(r, 1);
  if (!needed) return needed.refusal();
  const double there = leadingActivity(*vial, r.now);
  if (there <= 0.0) return notUnderstood(r.argument(0), "a vial that holds activity");
  return shown(vial->volume.value * 1e3 * *needed / there, "mL");
}

Result<std::string> elute(const Reading& r) {
  const auto column = r.item(0);
  if (!column) return column.refusal();
  const auto generator = supply::generator(r.db, column->id);
  if (!generator) return notFound("generator", r.argument(0));
  const double there = column->inventoryAt(r.now).activity(generator->daughter).value;
  return activityText(there * generator->efficiency.value * r.noise.factor(kColumnSpread));
}

Result<std::string> impurity(const Reading& r) {
  const auto eluate = r.item(0);
  if (!eluate) return eluate.refusal();
  return activityText(leadingActivity(*eluate, r.now) * kUsualBreakthrough * r.noise.factor(0.1));
}

/// From what was in the syringe when it was last measured: after the injection it holds nothing more by the record.
Result<std::string> residual(const Reading& r) {
  const auto syringe = r.item(0);
  if (!syringe) return syringe.refusal();
  const auto product = catalogue::product(r.db, syringe->product);
  if (!product || !syringe->calibration) return notUnderstood(r.argument(0), "a dose that was measured");
  const Activity then = syringe->calibration->activity;
  return activityText(decayed(*Dataset::shipped().find(product->nuclide), then, syringe->calibration->at, r.now).value * kUsualResidual *
                      r.noise.factor(0.15));
}

/// Dose rate `metres` from items in a pot of lead.
Result<std::string> rate(const Reading& r, double metres) {
  const auto lead = split(r.argument(1), ' ');
  if (lead.size() != 2 || lead[1] != "mm") return notUnderstood(r.argument(1), "a thickness of lead such as 60 mm");
  const ShieldLayer pot{*shieldMaterial("material", "lead"), Length(std::atof(lead[0].c_str()) * 1e-3)};
  std::vector<Item> items;
  for (const auto& id : split(r.argument(0), '|')) {
    const auto item = itemOf(r.db, "item", ItemId(id));
    if (!item) return item.refusal();
    if (item->kind == "package")
      for (auto& inside : itemsIn(r.db, item->id)) items.push_back(std::move(inside));
    else
      items.push_back(*item);
  }
  double sum = 0.05e-6;  // Sv/h: what the meter shows with nothing near it, within a natural background taken off
  for (const auto& item : items) {
    if (item.inventory.empty()) continue;
    const auto behind = meteredBehind(beamOf(item.inventoryAt(r.now)), pot, Length(metres));
    if (!behind) return behind.refusal();
    sum += behind->value;
  }
  return rateText(DoseRate(sum * r.noise.factor(kMeterSpread)));
}

/// "0.2 Bq/cm2" with a spread in per cent.
Result<std::string> near(const Reading& r) {
  const auto value = split(r.argument(0), ' ');
  const auto spread = parseQuantity<Fraction>("spread", r.argument(1));
  if (value.size() != 2 || !spread) return notUnderstood(r.argument(0), "@near(0.2 Bq/cm2, 20 %)");
  return shown(std::atof(value[0].c_str()) * r.noise.factor(spread->value), value[1].c_str());
}

}  // namespace

std::uint64_t Noise::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}
double Noise::factor(double relative) {
  // Twelve uniform numbers less six have mean 0 and standard deviation 1, closely enough to a normal deviate here.
  double deviate = -6.0;
  for (int i = 0; i < 12; ++i) deviate += static_cast<double>(next() >> 11) * 0x1p-53;
  return 1.0 + relative * std::clamp(deviate, -2.5, 2.5);
}

Result<std::string> readInstrument(Db& db, const std::string& expression, Instant now, Noise& noise) {
  const auto call = callOf(expression);
  if (!call) return notUnderstood(expression, "@name(argument, argument)");
  const Reading r{db, *call, now, noise};
  if (call->name == "eob") return eob(r);
  if (call->name == "eos") return eos(r);
  if (call->name == "assay") return assay(r);
  if (call->name == "part") return part(r);
  if (call->name == "dose") return dose(r);
  if (call->name == "volume") return volume(r);
  if (call->name == "elute") return elute(r);
  if (call->name == "impurity") return impurity(r);
  if (call->name == "residual") return residual(r);
  if (call->name == "rate1m") return rate(r, 1.0 + kPotToSurface);
  if (call->name == "surface") return rate(r, kPotToSurface);
  if (call->name == "near") return near(r);
  return notUnderstood(expression, "@eob, @eos, @assay, @part, @dose, @volume, @elute, @impurity, @residual, @rate1m, @surface, @near");
}

}  // namespace isotrail::showcase
