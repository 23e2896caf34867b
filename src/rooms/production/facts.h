#pragma once
// Equipment and batches.
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::production {

struct EquipmentFacts {
  EquipmentId equipment;
  SiteId site;
  std::string kind, name;
  Instant qualified_until, calibrated_until;
};
std::optional<EquipmentFacts> equipment(Db& db, const EquipmentId& id);
std::vector<EquipmentFacts> equipmentAt(Db& db, const SiteId& site);
/// Gates EQUIPMENT_WRONG_KIND, EQUIPMENT_ELSEWHERE, EQUIPMENT_UNQUALIFIED, EQUIPMENT_CALIBRATION_LAPSED. `kinds`:
/// "calibrator|hplc", "" any.
void requireEquipment(Act& act, const EquipmentId& id, const std::string& kinds, const SiteId& site);

/// Sets `key`, and `key`_en, _zh_hans, _zh_hant, _pt with the words for a kind of item or equipment ("calibrator|hplc" too).
Json& setKind(Json& params, const std::string& key, const std::string& kinds);

struct BatchFacts {
  ItemId batch;
  ProductId product;
  SiteId site;
  std::string state;  // in_process made
  std::optional<Instant> eos_at;
  Activity eos;
  Volume volume;  // at end of synthesis
  ItemId bulk;
  bool steps_done = false;           // every step performed and, where due, checked
  std::vector<PersonId> who_signed;  // performers and checkers
  std::int64_t next_step = 0;        // due now: to be performed or, with next_is_check, checked; 0 when none is
  bool next_is_check = false;
  PersonId next_performed_by;  // whose step waits for the check
};
std::optional<BatchFacts> batch(Db& db, const ItemId& id);
std::vector<BatchFacts> batches(Db& db);
/// Decay-corrected synthesis yield to count on: the mean of the product's last ten batches, else the table's site value.
double expectedYield(Db& db, const ProductId& product, const std::string& nuclide);

}  // namespace isotrail::production
