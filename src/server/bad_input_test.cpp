// What people and programs send by mistake or on purpose: each gets a problem with a stable code, and nothing is written.
#include <gtest/gtest.h>

#include "tests/support/house.h"

namespace isotrail::server {
namespace {

class BadInput : public ::testing::Test, protected House {
 protected:
  BadInput() {
    orders();
    open();
    token_ = signIn("dr.fong");
    before_ = entries();
  }
  ~BadInput() override { EXPECT_EQ(entries(), before_) << "something was written"; }

  /// Sends the order with one field changed.
  http::Answer placed(const char* field, Json value) {
    return command("ordering/place-order", order("ORD-02").set(field, std::move(value)).dump(), token_);
  }
  static std::string firstField(const http::Answer& answer) {
    const Json errors = json(answer)["errors"];
    return errors.size() == 0 ? "" : errors.items().front()["field"].text() + " " + errors.items().front()["code"].text();
  }
  std::string token_;
  std::int64_t before_ = 0;
};

TEST_F(BadInput, IsAProblemInTheReadersLanguage) {
  const auto no = command("ordering/place-order", "{", token_, "Accept-Language: pt-PT,en;q=0.5\r\n");
  EXPECT_EQ(no.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(no.header("Content-Language"), "pt");
  const Json problem = json(no);
  EXPECT_EQ(problem["status"].integer(), 400);
  EXPECT_EQ(problem["type"].text(), "urn:isotrail:problem:BAD_JSON");
  EXPECT_EQ(problem["instance"].text(), "/api/v1/ordering/place-order");
  EXPECT_NE(problem["title"].text().find("O corpo"), std::string::npos);
  EXPECT_FALSE(problem["detail"].text().empty());
  const auto chosen = command("ordering/place-order?lang=zh-Hant", "{", token_, "Accept-Language: pt\r\n");
  EXPECT_NE(json(chosen)["title"].text().find("請求"), std::string::npos);
}

TEST_F(BadInput, MalformedJson) {
  for (const char* body :
       {"", "{", "[]", "\"x\"", "{\"order\":1,}", "{\"order\":\"A\",\"order\":\"B\"}", "{\"order\":NaN}", "{\"order\":\"\xff\"}", "{} {}"})
    EXPECT_EQ(verdict(command("ordering/place-order", body, token_)), "400 BAD_JSON") << body;
  const std::string deep = "{\"order\":" + std::string(2000, '[') + std::string(2000, ']') + "}";
  EXPECT_EQ(verdict(command("ordering/place-order", deep, token_)), "400 BAD_JSON");
}

TEST_F(BadInput, UnknownAndMissingFieldsAreAllNamed) {
  EXPECT_EQ(firstField(placed("dose_rate", "1 uSv/h")), "dose_rate UNKNOWN_FIELD");
  const auto none = command("ordering/place-order", "{}", token_);
  EXPECT_EQ(verdict(none), "400 BAD_REQUEST");
  EXPECT_EQ(json(none)["errors"].size(), 8u);
}

TEST_F(BadInput, WrongUnits) {
  for (const Json& activity :
       {Json("252"), Json(252), Json("252 mL"), Json("252 mbq"), Json("-1 MBq"), Json("1e999 Bq"), Json("many MBq"), Json("0 Bq")}) {
    const auto no = placed("activity", activity);
    EXPECT_EQ(no.status, 400) << activity.dump();
    EXPECT_TRUE(firstField(no).starts_with("activity ")) << no.body;
  }
  EXPECT_EQ(verdict(placed("activity", "252 mL")), "400 BAD_UNIT");
  EXPECT_EQ(verdict(placed("tolerance", "10 MBq")), "400 BAD_UNIT");
}

TEST_F(BadInput, ImpossibleDatesAndLocalTimes) {
  for (const char* t :
       {"2025-02-30T09:15:00+08:00", "2025-12-17T25:00:00Z", "2025-12-17", "tomorrow", "2025-12-17T09:15:00", "2025-12-17T09:15[Asia/Nowhere]"}) {
    const auto no = placed("inject_at", t);
    EXPECT_EQ(no.status, 400) << t;
    EXPECT_EQ(firstField(no).substr(0, 10), "inject_at ") << t;
  }
  EXPECT_EQ(verdict(placed("inject_at", "2025-02-30T09:15:00+08:00")), "400 BAD_INSTANT");
  EXPECT_EQ(verdict(placed("inject_at", "2026-10-25T02:30[Europe/Berlin]")), "400 LOCAL_TIME_AMBIGUOUS");
  EXPECT_EQ(verdict(placed("inject_at", "2026-03-29T02:30[Europe/Berlin]")), "400 LOCAL_TIME_MISSING");
}

TEST_F(BadInput, IdsAreIds) {
  for (const char* id : {"ORD 02", "ORD/02", "../x", "ORD-02'; DROP TABLE event;--", "\u53f7"})
    EXPECT_EQ(verdict(placed("order", id)), "400 BAD_VALUE") << id;
  EXPECT_EQ(verdict(placed("order", std::string(65, 'A'))), "400 BAD_VALUE");
}

TEST_F(BadInput, OversizeBodies) {
  const auto no = command("ordering/place-order", Json::object({{"order", std::string(70 * 1024, 'A')}}).dump(), token_);
  EXPECT_EQ(verdict(no), "413 TOO_LARGE");
  EXPECT_EQ(verdict(command("clinic/prescribe", Json::object({{"order", "ORD-01"}, {"justification", std::string(5000, 'x')}}).dump(), token_)),
            "400 BAD_VALUE");
}

TEST_F(BadInput, AnEntryThatWouldBeTooLarge) {
  // The body fits (64 KiB here), the entry with its envelope would not fit into 65,535 bytes.
  Json roles = Json::array();
  for (int i = 0; i < 7250; ++i) roles.push("driver");
  const Json person = test::body({{"person", "many.roles"}, {"family_name", "F"}, {"given_name", "G"}, {"org", "cotai"}, {"roles", roles}});
  ASSERT_LT(person.dump().size(), 64u * 1024);
  const auto no = command("identity/register-person", person.dump(), signIn("admin"));
  EXPECT_EQ(verdict(no), "413 EVENT_TOO_LARGE");
  EXPECT_FALSE(json(no)["detail"].text().empty());
  node_->desk().read(
      [](Db& db) { EXPECT_TRUE(db.query("SELECT 1 FROM vault WHERE id='many.roles'").empty()) << "nothing stays, not even the name"; });
}

TEST_F(BadInput, ACommandIdWithAnotherBody) {
  const std::string id = "Command-Id: twice-used\r\n";
  EXPECT_EQ(verdict(command("ordering/place-order", order("ORD-02", "2025-12-16T09:15:00+08:00").dump(), token_, id)), "422 REFUSED");
  // A refusal keeps nothing: the id is free. One that was accepted is not (see Commands).
  EXPECT_EQ(verdict(command("ordering/place-order", "{}", token_, id)), "400 BAD_REQUEST");
}

TEST_F(BadInput, MissingAndWrongSession) {
  const std::string body = order("ORD-02").dump();
  EXPECT_EQ(verdict(command("ordering/place-order", body, "")), "401 NO_SESSION");
  EXPECT_EQ(verdict(command("ordering/place-order", body, "not-a-token")), "401 NO_SESSION");
  EXPECT_EQ(verdict(get("/api/v1/ordering/orders")), "401 NO_SESSION");
  EXPECT_EQ(verdict(get("/api/v1/ordering/orders", token_ + "x")), "401 NO_SESSION");
  EXPECT_FALSE(get("/api/v1/ordering/orders").header("WWW-Authenticate").empty());
}

TEST_F(BadInput, AnotherOrganisationsRecord) {
  const std::string planner = signIn("wong.ieng");
  const auto no = command("ordering/place-order", order("ORD-02", "2025-12-17T09:35:00+08:00").dump(), planner);
  EXPECT_EQ(no.status, 403) << no.body;
  EXPECT_EQ(json(no)["gates"].items().at(0)["code"].text(), "NOT_YOUR_ORGANISATION");
  EXPECT_EQ(verdict(command("quality/release-batch", R"({"batch":"B-1","markets":["MO"]})", token_)), "403 NOT_PERMITTED");
  EXPECT_EQ(get("/api/v1/production/batches/FDG-251217-A", token_).status, 404);
}

TEST_F(BadInput, StaleVersion) {
  const auto grant = [&](const char* version) {
    const Json body = test::body({{"person", "lei.fan"},
                                  {"qualification", "hotlab-dispensing"},
                                  {"authority", "test"},
                                  {"valid_from", "2025-01-01T00:00:00Z"},
                                  {"valid_until", "2026-01-01T00:00:00Z"}});
    return command("identity/grant-qualification", body.dump(), signIn("admin"), std::string("If-Match: ") + version + "\r\n");
  };
  EXPECT_EQ(verdict(grant("\"0\"")), "409 STALE_VERSION");
  EXPECT_EQ(verdict(grant("\"2\"")), "409 STALE_VERSION");
  EXPECT_EQ(verdict(grant("\"x\"")), "400 BAD_VALUE");
  EXPECT_EQ(verdict(grant("-1")), "400 BAD_VALUE");
}

TEST_F(BadInput, OutOfOrder) {
  const auto no = command("clinic/sign-directive", R"({"order":"ORD-01","signature":{"account":"dr.fong","password":"correct horse"}})", token_);
  EXPECT_EQ(verdict(no), "409 OUT_OF_ORDER");
}

TEST_F(BadInput, CommandIds) {
  const std::string body = order("ORD-02").dump();
  const std::string headers = "Content-Type: application/json\r\nAuthorization: Bearer " + token_ + "\r\n";
  EXPECT_EQ(verdict(send("POST", "/api/v1/ordering/place-order", headers, body)), "400 COMMAND_ID_MISSING");
  for (const char* id : {"short", "with space here", "slash/slash/slash", "seven77"})
    EXPECT_EQ(verdict(command("ordering/place-order", body, token_, std::string("Command-Id: ") + id + "\r\n")), "400 BAD_COMMAND_ID") << id;
  EXPECT_EQ(verdict(command("ordering/place-order", body, token_, "Command-Id: " + std::string(65, 'a') + "\r\n")), "400 BAD_COMMAND_ID");
}

TEST_F(BadInput, TypesMethodsPathsAndParameters) {
  const std::string text = "Content-Type: text/plain\r\nCommand-Id: command-text\r\nAuthorization: Bearer " + token_ + "\r\n";
  EXPECT_EQ(verdict(send("POST", "/api/v1/ordering/place-order", text, "{}")), "415 UNSUPPORTED_TYPE");
  const auto wrong = get("/api/v1/ordering/place-order", token_);
  EXPECT_EQ(verdict(wrong), "405 METHOD_NOT_ALLOWED");
  EXPECT_EQ(wrong.header("Allow"), "POST");
  EXPECT_EQ(verdict(send("PUT", "/api/v1/session")), "405 METHOD_NOT_ALLOWED");
  EXPECT_EQ(verdict(get("/api/v1/nowhere", token_)), "404 NOT_FOUND");
  EXPECT_EQ(verdict(get("/api/v2/clock")), "404 NOT_FOUND");
  EXPECT_EQ(verdict(get("/api/v1/ordering/orders?patient=P-01", token_)), "400 UNKNOWN_PARAMETER");
  EXPECT_EQ(verdict(get("/api/v1/oversight/matrix?day=2025-12-17&day=2025-12-18", token_)), "400 BAD_VALUE");
  EXPECT_EQ(verdict(command("ordering/place-order?preview=perhaps", order("ORD-02").dump(), token_)), "400 BAD_VALUE");
}

TEST_F(BadInput, AGateNamesRuleClauseAndRemedy) {
  const auto no = command("ordering/place-order", order("ORD-02", "2025-12-16T09:15:00+08:00").dump(), token_);
  EXPECT_EQ(verdict(no), "422 REFUSED");
  const Json gate = json(no)["gates"].items().at(0);
  for (const char* part : {"code", "rule", "clause", "text", "remedy"}) EXPECT_FALSE(gate[part].text().empty()) << part;
}

TEST_F(BadInput, AFailureIsLoggedInOneLineAndKeepsItsWords) {
  std::vector<std::string> lines;
  App app(*node_, {.report = [&](const std::string& line) { lines.push_back(line); }});
  node_->desk().write([](Db& db) { db.exec("ALTER TABLE ordering_order RENAME TO ordering_gone"); });
  http::Request request;
  request.method = "GET";
  request.path = "/api/v1/ordering/orders";
  request.headers = {{"Authorization", "Bearer " + token_}};
  const auto reply = app.answer(request);
  EXPECT_EQ(reply.status, 500);
  ASSERT_EQ(lines.size(), 1u);
  const auto problem = Json::parse(reply.body);
  EXPECT_NE(lines[0].find((*problem)["params"]["reference"].text()), std::string::npos);
  EXPECT_EQ(lines[0].find(token_), std::string::npos);
  EXPECT_EQ(reply.body.find("ordering_order"), std::string::npos);
}

}  // namespace
}  // namespace isotrail::server
