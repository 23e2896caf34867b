// Who handled a vial between two instants, in whose custody it was, and what happened in a room.
#include <gtest/gtest.h>

#include "tests/support/hotlab.h"
#include "tests/support/overview_reader.h"

namespace isotrail::test {
namespace {

class HandledBy : public ::testing::Test {
 protected:
  HotLab m;
  Result<Json> ask(const Caller& who, std::map<std::string, std::string> params) {
    return readOverview(m, who, "trace", "handled", "", std::move(params), "en");
  }
  static std::map<std::string, std::string> morning(const char* key, const char* id) {
    return {{key, id}, {"from", "2025-12-17T06:00:00+08:00"}, {"until", "2025-12-17T10:00:00+08:00"}};
  }
  void SetUp() override {
    m.atTheBench();
    m.must(m.lei, "hotlab/draw-dose", m.draw());
  }
};

TEST_F(HandledBy, AVialFromItsMakerToTheSyringe) {
  const auto told = ask(m.sou, morning("item", "FDG-251217-A.V1"));
  ASSERT_TRUE(told);
  // Packed at 06:20, handed over at 08:47, received at 08:52, drawn from at 08:58.
  ASSERT_EQ((*told)["custody"].size(), 3u);
  const auto custody = [&](std::size_t i, const char* key) { return (*told)["custody"].items().at(i)[key].text(); };
  EXPECT_EQ(custody(0, "org") + " " + custody(0, "state"), "lingnan here");
  EXPECT_EQ(custody(1, "org") + " " + custody(1, "state") + " " + custody(1, "to"), "lingnan in_transit cotai-hotlab");
  EXPECT_EQ(custody(2, "org") + " " + custody(2, "state") + " " + custody(2, "site"), "cotai here cotai-hotlab");
  EXPECT_EQ(instant(custody(0, "until")), instant("2025-12-17T08:47:00+08:00"));
  EXPECT_EQ(instant(custody(2, "from")), instant("2025-12-17T08:52:00+08:00"));
  std::vector<std::string> types;
  for (const auto& line : (*told)["lines"].items()) types.push_back(line["type"].text());
  ASSERT_FALSE(types.empty());
  EXPECT_EQ(types.front(), "logistics.Packed");
  EXPECT_EQ(types.back(), "hotlab.DoseDrawn");
  bool lei = false;
  for (const auto& p : (*told)["people"].items())
    if (p["person"].text() == "lei.fan") {
      lei = true;
      EXPECT_EQ(instant(p["last"].text()), instant("2025-12-17T08:58:00+08:00"));
      EXPECT_FALSE(p["name"].text().empty());
    }
  EXPECT_TRUE(lei);
}

TEST_F(HandledBy, OutsideItsTimeNothing) {
  const auto told = ask(m.sou, {{"item", "FDG-251217-A.V1"}, {"from", "2025-12-17T08:53:00+08:00"}, {"until", "2025-12-17T08:57:00+08:00"}});
  EXPECT_EQ((*told)["lines"].size(), 0u);
  ASSERT_EQ((*told)["custody"].size(), 1u);
  EXPECT_EQ((*told)["custody"].items().at(0)["org"].text(), "cotai");
}

TEST_F(HandledBy, ARoomByWhatStandsInItAndAnIncidentByBoth) {
  m.must(m.sou, "protection/draw-room",
         body({{"room", "R1"},
               {"site", "cotai-hotlab"},
               {"name", "Hot lab"},
               {"area", "controlled"},
               {"x", "0 m"},
               {"y", "0 m"},
               {"width", "5 m"},
               {"height", "4 m"},
               {"equipment", Json(Json::Array{"CAL-CT"})}}));
  m.must(m.sou, "protection/set-point", body({{"point", "P1"}, {"room", "R1"}, {"name", "bench"}, {"x", "1 m"}, {"y", "1 m"}, {"every", "7 d"}}));
  m.must(m.lei, "protection/survey-place", body({{"site", "cotai-hotlab"}, {"point", "P1"}, {"wipe", "50 Bq/cm2"}, {"meter", "SM-CT"}}));
  const auto room = ask(m.sou, morning("room", "R1"));
  ASSERT_TRUE(room);
  std::vector<std::string> types;
  for (const auto& line : (*room)["lines"].items()) types.push_back(line["type"].text());
  EXPECT_EQ(types, (std::vector<std::string>{"hotlab.CalibratorChecked", "hotlab.DoseDrawn", "protection.PlaceSurveyed"}));
  m.must(m.sou, "protection/report-incident",
         body({{"incident", "INC-1"},
               {"site", "cotai-hotlab"},
               {"kind", "spill"},
               {"what", "drops on the bench"},
               {"items", Json(Json::Array{"FDG-251217-A.V1"})},
               {"rooms", Json(Json::Array{"R1"})},
               {"from", "2025-12-17T08:50:00+08:00"}}));
  const auto incident = ask(m.sou, {{"incident", "INC-1"}});
  ASSERT_TRUE(incident);
  bool both = false;
  for (const auto& line : (*incident)["lines"].items()) both = both || line["subjects"].size() == 2;  // the draw concerns vial and room
  EXPECT_TRUE(both);
  EXPECT_GE((*incident)["lines"].size(), 4u);
}

TEST_F(HandledBy, OthersLearnNothing) {
  const Caller pearl = m.caller("x", "pearl", {"physician"}, "", "hospital", "MO");
  EXPECT_EQ(ask(pearl, morning("item", "FDG-251217-A.V1")).refusal().code, "NOT_FOUND");
  EXPECT_EQ(ask(pearl, {{"incident", "INC-9"}}).refusal().code, "NOT_FOUND");
  EXPECT_EQ(ask(m.sou, {}).refusal().fields.at(0).code, "MISSING_FIELD");
  EXPECT_EQ(ask(m.sou, {{"item", "FDG-251217-A.V1"}, {"from", "2026-01-01T00:00Z"}}).refusal().fields.at(0).code, "BAD_VALUE");
}

}  // namespace
}  // namespace isotrail::test
