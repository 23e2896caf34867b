// The outside world fails at every write of a command: what was acknowledged is kept, nothing else is there, and the same
// command sent again ends as it would have at first.
#include <gtest/gtest.h>

#include "tests/contract/under_faults.h"

namespace isotrail::test {
namespace {

class UnderFaults : public DeskUnderFaults {
 protected:
  /// Fails `s` at its write `at`; false when it has fewer.
  bool failsCleanlyAt(const Caller& who, const Submission& s, Failure kind, int at) {
    const auto before = entries(), names_before = names();
    faulty.plan.arm(kind, at);
    const Told told = send(who, s);
    const bool fired = faulty.plan.fired;
    faulty.plan.disarm();
    const bool stopped = kind == Failure::io_error && fired;
    EXPECT_EQ(desk->readOnly(), stopped);
    if (stopped) {
      EXPECT_EQ(desk->submit(who, s).refusal().code, "READ_ONLY");
    }
    start();  // as after a restart
    const auto kept = entries() - before;
    const bool may_be_kept = kind == Failure::crash_after_commit;
    if (told == Told::failed && !may_be_kept) {
      EXPECT_EQ(kept, 0) << "half written";
    }
    const bool of_a_name = s.command == "identity/register-person";
    EXPECT_EQ(names() - names_before, of_a_name && kept > 0 ? 1 : 0);
    const auto again = desk->submit(who, s);
    EXPECT_TRUE(again.ok()) << again.refusal().code;
    const std::int64_t whole = s.signer ? 2 : 1;
    EXPECT_EQ(entries() - before, whole) << "kept twice or not at all";
    if (told == Told::accepted || (may_be_kept && fired)) {
      EXPECT_EQ(kept, whole) << "acknowledged and not kept";
    }
    EXPECT_EQ(again.ok() && again->replay, kept > 0);
    return fired;
  }
  void throughEveryWrite(Failure kind) {
    for (std::size_t sort = 0; sort < 3; ++sort) {
      int at = 1;
      for (;; ++at) {
        const auto next = nextOfEachSort();
        const auto& [who, s] = next[sort];
        if (!failsCleanlyAt(who, s, kind, at) || HasFailure()) break;
      }
      const bool commits_only = kind == Failure::crash_after_commit || kind == Failure::lost_after_commit;
      EXPECT_GT(at, commits_only ? 1 : 5) << "writes that were failed";
    }
    EXPECT_TRUE(desk->rebuild(true).empty());
    desk->read([&](Db& db) {
      const auto report = Journal(db).verify();
      EXPECT_TRUE(report.ok) << report.why;
    });
  }
};

TEST_P(UnderFaults, AProgramThatIsKilledBetweenAnyTwoWrites) { throughEveryWrite(Failure::crash); }
TEST_P(UnderFaults, AProgramThatIsKilledBeforeItCouldAcknowledge) { throughEveryWrite(Failure::crash_after_commit); }
TEST_P(UnderFaults, ADiskThatIsFull) { throughEveryWrite(Failure::disk_full); }
TEST_P(UnderFaults, ADiskWithErrorsStopsWritingAndReadingGoesOn) { throughEveryWrite(Failure::io_error); }
TEST_P(UnderFaults, AConnectionThatIsLost) { throughEveryWrite(Failure::lost); }
TEST_P(UnderFaults, AConnectionThatIsLostWithTheAnswerToItsCommit) { throughEveryWrite(Failure::lost_after_commit); }
TEST_P(UnderFaults, AnotherWriterWhoWasFirst) { throughEveryWrite(Failure::conflict); }

TEST_P(UnderFaults, AConflictThatDoesNotEndIsBusyAfterThreeTries) {
  const auto next = nextOfEachSort();
  const auto before = entries();
  faulty.plan.arm(Failure::conflict, 1);
  faulty.plan.times = 3;
  const auto answer = desk->submit(next[1].first, next[1].second);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.refusal().code, "BUSY");
  EXPECT_EQ(faulty.plan.times, 0);
  faulty.plan.disarm();
  EXPECT_EQ(entries(), before);
}

ISOTRAIL_ON_EVERY_ENGINE(UnderFaults);

}  // namespace
}  // namespace isotrail::test
