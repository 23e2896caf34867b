#pragma once
// What might go wrong: indicators with limits, lead time and patients at stake, as a pure function of facts.
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/json.h"

namespace isotrail {

struct LicenceFact {
  std::string licence, site;
  Instant valid_until;
};
struct QualificationFact {
  std::string person, qualification;
  Instant valid_until;
};
struct BorderFact {
  std::string post;
  Instant eta;        // expected at the post, or arrived
  Instant closes_at;  // extensions included
};
struct ConsignmentFact {
  std::string consignment, state;
  bool moving = false;  // on the road or at the border
  Instant eta;
  int delay_minutes = 0;
  std::vector<BorderFact> windows;  // not yet cleared
  int patients = 0;                 // who wait for what it carries
  std::optional<Instant> first_injection;
};
/// A product at a hospital: how much later the remaining injections could be and still be served from what there is.
struct SlackFact {
  std::string product, product_name, site;
  double slack_minutes = 0.0;  // negative: already short
  int patients = 0;            // not served when it stays as it is; all waiting ones while slack is positive
  Instant next_injection;
};
struct DutyFact {
  std::string duty, title, subject, holder, agency;
  std::string state;  // running late unproven
  Instant started_at, due_at;
};
struct RecallFact {
  std::string recall, item;
  bool drill = false;
  Instant since;
  std::vector<std::string> missing;  // sites that have not acknowledged
  int patients = 0;
};
struct ReleaseFact {
  std::string batch, consignment;
  Instant waiting_since, dispatch_at;
  int patients = 0;
};
struct AccountFact {
  std::string site, day, nuclide;
  double unexplained = 0.0, limit = 0.0;  // atoms
};
/// What protection foresees before a limit is reached.
struct ProtectionFact {
  enum class Kind { task, monitor, point } kind;
  std::string id, name, site;
  double reached_msv = 0.0, allowed_msv = 0.0;  // of a task or a monitor's year, as it will end
  std::optional<Instant> since;                 // a point's contamination
};
struct SignalFacts {
  std::vector<LicenceFact> licences;
  std::vector<QualificationFact> qualifications;
  std::vector<ConsignmentFact> consignments;
  std::vector<SlackFact> slack;
  std::vector<DutyFact> duties;
  std::vector<RecallFact> recalls;
  std::vector<ReleaseFact> releases;
  std::vector<AccountFact> accounts;
  std::vector<ProtectionFact> protection;
};

struct Signal {
  std::string id;     // stays the same while the same thing is wrong
  std::string group;  // supply quality logistics clinical radiation compliance market
  int tier = 3;       // 1 interrupts, 2 asks for acknowledgement, 3 digest, 4 chart only
  std::string code;   // words and remedy in the texts tables
  Json params = Json::object();
  Instant since;
  std::optional<double> reaches_patient_in_minutes;
  std::optional<int> patients;
  std::string confidence;  // certain forecast
  std::string owner_role;
  std::string link;  // screen path
};

/// Every signal of `facts` at `now`: lowest tier number first, then what reaches a patient soonest, then id.
std::vector<Signal> evaluate(const SignalFacts& facts, Instant now);

}  // namespace isotrail
