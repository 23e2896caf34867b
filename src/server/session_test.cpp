#include <gtest/gtest.h>

#include "tests/support/house.h"

namespace isotrail::server {
namespace {

class Sessions : public ::testing::Test, protected House {};

constexpr const char* kJsonType = "Content-Type: application/json\r\n";

TEST_F(Sessions, SignInGivesACookieOnlyTheServerReads) {
  open();
  const auto in = send("POST", "/api/v1/session", kJsonType, R"({"account":"he.yun","password":"correct horse"})");
  ASSERT_EQ(in.status, 200) << in.body;
  const std::string cookie = in.header("Set-Cookie");
  for (const char* part : {"isotrail_session=", "; HttpOnly", "; SameSite=Strict", "; Path=/"})
    EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
  EXPECT_EQ(cookie.find("Secure"), std::string::npos);
  EXPECT_EQ(json(in)["person"].text(), "he.yun");
  EXPECT_EQ(json(in)["org_name"].text(), "lingnan");
  EXPECT_EQ(json(in)["roles"].items().at(0).text(), "radiochemist");
  EXPECT_EQ(in.body.find("token"), std::string::npos);  // a script on the page never sees it
  const std::string token = signIn("he.yun");
  EXPECT_EQ(get("/api/v1/session", token).status, 200);
  EXPECT_EQ(send("GET", "/api/v1/session", "Authorization: Bearer " + token + "\r\n").status, 200);
  EXPECT_EQ(send("DELETE", "/api/v1/session", "Cookie: isotrail_session=" + token + "\r\n").status, 204);
  EXPECT_EQ(verdict(get("/api/v1/session", token)), "401 NO_SESSION");
}

TEST_F(Sessions, CookieIsSecureOverTls) {
  open({.secure = true});
  const auto in = send("POST", "/api/v1/session", kJsonType, R"({"account":"he.yun","password":"correct horse"})");
  EXPECT_NE(in.header("Set-Cookie").find("; Secure"), std::string::npos);
}

TEST_F(Sessions, EndAfterTwelveHoursOrTwoUnused) {
  open();
  const std::string token = signIn("he.yun");
  const std::int64_t before = entries();
  clock_.set(test::instant("2025-12-17T06:59:00+08:00"));
  EXPECT_EQ(get("/api/v1/session", token).status, 200);
  clock_.set(test::instant("2025-12-17T08:58:00+08:00"));  // 1 h 59 min since it was used
  EXPECT_EQ(get("/api/v1/session", token).status, 200);
  clock_.set(test::instant("2025-12-17T11:00:00+08:00"));  // 2 h 2 min
  EXPECT_EQ(verdict(get("/api/v1/session", token)), "401 SESSION_EXPIRED");
  EXPECT_EQ(verdict(command("planning/publish-plan", "{}", token)), "401 SESSION_EXPIRED");
  const std::string again = signIn("he.yun");
  for (int hour = 12; hour <= 22; ++hour) {
    clock_.set(test::instant("2025-12-17T" + std::to_string(hour) + ":30:00+08:00"));
    ASSERT_EQ(get("/api/v1/session", again).status, 200) << hour;
  }
  clock_.set(test::instant("2025-12-17T23:01:00+08:00"));  // 12 h 1 min
  EXPECT_EQ(verdict(get("/api/v1/session", again)), "401 SESSION_EXPIRED");
  EXPECT_EQ(entries(), before);
}

TEST_F(Sessions, FiveWrongPasswordsShutTheAccountForAMinute) {
  open();
  const auto tryIt = [&](const char* password) {
    return send("POST", "/api/v1/session", kJsonType, Json::object({{"account", "he.yun"}, {"password", password}}).dump());
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(verdict(tryIt("wrong horse")), "401 BAD_CREDENTIALS");
  const auto shut = tryIt(kTestPassword);
  EXPECT_EQ(verdict(shut), "429 TOO_MANY_TRIES");
  EXPECT_EQ(shut.header("Retry-After"), "60");
  signIn("zhou.kai");  // others are not shut out
  clock_.set(test::instant("2025-12-17T05:01:01+08:00"));
  EXPECT_EQ(tryIt(kTestPassword).status, 200);
}

TEST_F(Sessions, ARefusedSignInTellsNobodyAPassword) {
  open();
  for (const char* body : {R"({"account":"nobody","password":"hunter2hunter2"})", R"({"account":"he.yun","password":"hunter2hunter2"})",
                           R"({"account":"he.yun","password":["hunter2hunter2"]})"}) {
    const auto no = send("POST", "/api/v1/session", kJsonType, body);
    EXPECT_GE(no.status, 400);
    EXPECT_EQ(no.body.find("hunter2"), std::string::npos) << no.body;
  }
  EXPECT_EQ(verdict(send("POST", "/api/v1/session", kJsonType, R"({"account":"he.yun"})")), "400 MISSING_FIELD");
  EXPECT_EQ(verdict(send("POST", "/api/v1/session", kJsonType, R"({"account":"he.yun","password":"x","admin":true})")), "400 UNKNOWN_FIELD");
  EXPECT_EQ(verdict(send("POST", "/api/v1/session", "Content-Type: text/plain\r\n", "{}")), "415 UNSUPPORTED_TYPE");
}

TEST_F(Sessions, APageFromElsewhereMayNotWrite) {
  open();
  const std::string words = R"({"account":"he.yun","password":"correct horse"})";
  EXPECT_EQ(verdict(send("POST", "/api/v1/session", std::string(kJsonType) + "Origin: https://elsewhere.test\r\n", words)), "403 CROSS_ORIGIN");
  EXPECT_EQ(verdict(send("POST", "/api/v1/session", std::string(kJsonType) + "Origin: null\r\n", words)), "403 CROSS_ORIGIN");
  EXPECT_EQ(send("POST", "/api/v1/session", std::string(kJsonType) + "Origin: http://test\r\n", words).status, 200);
}

TEST_F(Sessions, WhatAnybodyMayAsk) {
  open();
  const auto health = get("/healthz");
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(json(health)["status"].text(), "ok");
  EXPECT_NE(health.header("Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_EQ(health.header("X-Content-Type-Options"), "nosniff");
  EXPECT_FALSE(health.header("Referrer-Policy").empty());
  const Json clock = json(get("/api/v1/clock"));
  EXPECT_EQ(clock["now"].text(), "2025-12-16T21:00:00Z");
  EXPECT_EQ(clock["speed"].number(), 1.0);
  EXPECT_TRUE(clock["playing"].boolean());
  EXPECT_EQ(clock["zone"].text(), "Asia/Macau");
  const Json about = json(get("/api/v1/about"));
  EXPECT_EQ(about["languages"].size(), 4u);
  EXPECT_EQ(about["node_key"].text().size(), 64u);
  EXPECT_FALSE(about["showcase"].boolean(true));
  EXPECT_EQ(verdict(get("/api/v1/showcase/accounts")), "404 NOT_FOUND");
}

}  // namespace
}  // namespace isotrail::server
