#pragma once
// What every draw out of a vial is decided on and leaves behind: a dose, what is added to it, a further syringe of it.
#include "nuclide/uncertainty/uncertain.h"
#include "rooms/catalogue/facts.h"
#include "rooms/hotlab/commands.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"
#include "trace/trace.h"

namespace isotrail::hotlab {

/// Looked up once.
struct Drawing {
  ordering::OrderFacts order;
  Item vial;
  catalogue::ProductFacts product;
  identity::SiteFacts site;
  const Nuclide* nuclide;
};
/// Of an order that is known, from a vial that is.
Drawing drawingOf(Db& db, const ordering::OrderFacts& order, const Item& vial);

/// Gates of the vial itself: usable, drawable, here, of the ordered product, released or tested, within its time of use.
void requireSource(Act& act, const Drawing& d);
/// Gate DRAW_MORE_THAN_THERE (HOT-15).
void requireEnough(Act& act, const Drawing& d, Activity activity, Volume volume);
/// Gate DRAW_OUTSIDE_TOLERANCE (HOT-14) of what is measured now, at the injection; of a part that others will follow only that it
/// is not too much already.
void requireTolerance(Act& act, const Drawing& d, Activity measured, bool more_follow = false);
/// The measured activity at the injection, with what the calibrator and the half-life leave in doubt.
making::Uncertain<Activity> atInjection(const Drawing& d, Activity measured, Seconds until);
/// Gates of the bench and of who stands at it.
void requireBench(Act& act, const instruments::Said& said);

/// `activity` and `volume` leave the vial into `into`, which begins to exist where `syringe` says what it is.
Movement movesInto(const Act& act, const Drawing& d, const ItemId& into, Activity activity, Volume volume, const EquipmentId& calibrator,
                   std::optional<NewItem> syringe);
NewItem newSyringe(const Drawing& d);

}  // namespace isotrail::hotlab
