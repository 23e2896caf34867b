// Commands that wait for the lane together share one transaction: each is kept whole and acknowledged after its flush, or leaves
// nothing, whatever happens to the others; and the record is as if they had come one by one.
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "tests/contract/under_faults.h"

namespace isotrail::test {
namespace {

using namespace std::chrono_literals;

/// Writes, and ends badly only then.
struct Late {
  std::string how;
  void fields(Fields& f) { f("how", how); }
};
Verdict late(Act& act, const Late& c) {
  act.db().exec("INSERT INTO node(name,value) VALUES($1,'x')", {"late " + act.commandId()});
  if (c.how == "fails") throw Bug("on purpose");
  return Refusal::of("TOO_LATE");
}

/// May be done any number of times.
struct Noted {
  std::string what;
  void fields(Fields& f) { f("what", what); }
};
Verdict note(Act& act, const Noted& c) {
  act.emit(SiteId("site"), "test/notes", "test.Noted", Json::object({{"what", c.what}}));
  return Done{};
}

class Together : public DeskUnderFaults {
 protected:
  std::vector<RoomTable> rooms() override {
    auto all = allRooms();
    auto& of_test = all.emplace_back("test");
    of_test.command("late", late, "");
    of_test.command("note", note, "");
    return all;
  }
  struct Outcome {
    Told told = Told::failed;
    std::string code;  // of a refusal
    bool replay = false;
  };
  int commits = 0;
  std::size_t largest = 0;  // entries of one commit

  /// Sends all while the lane is taken, so that they wait in line together; `before` is called when the lane becomes free.
  std::vector<Outcome> sendTogether(
      const std::vector<std::pair<Caller, Submission>>& all, const std::function<void()>& before = [] {}) {
    std::promise<void> taken, free;
    bool plugged = false;
    commits = 0;
    largest = 0;
    desk->onCommitted([&](const std::vector<Event>& entries) {
      if (std::exchange(plugged, true)) {
        ++commits;
        largest = std::max(largest, entries.size());
        return;
      }
      taken.set_value();
      free.get_future().wait();
      before();
    });
    std::thread plug([&, s = submission("production/receive-lot", lot("PLUG-" + std::to_string(++made)))] { (void)desk->submit(admin, s); });
    taken.get_future().wait();
    std::vector<Outcome> outcomes(all.size());
    std::vector<std::thread> senders;
    for (std::size_t i = 0; i < all.size(); ++i) {
      senders.emplace_back([&, i] { outcomes[i] = sendOne(all[i].first, all[i].second); });
    }
    std::this_thread::sleep_for(30ms);  // so that all stand in line
    free.set_value();
    for (auto& t : senders) t.join();
    plug.join();
    desk->onCommitted({});
    return outcomes;
  }
  Outcome sendOne(const Caller& who, const Submission& s) {
    try {
      const auto answer = desk->submit(who, s);
      if (answer) return {Told::accepted, "", answer->replay};
      return {Told::failed, answer.refusal().code, false};
    } catch (const Fault& fault) {
      return {Told::failed, fault.code, false};
    } catch (const Crash&) {
      return {Told::failed, "crash", false};
    } catch (const Bug&) {
      return {Told::failed, "bug", false};
    }
  }
  /// What is refused before it writes, and what ends only after it.
  std::pair<Caller, Submission> nowhere() {
    Json body = lot("N-" + std::to_string(++made));
    body.set("site", "nowhere");
    return {admin, submission("production/receive-lot", body)};
  }
  std::pair<Caller, Submission> endsLate(const char* how) { return {admin, submission("test/late", Json::object({{"how", how}}))}; }
  std::int64_t entriesOf(const Submission& s) {
    std::int64_t n = 0;
    desk->read([&](Db& db) { n = db.query("SELECT COUNT(*) FROM event WHERE command_id=$1", {s.command_id}).at(0).integer(0); });
    return n;
  }
  void requireWhole() {
    EXPECT_TRUE(desk->rebuild(true).empty());
    desk->read([&](Db& db) {
      const auto report = Journal(db).verify();
      EXPECT_TRUE(report.ok) << report.why;
      EXPECT_TRUE(db.query("SELECT name FROM node WHERE name LIKE 'late%'").empty());
    });
  }
  std::vector<std::pair<Caller, Submission>> mixed() {
    auto all = nextOfEachSort();
    all.insert(all.begin() + 1, nowhere());
    all.insert(all.begin() + 3, endsLate("is refused"));
    return all;
  }

