// Amendments: the entry stays, the record says what is right, and everything that reads it knows.
#include <gtest/gtest.h>

#include "ledger/amendment.h"
#include "tests/support/ward.h"

namespace isotrail::test {
namespace {

class Amendments : public ::testing::Test {
 protected:
  Ward w;
  /// The latest entry of a type.
  Event latest(const char* type) {
    Event found;
    Journal(w.db()).readBack({0, 0, "", type, ""}, [&](const Event& e) {
      found = e;
      return false;
    });
    EXPECT_FALSE(found.id.empty()) << type;
    return found;
  }
  static Json change(const Event& e, const char* field, Json value, const char* reason = "misread") {
    return body({{"entry", e.id}, {"changes", Json::object({{field, std::move(value)}})}, {"reason", reason}});
  }
  void refused(const std::string& codes, const Caller& who, const char* command, Json b) {
    const auto before = w.entries();
    EXPECT_EQ(w.refusal(who, command, std::move(b)), codes);
    EXPECT_EQ(w.entries(), before);
  }
  std::string justification() { return (*w.view(w.fong, "clinic", "doses", "ORD-02"))["prescription"]["justification"].text(); }
  void nothingBroken() {
    EXPECT_TRUE(Journal(w.db()).verify().ok);
    EXPECT_TRUE(w.desk().rebuild(true).empty());
  }
};

TEST_F(Amendments, NameTheEntryAndLeaveItsBytes) {
  const Event e = latest("clinic.Prescribed");
  const Json answer = w.must(w.fong, "record/amend", change(e, "justification", "restaging after therapy", "wrong form"));
  EXPECT_EQ(answer["state"].text(), "in_force");
  const Event a = latest(kAmended);
  EXPECT_EQ(a.stream, e.stream);
  EXPECT_EQ(a.reason, "wrong form");
  EXPECT_EQ(a.payload["target"].text(), e.id);
  EXPECT_EQ(a.payload["target_hash"].text(), e.hash);
  EXPECT_EQ(a.payload["changes"].dump(), R"([{"field":"justification","old":"staging of a known tumour","new":"restaging after therapy"}])");
  ASSERT_EQ(a.signatures.size(), 1u);
  const auto signature = Journal(w.db()).byId(a.signatures[0]);
  EXPECT_EQ(signature->payload["meaning"].text(), "amended");
  EXPECT_EQ(signature->payload["hash"].text(), a.hash);
  EXPECT_EQ(latest("clinic.Prescribed").bytes, e.bytes);
  EXPECT_EQ(justification(), "restaging after therapy");
  nothingBroken();
}

TEST_F(Amendments, AnAmendmentIsAmendedWhileItCounts) {
  const Event e = latest("clinic.Prescribed");
  w.must(w.fong, "record/amend", change(e, "justification", "restaging"));
  const Event first = latest(kAmended);
  w.must(w.fong, "record/amend", change(first, "justification", "restaging after therapy", "incomplete"));
  const Event second = latest(kAmended);
  EXPECT_EQ(second.payload["target"].text(), first.id);
  EXPECT_EQ(second.payload["root"].text(), e.id);
  EXPECT_EQ(second.payload["changes"].items().at(0)["old"].text(), "restaging");
  EXPECT_EQ(justification(), "restaging after therapy");
  EXPECT_EQ(corrected(first, amendmentsOf(w.db(), first)).payload["changes"].items().at(0)["new"].text(), "restaging after therapy");
  w.must(w.fong, "record/amend", change(e, "justification", "follow-up"));
  refused("AMEND_SUPERSEDED", w.fong, "record/amend", change(first, "justification", "staging"));
  EXPECT_EQ(justification(), "follow-up");
  EXPECT_EQ(corrected(e, amendmentsOf(w.db(), e)).payload["justification"].text(), "follow-up");
  EXPECT_EQ(corrected(e, amendmentsOf(w.db(), e, {second.seq, {}})).payload["justification"].text(), "restaging");
  nothingBroken();
}

TEST_F(Amendments, AreOfferedForWhatTheRoomsSayAndNothingElse) {
  w.ready();
  w.give();
  const Event e = latest("clinic.Prescribed");
  refused("AMEND_MOVES_ATOMS", w.lei, "record/amend", change(latest("clinic.DoseGiven"), "route", "oral"));
  refused("AMEND_NOT_OFFERED", w.fong, "record/amend", change(latest("ordering.OrderPlaced"), "activity", "1 MBq"));
  refused("AMEND_IDENTITY", w.fong, "record/amend", change(e, "order", "ORD-01"));
  refused("AMEND_FIELD_FIXED", w.fong, "record/amend", change(e, "route", "oral"));
  refused("UNKNOWN_FIELD", w.fong, "record/amend", change(e, "patient", "P-02"));
  refused("MISSING_FIELD", w.fong, "record/amend", change(e, "justification", ""));
  refused("BAD_VALUE", w.fong, "record/amend", change(e, "justification", 7));
  refused("BAD_VALUE", w.fong, "record/amend", change(e, "justification", "x", " "));
  refused("BAD_VALUE", w.fong, "record/amend", body({{"entry", e.id}, {"changes", Json::object()}, {"reason", "x"}}));
  refused("AMEND_NOTHING", w.fong, "record/amend", change(e, "justification", "staging of a known tumour"));
  refused("PATIENT_NAMED", w.fong, "record/amend", change(e, "justification", "\u9673\u6e2c\u8a66\u8a3a\u65b7"));
  refused("AMEND_OTHER_ENTRY", w.fong, "record/amend", change(e, "justification", "x").set("hash", std::string(64, '0')));
  refused("NOT_FOUND", w.fong, "record/amend", body({{"entry", "none"}, {"changes", Json::object({{"a", 1}})}, {"reason", "x"}}));
}

TEST_F(Amendments, AreForThoseWhoMayDoTheActItself) {
  const Event e = latest("clinic.Prescribed");
  refused("NOT_YOUR_ORGANISATION", w.wong, "record/amend", change(e, "justification", "x"));
  Caller technologist = w.lei;
  technologist.permissions = {"*.read", "clinic.administer", "record.*"};
  refused("AMEND_NOT_PERMITTED", technologist, "record/amend", change(e, "justification", "x"));
  Submission unsigned_one{"record/amend", change(e, "justification", "x"), "unsigned-1", {}, {}, false};
  EXPECT_EQ(w.desk().submit(w.fong, unsigned_one).refusal().code, "SIGNATURE_NEEDED");
}

TEST_F(Amendments, NothingIsAmendedOnTopOfBytesThatWereTamperedWith) {
  const Event e = latest("clinic.Prescribed");
  std::string bytes = e.bytes;
  bytes.replace(bytes.find("known tumour"), 12, "other tumour");
  w.db().exec("DROP TRIGGER event_no_update");
  w.db().exec("UPDATE event SET bytes=$1 WHERE seq=$2", {Blob(bytes.begin(), bytes.end()), e.seq});
  refused("AMEND_BROKEN", w.fong, "record/amend", change(e, "justification", "x"));
}

TEST_F(Amendments, AStepThatTwoPeopleSignedTakesTwo) {
  w.vialArrives();
  Event step;
  Journal(w.db()).readBack({0, 0, "", "production.StepPerformed", ""}, [&](const Event& e) {
    if (e.payload["step"].integer() == 3) step = e;
    return step.id.empty();
  });
  ASSERT_FALSE(step.id.empty());
  const Json proposed = w.must(w.he, "record/amend", change(step, "comment", "read again after drying", "left out"));
  EXPECT_EQ(proposed["state"].text(), "proposed");
  EXPECT_EQ(corrected(step, amendmentsOf(w.db(), step)).payload, step.payload) << "a proposal changes nothing";
  const Event proposal = latest(kProposed);
  const Json confirm = body({{"proposal", proposal.id}});
  refused("AMEND_OWN_PROPOSAL", w.he, "record/confirm-amendment", confirm);
  refused("NOT_FOUND", w.zhou, "record/confirm-amendment", body({{"proposal", step.id}}));
  w.must(w.zhou, "record/confirm-amendment", confirm);
  const Event a = latest(kAmended);
  EXPECT_EQ(a.payload["proposed_by"].text(), w.he.person.str());
  EXPECT_EQ(a.actor, w.zhou.person);
  EXPECT_EQ(corrected(step, amendmentsOf(w.db(), step)).payload["comment"].text(), "read again after drying");
  refused("ALREADY_EXISTS", w.zhou, "record/confirm-amendment", confirm);
  nothingBroken();
}

TEST_F(Amendments, AProposalThatWasOvertakenIsStale) {
  w.vialArrives();
  Event step = latest("production.StepPerformed");
  w.must(w.he, "record/amend", change(step, "comment", "one"));
  const Event first = latest(kProposed);
  w.must(w.he, "record/amend", change(step, "comment", "two"));
  w.must(w.zhou, "record/confirm-amendment", body({{"proposal", latest(kProposed).id}}));
  refused("AMEND_STALE", w.zhou, "record/confirm-amendment", body({{"proposal", first.id}}));
}

TEST_F(Amendments, AResultIsJudgedAgainAndAFailureHoldsTheBatch) {
  w.vialArrives();
  Event result;
  Journal(w.db()).readBack({0, 0, "", "quality.ResultRecorded", ""}, [&](const Event& e) {
    if (e.payload["test"].text() == "radiochemical purity") result = e;
    return result.id.empty();
  });
  ASSERT_EQ(result.payload["verdict"].text(), "pass");
  EXPECT_FALSE(heldBy(w.db(), ItemId("FDG-251217-A.V1")));
  w.must(w.lin, "record/amend", change(result, "value", 48.9, "digits swapped"));
  const Event now = corrected(result, amendmentsOf(w.db(), result));
  EXPECT_EQ(now.payload["value"].number(), 48.9);
  EXPECT_EQ(now.payload["verdict"].text(), "fail");
  EXPECT_EQ(now.payload["result_text"].text(), "48.9 %");
  const Event amendment = latest(kAmended);
  for (const auto& c : amendment.payload["changes"].items()) EXPECT_EQ(c.has("derived"), c["field"].text() != "value");
  EXPECT_EQ(heldBy(w.db(), ItemId("FDG-251217-A.V1"))->str(), "FDG-251217-A");
  const Json record = (*w.view(w.he, "production", "batches", "FDG-251217-A"))["record"];
  EXPECT_NE(record.dump().find("48.9"), std::string::npos);
  nothingBroken();
}

TEST_F(Amendments, MasterDataIsCorrectedForEveryGateThatAsks) {
  const Event e = latest("production.EquipmentRegistered");
  w.must(w.admin, "record/amend", change(e, "calibrated_until", "2025-12-01T00:00:00Z", "certificate misread"));
  w.must(w.admin, "record/amend", change(latest("identity.QualificationGranted"), "valid_until", "2026-05-01T00:00:00+08:00"));
  refused("BAD_VALUE", w.admin, "record/amend", change(latest("identity.QualificationGranted"), "valid_until", "2020-05-01T00:00:00+08:00"));
  refused("BAD_INSTANT", w.admin, "record/amend", change(e, "calibrated_until", "tomorrow"));
  nothingBroken();
  EXPECT_GT((*w.view(w.admin, "record", "amendable"))["entries"].size(), 10u);
}

}  // namespace
}  // namespace isotrail::test
