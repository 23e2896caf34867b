#pragma once
// Release of a therapy patient: what is kept in the body, the limits of the place, and how long each precaution lasts.
// Point source of the whole body (nuclide/radiation/retention.h). Limits data/patient_release.csv, retention
// data/patient_retention.csv, patterns of contact data/release_contacts.csv, each row with source and confidence.
#include <optional>
#include <string>
#include <vector>

#include "desk/room.h"
#include "nuclide/dataset.h"
#include "nuclide/radiation/retention.h"
#include "rooms/clinic/facts.h"

namespace isotrail::clinic {

struct ReleasePatient {
  ItemId dose;
  std::optional<DoseRate> rate, rate_at_start;
  std::optional<EquipmentId> meter;
  std::optional<Activity> retained;
  std::optional<std::string> model;
  std::optional<Seconds> effective_half_life;
  std::string household;
  bool separate_bed = false, other_carer = false;
  std::string way_home;
  std::optional<Seconds> journey;
  std::optional<std::string> remark;
  void fields(Fields& f) {
    f("dose", dose, "the dose that was given");
    f("rate", rate, "dose rate at 1 m from the patient, measured now");
    f("rate_at_start", rate_at_start, "at the same place right after giving, before anything was excreted; what is kept follows from both");
    f("meter", meter, "the survey meter that measured");
    f("retained", retained, "activity kept now, where it was measured otherwise");
    f.choice("model", model, "physical|thyroid_cancer|hyperthyroidism|dotatate|psma",
             "how the body empties; physical, decay alone, when nothing is said");
    f("effective_half_life", effective_half_life, "of this patient, measured; instead of a model");
    f.choice("household", household, "alone|adults|children|pregnant", "who lives there; the most sensitive of them");
    f("separate_bed", separate_bed, "whether the patient can sleep alone");
    f("other_carer", other_carer, "whether somebody else can look after the children");
    f.choice("way_home", way_home, "own_car|hospital_car|public_transport", "how the patient gets home");
    f("journey", journey, "how long that takes; 2 h when nothing is said");
    f("remark", remark, "what else counted; never a name");
  }
};

/// One row of data/patient_release.csv that holds at a place, in Bq, Sv/h, Sv or s.
struct ReleaseLimit {
  std::string quantity;  // retained rate_1m dose_adult dose_child dose_public stay none
  double value = 0;
  bool by_default = false;  // may be replaced by a calculation for the patient
  std::string clause, confidence;
  std::string per;  // of a dose: treatment (all cycles of a course) or year
};
/// Of the place and nuclide, else of the place, else of the nuclide, else of the house; empty where none says anything.
std::optional<ReleaseLimit> releaseLimit(const std::string& jurisdiction, const std::string& nuclide, const std::string& quantity);
/// Names of the models that the tables have for a nuclide; "physical" first.
std::vector<std::string> retentionModels(const std::string& nuclide);

struct Contact {
  std::string contact, person, limit;
  Length distance;
  double hours = 0;  // a day; of travel a journey
  double share = 0;  // of the limit
};
const std::vector<Contact>& releaseContacts();

/// What of a limit was found.
struct Judged {
  ReleaseLimit limit;
  double found = 0;    // with what earlier cycles gave
  double earlier = 0;  // of it
  bool met = false;
  std::optional<Instant> from;  // when it is met by the model, where it is not yet
};
/// A precaution and its first free day; "" where none is needed.
struct Precaution {
  std::string contact, person, clause;
  Seconds lasts;
  std::string until;
  Dose limit;
};
/// A therapy of the same patient and what somebody near receives of it, at 1 m to complete decay.
struct CycleDose {
  ItemId dose;
  Instant given_at;
  Dose adult;
  bool in_year = false, in_treatment = false;  // counts against a limit of a year, of a treatment
};
struct Assessed {
  std::string method;  // stated ratio model
  Activity retained;
  std::optional<DoseRate> rate;  // at 1 m; measured, else of what is kept
  bool rate_measured = false;
  Dose adult;                     // of this cycle, at 1 m for 6 h a day (all day where the half-life is a day or less), to complete decay
  std::vector<CycleDose> cycles;  // this one last
  std::vector<Judged> limits;
  std::vector<Precaution> precautions;
  bool covered = false;  // a limit or a dose-rate constant says something of this nuclide
  Json json(const std::string& zone) const;
  const Precaution* of(std::string_view contact) const;
};
/// A therapy the patient was given before.
struct EarlierCycle {
  ItemId dose;
  Instant given_at;
  Activity net;
  const Nuclide* nuclide = nullptr;
  bool same_course = false;
  std::optional<Dose> adult;  // as it was found when the patient was released; none: that was not recorded
};
/// Where and when a patient would leave.
struct Leaving {
  GivenFacts given;
  Activity net;
  const Nuclide* nuclide = nullptr;
  std::string jurisdiction, zone, sex;  // sex "" where unknown
  Instant at;
  std::vector<EarlierCycle> earlier = {};  // the first one first
  int ahead = 0;                           // cycles of the course still to come, `gap` apart
  Seconds gap = {};
};
/// Of the patient's earlier therapies the dose to somebody near, those not calculated then by the way this one empties; and this one's last.
std::vector<CycleDose> cycleDoses(const ReleasePatient& c, const Leaving& l, Dose now);
/// Cycles that share a limit: those counted, this one and those planned within it.
int cyclesSharing(const ReleaseLimit& limit, const std::vector<CycleDose>& cycles, const Leaving& l);
/// How the body empties of a nuclide, as was said. BAD_VALUE.
Result<Retention> retentionOf(const ReleasePatient& c, const Nuclide& n);
/// H*(10) at 1 m per activity, with the progeny that comes along.
RateConstant constantOf(const Nuclide& n);
/// Somebody near at 1 m: RG 8.39 eq. B-1, a quarter of the time, all of it where the half-life is a day or less.
Bystander nearby(const Nuclide& n);
/// BAD_VALUE for a half-life, a model or a rate that cannot be.
Result<Assessed> assess(const ReleasePatient& c, const Leaving& l);

Verdict releasePatient(Act& act, const ReleasePatient& c);
/// The same calculation without its gates; nothing is written.
Result<Json> releaseForecast(ViewRequest& q, const ReleasePatient& c);
/// What a patient takes home, in the reader's language (desk/sheet.h).
Result<Json> releaseSheet(ViewRequest& q);
void applyRelease(Db& db, const Event& e);

}  // namespace isotrail::clinic
