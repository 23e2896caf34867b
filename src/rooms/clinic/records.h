#pragma once
// The clinic's own tables and readings of them; used only inside the room.
#include <optional>
#include <string>

#include "desk/room.h"
#include "desk/shelf.h"

namespace isotrail::clinic {

constexpr Shelf kPatients("clinic_patient");            // parent: site
constexpr Shelf kPrescriptions("clinic_prescription");  // by order
constexpr Shelf kGiven("clinic_given");                 // by dose; parent: order

void applyClinic(Db& db, const Event& e);  // everything of the room
void applyGiven(Db& db, const Event& e);   // what was given and what came back
void rejustify(Db& db, const Event& before, const Event& corrected);
Verdict settleJustification(Act& act, Event& corrected);
Verdict settleOrganLimits(Act& act, Event& corrected);
std::string stream(const std::string& id);
Result<Json> dosesView(ViewRequest& q);
Result<Json> doseView(ViewRequest& q);

}  // namespace isotrail::clinic
