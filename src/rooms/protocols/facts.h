#pragma once
// How a hospital examines and treats, and the courses of its therapies.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "desk/act.h"

namespace isotrail::protocols {

using ProtocolId = Id<struct ProtocolTag>;
using CourseId = Id<struct CourseTag>;

struct ProtocolFacts {
  ProtocolId protocol;
  OrgId org;
  ProductId product;
  std::string card, reference, interruption, dose;  // rows of the shipped tables; "" where none fits
  std::optional<Seconds> repeat_after;
  std::vector<std::string> contraindications;
  std::optional<Seconds> uptake, uptake_slack, scan, in_room;  // of the examination; none where nobody said it
  ProtocolId paired_scan;                                      // of the diagnostic scan before a therapy; empty: none
  Seconds paired_within = {};                                  // how old that scan may be
};
std::optional<ProtocolFacts> protocol(Db& db, const ProtocolId& id);

/// The activity a protocol proposes for a body: by the dosage card up to 68 kg, else the adult's reference level.
struct Proposal {
  Activity activity;
  std::string clause;
  bool by_card = false;
};
std::optional<Proposal> proposalFor(const ProtocolFacts& p, std::optional<Mass> body, bool child);

/// data/breastfeeding.csv: what four sources advise, in their own words ("4 h", "stop", "0"); "" where one says nothing.
struct Interruption {
  std::string radiopharmaceutical;
  std::vector<std::pair<std::string, std::string>> advised;  // source, time
  std::string longest;                                       // the most cautious of them
  std::string source, confidence;
};
/// Of exactly that radiopharmaceutical; null when the table has none.
const Interruption* interruption(std::string_view radiopharmaceutical);

/// data/weight_for_age.csv, between its rows linear: the 3rd and 97th percentile of children of that age.
struct WeightRange {
  Mass low, high;
  std::string source;
};
WeightRange usualWeight(double age_years);

/// What a blood test must have been before a therapy.
struct BloodLimit {
  std::string test, unit;
  std::optional<double> least, most;
  Seconds within;  // how old the test may be at the injection
};
std::vector<BloodLimit> bloodLimits(Db& db, const ProtocolId& id);
/// data/blood_tests.csv: the unit of a test, and what is plausible in it.
struct BloodTest {
  std::string unit;
  double least = 0, most = 0;
  static BloodTest of(const std::string& test);
};

struct GivenCycle {
  std::int64_t cycle = 0;
  OrderId order;
  std::optional<Instant> at;  // given; none while only prescribed
  Activity activity;          // given net, or prescribed
};
struct CourseFacts {
  CourseId course;
  PatientId patient;
  ProtocolId protocol;
  std::int64_t cycles = 0;
  Activity per_cycle, most;
  Seconds least_gap;
  std::vector<GivenCycle> done;  // by cycle
};
std::optional<CourseFacts> course(Db& db, const CourseId& id);
/// Gates COURSE_OF_ANOTHER, COURSE_CYCLE_WRONG, COURSE_TOO_SOON, COURSE_ACTIVITY_EXCEEDED (CLI-21) of one more cycle, and
/// ORGAN_DOSIMETRY_MISSING, ORGAN_DOSE_EXCEEDED (CLI-30) of the organs its protocol limits.
void requireCycle(Act& act, const CourseFacts& c, const PatientId& patient, const ProductId& product, std::int64_t cycle, Activity activity,
                  Instant at);

}  // namespace isotrail::protocols
