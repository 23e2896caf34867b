// Rules of kits, how long what is opened is used, and the count at the end of the day.
#include <gtest/gtest.h>

#include "rooms/hotlab/facts.h"
#include "tests/support/hotlab.h"

namespace isotrail::test {
namespace {

class KitRules : public ::testing::Test {
 protected:
  HotLab m;
  void SetUp() override {
    m.kits();
    m.at("2025-12-17T06:30:00+08:00");
    m.checkCalibrator();
    m.elute();
    m.breakthrough("100 kBq");
  }
  std::string no(const char* command, Json b) {
    const auto before = m.entries();
    const std::string codes = m.refusal(m.lei, command, std::move(b));
    EXPECT_EQ(m.entries(), before);
    return codes;
  }
  static Json rule() {
    return body({{"product", "MDP"},
                 {"site", "cotai-hotlab"},
                 {"low", "2 mL"},
                 {"high", "8 mL"},
                 {"most", "5 GBq"},
                 {"eluate_age", "2 h"},
                 {"beyond_use", "6 h"},
                 {"source", "leaflet, edition of 2024"}});
  }
};

TEST_F(KitRules, ThePreparationEndsWithTheFirstOfItsLimits) {
  // Shelf life 8 h; the leaflet's 6 h are shorter.
  m.must(m.lei, "hotlab/set-kit-rule", rule());
  const Json answer = m.must(m.lei, "hotlab/prepare-kit", m.kit());
  EXPECT_EQ(answer["limited_by"].text(), "kit_rule");
  EXPECT_EQ(instant(answer["expires_at"].text()), m.now() + hours(6));
}

TEST_F(KitRules, TheRoomEndsItToTheMinute) {
  m.must(m.lei, "hotlab/set-kit-rule", rule());
  m.must(m.lei, "hotlab/declare-room", body({{"site", "cotai-hotlab"}, {"room", "immediate"}}));
  const Json answer = m.must(m.lei, "hotlab/prepare-kit", m.kit());
  EXPECT_EQ(answer["limited_by"].text(), "room");
  m.at("2025-12-17T07:40:00+08:00");
  const Json test = body({{"preparation", "MDP-251217-1"}, {"purity", "98 %"}});
  EXPECT_EQ(no("hotlab/test-preparation", test), "ITEM_EXPIRED");
  m.at("2025-12-17T07:39:00+08:00");
  m.must(m.lei, "hotlab/test-preparation", test);
  const auto item = findItem(m.db(), ItemId("MDP-251217-1"));
  EXPECT_EQ(*item->expires_at, instant("2025-12-17T07:40:00+08:00"));
}

TEST_F(KitRules, AnOldEluateAndALongRestedGeneratorAreRefused) {
  m.must(m.lei, "hotlab/set-kit-rule", rule());
  EXPECT_EQ(no("hotlab/prepare-kit", m.kit().set("volume", "1.5 mL")), "KIT_OVERLOADED");
  EXPECT_EQ(no("hotlab/prepare-kit", m.kit().set("activity", "5.5 GBq")), "KIT_OVERLOADED");
  m.at("2025-12-17T08:41:00+08:00");
  EXPECT_EQ(no("hotlab/prepare-kit", m.kit()), "ELUATE_TOO_OLD");
  m.must(m.lei, "hotlab/set-kit-rule", rule().set("eluate_age", "4 h").set("since_elution", "24 h"));
  EXPECT_EQ(no("hotlab/prepare-kit", m.kit()), "ELUTION_GAP_TOO_LONG");  // the first elution of this generator
  m.must(m.lei, "supply/elute",
         body({{"generator", "GEN-MO-0412"}, {"eluate", "E-2"}, {"activity", "1.9 GBq"}, {"volume", "5 mL"}, {"calibrator", "CAL-CT"}}));
  m.breakthrough("10 kBq", "E-2");
  m.must(m.lei, "hotlab/prepare-kit", m.kit().set("eluate", "E-2").set("activity", "1.5 GBq"));
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(KitRules, SenselessRulesAreRefused) {
  EXPECT_EQ(no("hotlab/set-kit-rule", rule().set("high", "1 mL")), "BAD_VALUE");
  EXPECT_EQ(no("hotlab/set-kit-rule", rule().set("beyond_use", "0 h")), "BAD_VALUE");
  EXPECT_EQ(no("hotlab/set-kit-rule", rule().set("product", "X")), "NOT_FOUND");
  EXPECT_EQ(no("hotlab/declare-room", body({{"site", "cotai-hotlab"}, {"room", "cellar"}})), "BAD_VALUE");
  EXPECT_EQ(m.refusal(m.he, "hotlab/set-kit-rule", rule()), "NOT_YOUR_ORGANISATION");
}

TEST_F(KitRules, TheCountAtTheEndOfTheDayFindsWhatIsMissing) {
  const auto counts = [](std::initializer_list<const char*> items) {
    Json list = Json::array();
    for (const char* i : items) list.push(i);
    return body({{"site", "cotai-hotlab"}, {"present", list}});
  };
  m.at("2025-12-17T18:00:00+08:00");
  EXPECT_EQ(no("hotlab/count-stock", counts({"GEN-MO-0412"})), "COUNT_DIFFERS");
  EXPECT_EQ(no("hotlab/count-stock", counts({"GEN-MO-0412", "E-251217-1", "E-9"})), "COUNT_DIFFERS");
  EXPECT_EQ(no("hotlab/count-stock", counts({"GEN-MO-0412", "GEN-MO-0412"})), "BAD_VALUE");
  const Json fine = m.must(m.lei, "hotlab/count-stock", counts({"GEN-MO-0412", "E-251217-1"}));
  EXPECT_EQ(fine["missing"].size(), 0u);
  const Json odd = m.must(m.lei, "hotlab/count-stock", counts({"GEN-MO-0412"}).set("remark", "eluate spilt, see incident"));
  EXPECT_EQ(odd["missing"].items().at(0).text(), "E-251217-1");
  const auto shown = m.view(m.sou, "hotlab", "counts");
  EXPECT_EQ((*shown)["counts"].items().at(0)["verdict"].text(), "fail");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::test
