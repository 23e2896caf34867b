// What a name may never reach, and what who may see.
#include <gtest/gtest.h>

#include "desk/vault.h"
#include "tests/support/ward.h"

namespace isotrail::test {
namespace {

Json proof(const Json& dose, const std::string& code) {
  for (const auto& p : dose["proofs"].items())
    if (p["code"].text() == code) return p;
  return Json();
}
std::string state(const Json& dose, const std::string& code) { return proof(dose, code)["state"].text(); }

class Doses : public ::testing::Test {
 protected:
  Ward w;
  Json dose(const Caller& who, const char* order = "ORD-01") {
    auto seen = w.view(who, "clinic", "doses", order);
    EXPECT_TRUE(seen.ok());
    return seen ? *seen : Json();
  }
  void refused(const std::string& codes, const Caller& who, const char* command, Json b) {
    const auto before = w.entries();
    EXPECT_EQ(w.refusal(who, command, std::move(b)), codes) << command;
    EXPECT_EQ(w.entries(), before);
  }
};

TEST_F(Doses, NoNameOfAPatientIsAnywhereButSealedInTheVault) {
  w.ready();
  w.give();
  w.must(w.fong, "vigilance/report-reaction",
         body({{"case", "CASE-1"},
               {"dose", "S-251217-01"},
               {"seriousness", "non_serious"},
               {"text", "rash"},
               {"known_at", "2025-12-17T09:15:00+08:00"}}));
  const std::vector<std::string> names = {"Testada-Um", "Am\u00e9lia", "\u9673", "\u6e2c\u8a66", "1961-04-09"};
  Journal(w.db()).read(0, 0, [&](const Event& e) {
    for (const auto& name : names) EXPECT_EQ(e.bytes.find(name), std::string::npos) << e.type;
    return true;
  });
  for (const auto& table : w.db().query("SELECT name FROM sqlite_master WHERE type='table'"))
    for (const auto& row : w.db().query("SELECT * FROM " + table.text(0)))
      for (const auto& v : row.values())
        for (const auto& name : names) {
          std::string bytes;
          if (auto* text = std::get_if<std::string>(&v)) bytes = *text;
          if (auto* blob = std::get_if<Blob>(&v)) bytes.assign(blob->begin(), blob->end());
          EXPECT_EQ(bytes.find(name), std::string::npos) << table.text(0) << " " << name;
        }
  EXPECT_EQ((*fromVault(w.db(), VaultOf::patient, "P-01"))["birth_date"].text(), "1961-04-09");
}

TEST_F(Doses, ANameInFreeTextIsRefused) {
  w.must(w.fong, "ordering/place-order", w.order("ORD-03", "P-01", "2025-12-17T11:00:00+08:00"));
  refused("PATIENT_NAMED", w.fong, "clinic/prescribe", body({{"order", "ORD-03"}, {"justification", "am\u00e9lia  testada-um: staging"}}));
  w.must(w.fong, "ordering/place-order", w.order("ORD-04", "P-02", "2025-12-17T11:00:00+08:00"));
  // Both scripts side by side, as people here are written down: either one gives the name away.
  w.must(w.admin, "clinic/register-patient",
         body({{"patient", "P-05"},
               {"family_name", "CHAN \u9673"},
               {"given_name", "Mei Leng \u7f8e\u73b2 (made up)"},
               {"birth_date", "1968-03-14"},
               {"sex", "female"},
               {"site", "cotai-hotlab"}}));
  w.must(w.fong, "ordering/place-order", w.order("ORD-05", "P-05", "2025-12-17T11:20:00+08:00"));
  refused("PATIENT_NAMED", w.fong, "clinic/prescribe", body({{"order", "ORD-05"}, {"justification", "Mrs Mei-Leng Chan, staging"}}));
  refused("PATIENT_NAMED", w.fong, "clinic/prescribe", body({{"order", "ORD-05"}, {"justification", "\u9673\u7f8e\u73b2"}}));
  w.must(w.fong, "clinic/prescribe", body({{"order", "ORD-05"}, {"justification", "staging; homeileng chancre excluded, seen by Chan Kin"}}));
  refused("PATIENT_NAMED", w.fong, "clinic/prescribe", body({{"order", "ORD-04"}, {"justification", "\u9673\u6e2c\u8a66\u8a3a\u65b7"}}));
}

TEST_F(Doses, APatientIsRegisteredOnceByTheHospital) {
  const auto patient = [](const char* id, const char* born, const char* sex = "male") {
    return body({{"patient", id}, {"family_name", "A"}, {"given_name", "B"}, {"birth_date", born}, {"sex", sex}});
  };
  refused("ALREADY_EXISTS", w.fong, "clinic/register-patient", patient("P-01", "1950-01-01"));
  refused("BAD_VALUE", w.fong, "clinic/register-patient", patient("P-09", "1950-02-30"));
  refused("BAD_VALUE", w.fong, "clinic/register-patient", patient("P-09", "2031-01-01"));
  refused("BAD_VALUE", w.fong, "clinic/register-patient", patient("P-09", "1950-01-01", "x"));
  refused("NOT_A_HOSPITAL", w.wong, "clinic/register-patient", patient("P-09", "1950-01-01"));
  refused("NOT_FOUND", w.fong, "clinic/register-patient", patient("P-09", "1950-01-01").set("site", "nowhere"));
  EXPECT_EQ(w.db().query("SELECT id FROM vault WHERE kind='patient'").size(), 2u);
  w.must(w.fong, "clinic/register-patient", patient("P-09", "1950-01-01"));
}

TEST_F(Doses, OnlyTheHospitalSeesThePatient) {
  w.ready();
  w.give();
  EXPECT_EQ(dose(w.lei)["patient"].text(), "P-01");
  EXPECT_EQ(dose(w.lei)["patient_name"].text(), "Testada-Um Am\u00e9lia");
  for (const Caller* who : {&w.wong, &w.ssm, &w.gdee}) {
    const Json seen = dose(*who);
    EXPECT_EQ(seen["patient"].text(), "");
    EXPECT_FALSE(seen.has("patient_name"));
    EXPECT_EQ(seen["state"].text(), "given");
    EXPECT_EQ(seen.dump().find("P-01"), std::string::npos);
    EXPECT_EQ(seen.dump().find("Testada"), std::string::npos);
    EXPECT_EQ((*w.view(*who, "clinic", "doses")).dump().find("P-0"), std::string::npos);
  }
  auto none = w.view(w.stranger, "clinic", "doses", "ORD-01");
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.refusal().code, "NOT_FOUND");
  EXPECT_EQ((*w.view(w.stranger, "clinic", "doses"))["doses"].size(), 0u);
}

TEST_F(Doses, ProofsTurnAsTheDayGoesOn) {
  Json d = dose(w.lei);
  EXPECT_EQ(d["state"].text(), "prescribed");
  for (const char* code : {"PRODUCT", "RELEASED", "RECEIVED", "HELD", "EXPIRY", "CALIBRATOR", "WINDOW"}) EXPECT_EQ(state(d, code), "wait") << code;
  EXPECT_EQ(state(d, "PRESCRIPTION"), "ok");
  EXPECT_EQ(state(d, "PERSON"), "ok");
  EXPECT_TRUE(proof(d, "DIRECTIVE").isNull());  // not a therapy
  EXPECT_EQ(state(dose(w.ho), "PERSON"), "stop");
  w.vialArrives();
  w.at("2025-12-17T09:06:00+08:00");
  d = dose(w.lei);
  for (const char* code : {"PRODUCT", "RELEASED", "RECEIVED", "HELD", "EXPIRY", "CALIBRATOR"})
    EXPECT_EQ(state(d, code), "ok") << proof(d, code)["text"].text();
  w.draw("S-251217-01", "ORD-01", "2025-12-17T09:15:00+08:00");
  d = dose(w.lei);
  EXPECT_EQ(d["state"].text(), "drawn");
  EXPECT_EQ(state(d, "WINDOW"), "ok");
  EXPECT_NEAR(d["volume_ml"].number(), 0.6, 1e-9);
  EXPECT_EQ(d["drawn"]["by"].text(), "F G");
  EXPECT_NEAR(d["drawn"]["u_bq"].number(), 0.02 * d["drawn"]["activity_bq"].number(), 1e-3);  // 2 % of a calibrator in routine use
  w.must(w.lin, "quality/hold-item", body({{"item", "K-2291"}, {"reason", "supplier's notice"}}));
  d = dose(w.lei);
  EXPECT_EQ(d["state"].text(), "held");
  EXPECT_EQ(state(d, "HELD"), "stop");
  EXPECT_EQ(proof(d, "HELD")["text"].text(), "K-2291 is on hold: supplier's notice.");
  w.at("2025-12-17T09:40:00+08:00");
  EXPECT_EQ(state(dose(w.lei), "WINDOW"), "stop");
}

TEST_F(Doses, AClosedDoseTellsItsStory) {
  w.ready();
  w.give();
  w.at("2025-12-17T09:25:00+08:00");
  w.must(w.lei, "clinic/measure-residual", Ward::residual("S-251217-01", "8 MBq"));
  const Json d = dose(w.fong);
  EXPECT_EQ(d["state"].text(), "closed");
  EXPECT_EQ(d["given"]["route"].text(), "intravenous");
  EXPECT_NEAR(d["net_bq"].number() + d["residual_bq"].number(), d["given"]["activity_bq"].number(), 1);
  EXPECT_NEAR(d["effective_dose_msv"].number(), 4.6261, 1e-4);
  EXPECT_EQ(d["prescription"]["justification"].text(), "staging of a known tumour");
  EXPECT_EQ(d["vial"].text(), "FDG-251217-A.V1");
  EXPECT_EQ(d["label"]["dose"].text(), "S-251217-01");
  std::vector<std::string> texts;
  for (const auto& r : d["record"].items()) texts.push_back(r["text"].text());
  EXPECT_EQ(texts.size(), 7u);  // placed, promised, prescribed, drawn, labelled, given, residual
  EXPECT_EQ(texts.back(), "Residual of S-251217-01 measured: 243 MBq were given");
  EXPECT_EQ((*w.view(w.fong, "clinic", "doses", "", {{"day", "2025-12-18"}}))["doses"].size(), 0u);
  EXPECT_EQ((*w.view(w.fong, "clinic", "doses", "", {{"day", "2025-12-17"}}))["doses"].size(), 2u);
  EXPECT_FALSE(w.view(w.fong, "clinic", "doses", "", {{"day", "17 December"}}).ok());
}

TEST_F(Doses, APatientsNameIsErasedWhenNothingKeepsIt) {
  const Json erase = body({{"patient", "P-01"}, {"reason", "asked for it"}});
  refused("RETENTION_HOLDS", w.fong, "clinic/erase-patient", erase);  // prescribed for
  refused("NOT_YOUR_ORGANISATION RETENTION_HOLDS", w.wong, "clinic/erase-patient", erase);
  w.must(w.fong, "clinic/register-patient",
         body({{"patient", "P-09"},
               {"family_name", "Engano"},
               {"given_name", "Por"},
               {"birth_date", "1950-01-01"},
               {"sex", "other"},
               {"contact", "+853 0000 0000"}}));
  EXPECT_EQ((*fromVault(w.db(), VaultOf::patient, "P-09"))["contact"].text(), "+853 0000 0000");
  refused("PATIENT_NAMED", w.fong, "clinic/erase-patient", body({{"patient", "P-09"}, {"reason", "Por Engano registered twice"}}));
  w.must(w.fong, "clinic/erase-patient", body({{"patient", "P-09"}, {"reason", "registered by mistake"}}));
  EXPECT_FALSE(fromVault(w.db(), VaultOf::patient, "P-09"));
  w.at("2040-12-17T00:00:00+08:00");
  w.must(w.fong, "clinic/erase-patient", erase);
  EXPECT_EQ(dose(w.fong)["patient_name"].text(), "(erased)");
  EXPECT_EQ(dose(w.fong)["patient"].text(), "P-01");
  EXPECT_TRUE(Journal(w.db()).verify().ok);
}

}  // namespace
}  // namespace isotrail::test
