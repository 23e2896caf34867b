#include "rooms/clinic/room.h"

#include "rooms/clinic/commands.h"
#include "rooms/clinic/records.h"
#include "rooms/clinic/release/release.h"

namespace isotrail::clinic {

RoomTable room() {
  RoomTable t("clinic");
  t.command<RegisterPatient>("register-patient", registerPatient, "Register a patient; name and birth date go to the vault.",
                             {.meaning = "", .secret = true});
  t.command<ErasePatient>("erase-patient", erasePatient, "Destroy the key to a patient's name, birth date and contact; the record stays.",
                          {.meaning = "erased"});
  t.command<Prescribe>("prescribe", prescribe, "Prescribe an ordered dose with its justification.", {.meaning = "prescribed"});
  t.command<RecordBlood>("record-blood", recordBlood, "Record a blood test of a patient.");
  t.command<SignDirective>("sign-directive", signDirective, "Sign the written directive of a therapy.", {.meaning = "directed"});
  t.command<Administer>("administer", administer, "Give a dose to the patient whose wristband was scanned.", {.meaning = "administered"});
  t.command<MeasureResidual>("measure-residual", measureResidual, "Measure what stayed in the syringe; what was given is the rest.");
  t.command<NotGiven>("not-given", notGiven, "Say that a drawn dose is not given, and why.", {.meaning = "not given"});
  t.command<ReportOutcome>("report-outcome", reportOutcome,
                           "Report what happened to a dose that was given: extravasated, vomited, interrupted, partly given.",
                           {.meaning = "reported"});
  t.command<ReleasePatient>("release-patient", releasePatient, "Let a therapy patient go home, with the precautions of the days after.",
                            {.meaning = "released"});
  t.amendable<Prescribe>("clinic.Prescribed", "prescribe", {"justification"}, rejustify, {.settle = settleJustification});
  t.amendable<SignDirective>("clinic.DirectiveSigned", "sign-directive", {"organ_limits"}, foldNothing, {.settle = settleOrganLimits});
  t.view("doses", "clinic.read", dosesView, "Doses in the order of their injections.", false, {"day"});
  t.view("doses", "clinic.read", doseView, "A dose by its order: what is proven, what was drawn, given and left, and its record.", true);
  t.question<ReleasePatient>("release-forecast", "clinic.read", releaseForecast,
                             "What a therapy patient keeps now, when the limits are met, and how long each precaution would last.");
  t.sheet("release-sheet", "clinic.read", releaseSheet, "What a released patient takes home, by dose.");
  t.projection("clinic", {"clinic_patient", "clinic_prescription", "clinic_given", "clinic_blood"}, applyClinic);
  return t;
}

}  // namespace isotrail::clinic
