#pragma once
// What other rooms may know of prescriptions and of what was given. Never a patient's name.
#include <optional>
#include <string>

#include "desk/act.h"

namespace isotrail::clinic {

struct PrescriptionFacts {
  OrderId order;
  PersonId by;
  Instant at;
  bool directive = false;     // the written directive of a therapy is signed
  std::int64_t count = 1;     // pieces the dose is given in
  std::string dose_row;       // of the effective dose coefficients; "" for the product's own
  std::string protocol;       // "" when none was named
  std::string age_band;       // adult age15 age10 age5 age1; "" when unknown
  std::int64_t syringes = 1;  // it is split into
};
std::optional<PrescriptionFacts> prescription(Db& db, const OrderId& id);
/// Gates PRESCRIPTION_MISSING and, for a therapy, DIRECTIVE_MISSING, BLOOD_MISSING and BLOOD_OUTSIDE (CLI-03, CLI-04, CLI-29).
void requirePrescribed(Act& act, const OrderId& order, bool therapy);

struct GivenFacts {
  ItemId dose;
  OrderId order;
  PatientId patient;
  Instant at;
  Activity activity;                 // in the syringe at the instant of injection
  std::optional<Activity> residual;  // measured afterwards, stated for the same instant
  PersonId by;
  SiteId site;
};
std::optional<GivenFacts> given(Db& db, const ItemId& dose);

/// Gate LIKE_NAME_UNCONFIRMED (CLI-27): where another patient with the same family name and initial is due at the site that day, who
/// is meant was scanned; and WRONG_PATIENT of a scan that says another than the order.
void requireNotMistaken(Act& act, const OrderId& order, const std::optional<PatientId>& scanned);

/// Gate PATIENT_NAMED (CLI-12): free text that is to stay on the record for good does not hold the patient's full name.
void requireNoName(Act& act, const PatientId& patient, const char* field, const std::string& text);

}  // namespace isotrail::clinic
