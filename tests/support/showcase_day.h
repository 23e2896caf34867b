#pragma once
// The twelve-patient day of the showcase planned through the API, on a copy of its data.
#include <gtest/gtest.h>

#include "node/jobs/node_jobs.h"
#include "showcase/showcase.h"
#include "tests/support/house.h"
#include "units/time.h"

namespace isotrail::server {

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
    const auto a = send("POST", "/api/v1/session", "Content-Type: application/json\r\n",
                        Json::object({{"account", account}, {"password", showcase::kPassword}}).dump());
    EXPECT_EQ(a.status, 200) << a.body;
    const std::string cookie = a.header("Set-Cookie");
    const auto from = cookie.find('=') + 1;
    return cookie.substr(from, cookie.find(';') - from);
  }
  Json makeDay(const char* plan, Json more = Json::object()) {
    // Without a margin before the border, so that the latest way is the one that is compared.
    Json body = Json::object({{"plan", plan}, {"day", "2025-12-17"}, {"weights", Json::object({{"border_margin", 0}})}});
    for (const auto& [key, value] : more.members()) body.set(key, value);
    const auto a = command("planning/make-day", body.dump(), wong_);
    EXPECT_EQ(a.status, 200) << a.body;
    return json(a)["result"];
  }
  Json shown(const std::string& plan, const std::string& more = "") { return json(get("/api/v1/planning/days/" + plan + more, wong_)); }
  Json whatIf(const char* plan, Json changes, bool solve) {
    Json body = Json::object({{"plan", plan}, {"changes", Json::array().push(std::move(changes))}});
    if (solve) body.set("solve", "best");
    const auto a = ask("what-if", body);
    EXPECT_EQ(a.status, 200) << a.body;
    return json(a);
  }
  /// An answer of a question of the planning room.
  http::Answer ask(const std::string& question, const Json& body) {
    return send("POST", "/api/v1/planning/" + question, "Content-Type: application/json\r\nAuthorization: Bearer " + wong_ + "\r\n", body.dump());
  }
  http::Answer publish(const char* plan) {
    const Json signature = Json::object({{"account", "wong.ieng"}, {"password", showcase::kPassword}});
    return command("planning/publish-day", Json::object({{"plan", plan}, {"signature", signature}}).dump(), wong_);
  }
  std::unique_ptr<showcase::StoryPlayer> player_;
  std::string wong_;
};

/// The first gate that failed; none in words of the refusal itself.
inline std::string firstGate(const Json& problem) {
  return problem["gates"].size() > 0 ? problem["gates"].items()[0]["code"].text() : problem["code"].text();
}
inline std::string firstField(const Json& problem) { return problem["errors"].size() > 0 ? problem["errors"].items()[0]["field"].text() : ""; }

inline const Json* barNamed(const Json& day, const std::string& id) {
  for (const auto& b : day["bars"].items())
    if (b["id"].text() == id) return &b;
  return nullptr;
}

}  // namespace isotrail::server
