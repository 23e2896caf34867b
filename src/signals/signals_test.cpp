#include "signals/signals.h"

#include <gtest/gtest.h>

#include "units/time.h"

namespace isotrail {
namespace {

const Instant kNow = *parseInstant("test", "2025-12-17T08:00:00+08:00");

std::string only(const SignalFacts& facts) {
  const auto found = evaluate(facts, kNow);
  if (found.empty()) return "";
  return found.size() == 1 ? found[0].code + " " + std::to_string(found[0].tier) : "several";
}

TEST(Signals, NothingWrongNothingSaid) { EXPECT_TRUE(evaluate({}, kNow).empty()); }

TEST(Signals, LicenceNearsItsEnd) {
  const auto ends = [](double in_days) {
    SignalFacts f;
    f.licences = {{"L-1", "nansha", kNow + days(in_days)}};
    return only(f);
  };
  EXPECT_EQ(ends(90.1), "");
  EXPECT_EQ(ends(90), "SIGNAL_LICENCE_EXPIRES 3");
  EXPECT_EQ(ends(30), "SIGNAL_LICENCE_EXPIRES 2");
  EXPECT_EQ(ends(0), "SIGNAL_LICENCE_EXPIRED 2");
  EXPECT_EQ(ends(-5), "SIGNAL_LICENCE_EXPIRED 2");
}

TEST(Signals, QualificationLapses) {
  const auto ends = [](double in_days) {
    SignalFacts f;
    f.qualifications = {{"lam.sou", "hotlab-dispensing", kNow + days(in_days)}};
    return only(f);
  };
  EXPECT_EQ(ends(61), "");
  EXPECT_EQ(ends(60), "SIGNAL_QUALIFICATION_LAPSES 4");
  EXPECT_EQ(ends(14), "SIGNAL_QUALIFICATION_LAPSES 3");
  EXPECT_EQ(ends(-1), "SIGNAL_QUALIFICATION_LAPSED 2");
}

SignalFacts onTheRoad(double eta_minutes, double closes_minutes) {
  SignalFacts f;
  ConsignmentFact c;
  c.consignment = "CN-MO-251217-01";
  c.moving = true;
  c.eta = kNow + minutes(eta_minutes + 30);
  c.windows = {{"zhuhai", kNow + minutes(eta_minutes), kNow + minutes(closes_minutes)}};
  c.patients = 12;
  c.first_injection = kNow + minutes(75);
  f.consignments = {c};
  return f;
}

TEST(Signals, BorderWindow) {
  EXPECT_EQ(only(onTheRoad(0, 20)), "");
  EXPECT_EQ(only(onTheRoad(0, 19)), "SIGNAL_WINDOW_TIGHT 3");
  EXPECT_EQ(only(onTheRoad(20, 15)), "SIGNAL_WINDOW_MISSED 2");
  // Arrived in the past counts from now: a window that closed two minutes ago is missed.
  EXPECT_EQ(only(onTheRoad(-10, -2)), "SIGNAL_WINDOW_MISSED 2");
  EXPECT_EQ(*evaluate(onTheRoad(20, 15), kNow)[0].reaches_patient_in_minutes, 75);
  EXPECT_EQ(*evaluate(onTheRoad(20, 15), kNow)[0].patients, 12);
}

TEST(Signals, ConsignmentAfterTheFirstInjection) {
  auto f = onTheRoad(60, 90);  // at the door at 90 min, first injection at 75
  EXPECT_EQ(only(f), "SIGNAL_CONSIGNMENT_LATE 2");
  f.consignments[0].moving = false;
  EXPECT_EQ(only(f), "");
}

TEST(Signals, DecaySlack) {
  SignalFacts f;
  f.slack = {{"FDG", "FDG", "cotai-hotlab", 15, 8, kNow + minutes(75)}};
  EXPECT_EQ(only(f), "");
  f.slack[0].slack_minutes = 14.9;
  EXPECT_EQ(only(f), "SIGNAL_DECAY_THIN 3");
  f.slack[0].slack_minutes = -0.1;
  EXPECT_EQ(only(f), "SIGNAL_DECAY_SHORT 2");
}

TEST(Signals, Duties) {
  SignalFacts f;
  f.duties = {{"d", "title", "s", "cotai", "ssm", "running", kNow - hours(1), kNow + hours(3)}};
  EXPECT_EQ(only(f), "");  // a quarter gone
  f.duties[0].due_at = kNow + minutes(19);
  EXPECT_EQ(only(f), "SIGNAL_DUTY_DUE 3");
  f.duties[0].state = "late";
  EXPECT_EQ(only(f), "SIGNAL_DUTY_OVERDUE 2");
  f.duties[0].state = "unproven";
  EXPECT_EQ(only(f), "SIGNAL_DUTY_UNPROVEN 3");
  f.duties[0] = {"y", "title", "s", "cotai", "ssm", "running", kNow - days(300), kNow + days(30)};
  EXPECT_EQ(only(f), "");  // the last tenth of a year, but not within the week
}

TEST(Signals, RecallInterruptsAfterHalfAnHour) {
  SignalFacts f;
  f.recalls = {{"R-1", "K-2291", false, kNow - minutes(29), {"cotai-hotlab"}, 3}};
  EXPECT_EQ(only(f), "SIGNAL_RECALL_UNACKNOWLEDGED 2");
  f.recalls[0].since = kNow - minutes(30);
  EXPECT_EQ(only(f), "SIGNAL_RECALL_UNACKNOWLEDGED 1");
  f.recalls[0].drill = true;
  EXPECT_EQ(only(f), "SIGNAL_RECALL_DRILL_UNACKNOWLEDGED 3");
  f.recalls[0].missing.clear();
  EXPECT_EQ(only(f), "");
}

TEST(Signals, ReleaseAndAccount) {
  SignalFacts f;
  f.releases = {{"FDG-251217-A", "CN-MO-251217-01", kNow - minutes(30), kNow + minutes(45), 8}};
  EXPECT_EQ(only(f), "");
  f.releases[0].dispatch_at = kNow + minutes(44);
  EXPECT_EQ(only(f), "SIGNAL_RELEASE_CLOSE 3");
  f.releases[0].dispatch_at = kNow;
  EXPECT_EQ(only(f), "SIGNAL_RELEASE_LATE 2");
  SignalFacts a;
  a.accounts = {{"cotai-hotlab", "2025-12-17", "F-18", 3e9, 1e9}};
  EXPECT_EQ(only(a), "SIGNAL_ACCOUNT_OPEN 2");
}

TEST(Signals, ProtectionIsWarnedOfBeforeItsLimits) {
  SignalFacts f;
  f.protection = {{ProtectionFact::Kind::task, "T-1", "capsules", "cotai-hotlab", 0.6, 0.5, std::nullopt}};
  EXPECT_EQ(only(f), "SIGNAL_TASK_DOSE_AHEAD 3");
  f.protection[0].kind = ProtectionFact::Kind::monitor;
  EXPECT_EQ(only(f), "SIGNAL_PUBLIC_DOSE_AHEAD 3");
  f.protection = {{ProtectionFact::Kind::point, "P-1", "bench 2", "cotai-hotlab", 0, 0, kNow - hours(3)}};
  EXPECT_EQ(only(f), "SIGNAL_NOT_CLEARED 2");
  EXPECT_EQ(evaluate(f, kNow).at(0).since, kNow - hours(3));
}

TEST(Signals, WorstFirstThenNearestToAPatient) {
  SignalFacts f = onTheRoad(20, 15);
  f.licences = {{"L-1", "nansha", kNow + days(20)}};
  f.recalls = {{"R-1", "K-2291", false, kNow - hours(1), {"cotai-hotlab"}, 3}};
  f.slack = {{"FDG", "FDG", "cotai-hotlab", -5, 2, kNow + minutes(10)}};
  const auto all = evaluate(f, kNow);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].code, "SIGNAL_RECALL_UNACKNOWLEDGED");
  EXPECT_EQ(all[1].code, "SIGNAL_DECAY_SHORT");
  EXPECT_EQ(all[2].code, "SIGNAL_WINDOW_MISSED");
  EXPECT_EQ(all[3].code, "SIGNAL_LICENCE_EXPIRES");
}

}  // namespace
}  // namespace isotrail
