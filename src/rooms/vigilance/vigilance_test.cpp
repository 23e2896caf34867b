#include <gtest/gtest.h>

#include "tests/support/ward.h"

namespace isotrail::test {
namespace {

class Vigilance : public ::testing::Test {
 protected:
  Ward w;
  void SetUp() override {
    for (const char* pack : {"cn", "mo"}) w.must(w.admin, "oversight/adopt-pack", body({{"pack", pack}, {"version", "2025.1"}}));
    w.ready();
  }
  void refused(const std::string& codes, const Caller& who, const char* command, Json b) {
    const auto before = w.entries();
    EXPECT_EQ(w.refusal(who, command, std::move(b)), codes) << command;
    EXPECT_EQ(w.entries(), before);
  }
  static Json reaction(const char* known_at, const char* seriousness = "serious", const char* text = "urticaria on the forearm") {
    return body({{"case", "CASE-1"}, {"dose", "S-251217-01"}, {"seriousness", seriousness}, {"text", text}, {"known_at", known_at}});
  }
  static Json recall(const char* id, bool drill) {
    return body({{"recall", id}, {"item", "K-2291"}, {"reason", "a sterile filter may leak"}, {"drill", drill}});
  }
  static Json of(const char* id) { return body({{"recall", id}}); }
  static Json by(const char* id, const char* site) { return body({{"recall", id}, {"site", site}}); }
  Json cases(const Caller& who) { return (*w.view(who, "vigilance", "cases"))["cases"]; }
  Json recalls(const Caller& who) { return (*w.view(who, "vigilance", "recalls"))["recalls"]; }
  static std::vector<std::string> duties(const Json& c) {
    std::vector<std::string> out;
    for (const auto& k : c["clocks"].items()) out.push_back(k["duty"].text());
    return out;
  }
};

TEST_F(Vigilance, AReactionStartsTheClocksOfBothSides) {
  refused("OUT_OF_ORDER", w.fong, "vigilance/report-reaction", reaction("2025-12-17T09:15:00+08:00"));  // nothing was given yet
  w.give();
  w.at("2025-12-17T11:32:00+08:00");
  refused("REACTION_TIME", w.fong, "vigilance/report-reaction", reaction("2025-12-17T12:00:00+08:00"));
  refused("REACTION_TIME", w.fong, "vigilance/report-reaction", reaction("2025-12-17T09:00:00+08:00"));
  refused("PATIENT_NAMED", w.fong, "vigilance/report-reaction",
          reaction("2025-12-17T11:20:00+08:00", "serious", "Testada-Um, Am\u00e9lia has a rash"));
  refused("NOT_YOUR_ORGANISATION", w.stranger, "vigilance/report-reaction", reaction("2025-12-17T11:20:00+08:00"));
  refused("BAD_VALUE", w.fong, "vigilance/report-reaction", reaction("2025-12-17T11:20:00+08:00", "dreadful"));
  refused("NOT_FOUND", w.fong, "vigilance/report-reaction", reaction("2025-12-17T11:20:00+08:00").set("dose", "S-9"));
  w.must(w.fong, "vigilance/report-reaction", reaction("2025-12-17T11:20:00+08:00"));
  refused("ALREADY_EXISTS", w.fong, "vigilance/report-reaction", reaction("2025-12-17T11:20:00+08:00"));
  const Json all = cases(w.fong);
  ASSERT_EQ(all.size(), 1u);
  const Json& c = all.items()[0];
  EXPECT_EQ(duties(c), (std::vector<std::string>{"cn-adr-overseas", "mo-adr-serious"}));
  const Json& clock = c["clocks"].items()[0];
  EXPECT_EQ(clock["holder"].text(), "lingnan");
  EXPECT_EQ(clock["started_at"].text(), "2025-12-17T03:20:00Z");
  EXPECT_EQ(clock["due_at"].text(), "2026-01-01T03:20:00Z");  // fifteen days, wall clock to wall clock
  EXPECT_EQ(clock["state"].text(), "running");
  EXPECT_EQ(c["patient"].text(), "P-01");
  EXPECT_EQ(c["batch"].text(), "FDG-251217-A");
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Vigilance, WhoSeesACase) {
  w.give();
  w.must(w.fong, "vigilance/report-reaction", reaction("2025-12-17T09:15:00+08:00"));
  EXPECT_EQ(duties(cases(w.ssm).items().at(0)), std::vector<std::string>{"mo-adr-serious"});
  EXPECT_EQ(duties(cases(w.gdee).items().at(0)), std::vector<std::string>{"cn-adr-overseas"});
  for (const Caller* who : {&w.ssm, &w.gdee, &w.pv}) EXPECT_EQ(cases(*who).dump().find("P-01"), std::string::npos);
  EXPECT_EQ(cases(w.stranger).size(), 0u);
}

TEST_F(Vigilance, ADrillIsRunByTwoPeopleAndHoldsNothing) {
  refused("NOT_YOUR_ORGANISATION", w.stranger, "vigilance/start-recall", recall("RC-1", true));
  refused("NOT_FOUND", w.pv, "vigilance/start-recall", recall("RC-1", true).set("item", "K-0"));
  w.must(w.pv, "vigilance/start-recall", recall("RC-1", true));
  refused("ALREADY_EXISTS", w.pv, "vigilance/start-recall", recall("RC-1", true));
  refused("RECALL_OPEN", w.pv, "vigilance/start-recall", recall("RC-2", true));
  refused("CONFIRMS_OWN_RECALL", w.pv, "vigilance/confirm-recall", of("RC-1"));
  refused("NOT_YOUR_ORGANISATION", w.lei, "vigilance/confirm-recall", of("RC-1"));
  refused("OUT_OF_ORDER", w.lei, "vigilance/acknowledge-recall", by("RC-1", "cotai-hotlab"));
  refused("OUT_OF_ORDER", w.liang, "vigilance/close-recall", of("RC-1"));
  EXPECT_EQ(recalls(w.lei).size(), 0u);  // a proposal concerns nobody else yet
  w.must(w.liang, "vigilance/confirm-recall", of("RC-1"));
  refused("OUT_OF_ORDER", w.liang, "vigilance/confirm-recall", of("RC-1"));
  EXPECT_FALSE(heldBy(w.db(), ItemId("S-251217-01")));
  w.give();
}

TEST_F(Vigilance, ARealRecallStopsTheSyringeAndIsClosedWhenEverySiteHasAnswered) {
  w.must(w.pv, "vigilance/start-recall", recall("RC-1", false));
  w.must(w.liang, "vigilance/confirm-recall", of("RC-1"));
  refused("ITEM_ON_HOLD", w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-01"));
  refused("RECALL_UNACKNOWLEDGED", w.liang, "vigilance/close-recall", of("RC-1"));
  EXPECT_TRUE(recalls(w.pv).items()[0]["minutes_to_stop"].isNull());
  w.at("2025-12-17T09:19:00+08:00");
  refused("NOT_YOUR_ORGANISATION", w.liang, "vigilance/acknowledge-recall", by("RC-1", "cotai-hotlab"));
  refused("NOT_FOUND", w.lei, "vigilance/acknowledge-recall", by("RC-1", "nowhere"));
  w.must(w.lei, "vigilance/acknowledge-recall", by("RC-1", "cotai-hotlab"));
  refused("ALREADY_EXISTS", w.lei, "vigilance/acknowledge-recall", by("RC-1", "cotai-hotlab"));
  refused("RECALL_UNACKNOWLEDGED", w.liang, "vigilance/close-recall", of("RC-1"));
  w.must(w.liang, "vigilance/acknowledge-recall", by("RC-1", "lingnan-nansha"));
  refused("CLOSES_OWN_RECALL", w.pv, "vigilance/close-recall", of("RC-1"));
  w.must(w.liang, "vigilance/close-recall", of("RC-1").set("summary", "all stopped"));
  refused("OUT_OF_ORDER", w.liang, "vigilance/close-recall", of("RC-1"));
  const Json r = recalls(w.lei).items().at(0);
  EXPECT_EQ(r["state"].text(), "closed");
  EXPECT_EQ(r["minutes_to_stop"].integer(), 4);  // 09:15 to 09:19
  EXPECT_EQ(r["acknowledgements"].size(), 2u);
  EXPECT_EQ(r["effectiveness"]["doses_left"].integer(), 1);
  EXPECT_EQ(r["proposed"]["by"].text(), "vong.pv");  // a name stays in its organisation
  EXPECT_EQ(recalls(w.pv).items().at(0)["proposed"]["by"].text(), "F G");
  refused("ITEM_ON_HOLD", w.lei, "clinic/administer", Ward::giving("S-251217-01", "P-01"));  // closed is not lifted
  EXPECT_TRUE(w.desk().rebuild(true).empty());
}

TEST_F(Vigilance, ASiteThatHoldsNothingIsNotAsked) {
  w.must(w.admin, "identity/register-organisation", body({{"org", "pearl"}, {"name", "pearl"}, {"kind", "hospital"}, {"jurisdiction", "MO"}}));
  w.must(w.admin, "identity/register-site", body({{"site", "pearl-lab"}, {"org", "pearl"}, {"name", "lab"}, {"zone", "Asia/Macau"}}));
  w.must(w.pv, "vigilance/start-recall", recall("RC-1", true));
  w.must(w.liang, "vigilance/confirm-recall", of("RC-1"));
  refused("RECALL_NOT_HOLDER", w.stranger, "vigilance/acknowledge-recall", by("RC-1", "pearl-lab"));
  EXPECT_EQ(recalls(w.stranger).size(), 0u);
  EXPECT_EQ(recalls(w.ssm).size(), 1u);
}

}  // namespace
}  // namespace isotrail::test
