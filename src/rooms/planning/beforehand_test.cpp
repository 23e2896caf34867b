// The desk, with a room of its own: what a command works out before it stands in line holds nobody up, and counts only when the record is still
// the same.
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "tests/support/fixture.h"

namespace isotrail {
namespace {

using namespace std::chrono_literals;

struct NoSigner final : NodeSigner {
  std::string keyId() const override { return "test"; }
  std::string sign(const std::string&, const std::string&) const override { return ""; }
};

/// A thing that takes long to think about.
struct Think {
  std::string about;
  void fields(Fields& f) { f("about", about); }
};
struct Say {
  std::string what;
  void fields(Fields& f) { f("what", what); }
};

std::promise<void>* thinking = nullptr;       // kept when a thought begins
std::shared_future<void>* may_end = nullptr;  // waited for by each thought
int thoughts = 0;
std::vector<Instant> thought_for;   // of each thought
test::SetClock* ticking = nullptr;  // goes on a minute while somebody thinks

std::int64_t said(Db& db) { return Journal(db).streamVersion("test/said"); }

std::any thought(Db& db, const Caller&, Instant now, const Think&) {
  const std::int64_t seen = said(db);
  thought_for.push_back(now);
  if (ticking) ticking->set(ticking->now() + Seconds(60.0));
  if (++thoughts == 1 && thinking) thinking->set_value();
  if (may_end && may_end->wait_for(30s) != std::future_status::ready) return {};
  return seen;
}
Verdict think(Act& act, const Think&) {
  const auto* seen = std::any_cast<std::int64_t>(&act.beforehand());
  if (seen && *seen != said(act.db())) return Refusal::of("THOUGHT_STALE");
  if (seen && ticking && act.now() > thought_for.back()) return Refusal::of("THOUGHT_STALE");
  act.emit(SiteId("S"), "test/thought", "test.Thought", Json::object({{"seen", seen ? Json(*seen) : Json()}}));
  act.answer(Json::object({{"seen", seen ? Json(*seen) : Json()}}));
  return Done{};
}
Verdict say(Act& act, const Say& c) {
  act.emit(SiteId("S"), "test/said", "test.Said", Json::object({{"what", c.what}}));
  return Done{};
}

class Beforehand : public ::testing::Test {
 protected:
  Beforehand() : source_(":memory:") {
    RoomTable room("test");
    room.command<Think>("think", think, "Think about a thing.");
    room.beforehand<Think>(thought, "THOUGHT_STALE");
    room.command<Say>("say", say, "Say a thing.");
    desk_ = std::make_unique<Desk>(source_, clock_, signer_, std::vector<RoomTable>{room});
    thoughts = 0;
    thought_for.clear();
    ticking = nullptr;
    thinking = nullptr;
    may_end = nullptr;
  }
  static Submission thinkOf(const char* id) { return {"test/think", Json::object({{"about", "a day"}}), id, {}, {}, false}; }
  static Submission sayIt(const char* id) { return {"test/say", Json::object({{"what", "good day"}}), id, {}, {}, false}; }

  SqliteSource source_;
  test::SetClock clock_;
  NoSigner signer_;
  std::unique_ptr<Desk> desk_;
  Caller anna_ = test::Fixture::caller("anna", "o");
};

TEST_F(Beforehand, AnotherCommandIsTakenInMeanwhileAndWhatItChangesIsThoughtAboutAnew) {
  std::promise<void> begun, end;
  std::shared_future<void> ended(end.get_future());
  thinking = &begun;
  may_end = &ended;
  Result<Accepted> answer = Refusal::of("NONE");
  std::thread thinker([&] { answer = desk_->submit(anna_, thinkOf("t1")); });
  ASSERT_EQ(begun.get_future().wait_for(30s), std::future_status::ready);
  const auto other = desk_->submit(anna_, sayIt("s1"));  // taken in while the thought goes on
  EXPECT_TRUE(other);
  EXPECT_EQ(thoughts, 1);
  end.set_value();
  thinker.join();
  ASSERT_TRUE(answer) << answer.refusal().code;
  EXPECT_EQ(thoughts, 2);
  EXPECT_EQ(answer->answer["result"]["seen"].integer(), 1);
}

TEST_F(Beforehand, WhatTheClockOvertookIsThoughtAboutForWhenItWillBeDone) {
  ticking = &clock_;
  const Instant from = clock_.now();
  ASSERT_TRUE(desk_->submit(anna_, thinkOf("t1")));
  // First for now; a minute later for twice that minute ahead.
  EXPECT_EQ(thought_for, (std::vector<Instant>{from, from + Seconds(60.0 + 120.0)}));
}

TEST_F(Beforehand, NobodyThinksForWhoMayNotOrSendsNonsense) {
  Caller nobody = anna_;
  nobody.permissions = {};
  nobody.roles = {};
  EXPECT_EQ(desk_->submit(nobody, thinkOf("t1")).refusal().code, "NOT_PERMITTED");
  EXPECT_FALSE(desk_->submit(anna_, {"test/think", Json::object({{"wrong", 1}}), "t2", {}, {}, false}));
  EXPECT_EQ(thoughts, 0);
}

TEST_F(Beforehand, CommandsSentTogetherWorkWithoutIt) {
  const auto both = desk_->submitAll(anna_, {sayIt("s1"), thinkOf("t1")});
  ASSERT_TRUE(both);
  EXPECT_TRUE(both->back().answer["result"]["seen"].isNull());
  EXPECT_EQ(thoughts, 0);
}

}  // namespace
}  // namespace isotrail
