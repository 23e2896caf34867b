// From a patient's dose back to the beam, and forward from the cassette to the patient: after drawing and giving.
#include <gtest/gtest.h>

#include "overview/overview.h"
#include "rooms/identity/facts.h"
#include "tests/support/hotlab.h"
#include "tests/support/overview_reader.h"

namespace isotrail::overview {
namespace {
using namespace test;

/// ORD-01 drawn from V1 at 08:58 as S-251217-01; ORD-02 still waits for 11:35.
class Drawn : public HotLab {
 public:
  Drawn() {
    qualify("lei.fan", "administration", "2026-06-30T00:00:00Z");
    orderDose();
    must(fong, "ordering/place-order", order("ORD-02", "P-02", "2025-12-17T11:35:00+08:00"));
    must(wong, "ordering/accept-order", body({{"order", "ORD-02"}}));
    prescribe("ORD-02");
    deliver();
    receive();
    checkCalibrator();
    at("2025-12-17T08:58:00+08:00");
    must(lei, "hotlab/draw-dose", draw());
  }
  void give() {
    must(lei, "hotlab/label-dose", body({{"dose", "S-251217-01"}}));
    at("2025-12-17T09:15:00+08:00");
    must(lei, "clinic/administer", body({{"dose", "S-251217-01"}, {"patient", "P-01"}, {"route", "intravenous"}}));
  }
  Caller rights(Caller c) const {
    c.permissions = identity::permissionsOf(c.roles);
    return c;
  }
};

TEST(DoseTrace, BackFromDoseOrderOrPatientNamesTheWholeWay) {
  Drawn house;
  house.give();
  for (const char* asked : {"S-251217-01", "ORD-01", "P-01"}) {
    const Json t = shown(house, house.lei, "trace", "back", "", {{"item", asked}});
    for (const char* id : {"beam:IR-251217-1", "FDG-251217-A", "K-2291", "PRE-7", "W-118", "FDG-251217-A.V1", "P-251217-01", "S-251217-01", "P-01",
                           "lei.fan", "CAL-CT"})
      EXPECT_FALSE(memberOf(t["nodes"], "id", id).isNull()) << asked << " back to " << id;
    EXPECT_EQ(memberOf(t["packages"], "item", "P-251217-01")["item"].text(), "P-251217-01");
    EXPECT_EQ(memberOf(t["people"], "person", "lei.fan")["name"].text(), "F G");
    EXPECT_FALSE(memberOf(t["people"], "person", "he.yun").has("name")) << "names stay inside their organisation";
    EXPECT_EQ(memberOf(t["nodes"], "id", "S-251217-01")["state"].text(), "given");
  }
  // The other order out of the same vial is not part of this dose's past.
  const Json t = shown(house, house.lei, "trace", "back", "", {{"item", "S-251217-01"}});
  EXPECT_EQ(t.dump().find("ORD-02"), std::string::npos);
  bool prescribed = false;
  for (const auto& e : t["events"].items()) prescribed |= e["type"].text() == "clinic.Prescribed";
  EXPECT_TRUE(prescribed);
}

TEST(DoseTrace, TheMakerFindsTheDoseButNotThePatient) {
  Drawn house;
  house.give();
  const Json t = shown(house, house.liang, "trace", "forward", "", {{"item", "K-2291"}});
  EXPECT_FALSE(memberOf(t["nodes"], "id", "S-251217-01").isNull());
  EXPECT_EQ(t.dump().find("\"P-01\""), std::string::npos);
  EXPECT_EQ(refusalOf(house, house.liang, "trace", "back", {{"item", "P-01"}}), "NOT_FOUND");
  EXPECT_FALSE(memberOf(shown(house, house.liang, "trace", "back", "", {{"item", "ORD-01"}})["nodes"], "id", "S-251217-01").isNull());
  const Caller inspector = Fixture::caller("inspector.ssm", "ssm", {"regulator"}, "", "agency", "MO");
  const Json seen = shown(house, inspector, "trace", "back", "", {{"item", "S-251217-01"}});
  EXPECT_FALSE(memberOf(seen["nodes"], "id", "beam:IR-251217-1").isNull());
  EXPECT_EQ(seen.dump().find("\"P-01\""), std::string::npos);
}

TEST(DoseTrace, APackageTellsWhatWasInIt) {
  Drawn house;
  const Json t = shown(house, house.lei, "trace", "forward", "", {{"item", "P-251217-01"}});
  EXPECT_FALSE(memberOf(t["nodes"], "id", "S-251217-01").isNull());
}

TEST(DoseRecall, DrawnAndNotDrawnAreStoppableGivenIsNot) {
  Drawn house;
  const Json before = shown(house, house.lei, "recall", "simulate", "", {{"item", "K-2291"}});
  ASSERT_EQ(before["stoppable"].size(), 2u);
  const Json& first = before["stoppable"].items()[0];
  EXPECT_EQ(first["dose"].text(), "S-251217-01");
  EXPECT_EQ(first["state"].text(), "drawn");
  EXPECT_EQ(first["patient"].text(), "P-01");
  EXPECT_EQ(first["seconds_left"].number(), 17 * 60.0);
  EXPECT_EQ(before["stoppable"].items()[1]["state"].text(), "not_drawn");
  EXPECT_EQ(before["nearest"]["dose"].text(), "S-251217-01");
  EXPECT_EQ(before["affected"]["doses"].integer(), 2);
  EXPECT_EQ(memberOf(before["places"], "site", "cotai-hotlab")["here"].integer(), 2) << "the vial and the syringe";
  house.give();
  const Json after = shown(house, house.lei, "recall", "simulate", "", {{"item", "K-2291"}});
  ASSERT_EQ(after["given"].size(), 1u);
  EXPECT_EQ(after["given"].items()[0]["at"].text(), "2025-12-17T01:15:00Z");
  EXPECT_EQ(after["stoppable"].size(), 1u);
  EXPECT_EQ(after["nearest"]["order"].text(), "ORD-02");
  EXPECT_EQ(after["affected"]["patients"].integer(), 2);
  EXPECT_EQ(memberOf(after["places"], "site", "cotai-hotlab")["here"].integer(), 1);
  EXPECT_EQ(memberOf(after["places"], "site", "cotai-hotlab")["given"].integer(), 1);
}

TEST(DoseRecall, ForwardAndBackInOneAnswer) {
  Drawn house;
  const Json r = shown(house, house.lei, "recall", "simulate", "", {{"item", "FDG-251217-A.V1"}});
  EXPECT_EQ(r["affected"]["doses"].integer(), 2);
  for (const char* id : {"W-118", "IR-251217-1", "PRE-7", "K-2291", "VB-30", "FDG-251217-A"})
    EXPECT_FALSE(memberOf(r["from"], "item", id).isNull()) << id;
  EXPECT_TRUE(memberOf(r["from"], "item", "S-251217-01").isNull()) << "it came out of the vial";
}

TEST(DoseBoard, ADrawnDoseWaitsOnTheBoardUntilItIsGiven) {
  Drawn house;
  Json board = shown(house, house.lei, "board", "");
  EXPECT_EQ(memberOf(board["rows"], "item", "S-251217-01")["state"].text(), "available");
  const Json& v1 = memberOf(board["rows"], "item", "FDG-251217-A.V1");
  EXPECT_EQ(v1["state"].text(), "available");
  ASSERT_EQ(v1["coverage"].size(), 1u);
  EXPECT_EQ(v1["coverage"].items()[0]["patient"].text(), "P-02");
  EXPECT_EQ(board["tiles"]["patients"]["covered"].integer(), 2);
  EXPECT_EQ(board["tiles"]["patients"]["total"].integer(), 2);
  house.give();
  board = shown(house, house.lei, "board", "");
  EXPECT_TRUE(memberOf(board["rows"], "item", "S-251217-01").isNull());
}

TEST(DoseToday, LabelThenGiveThenMeasure) {
  Drawn house;
  const auto waits = [&](const char* kind) { return !memberOf(shown(house, house.rights(house.lei), "today", "")["tasks"], "kind", kind).isNull(); };
  EXPECT_TRUE(waits("hotlab.label-dose"));
  EXPECT_TRUE(waits("hotlab.draw-dose")) << "for ORD-02";
  EXPECT_FALSE(waits("clinic.administer"));
  house.must(house.lei, "hotlab/label-dose", body({{"dose", "S-251217-01"}}));
  EXPECT_TRUE(waits("clinic.administer"));
  const Json today = shown(house, house.rights(house.lei), "today", "");
  const Json& t = memberOf(today["tasks"], "kind", "clinic.administer");
  EXPECT_EQ(t["text"].text(), "Give S-251217-01 to P-01 at 09:15");
  EXPECT_EQ(t["due_at"].text(), "2025-12-17T01:15:00Z");
  house.at("2025-12-17T09:15:00+08:00");
  house.must(house.lei, "clinic/administer", body({{"dose", "S-251217-01"}, {"patient", "P-01"}, {"route", "intravenous"}}));
  EXPECT_FALSE(waits("clinic.administer"));
  EXPECT_TRUE(waits("clinic.measure-residual"));
}

}  // namespace
}  // namespace isotrail::overview
