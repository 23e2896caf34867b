#include <gtest/gtest.h>

#include "server/live/hearing.h"
#include "tests/support/house.h"

namespace isotrail::server {
namespace {

class Streams : public ::testing::Test, protected House {
 protected:
  /// Opens the stream and answers its client once the head has come.
  std::unique_ptr<http::Client> listen(const std::string& token, const std::string& headers = "", const std::string& query = "") {
    auto c = std::make_unique<http::Client>(port());
    c->send(http::get(kStreamPath + query, headers + "Authorization: Bearer " + token + "\r\n"));
    return c;
  }
  http::Answer placeOrder(const char* id, const char* at) { return command("ordering/place-order", order(id, at).dump(), signIn("dr.fong")); }
};

TEST_F(Streams, TellsWhatIsNewAtOnce) {
  orders();
  open();
  const std::string token = signIn("dr.fong");
  const std::int64_t before = entries();
  auto c = listen(token);
  EXPECT_NE(c->receiveUntil("\r\n\r\n").find("text/event-stream"), std::string::npos);
  ASSERT_EQ(placeOrder("ORD-02", "2025-12-17T09:35:00+08:00").status, 200);
  const std::string told = c->receiveUntil("\n\n");
  EXPECT_NE(told.find("id: " + std::to_string(before + 1) + "\n"), std::string::npos) << told;
  EXPECT_NE(told.find(R"({"seq":)" + std::to_string(before + 1) +
                      R"(,"type":"ordering.OrderPlaced","site":"cotai-hotlab","at":"2025-12-16T21:00:00Z","stream":"ordering/ORD-02"})"),
            std::string::npos)
      << told;
  EXPECT_EQ(told.find("P-01"), std::string::npos);
}

TEST_F(Streams, ResumesAfterTheLastEntryHeard) {
  orders();
  open();
  const std::string token = signIn("dr.fong");
  const std::int64_t last = entries();
  ASSERT_EQ(placeOrder("ORD-02", "2025-12-17T09:35:00+08:00").status, 200);
  ASSERT_EQ(placeOrder("ORD-03", "2025-12-17T09:55:00+08:00").status, 200);
  const auto idLine = [](std::int64_t seq) { return "id: " + std::to_string(seq) + "\n"; };
  // Both missed entries come, in order; what was heard does not come again.
  const std::string missed = listen(token, "Last-Event-ID: " + std::to_string(last) + "\r\n")->receiveUntil(idLine(last + 2));
  EXPECT_EQ(missed.find(idLine(last)), std::string::npos);
  EXPECT_LT(missed.find(idLine(last + 1)), missed.find(idLine(last + 2)));
  const std::string by_query = listen(token, "", "?after=" + std::to_string(last + 1))->receiveUntil(idLine(last + 2));
  EXPECT_EQ(by_query.find(idLine(last + 1)), std::string::npos);
  EXPECT_NE(by_query.find(idLine(last + 2)), std::string::npos);
  EXPECT_NE(listen(token, "", "?after=0")->receiveUntil(idLine(1)).find(idLine(1)), std::string::npos);  // the whole record
  EXPECT_EQ(verdict(get(std::string(kStreamPath) + "?after=soon", token)), "400 BAD_VALUE");
  EXPECT_EQ(verdict(get(std::string(kStreamPath) + "?from=1", token)), "400 UNKNOWN_PARAMETER");
  EXPECT_EQ(verdict(get(kStreamPath)), "401 NO_SESSION");
}

TEST_F(Streams, BeatsEveryFiveSeconds) {
  open();
  auto c = listen(signIn("he.yun"));
  c->receiveUntil("\r\n\r\n");
  const auto from = std::chrono::steady_clock::now();
  EXPECT_NE(c->receiveUntil("event: beat\n", http::milliseconds(8000)).find("event: beat\n"), std::string::npos);
  EXPECT_GT(std::chrono::steady_clock::now() - from, std::chrono::milliseconds(3500));
}

TEST_F(Streams, EndsWithTheSession) {
  open();
  const std::string token = signIn("he.yun");
  auto c = listen(token);
  c->receiveUntil("\r\n\r\n");
  EXPECT_EQ(send("DELETE", "/api/v1/session", "Authorization: Bearer " + token + "\r\n").status, 204);
  EXPECT_NE(c->receiveUntil("NO_SESSION").find("event: session\n"), std::string::npos);
  c->receiveUntil("\n\n", http::milliseconds(200));
  EXPECT_TRUE(c->closed());
}

TEST_F(Streams, AnOpenPageAloneDoesNotKeepTheSession) {
  open();
  const std::string token = signIn("he.yun");
  auto c = listen(token);
  c->receiveUntil("\r\n\r\n");
  clock_.set(test::instant("2025-12-17T06:30:00+08:00"));
  EXPECT_EQ(c->receiveUntil("event: session", http::milliseconds(1500)).find("event: session"), std::string::npos);
  clock_.set(test::instant("2025-12-17T07:01:00+08:00"));  // 2 h 1 min since anything was asked
  EXPECT_NE(c->receiveUntil("SESSION_EXPIRED").find("SESSION_EXPIRED"), std::string::npos);
}

TEST_F(Streams, EachHearsWhatConcernsHim) {
  orders();
  std::map<std::string, std::vector<std::string>> heard;
  node_->desk().read([&](Db& db) {
    for (const char* who : {"dr.fong", "wong.ieng", "inspector.ssm", "admin"}) {
      Hearing hearing(db, Accounts::callerOf(db, PersonId(who), "test"), node_->desk().lineage());
      Journal(db).read(0, 0, [&](const Event& e) {
        if (hearing.concerns(db, e)) heard[who].push_back(hearing.told(e).dump());
        return true;
      });
    }
  });
  const auto hears = [&](const char* who, const char* what) {
    return std::any_of(heard[who].begin(), heard[who].end(), [&](const std::string& t) { return t.find(what) != std::string::npos; });
  };
  // The order names the maker's site; the agency's jurisdiction is the hospital's.
  for (const char* who : {"dr.fong", "wong.ieng", "inspector.ssm", "admin"}) {
    EXPECT_TRUE(hears(who, "ordering.OrderPlaced")) << who;
    EXPECT_FALSE(hears(who, "P-01")) << who;
  }
  EXPECT_TRUE(hears("wong.ieng", "identity/site.lingnan-nansha"));
  EXPECT_FALSE(hears("dr.fong", "identity/site.lingnan-nansha"));
  EXPECT_FALSE(hears("inspector.ssm", "identity/site.lingnan-nansha"));
  EXPECT_TRUE(hears("admin", "identity/site.lingnan-nansha"));
}

TEST(ShowcaseStream, TellsWhenTheClockIsSetOrRunsOtherwise) {
  TestFolder folder;
  Node node(folder.file("story.db"));
  node.makeShowcase(test::instant("2025-12-17T03:00:00+08:00"));
  const Caller admin = Node::operatorCaller();
  const auto must = [&](const char* command, Json body, const char* id) {
    ASSERT_TRUE(node.desk().submit(admin, {command, body, id, {}, {}, false}));
  };
  must("identity/register-organisation", test::body({{"org", "lingnan"}, {"name", "L"}, {"kind", "maker"}, {"jurisdiction", "CN"}}), "scene-001");
  must("identity/register-person",
       test::body({{"person", "he.yun"}, {"family_name", "F"}, {"given_name", "G"}, {"org", "lingnan"}, {"roles", Json::array().push("planner")}}),
       "scene-002");
  ASSERT_TRUE(node.accounts().set("he.yun", PersonId("he.yun"), kTestPassword, true));
  const auto session = node.accounts().signIn("he.yun", kTestPassword, "web");
  ASSERT_TRUE(session);
  App app(node, {});
  http::Request request;
  request.method = "GET";
  request.path = kStreamPath;
  request.headers = {{"Authorization", "Bearer " + session->token}};
  http::Reply refusal;
  auto stream = app.openStream(request, refusal);
  ASSERT_TRUE(stream) << refusal.body;
  EXPECT_NE(stream->poll().find("event: clock\ndata: {\"now\":\"2025-12-16T19:00:00Z\",\"speed\":0"), std::string::npos);
  EXPECT_EQ(stream->poll(), "");
  node.storyClock()->run(60);
  EXPECT_NE(stream->poll().find("\"speed\":60"), std::string::npos);
  EXPECT_EQ(stream->poll(), "");
  node.storyClock()->set(test::instant("2025-12-17T08:16:00+08:00"));
  EXPECT_NE(stream->poll().find("\"now\":\"2025-12-17T00:16:"), std::string::npos);
  // The showcase names its accounts to anybody, and says they are fictitious.
  request.path = "/api/v1/showcase/accounts";
  request.headers.clear();
  const auto accounts = Json::parse(app.answer(request).body);
  EXPECT_EQ((*accounts)["accounts"].items().at(0)["account"].text(), "he.yun");
  EXPECT_TRUE((*accounts)["accounts"].items().at(0)["fictitious"].boolean());
}

}  // namespace
}  // namespace isotrail::server
