#pragma once
// The clinic's own tables and readings of them; used only inside the room.
#include <optional>
#include <string>

#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"

namespace isotrail::ordering {
struct OrderFacts;
}

namespace isotrail::clinic {

struct Prescribe;

constexpr Shelf kPatients("clinic_patient");            // parent: site
constexpr Shelf kPrescriptions("clinic_prescription");  // by order
constexpr Shelf kBloods("clinic_blood");                // by "patient test instant"; parent: patient
constexpr Shelf kGiven("clinic_given");                 // by dose; parent: order

void applyClinic(Db& db, const Event& e);  // everything of the room
void applyGiven(Db& db, const Event& e);   // what was given and what came back
/// What came of a dose that was given: net of residual, of what was recovered, and of shares that went elsewhere.
Activity netOf(const Json& given);
/// What was recovered after it was given, stated for the instant of giving.
Activity recoveredOf(const Json& given);
/// By the patient's age where the prescription names a row of coefficients, else the product's adult one for adults; none where none fits.
std::optional<double> effectiveMsv(Db& db, const hotlab::DoseFacts& dose, Activity net);
/// Every isotope that was in the syringe when it was emptied.
Inventory inventoryGiven(Db& db, const ItemId& dose);
Movement comesBack(const GivenFacts& g, const Inventory& whole, double share, const EquipmentId& calibrator);
void applyBloods(Db& db, const Event& e);
/// How a blood test that the order's protocol limits stands at `now` for its injection.
struct BloodState {
  bool found = false, inside = false;
  Json params;  // of the words: test, unit, within_days, least, most and, where found, value
};
std::vector<BloodState> bloodsOf(Db& db, const OrderId& order, Instant now);
/// Gates BLOOD_MISSING and BLOOD_OUTSIDE (CLI-29) of a therapy's protocol, at the injection.
void requireBloods(Act& act, const OrderId& order);
void rejustify(Db& db, const Event& before, const Event& corrected);
Verdict settleJustification(Act& act, Event& corrected);
Verdict settleOrganLimits(Act& act, Event& corrected);
/// What is known of a patient's body from the vault, at an instant; empty where nobody is registered or the vault is shut.
struct BodyFacts {
  double age_years = 0;
  bool child = false, asked = false;  // below 18; a woman who is asked about pregnancy and breast-feeding
  std::string age_band;               // of the dose coefficients: adult age15 age10 age5 age1
};
std::optional<BodyFacts> bodyOf(Db& db, const PatientId& patient, Instant at, const std::string& zone);
/// Asks every question of a prescription as gates, and leaves what was answered in `payload` and the advice in `answer`.
Verdict requireQuestions(Act& act, const Prescribe& c, const ordering::OrderFacts& o, Json& payload, Json& answer);
std::string stream(const std::string& id);
Result<Json> dosesView(ViewRequest& q);
Result<Json> doseView(ViewRequest& q);

}  // namespace isotrail::clinic
