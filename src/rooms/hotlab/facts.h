#pragma once
// Doses drawn in the hot lab, and whether a calibrator may be believed today.
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::hotlab {

/// k=1, relative: a dose calibrator in routine use.
inline constexpr double kCalibratorUncertainty = 0.02;

struct DoseFacts {
  ItemId dose;
  ItemId vial;  // the vial or preparation it was drawn from
  OrderId order;
  PatientId patient;
  ProductId product;
  std::string nuclide;
  Activity activity;  // measured at `at`
  Activity u;         // its standard uncertainty; 0 where the entry states none
  Instant at;         // when it was drawn
  Volume volume;
  PersonId by;
  std::string state;       // drawn labelled given not_given
  std::int64_t count = 1;  // pieces in the pot
  bool labelled = false;
  std::int64_t parts = 1;  // syringes it is split into; this is the first
  ItemId part_of;          // of a further syringe: the dose
};
std::optional<DoseFacts> dose(Db& db, const ItemId& id);
std::optional<DoseFacts> doseOfOrder(Db& db, const OrderId& order);
/// The further syringes of a dose that is split, in the order of their numbers.
std::vector<DoseFacts> partsOf(Db& db, const ItemId& dose);
/// Every dose drawn at the site, in the order of their numbers.
std::vector<DoseFacts> doses(Db& db, const SiteId& site);

/// A preparation's state: untested passed failed; empty when it is none.
std::string preparationState(Db& db, const ItemId& preparation);

/// The last check of the local day of `at` in `zone`, made before `at`, passed.
bool calibratorChecked(Db& db, const EquipmentId& id, Instant at, const std::string& zone);
/// Gates of a calibrator's reading: registered here, qualified, calibrated (production), and CALIBRATOR_UNCHECKED.
void requireCalibrator(Act& act, const EquipmentId& id);

}  // namespace isotrail::hotlab
