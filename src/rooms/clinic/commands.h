#pragma once
// The commands of the clinic room as people send them.
#include "desk/act.h"
#include "rooms/protocols/facts.h"

namespace isotrail::clinic {

struct RegisterPatient {
  PatientId patient;
  std::string family_name, given_name, birth_date, sex;
  std::optional<SiteId> site;
  std::optional<std::string> contact;
  void fields(Fields& f) {
    f("patient", patient, "the hospital's pseudonym, the only thing the record knows");
    f("family_name", family_name, "kept in the vault, never on the record");
    f("given_name", given_name, "kept in the vault, never on the record");
    f("birth_date", birth_date, "YYYY-MM-DD, kept in the vault");
    f.choice("sex", sex, "female|male|other|unknown", "kept in the vault");
    f("contact", contact, "telephone or address, kept in the vault, never on the record");
    f("site", site, "where the patient is treated; the caller's site when nothing is said");
  }
};
struct ErasePatient {
  PatientId patient;
  std::string reason;
  void fields(Fields& f) {
    f("patient", patient, "whose name, birth date and contact are to be destroyed");
    f("reason", reason, "why; never a name");
  }
};
struct Prescribe {
  OrderId order;
  std::string justification;
  std::optional<std::string> route;
  std::optional<protocols::ProtocolId> protocol;
  std::optional<Mass> weight;
  std::optional<std::string> pregnancy, breastfeeding;
  std::optional<std::vector<std::string>> contraindications, set_aside;
  std::optional<std::string> reason;
  std::optional<protocols::CourseId> course;
  std::optional<std::int64_t> cycle, count, syringes;
  void fields(Fields& f) {
    f("order", order, "the order it is for");
    f("justification", justification, "why the benefit outweighs the risk");
    f("route", route, "intravenous, oral or inhalation; intravenous when nothing is said");
    f("protocol", protocol, "how it is done; needed for a child");
    f("weight", weight, "of the patient, in kg; needed for a child");
    f.choice("pregnancy", pregnancy, "no|possible|yes", "what the patient answered; asked of women from 12 to 55 years");
    f.choice("breastfeeding", breastfeeding, "no|yes|stopped", "what the patient answered; asked of women from 12 to 55 years");
    f("contraindications", contraindications, "those of the protocol that were found; an empty list when all were asked and none was");
    f("set_aside", set_aside, "codes of objections set aside by the physician, such as REFERENCE_LEVEL_EXCEEDED");
    f("reason", reason, "why they were set aside");
    f("course", course, "the course of therapy it belongs to");
    f("cycle", cycle, "which cycle of the course");
    f("count", count, "pieces the dose is given in, such as 2 capsules; 1 when nothing is said");
    f("syringes", syringes, "syringes the dose is split into, 1 to 4; 1 when nothing is said");
  }
};
struct RecordBlood {
  PatientId patient;
  std::string test, unit;
  double value = 0;
  Instant taken_at;
  void fields(Fields& f) {
    f("patient", patient, "whose blood");
    f.choice("test", test, "haemoglobin|platelets|leukocytes|neutrophils|gfr|bilirubin|albumin", "which test");
    f("value", value, "as the laboratory wrote it");
    f("unit", unit, "as the laboratory wrote it");
    f("taken_at", taken_at, "when the blood was taken");
  }
};
struct SignDirective {
  OrderId order;
  std::optional<Activity> activity;
  std::optional<std::string> organ_limits;
  void fields(Fields& f) {
    f("order", order, "the order of a therapy");
    f("activity", activity, "as ordered; stated again as a second check");
    f("organ_limits", organ_limits, "limits of absorbed dose to organs, in words");
  }
};
struct Administer {
  ItemId dose;
  PatientId patient;
  std::string route;
  std::optional<std::int64_t> count;
  std::optional<std::vector<std::string>> syringes;
  void fields(Fields& f) {
    f("dose", dose, "the syringe or capsule in the hand");
    f("patient", patient, "as scanned from the wristband");
    f.choice("route", route, "intravenous|oral|inhalation", "how it was given");
    f("count", count, "pieces that were given, such as 2 capsules; 1 when nothing is said");
    f("syringes", syringes, "further syringes of a dose that is split, each scanned");
  }
};
struct MeasureResidual {
  ItemId dose;
  Activity activity;
  EquipmentId calibrator;
  void fields(Fields& f) {
    f("dose", dose, "the dose that was given");
    f("activity", activity, "left in the syringe, measured now");
    f("calibrator", calibrator, "what measured it");
  }
};

struct NotGiven {
  ItemId dose;
  std::string reason;
  bool again = false;
  std::optional<std::string> remark;
  void fields(Fields& f) {
    f("dose", dose, "the dose that was drawn and is not given");
    f.choice("reason", reason, "patient_absent|patient_unfit|patient_refused|dose_damaged|dose_too_weak|examination_changed", "why");
    f("again", again, "whether another dose is to be drawn for the order");
    f("remark", remark, "what happened; never a name");
  }
};
struct ReportOutcome {
  ItemId dose;
  std::string outcome;
  std::optional<Fraction> share;
  std::optional<Activity> recovered;
  std::optional<ItemId> bag;
  std::optional<EquipmentId> calibrator;
  std::optional<std::string> remark;
  void fields(Fields& f) {
    f("dose", dose, "the dose that was given");
    f.choice("outcome", outcome, "extravasated|vomited|interrupted|partly_given", "what happened");
    f("share", share, "of what was given that did not get where it should, estimated");
    f("recovered", recovered, "of what was vomited, measured now");
    f("bag", bag, "number of the bag it is in");
    f("calibrator", calibrator, "what measured it");
    f("remark", remark, "what happened; never a name");
  }
};

Verdict registerPatient(Act& act, const RegisterPatient& c);
Verdict erasePatient(Act& act, const ErasePatient& c);
Verdict prescribe(Act& act, const Prescribe& c);
Verdict recordBlood(Act& act, const RecordBlood& c);
Verdict signDirective(Act& act, const SignDirective& c);
Verdict administer(Act& act, const Administer& c);
Verdict notGiven(Act& act, const NotGiven& c);
Verdict reportOutcome(Act& act, const ReportOutcome& c);
Verdict measureResidual(Act& act, const MeasureResidual& c);

}  // namespace isotrail::clinic
