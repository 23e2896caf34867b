// The workbench over HTTP: anybody signed in may ask, nothing is written, and every slip is named with what is accepted.
#include <gtest/gtest.h>

#include "tests/support/house.h"
#include "workbench/calculation.h"

namespace isotrail::server {
namespace {

class PhysicsApi : public ::testing::Test, protected House {
 protected:
  PhysicsApi() {
    open();
    token_ = signIn("he.yun");
    before_ = entries();
  }
  ~PhysicsApi() override { EXPECT_EQ(entries(), before_) << "something was written"; }

  http::Answer ask(const std::string& name, const Json& body) {
    return send("POST", "/api/v1/physics/" + name, "Content-Type: application/json\r\nAuthorization: Bearer " + token_ + "\r\n", body.dump());
  }
  /// "400 BAD_UNIT activity", the first field of the problem.
  std::string refused(const std::string& name, const Json& body) {
    const auto answer = ask(name, body);
    const Json problem = json(answer);
    const Json& errors = problem["errors"];
    return verdict(answer) + (errors.size() > 0 ? " " + errors.items().front()["field"].text() : "");
  }
  static Json decay(const char* nuclide, const char* activity) { return Json::object({{"nuclide", nuclide}, {"activity", activity}}); }
  std::string token_;
  std::int64_t before_ = 0;
};

TEST_F(PhysicsApi, AnswersInTheUnitsAndTheLanguageAskedFor) {
  const auto answer = ask("decay?lang=zh-Hans", decay("F-18", "4.40 GBq").set("after", "55 min").set("in", Json::array().push("MBq").push("min")));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json j = json(answer);
  EXPECT_EQ(j["calculation"].text(), "decay");
  EXPECT_EQ(j["figures"].items().at(0)["value"].number(), 55.0);
  EXPECT_EQ(j["figures"].items().at(1)["word"].text(), "活度");
  // 3300 s of a half-life of 6584.04 s: 4400 MBq * 2^(-3300/6584.04) = 3108.7 MBq.
  EXPECT_NEAR(j["figures"].items().at(1)["value"].number(), 3108.7, 0.1);
  EXPECT_EQ(j["figures"].items().at(1)["unit"].text(), "MBq");
}

TEST_F(PhysicsApi, EveryExampleOfTheListIsAnswered) {
  const Json list = json(get("/api/v1/physics", token_));
  EXPECT_EQ(list["calculations"].size(), workbench::calculations().size());
  for (const auto& c : list["calculations"].items())
    for (const auto& example : c["examples"].items()) {
      const auto answer = ask(c["name"].text(), example);
      EXPECT_EQ(answer.status, 200) << c["name"].text() << " " << example.dump() << " " << answer.body;
    }
}

TEST_F(PhysicsApi, NuclidesComeWithTheirSources) {
  EXPECT_GT(json(get("/api/v1/physics/nuclides", token_))["nuclides"].size(), 20u);
  const Json lu = json(get("/api/v1/physics/nuclides/Lu-177", token_));
  EXPECT_EQ(lu["nuclide"].text(), "Lu-177");
  EXPECT_FALSE(lu["half_life"]["source"].text().empty());
  EXPECT_EQ(lu["chain"].items().at(0).text(), "Hf-177");
  EXPECT_EQ(verdict(get("/api/v1/physics/nuclides/Xx-1", token_)), "400 UNKNOWN_NUCLIDE");
}

TEST_F(PhysicsApi, SlipsAreNamed) {
  EXPECT_EQ(refused("decay", decay("Xx-1", "4 GBq")), "400 UNKNOWN_NUCLIDE nuclide");
  EXPECT_EQ(refused("decay", decay("Pb-208", "4 GBq")), "400 STABLE_NUCLIDE nuclide");
  EXPECT_EQ(refused("decay", decay("F-18", "-4 GBq")), "400 BAD_VALUE activity");
  EXPECT_EQ(refused("decay", decay("F-18", "nan GBq")), "400 BAD_UNIT activity");
  EXPECT_EQ(refused("decay", decay("F-18", "1e999 GBq")), "400 BAD_VALUE activity");
  EXPECT_EQ(refused("decay", decay("F-18", "4 mbq")), "400 BAD_UNIT activity");
  EXPECT_EQ(json(ask("decay", decay("F-18", "4 mbq")))["errors"].items().at(0)["near"].text(), "MBq");
  EXPECT_EQ(refused("decay", decay("F-18", "4 Bq/ml")), "400 BAD_UNIT activity");
  EXPECT_EQ(refused("decay", decay("F-18", "4 mci")), "400 BAD_UNIT activity");
  EXPECT_EQ(refused("decay", decay("F-18", "4 GBq").set("after", "-1 h")), "400 BAD_VALUE after");
  EXPECT_EQ(refused("decay", decay("F-18", "4 GBq").set("at", "2025-12-17T09:00Z")), "400 MISSING_FIELD reference");
  EXPECT_EQ(refused("decay", decay("F-18", "4 GBq").set("reference", "2025-12-17")), "400 INSTANT_WITHOUT_TIME reference");
  EXPECT_EQ(refused("decay", decay("F-18", "4 GBq").set("in", "MBq")), "400 BAD_VALUE in");
  EXPECT_EQ(refused("decay", decay("F-18", "4 GBq").set("colour", "blue")), "400 UNKNOWN_FIELD colour");
  EXPECT_EQ(refused("chain", Json::object({{"contents", Json::array()}})), "400 EMPTY_MIXTURE contents");
  EXPECT_EQ(refused("chain", Json::object({{"contents", Json::array().push("Mo-99 -1 GBq")}})), "400 BAD_VALUE contents");
  EXPECT_EQ(json(ask("decay", decay("Xx", "4").set("after", "soon")))["errors"].size(), 2u);
  EXPECT_EQ(ask("no-such", Json::object()).status, 404);
}

}  // namespace
}  // namespace isotrail::server
