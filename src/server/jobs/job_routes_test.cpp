#include <gtest/gtest.h>

#include "node/jobs/node_jobs.h"
#include "tests/support/house.h"

namespace isotrail::server {
namespace {

class JobRoutes : public ::testing::Test, protected House {
 protected:
  http::Answer ask(const char* body, const std::string& token) {
    return send("POST", "/api/v1/jobs", "Content-Type: application/json\r\nAuthorization: Bearer " + token + "\r\n", body);
  }
};

TEST_F(JobRoutes, AJobIsAskedForOnceDoneAndShown) {
  open();
  const std::string admin = signIn("admin");
  const auto asked = ask(R"({"kind":"record.check","job":"check-1"})", admin);
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_TRUE(json(asked)["added"].boolean());
  EXPECT_FALSE(json(ask(R"({"kind":"record.check","job":"check-1"})", admin))["added"].boolean());
  EXPECT_EQ(json(get("/api/v1/jobs/check-1", admin))["state"].text(), "waiting");
  JobQueue queue(node_->source());
  EXPECT_EQ(workOnce(queue, nodeJobKinds(*node_), "test", node_->realClock()), "done");
  const Json shown = json(get("/api/v1/jobs/check-1", admin));
  EXPECT_EQ(shown["state"].text(), "done");
  EXPECT_TRUE(shown["result"]["ok"].boolean());
  EXPECT_EQ(shown["result"]["entries"].integer(), entries());
  EXPECT_EQ(json(get("/api/v1/jobs?state=done", admin))["jobs"].size(), 1u);
  EXPECT_EQ(json(get("/api/v1/jobs?state=dead", admin))["jobs"].size(), 0u);
}

TEST_F(JobRoutes, WhatIsNoJobIsRefused) {
  open();
  const std::string admin = signIn("admin");
  EXPECT_EQ(verdict(ask(R"({"kind":"tea","job":"x"})", admin)), "400 BAD_VALUE");
  EXPECT_EQ(verdict(ask(R"({"kind":"record.check","job":"a b"})", admin)), "400 BAD_VALUE");
  EXPECT_EQ(verdict(get("/api/v1/jobs/none", admin)), "404 NOT_FOUND");
  EXPECT_EQ(verdict(ask(R"({"kind":"record.check","job":"x"})", signIn("he.yun"))), "403 NOT_PERMITTED");
}

}  // namespace
}  // namespace isotrail::server
