// The twelve-patient day of the showcase planned through the API, on a copy of its data.
#include <gtest/gtest.h>

#include <cstdio>

#include "showcase/showcase.h"
#include "tests/support/house.h"
#include "units/time.h"

namespace isotrail::server {
namespace {

class ShowcaseDay : public ::testing::Test, protected House {
 protected:
  /// The showcase with its story played up to an instant, served.
  void playTo(const char* until) {
    node_ = std::make_unique<Node>(folder_.file("day.db"));
    showcase::loadShowcase(*node_);
    player_ = showcase::makePlayer(*node_);
    player_->fastForward(*parseInstant("until", until));
    open();
    wong_ = enter("wong.ieng");
  }
  void TearDown() override { player_.reset(); }
  std::string enter(const std::string& account) {
    const auto a = send("POST", "/api/v1/session", "Content-Type: application/json\r\n", Json::object({{"account", account}, {"password", showcase::kPassword}}).dump());
    EXPECT_EQ(a.status, 200) << a.body;
    const std::string cookie = a.header("Set-Cookie");
    const auto from = cookie.find('=') + 1;
    return cookie.substr(from, cookie.find(';') - from);
  }
  Json makeDay(const char* plan, Json more = Json::object()) {
    Json body = Json::object({{"plan", plan}, {"day", "2025-12-17"}});
    for (const auto& [key, value] : more.members()) body.set(key, value);
    const auto a = command("planning/make-day", body.dump(), wong_);
    EXPECT_EQ(a.status, 200) << a.body;
    return json(a)["result"];
  }
  Json shown(const std::string& plan, const std::string& more = "") { return json(get("/api/v1/planning/days/" + plan + more, wong_)); }
  Json whatIf(const char* plan, Json changes, bool solve) {
    const auto a = send("POST", "/api/v1/planning/what-if", "Content-Type: application/json\r\nAuthorization: Bearer " + wong_ + "\r\n",
                        Json::object({{"plan", plan}, {"changes", Json::array().push(std::move(changes))}, {"solve", solve}}).dump());
    EXPECT_EQ(a.status, 200) << a.body;
    return json(a);
  }
  http::Answer publish(const char* plan) {
    const Json signature = Json::object({{"account", "wong.ieng"}, {"password", showcase::kPassword}});
    return command("planning/publish-day", Json::object({{"plan", plan}, {"signature", signature}}).dump(), wong_);
  }
  std::unique_ptr<showcase::StoryPlayer> player_;
  std::string wong_;
};

TEST_F(ShowcaseDay, Probe) {
  playTo("2025-12-15T10:40:00+08:00");
  std::printf("%s\n", makeDay("DAY-1").dumpPretty().c_str());
  const Json day = shown("DAY-1");
  std::printf("%s\n", day.dumpPretty().c_str());
  std::printf("%s\n", whatIf("DAY-1", Json::object({{"kind", "shut"}, {"post", "zhuhai"}, {"from", "2025-12-17T00:00:00+08:00"}, {"to", "2025-12-17T23:00:00+08:00"}}), false)["lost"].dumpPretty().c_str());
}

}  // namespace
}  // namespace isotrail::server