  /// The failure strikes at each write of a group in turn.
  void throughEveryWrite(Failure kind) {
    int at = 1;
    for (bool fired = true; fired && !HasFailure(); ++at) {
      const auto all = mixed();
      const auto outcomes = sendTogether(all, [&] { faulty.plan.arm(kind, at); });
      fired = faulty.plan.fired;
      faulty.plan.disarm();
      start();  // as after a restart
      for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& [who, s] = all[i];
        const std::int64_t kept = entriesOf(s), whole = s.signer ? 2 : 1;
        const bool hopeless = i == 1 || i == 3;
        EXPECT_TRUE(kept == 0 || (kept == whole && !hopeless)) << "half written at " << at;
        if (outcomes[i].told == Told::accepted) {
          EXPECT_EQ(kept, whole) << "acknowledged and not kept, at " << at;
        } else if (kind != Failure::crash_after_commit) {
          EXPECT_EQ(kept, 0) << "kept and not acknowledged, at " << at;
        }
        const auto again = sendOne(who, s);
        EXPECT_EQ(again.told, hopeless ? Told::failed : Told::accepted) << again.code;
        EXPECT_EQ(again.replay, kept > 0);
        EXPECT_EQ(entriesOf(s), hopeless ? 0 : whole);
      }
    }
    const bool commits_only = kind == Failure::crash_after_commit || kind == Failure::lost_after_commit;
    EXPECT_GT(at, commits_only ? 2 : 15) << "writes that were failed";
    requireWhole();
  }
};

TEST_P(Together, OneTransactionForAllWhoWait) {
  std::vector<std::pair<Caller, Submission>> all;
  for (int i = 0; i < 12; ++i) all.emplace_back(admin, submission("production/receive-lot", lot("G-" + std::to_string(i))));
  const auto before = entries();
  for (const auto& o : sendTogether(all)) EXPECT_EQ(o.told, Told::accepted) << o.code;
  EXPECT_EQ(entries() - before, 13);
  EXPECT_EQ(commits, 1);
  EXPECT_EQ(largest, 12u);
  requireWhole();
}

TEST_P(Together, WhatIsRefusedLeavesTheOthersAlone) {
  auto all = mixed();
  all.push_back(endsLate("fails"));
  const auto before = entries();
  const auto outcomes = sendTogether(all);
  EXPECT_EQ(outcomes[1].code, "NOT_FOUND");
  EXPECT_EQ(outcomes[3].code, "TOO_LATE");
  EXPECT_EQ(outcomes[5].code, "bug");
  for (const std::size_t i : {0, 2, 4}) EXPECT_EQ(outcomes[i].told, Told::accepted) << outcomes[i].code;
  EXPECT_EQ(entries() - before, 1 + 1 + 1 + 2);
  EXPECT_EQ(commits, 1);
  requireWhole();
}

TEST_P(Together, TheSameCommandManyTimesIsTakenOnce) {
  const auto one = submission("production/receive-lot", lot("TWICE"));
  const auto before = entries();
  int replays = 0;
  for (const auto& o : sendTogether({{admin, one}, {admin, one}, {admin, one}})) {
    EXPECT_EQ(o.told, Told::accepted) << o.code;
    replays += o.replay ? 1 : 0;
  }
  EXPECT_EQ(replays, 2);
  EXPECT_EQ(entries() - before, 2);
}

/// One that would be refused by now, and one that would be taken in again.
TEST_P(Together, OneSentAgainLaterAnswersAsAtFirstAmongOthersAndByItself) {
  const std::vector<std::pair<Caller, Submission>> sent = {{admin, submission("production/receive-lot", lot("EARLIER"))},
                                                           {admin, submission("test/note", Json::object({{"what", "earlier"}}))}};
  for (const auto& o : sendTogether(sent)) EXPECT_FALSE(o.replay) << o.code;
  const auto before = entries();
  for (const auto& [who, s] : sent) {
    EXPECT_TRUE(sendOne(who, s).replay) << s.command;
    const auto outcomes = sendTogether({{admin, submission("test/note", Json::object({{"what", "new"}}))}, {who, s}, nowhere()});
    EXPECT_EQ(outcomes[0].told, Told::accepted) << outcomes[0].code;
    EXPECT_FALSE(outcomes[0].replay);
    EXPECT_TRUE(outcomes[1].replay) << s.command << " " << outcomes[1].code;
    EXPECT_EQ(outcomes[2].code, "NOT_FOUND");
    Submission other = s;
    other.body.set("what", "another body").set("lot", "ANOTHER");
    EXPECT_EQ(sendOne(who, other).code, "COMMAND_ID_REUSED");
  }
  EXPECT_EQ(entries() - before, 4);  // the new ones, and what keeps the lane
  requireWhole();
}

/// Also where the act writes without an entry: a name is kept in the vault, or erased from it.
TEST_P(Together, APreviewLeavesNothingByItselfOrWithOthers) {
  const auto preview = [&](const char* command, Json body) {
    Submission s = submission(command, std::move(body));
    s.preview = true;
    return std::pair(admin, s);
  };
  const std::vector<std::pair<Caller, Submission>> previews = {
      preview("identity/register-person", person("previewed")),
      preview("identity/erase-person", Json::object({{"person", "liang.wei"}, {"reason", "asked for it"}}))};
  const auto kept = names();
  const auto before = entries();
  for (const auto& [who, s] : previews) {
    EXPECT_EQ(sendOne(who, s).told, Told::accepted) << s.command;
    for (const auto& o : sendTogether({{admin, submission("test/note", Json::object({{"what", "kept"}}))}, {who, s}}))
      EXPECT_EQ(o.told, Told::accepted) << o.code;
    EXPECT_EQ(names(), kept) << s.command;
  }
  EXPECT_EQ(entries() - before, 4);
  must(admin, "identity/register-person", person("previewed"));
  requireWhole();
}

/// What this desk was answered before is not so any more: it finds out before it answers, whatever is asked of it.
TEST_P(Together, WhatAnotherServerWroteIsSeenByARefusalAPreviewAndACommand) {
  Desk other(source(), clock, signer, rooms());
  const auto at = [&](const std::string& site, const std::string& id, bool preview) {
    Json body = lot(id);
    body.set("site", site);
    Submission s = submission("production/receive-lot", body);
    s.preview = preview;
    return s;
  };
  const auto verdict = [&](const std::string& site, const std::string& id) {
    const auto answer = desk->submit(admin, at(site, id, true));
    return answer ? answer->answer["verdict"].text() + " " + answer->answer["code"].text() : answer.refusal().code;
  };
  for (int i = 0; i < 4; ++i) {
    const std::string site = "site-" + std::to_string(i), id = "LATER-" + std::to_string(i);
    must(admin, "test/note", {{"what", "alone"}});
    must(admin, "test/note", {{"what", "alone again"}});
    EXPECT_EQ(verdict(site, id), "refused NOT_FOUND");
    EXPECT_EQ(sendOne(admin, at(site, id, false)).code, "NOT_FOUND");
    EXPECT_EQ(verdict(site, id), "refused NOT_FOUND");
    const Submission registered =
        submission("identity/register-site", Json::object({{"site", site}, {"org", "lingnan"}, {"name", "N"}, {"zone", "Asia/Shanghai"}}));
    ASSERT_TRUE(other.submit(admin, registered).ok());
    EXPECT_EQ(i % 2 == 0 ? verdict(site, id) : "accepted ", "accepted ");
    EXPECT_EQ(sendOne(admin, at(site, id, false)).told, Told::accepted);
    EXPECT_EQ(sendOne(admin, at(site, id, false)).code, "ALREADY_EXISTS");
  }
  requireWhole();
}

TEST_P(Together, EachSeesWhatThoseBeforeItDid) {
  int accepted = 0;
  std::vector<std::pair<Caller, Submission>> all;
  for (int i = 0; i < 4; ++i) all.emplace_back(admin, submission("production/receive-lot", lot("SEEN")));
  for (const auto& o : sendTogether(all)) {
    accepted += o.told == Told::accepted ? 1 : 0;
    EXPECT_TRUE(o.told == Told::accepted || o.code == "ALREADY_EXISTS") << o.code;
  }
  EXPECT_EQ(accepted, 1);
  EXPECT_EQ(commits, 1);
}

TEST_P(Together, AProgramThatIsKilledBetweenAnyTwoWrites) { throughEveryWrite(Failure::crash); }
TEST_P(Together, AProgramThatIsKilledBeforeItCouldAcknowledge) { throughEveryWrite(Failure::crash_after_commit); }
TEST_P(Together, ADiskThatIsFull) { throughEveryWrite(Failure::disk_full); }
TEST_P(Together, ADiskWithErrors) { throughEveryWrite(Failure::io_error); }
TEST_P(Together, AConnectionThatIsLost) { throughEveryWrite(Failure::lost); }
TEST_P(Together, AConnectionThatIsLostWithTheAnswerToItsCommit) { throughEveryWrite(Failure::lost_after_commit); }
TEST_P(Together, AnotherWriterWhoWasFirst) { throughEveryWrite(Failure::conflict); }

ISOTRAIL_ON_EVERY_ENGINE(Together);

}  // namespace
}  // namespace isotrail::test
