#include <gtest/gtest.h>

#include "desk/texts.h"
#include "duties/pack.h"
#include "ledger/journal.h"
#include "tests/support/fixture.h"

namespace isotrail::oversight {
namespace {
using test::body;
using test::Fixture;

class OversightRoom : public testing::Test {
 protected:
  OversightRoom() {
    org("lingnan", "maker", "CN", "nansha", "Asia/Shanghai");
    org("cotai", "hospital", "MO", "hotlab", "Asia/Macau");
  }
  void org(const char* id, const char* kind, const char* jurisdiction, const char* site, const char* zone) {
    house.must(admin, "identity/register-organisation", body({{"org", id}, {"name", id}, {"kind", kind}, {"jurisdiction", jurisdiction}}));
    house.must(admin, "identity/register-site", body({{"site", site}, {"org", id}, {"name", std::string("Site ") + site}, {"zone", zone}}));
  }
  void licence(const char* id, const char* agency, const char* operation, const char* until) {
    house.must(admin, "licensing/register-licence",
               body({{"licence", id},
                     {"org", "lingnan"},
                     {"site", "nansha"},
                     {"kind", "k"},
                     {"agency", agency},
                     {"number", "1"},
                     {"valid_from", "2025-01-01T00:00:00+08:00"},
                     {"valid_until", until},
                     {"operations", Json(Json::Array{operation})}}));
  }
  void adopt(const char* pack) { house.must(admin, "oversight/adopt-pack", body({{"pack", pack}, {"version", "2025.1"}})); }
  /// An entry of another room, seen by this room's projections only.
  void happens(const char* type, const char* site, Json payload) {
    Event e;
    e.id = "test-event-" + std::to_string(++events_);
    e.site = SiteId(site);
    e.stream = "test/" + e.id;
    e.type = type;
    e.occurred_at = e.recorded_at = house.now();
    e.payload = std::move(payload);
    house.db().begin();
    Journal(house.db()).append(e);
    for (const auto& room : house.desk().rooms())
      if (room.room() == "oversight")
        for (const auto& p : room.projections()) p.apply(house.db(), e);
    house.db().commit();
  }
  Json matrix(const Caller& who, const std::string& day = "") {
    auto seen = house.view(who, "oversight", "matrix", "", {{"day", day}});
    EXPECT_TRUE(seen.ok());
    return seen ? *seen : Json();
  }
  Json cell(const Caller& who, const char* agency, const char* stage) {
    auto seen = house.view(who, "oversight", "cell", "", {{"agency", agency}, {"stage", stage}});
    EXPECT_TRUE(seen.ok());
    return seen ? *seen : Json();
  }
  static std::string stateOf(const Json& m, const std::string& agency, const char* stage) {
    for (const auto& row : m["rows"].items())
      if (row["agency"].text() == agency) return row["cells"][stage]["state"].text();
    return "no row";
  }
  static std::string clockState(const Json& m, const std::string& duty) {
    for (const auto& c : m["clocks"].items())
      if (c["duty"].text() == duty) return c["state"].text();
    return "none";
  }
  Fixture house;
  Caller admin = Fixture::caller("admin", "lingnan", {"admin"});
  Caller insp_cn = Fixture::caller("insp.cn", "gdmpa", {"regulator"}, "", "agency", "CN");
  Caller insp_mo = Fixture::caller("insp.mo", "ssm", {"regulator"}, "", "agency", "MO");
  int events_ = 0;
};

TEST_F(OversightRoom, APackIsAdoptedOnce) {
  adopt("mo");
  const auto before = house.entries();
  EXPECT_EQ(house.refusal(admin, "oversight/adopt-pack", body({{"pack", "mo"}, {"version", "2025.1"}})), "ALREADY_EXISTS");
  EXPECT_EQ(house.refusal(admin, "oversight/adopt-pack", body({{"pack", "mo"}, {"version", "1999.1"}})), "NOT_FOUND");
  EXPECT_EQ(house.entries(), before);
  auto packs = house.view(admin, "oversight", "packs");
  for (const auto& p : (*packs)["packs"].items()) EXPECT_EQ(p["adopted_at"].isNull(), p["pack"].text() == "cn");
}

TEST_F(OversightRoom, ClocksStartOnlyForAdoptedPacks) {
  happens("supply.Eluted", "hotlab", body({{"generator", "G-0412"}, {"eluate", "E-0"}}));
  adopt("mo");
  EXPECT_EQ(clockState(matrix(admin), "mo-breakthrough"), "none");
  happens("supply.Eluted", "hotlab", body({{"generator", "G-0412"}, {"eluate", "E-1"}}));
  EXPECT_EQ(clockState(matrix(admin), "mo-breakthrough"), "running");
}

TEST_F(OversightRoom, AClockRunsFallsDueAndIsMet) {
  adopt("mo");
  house.at("2025-12-17T06:40:00+08:00");
  happens("supply.Eluted", "hotlab", body({{"eluate", "E-1"}}));
  house.at("2025-12-17T07:30:00+08:00");  // 50 of 60 min gone
  EXPECT_EQ(clockState(matrix(admin), "mo-breakthrough"), "due");
  EXPECT_EQ(stateOf(matrix(admin), "ssm", "receipt"), "due");
  happens("supply.BreakthroughTested", "hotlab", body({{"eluate", "E-1"}}));
  const Json m = matrix(admin);
  EXPECT_EQ(clockState(m, "mo-breakthrough"), "met");
  EXPECT_EQ(stateOf(m, "ssm", "receipt"), "met");
  const Json c = cell(insp_mo, "ssm", "receipt");
  EXPECT_EQ(c["evidence"].size(), 2u);
  EXPECT_EQ(c["evidence"].items()[1]["hash"].text().size(), 64u);
}

TEST_F(OversightRoom, AnotherJurisdictionsEventStartsNothing) {
  adopt("mo");
  happens("supply.Eluted", "nansha", body({{"eluate", "E-1"}}));
  EXPECT_EQ(matrix(admin)["clocks"].size(), 0u);
}

TEST_F(OversightRoom, OverdueWhenTheRecordCouldProveIt) {
  adopt("mo");
  house.at("2025-12-17T06:40:00+08:00");
  happens("supply.Eluted", "hotlab", body({{"eluate", "E-1"}}));
  house.at("2025-12-17T07:40:00+08:00");
  EXPECT_EQ(clockState(matrix(admin), "mo-breakthrough"), "overdue");
  EXPECT_EQ(matrix(admin)["totals"]["overdue"].integer(), 1);
}

TEST_F(OversightRoom, AReportOutsideTheRecordIsUnprovenNeverMet) {
  adopt("mo");
  house.at("2025-12-17T13:00:00+08:00");
  happens("vigilance.ReactionReported", "hotlab",
          body({{"case", "C-1"}, {"dose", "S-1"}, {"seriousness", "serious"}, {"known_at", "2025-12-17T04:00:00Z"}}));
  EXPECT_EQ(clockState(matrix(admin), "mo-adr-serious"), "running");
  EXPECT_EQ(clockState(matrix(admin), "mo-adr-other"), "none");
  house.at("2026-01-01T11:59:00+08:00");  // known at 12:00 on 17 December, fifteen days later
  EXPECT_EQ(clockState(matrix(admin), "mo-adr-serious"), "due");
  house.at("2026-01-01T12:00:00+08:00");
  EXPECT_EQ(clockState(matrix(admin), "mo-adr-serious"), "unproven");
  EXPECT_EQ(stateOf(matrix(admin), "isaf", "vigilance"), "unproven");
}

TEST_F(OversightRoom, StandingDutiesRestOnPapersOnFile) {
  adopt("cn");
  EXPECT_EQ(stateOf(matrix(admin), "gdmpa", "licence"), "unproven");
  licence("L-1", "gdmpa", "make", "2026-06-30T00:00:00+08:00");
  EXPECT_EQ(stateOf(matrix(admin), "gdmpa", "licence"), "met");
  house.at("2026-06-05T00:00:00+08:00");
  EXPECT_EQ(stateOf(matrix(admin), "gdmpa", "licence"), "due");
  house.at("2026-06-30T00:00:00+08:00");
  EXPECT_EQ(stateOf(matrix(admin), "gdmpa", "licence"), "overdue");
  licence("L-2", "gdmpa", "make", "2031-06-30T00:00:00+08:00");
  EXPECT_EQ(stateOf(matrix(admin), "gdmpa", "licence"), "met");
  const Json c = cell(insp_cn, "gdmpa", "licence");
  ASSERT_EQ(c["evidence"].size(), 1u);
  EXPECT_EQ(c["evidence"].items()[0]["type"].text(), "licensing.LicenceRegistered");
}

TEST_F(OversightRoom, ALicenceOfAnotherAgencyProvesNothing) {
  adopt("cn");
  licence("L-1", "mee", "hold", "2030-01-01T00:00:00+08:00");
  const Json c = cell(admin, "mee", "licence");
  for (const auto& d : c["duties"].items()) EXPECT_EQ(d["state"].text(), "unproven") << d["duty"].text();
}

TEST_F(OversightRoom, AYearlyReportRunsFromTheLicenceAndARebuildSaysTheSame) {
  adopt("cn");
  licence("L-1", "mee", "make", "2030-01-01T00:00:00+08:00");
  const Json m = matrix(admin);
  EXPECT_EQ(clockState(m, "cn-annual-assessment"), "running");
  for (const auto& c : m["clocks"].items()) {
    EXPECT_EQ(c["subject"].text(), "2025 lingnan");
    EXPECT_EQ(c["due_at"].text(), "2026-01-31T16:00:00Z");  // the end of 31 January in the mainland
  }
  EXPECT_TRUE(house.desk().rebuild(true).empty());
  house.at("2026-02-01T00:00:00+08:00");
  EXPECT_EQ(clockState(matrix(admin), "cn-annual-assessment"), "unproven");
}

TEST_F(OversightRoom, EveryAgencyHasARow) {
  const Json m = matrix(admin);
  EXPECT_EQ(m["rows"].size(), agencies().size());
  EXPECT_EQ(m["totals"]["obligations"].integer(), 0);
  EXPECT_EQ(stateOf(m, "dspa", "waste"), "none");
  EXPECT_EQ(m["stages"].size(), 7u);
  EXPECT_EQ(m["stages"].items()[3]["title"].text(), "Border");
}

TEST_F(OversightRoom, AnAgencyOpensItsOwnJurisdictionOnly) {
  adopt("mo");
  happens("supply.Eluted", "hotlab", body({{"eluate", "E-1"}}));
  EXPECT_EQ(matrix(insp_mo)["clocks"].size(), 1u);
  EXPECT_EQ(matrix(insp_cn)["clocks"].size(), 0u);
  const Json c = cell(insp_cn, "ssm", "receipt");
  EXPECT_EQ(c["duties"].size(), 0u);
  EXPECT_EQ(c["withheld"].integer(), 1);
}

TEST_F(OversightRoom, ACompanySeesItsOwnDuties) {
  adopt("mo");
  happens("supply.Eluted", "hotlab", body({{"eluate", "E-1"}}));
  EXPECT_EQ(matrix(Fixture::caller("x", "cotai", {}, "hotlab"))["clocks"].size(), 1u);
  EXPECT_EQ(matrix(Fixture::caller("x", "lingnan", {}, "nansha"))["clocks"].size(), 0u);
}

TEST_F(OversightRoom, APastDayIsSeenAsItEnded) {
  adopt("mo");
  house.at("2025-12-17T23:30:00+08:00");
  happens("supply.Eluted", "hotlab", body({{"eluate", "E-1"}}));
  house.at("2025-12-18T00:20:00+08:00");
  happens("supply.BreakthroughTested", "hotlab", body({{"eluate", "E-1"}}));
  house.at("2025-12-19T09:00:00+08:00");
  EXPECT_EQ(clockState(matrix(admin, "2025-12-17"), "mo-breakthrough"), "running");
  EXPECT_EQ(clockState(matrix(admin, "2025-12-18"), "mo-breakthrough"), "met");
  EXPECT_EQ(clockState(matrix(admin, "2025-12-19"), "mo-breakthrough"), "none");
  EXPECT_EQ(house.view(admin, "oversight", "matrix", "", {{"day", "yesterday"}}).refusal().code, "BAD_VALUE");
}

TEST_F(OversightRoom, SignalsComeWithWordsAndAnOwner) {
  adopt("mo");
  licence("L-1", "mee", "make", "2026-01-05T00:00:00+08:00");
  happens("supply.Eluted", "hotlab", body({{"eluate", "E-1"}}));
  house.at("2025-12-16T09:30:00+08:00");
  auto maker = house.view(Fixture::caller("x", "lingnan", {}, "nansha"), "oversight", "signals");
  ASSERT_EQ((*maker)["signals"].size(), 1u);
  EXPECT_EQ((*maker)["signals"].items()[0]["code"].text(), "SIGNAL_LICENCE_EXPIRES");
  EXPECT_EQ((*maker)["signals"].items()[0]["text"].text(), "Licence L-1 of Site nansha ends in 19 days, on 2026-01-05 00:00 UTC+8.");
  EXPECT_EQ((*maker)["signals"].items()[0]["params"]["site"].text(), "nansha");
  auto hospital = house.view(Fixture::caller("x", "cotai", {}, "hotlab"), "oversight", "signals");
  ASSERT_EQ((*hospital)["signals"].size(), 1u);
  EXPECT_EQ((*hospital)["signals"].items()[0]["code"].text(), "SIGNAL_DUTY_OVERDUE");
}

TEST_F(OversightRoom, ARecallWaitsForAcknowledgement) {
  happens("vigilance.RecallStarted", "nansha", body({{"recall", "R-1"}, {"item", "K-2291"}, {"reason", "leak"}, {"drill", false}}));
  const auto count = [&] { return (*house.view(Fixture::caller("x", "lingnan", {}, "nansha"), "oversight", "signals"))["signals"].size(); };
  happens("vigilance.RecallConfirmed", "nansha", body({{"recall", "R-1"}}));
  EXPECT_EQ(count(), 0u);  // nobody holds an item that is not on the record
  EXPECT_EQ(house.db().query("SELECT state FROM oversight_recall WHERE id='R-1'")[0].text(0), "confirmed");
  happens("vigilance.RecallAcknowledged", "hotlab", body({{"recall", "R-1"}, {"site", "hotlab"}}));
  happens("vigilance.RecallClosed", "nansha", body({{"recall", "R-1"}}));
  EXPECT_EQ(house.db().query("SELECT state FROM oversight_recall WHERE id='R-1'")[0].text(0), "closed");
}

TEST_F(OversightRoom, EverySignalHasWordsInFourLanguages) {
  for (const auto& code : knownCodes()) {
    if (!code.starts_with("SIGNAL_") && !code.starts_with("STAGE_") && !code.starts_with("CELL_")) continue;
    for (auto language : {Language::en, Language::zh_hans, Language::zh_hant, Language::pt})
      EXPECT_FALSE(codeText(code, language, Json::object()).text.empty()) << code;
  }
}

}  // namespace
}  // namespace isotrail::oversight
