#include <gtest/gtest.h>

#include "ledger/journal.h"
#include "rooms/identity/facts.h"
#include "tests/support/fixture.h"

namespace isotrail::identity {
namespace {
using test::body;
using test::Fixture;

class IdentityRoom : public testing::Test {
 protected:
  IdentityRoom() {
    house.must(
        admin, "identity/register-organisation",
        body({{"org", "cotai"}, {"name", "Cotai General Hospital"}, {"name_local", "路氹綜合醫院"}, {"kind", "hospital"}, {"jurisdiction", "MO"}}));
    house.must(admin, "identity/register-organisation",
               body({{"org", "lingnan"}, {"name", "Lingnan Isotope Co."}, {"kind", "maker"}, {"jurisdiction", "CN"}}));
    house.must(admin, "identity/register-site", body({{"site", "cotai-hotlab"}, {"org", "cotai"}, {"name", "Hot lab"}, {"zone", "Asia/Macau"}}));
    house.must(admin, "identity/register-person", registered("ho.kam", "Ho"));
    house.must(admin, "identity/register-person", registered("lam.sou", "Lam"));
  }
  static Json registered(const char* person, const char* family) {
    return body({{"person", person},
                 {"family_name", family},
                 {"given_name", "Kam"},
                 {"org", "cotai"},
                 {"site", "cotai-hotlab"},
                 {"roles", Json(Json::Array{"technologist"})},
                 {"account", person}});
  }
  static Json grant(const char* person, const char* until) {
    return body({{"person", person},
                 {"qualification", "hotlab-dispensing"},
                 {"authority", "ssm"},
                 {"valid_from", "2025-01-01T00:00:00+08:00"},
                 {"valid_until", until}});
  }
  /// The gates that fail when `person` needs the qualification now.
  std::string asked(const char* person, std::string* who_can = nullptr) {
    const Caller caller = Fixture::caller(person, "cotai");
    Act act(house.db(), caller, house.now(), "asked");
    requireQualified(act, "hotlab-dispensing");
    const Verdict v = act.gates().verdict();
    if (v.ok()) return "";
    if (who_can) *who_can = v.refusal().gates.at(0).params["who_can"].text();
    return v.refusal().gates.at(0).code;
  }
  Fixture house;
  Caller admin = Fixture::caller("admin", "lingnan", {"admin"});
};

TEST_F(IdentityRoom, KnowsWhereThingsAre) {
  EXPECT_EQ(site(house.db(), SiteId("cotai-hotlab"))->jurisdiction, "MO");
  EXPECT_EQ(person(house.db(), PersonId("ho.kam"))->org, OrgId("cotai"));
  EXPECT_EQ(personOfAccount(house.db(), "ho.kam"), PersonId("ho.kam"));
  EXPECT_FALSE(personOfAccount(house.db(), "nobody"));
  EXPECT_FALSE(site(house.db(), SiteId("nowhere")));
}

TEST_F(IdentityRoom, NoNameReachesTheRecord) {
  for (const auto& row : house.db().query("SELECT bytes FROM event")) {
    const std::string bytes(row.blob(0).begin(), row.blob(0).end());
    EXPECT_EQ(bytes.find("\"Ho\""), std::string::npos);
    EXPECT_EQ(bytes.find("family_name"), std::string::npos);
  }
  EXPECT_EQ(personName(house.db(), PersonId("ho.kam")), "Ho Kam");
}

TEST_F(IdentityRoom, NamesStayInTheirOrganisation) {
  const auto names = [&](const Caller& who) {
    auto seen = house.view(who, "identity", "people");
    std::string out;
    for (const auto& p : (*seen)["people"].items()) out += p["person"].text() + ":" + p["name"].text() + " ";
    return out;
  };
  EXPECT_EQ(names(Fixture::caller("x", "cotai")), "ho.kam:Ho Kam lam.sou:Lam Kam ");
  EXPECT_EQ(names(Fixture::caller("x", "lingnan")), "");
  EXPECT_EQ(names(Fixture::caller("insp.mo", "ssm", {"regulator"})), "ho.kam: lam.sou: ");
}

TEST_F(IdentityRoom, RefusesWhatIsKnownOrUnknown) {
  EXPECT_EQ(house.refusal(admin, "identity/register-person", registered("ho.kam", "Ho")), "ALREADY_EXISTS");
  EXPECT_EQ(house.refusal(admin, "identity/register-site", body({{"site", "s"}, {"org", "nobody"}, {"name", "n"}, {"zone", "Asia/Macau"}})),
            "NOT_FOUND");
  EXPECT_EQ(house.refusal(admin, "identity/register-site", body({{"site", "s"}, {"org", "cotai"}, {"name", "n"}, {"zone", "Asia/Atlantis"}})),
            "BAD_VALUE");
  EXPECT_EQ(house.refusal(admin, "identity/grant-qualification", grant("ho.kam", "2024-01-01T00:00:00Z")), "BAD_VALUE");
  Json wrong = registered("p.new", "New");
  wrong.set("roles", Json(Json::Array{"wizard"}));
  EXPECT_EQ(house.refusal(admin, "identity/register-person", wrong), "BAD_VALUE");
}

TEST_F(IdentityRoom, ALapsedQualificationNamesWhoCan) {
  EXPECT_EQ(asked("lam.sou"), "QUALIFICATION_MISSING");
  house.must(admin, "identity/grant-qualification", grant("lam.sou", "2025-12-17T09:00:00+08:00"));
  house.must(admin, "identity/grant-qualification", grant("ho.kam", "2026-12-31T00:00:00+08:00"));
  house.at("2025-12-17T08:59:59+08:00");
  EXPECT_EQ(asked("lam.sou"), "");
  house.at("2025-12-17T09:00:00+08:00");
  std::string who_can;
  EXPECT_EQ(asked("lam.sou", &who_can), "QUALIFICATION_LAPSED");
  EXPECT_EQ(who_can, "ho.kam");
  house.must(admin, "identity/grant-qualification", grant("lam.sou", "2026-06-30T00:00:00+08:00"));
  EXPECT_EQ(asked("lam.sou"), "");
}

TEST_F(IdentityRoom, PeopleShowDaysLeft) {
  house.must(admin, "identity/grant-qualification", grant("ho.kam", "2025-12-26T08:00:00+08:00"));  // ten days after the start
  auto seen = house.view(Fixture::caller("x", "cotai"), "identity", "people");
  const Json& q = (*seen)["people"].items()[0]["qualifications"].items()[0];
  EXPECT_DOUBLE_EQ(q["days_left"].number(), 10.0);
  EXPECT_EQ(q["state"].text(), "valid");
}

TEST(Roles, ARegulatorOnlyReads) {
  Caller caller;
  caller.permissions = permissionsOf({"regulator"});
  EXPECT_TRUE(caller.may("oversight.read"));
  EXPECT_FALSE(caller.may("quality.release-batch"));
  caller.permissions = permissionsOf({"driver"});
  EXPECT_TRUE(caller.may("logistics.take-over"));
  EXPECT_FALSE(caller.may("clinic.read"));
  EXPECT_TRUE(permissionsOf({"wizard"}).empty());
}

TEST_F(IdentityRoom, RebuiltEqualsLive) { EXPECT_TRUE(house.desk().rebuild(true).empty()); }

TEST_F(IdentityRoom, AnErasedNameIsGoneEverywhereAndTheRecordStays) {
  EXPECT_EQ(personName(house.db(), PersonId("ho.kam")), "Ho Kam");
  const Json erase = body({{"person", "ho.kam"}, {"reason", "asked for it"}});
  EXPECT_EQ(house.refusal(admin, "identity/erase-person", body({{"person", "nobody"}, {"reason", "x"}})), "NOT_FOUND");
  EXPECT_EQ(house.refusal(admin, "identity/erase-person", body({{"person", "ho.kam"}, {"reason", " "}})), "BAD_VALUE");
  EXPECT_EQ(house.refusal(Fixture::caller("x", "lingnan"), "identity/erase-person", erase), "NOT_YOUR_ORGANISATION");
  house.must(admin, "identity/erase-person", erase);
  EXPECT_EQ(personName(house.db(), PersonId("ho.kam")), "(erased)");
  EXPECT_EQ(personName(house.db(), PersonId("ho.kam"), "zh-Hant"), "（已抹除）");
  EXPECT_EQ(personName(house.db(), PersonId("lam.sou")), "Lam Kam");
  EXPECT_EQ(house.refusal(admin, "identity/erase-person", erase), "ALREADY_ERASED");
  EXPECT_TRUE(person(house.db(), PersonId("ho.kam"))) << "what the record says of them stays";
  for (const auto& row : house.db().query("SELECT own_key,sealed FROM vault WHERE id='ho.kam'")) {
    EXPECT_TRUE(row.blob(0).empty());
    EXPECT_TRUE(row.blob(1).empty());
  }
  EXPECT_TRUE(Journal(house.db()).verify().ok);
  EXPECT_TRUE(house.desk().rebuild(true).empty());
  // Not even a guess can be tried against what was typed: the digest of the command went with the name.
  EXPECT_EQ(house.db().query("SELECT COUNT(*) FROM command WHERE body_hash=''")[0].integer(0), 1);
}

TEST_F(IdentityRoom, WhoSignedIsNamedAsLongAsTheRecordsAreKept) {
  const Caller lam = Fixture::caller("lam.sou", "cotai", {"admin"});
  house.must(lam, "identity/grant-qualification",
             body({{"person", "ho.kam"},
                   {"qualification", "hotlab-dispensing"},
                   {"authority", "hospital"},
                   {"valid_from", "2025-01-01T00:00:00Z"},
                   {"valid_until", "2026-01-01T00:00:00Z"}}));
  Submission s{
      "identity/erase-person", body({{"person", "lam.sou"}, {"reason", "left"}}), "erase-lam", {}, SigningPerson{lam.person, "", "t"}, false};
  Caller other = admin;
  s.signer->person = other.person;
  const auto no = house.desk().submit(other, s);
  ASSERT_FALSE(no.ok());
  ASSERT_EQ(no.refusal().gates.at(0).code, "RETENTION_HOLDS");
  EXPECT_EQ(no.refusal().gates.at(0).params["until"].text(), "2030-12-16");  // five years after the entry, by the calendar
  EXPECT_NE(no.refusal().gates.at(0).clause.find("4.11"), std::string::npos);
  house.at("2030-12-15T23:59:59Z");
  EXPECT_EQ(house.refusal(admin, "identity/erase-person", s.body), "RETENTION_HOLDS");
  house.at("2030-12-16T00:00:00Z");
  house.must(admin, "identity/erase-person", s.body);
}

TEST_F(IdentityRoom, WordsNameWhatTheReaderMaySee) {
  const Json params = Json::object({{"person", "ho.kam"},
                                    {"who_can", "lam.sou, nobody"},
                                    {"sites", Json(Json::Array{"cotai-hotlab", "elsewhere"})},
                                    {"org", "cotai"},
                                    {"patient", "ho.kam"},
                                    {"value", "2025-12-17T01:00:00Z"},
                                    {"expires_at", "2025-12-17T01:00:00Z"},
                                    {"instrument", "DC-5"},
                                    {"count", 2}});
  house.must(admin, "production/register-equipment",
             body({{"equipment", "DC-5"},
                   {"site", "cotai-hotlab"},
                   {"kind", "calibrator"},
                   {"name", "Dose calibrator"},
                   {"qualified_until", "2026-06-30T00:00:00Z"},
                   {"calibrated_until", "2026-06-30T00:00:00Z"}}));
  const auto told = [&](const Caller& caller, const char* language) {
    return inWords(readerOf(house.db(), caller, house.desk().rooms(), language), params);
  };
  const Json colleague = told(Fixture::caller("lam.sou", "cotai", {"technologist"}, "cotai-hotlab"), "zh-Hant");
  EXPECT_EQ(colleague["person"].text(), "Ho Kam");
  EXPECT_EQ(colleague["who_can"].text(), "Lam Kam, nobody");
  EXPECT_EQ(colleague["sites"].items()[0].text(), "Hot lab");
  EXPECT_EQ(colleague["sites"].items()[1].text(), "elsewhere");
  EXPECT_EQ(colleague["org"].text(), "路氹綜合醫院");
  EXPECT_EQ(colleague["patient"].text(), "ho.kam");  // patients are never named
  EXPECT_EQ(colleague["value"].text(), "2025-12-17T01:00:00Z");
  EXPECT_EQ(colleague["expires_at"].text(), "2025-12-17 09:00 UTC+8");
  EXPECT_EQ(colleague["instrument"].text(), "Dose calibrator (DC-5)");
  EXPECT_EQ(colleague["count"].integer(), 2);
  // A person's name stays inside the organisation; what an organisation is called is no secret.
  for (const Caller& other : {Fixture::caller("x", "lingnan", {"planner"}), Fixture::caller("y", "ssm", {"regulator"})}) {
    EXPECT_EQ(told(other, "en")["person"].text(), "ho.kam");
    EXPECT_EQ(told(other, "en")["instrument"].text(), "DC-5");
    EXPECT_EQ(told(other, "en")["org"].text(), "Cotai General Hospital");
  }
  house.must(admin, "identity/erase-person", body({{"person", "ho.kam"}, {"reason", "asked for it"}}));
  EXPECT_EQ(told(admin, "en")["person"].text(), "ho.kam");  // told apart from others that were erased
}

}  // namespace
}  // namespace isotrail::identity
