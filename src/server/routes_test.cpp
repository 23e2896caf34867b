// Walks every route: who may do what is in the table, in data/roles.csv, and nowhere else.
#include <gtest/gtest.h>

#include <algorithm>

#include "rooms/identity/facts.h"
#include "tests/support/house.h"

namespace isotrail::server {
namespace {

class Routes : public ::testing::Test, protected House {
 protected:
  /// As a client with no idea of the fields would ask. The stream is left out of walks: it does not end.
  http::Answer ask(const Route& r, const std::string& token) {
    const std::string path = r.path + (r.with_id ? "/NO-SUCH-ID" : "");
    std::string headers = "Command-Id: walking-" + std::to_string(++walked_) + "\r\nContent-Type: application/json\r\n";
    if (!token.empty()) headers += "Authorization: Bearer " + token + "\r\n";
    return send(r.method, path, headers, r.method == "POST" ? "{}" : "");
  }
  int walked_ = 0;
};

TEST_F(Routes, WithoutASessionOnlyPublicOnesAnswer) {
  open();
  const std::int64_t before = entries();
  std::vector<std::string> open_ones;
  for (const Route& r : app_->routes().all()) {
    const auto answer = ask(r, "");
    const bool shut = answer.status == 401 && json(answer)["code"].text() == "NO_SESSION";
    EXPECT_EQ(shut, r.permission != kPublic) << r.method << " " << r.path << " " << answer.body;
    if (r.permission == kPublic) open_ones.push_back(r.method + " " + r.path);
  }
  const std::vector<std::string> expected = {
      "POST /api/v1/session", "GET /healthz", "GET /api/v1/clock", "GET /api/v1/about", "GET /api/v1/showcase/accounts", "GET /api/v1/openapi.json"};
  EXPECT_EQ(open_ones, expected);
  EXPECT_EQ(entries(), before);
}

TEST_F(Routes, EachRoleMayDoItsOwnAndNothingElse) {
  person("driver", "lingnan", {"driver"});
  person("broker", "lingnan", {"broker"});
  person("lin.qc", "lingnan", {"qc_analyst"});
  person("sou.rso", "cotai", {"rso"});
  person("vong.pv", "lingnan", {"vigilance_officer"});
  open();
  const std::int64_t before = entries();
  const std::pair<const char*, const char*> people[] = {{"he.yun", "radiochemist"},       {"lin.qc", "qc_analyst"},      {"liang.wei", "qp"},
                                                        {"wong.ieng", "planner"},         {"driver", "driver"},          {"broker", "broker"},
                                                        {"lei.fan", "technologist"},      {"dr.fong", "physician"},      {"sou.rso", "rso"},
                                                        {"vong.pv", "vigilance_officer"}, {"inspector.ssm", "regulator"}};
  for (const auto& [who, role] : people) {
    const std::string token = signIn(who);
    Caller caller;
    caller.permissions = identity::permissionsOf({role});
    for (const Route& r : app_->routes().all()) {
      if (r.permission == kPublic || r.permission == kSession) continue;
      const auto answer = ask(r, token);
      EXPECT_EQ(answer.status != 403, caller.may(r.permission)) << role << " " << r.method << " " << r.path << " " << answer.body;
      EXPECT_LT(answer.status, 500) << r.path << " " << answer.body;
    }
  }
  EXPECT_EQ(entries(), before);
}

TEST_F(Routes, ARegulatorReadsAndNeverSeesAPatient) {
  orders();
  open();
  const std::string token = signIn("inspector.ssm");
  int read = 0;
  for (const Route& r : app_->routes().all()) {
    if (r.permission == kPublic || r.permission == kSession) continue;
    const auto answer = ask(r, token);
    const bool searches = r.id == "planning.solve-day" || r.id == "planning.stop-solving";
    if (r.command || searches || r.id == "log.entries" || r.id == "jobs.ask") {  // whole entries name patients' pseudonyms
      EXPECT_EQ(verdict(answer), "403 NOT_PERMITTED") << r.path;
    } else {
      ++read;
      EXPECT_NE(answer.status, 403) << r.path;
      EXPECT_EQ(answer.body.find("P-01"), std::string::npos) << r.path << " " << answer.body;
    }
  }
  EXPECT_GT(read, 10);
  EXPECT_NE(get("/api/v1/ordering/orders", signIn("dr.fong")).body.find("P-01"), std::string::npos);
}

TEST_F(Routes, ViewsSpeakTheReadersLanguage) {
  orders();
  open();
  const std::string token = signIn("dr.fong");
  EXPECT_NE(get("/api/v1/ordering/orders", token, "Accept-Language: pt-PT\r\n").body.find("Fludesoxiglucose"), std::string::npos);
  EXPECT_NE(get("/api/v1/ordering/orders?lang=zh-Hant", token).body.find("葡糖"), std::string::npos);
}

TEST_F(Routes, TwoForOneAddressOrNoPermissionAreBugs) {
  const Route a{.method = "GET", .path = "/a", .permission = kPublic, .run = {}};
  EXPECT_THROW(RouteTable({a, a}), std::logic_error);
  EXPECT_THROW(RouteTable({Route{.method = "GET", .path = "/a", .run = {}}}), std::logic_error);
}

class FakeStory final : public StoryControl {
 public:
  Json status(Language language) const override {
    return Json::object({{"playing", playing},
                         {"language", languageTag(language)},
                         {"recent", Json::array().push(Json::object({{"text", "S-1 is drawn for P-01; P-012"}}))}});
  }
  Result<Json> act(const Json& body) override {
    last = body;
    if (body["action"].text() == "jump" && body["to"].text() == "yesterday")
      return Refusal::of("OUT_OF_ORDER", Json::object({{"expected", "later"}, {"found", "earlier"}}));
    playing = body["action"].text() == "play";
    return status(Language::en);
  }
  bool playing = false;
  Json last;
};

TEST_F(Routes, TheStoryIsSteeredOnlyWhereThereIsOne) {
  FakeStory story;
  open({.story = &story});
  const std::string token = signIn("he.yun");
  EXPECT_EQ(json(get("/api/v1/story?lang=pt", token))["language"].text(), "pt");
  EXPECT_TRUE(json(command("story", R"({"action":"play"})", token))["playing"].boolean());
  EXPECT_EQ(command("story", R"({"action":"speed","speed":60})", token).status, 200);
  EXPECT_EQ(story.last["speed"].number(), 60);
  EXPECT_EQ(command("story", R"({"action":"jump","to":12})", token).status, 200);
  EXPECT_EQ(story.last["to"].integer(), 12);
  EXPECT_EQ(verdict(command("story", R"({"action":"jump","to":"yesterday"})", token)), "409 OUT_OF_ORDER");
  EXPECT_EQ(verdict(command("story", R"({"action":"speed"})", token)), "400 MISSING_FIELD");
  EXPECT_EQ(verdict(command("story", R"({"action":"jump"})", token)), "400 MISSING_FIELD");
  for (const char* body : {R"({"action":"rewind"})", R"({"action":"speed","speed":0.5})", R"({"action":"speed","speed":601})",
                           R"({"action":"play","speed":60})", R"({"action":"jump","to":{"x":1}})", R"({"action":"jump","to":"a b"})"})
    EXPECT_EQ(verdict(command("story", body, token)), "400 BAD_VALUE") << body;
  EXPECT_EQ(verdict(command("story", R"({"action":"play","loud":true})", token)), "400 UNKNOWN_FIELD");
}

TEST_F(Routes, TheStoryNamesPatientsToTheirHospitalOnly) {
  orders();
  FakeStory story;
  open({.story = &story});
  const auto text = [&](const char* who) {
    const Json status = json(get("/api/v1/story", signIn(who)));
    return status["recent"].items().at(0)["text"].text();
  };
  EXPECT_EQ(text("dr.fong"), "S-1 is drawn for P-01; P-012");
  EXPECT_EQ(text("admin"), "S-1 is drawn for P-01; P-012");
  EXPECT_EQ(text("wong.ieng"), "S-1 is drawn for \u2014; P-012");
  EXPECT_EQ(text("inspector.ssm"), "S-1 is drawn for \u2014; P-012");
}

TEST_F(Routes, OtherNodesHaveNoStory) {
  open();
  const std::string token = signIn("he.yun");
  EXPECT_EQ(verdict(get("/api/v1/story", token)), "404 NOT_FOUND");
  EXPECT_EQ(verdict(command("story", R"({"action":"play"})", token)), "404 NOT_FOUND");
}

}  // namespace
}  // namespace isotrail::server
