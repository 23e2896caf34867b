#include <gtest/gtest.h>

#include "base/check.h"
#include "tests/support/house.h"
#include "units/time.h"

namespace isotrail::server {
namespace {

class Commands : public ::testing::Test, protected House {
 protected:
  Commands() {
    orders();
    open();
  }
  std::int64_t rows(const char* sql) {
    std::int64_t n = 0;
    node_->desk().read([&](Db& db) { n = db.query(sql)[0].integer(0); });
    return n;
  }
  /// A signed act: dr.fong prescribes the order.
  http::Answer prescribe(const char* order_id, const std::string& token, const char* signature) {
    std::string body =
        std::string(R"({"order":")") + order_id + R"(","justification":"staging")" + (*signature ? R"(,"signature":)" : "") + signature + "}";
    return command("clinic/prescribe", body, token);
  }
};

TEST_F(Commands, AnAcceptedCommandNamesItsEntries) {
  const std::int64_t before = entries();
  const auto yes = command("ordering/place-order", order("ORD-02", "2025-12-17T09:35:00+08:00").dump(), signIn("dr.fong"));
  ASSERT_EQ(yes.status, 200) << yes.body;
  const Json entry = json(yes)["events"].items().at(0);
  EXPECT_EQ(entry["type"].text(), "ordering.OrderPlaced");
  EXPECT_EQ(entry["seq"].integer(), before + 1);
  EXPECT_EQ(entry["version"].integer(), 1);
  EXPECT_EQ(entry["hash"].text().size(), 64u);
  EXPECT_EQ(yes.header("Replayed"), "");
  EXPECT_EQ(entries(), before + 1);
}

TEST_F(Commands, TheSameCommandAgainGetsTheFirstAnswer) {
  const std::string token = signIn("dr.fong");
  const std::string body = order("ORD-02", "2025-12-17T09:35:00+08:00").dump();
  const char* id = "Command-Id: 0b1f4a1e-6c0f-4a55-9b67-2f0f4a6de001\r\n";
  const auto first = command("ordering/place-order", body, token, id);
  ASSERT_EQ(first.status, 200) << first.body;
  const std::int64_t before = entries();
  const auto again = command("ordering/place-order", body, token, id);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.header("Replayed"), "true");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(verdict(command("ordering/place-order", order("ORD-03").dump(), token, id)), "409 COMMAND_ID_REUSED");
  EXPECT_EQ(verdict(command("ordering/place-order", body, signIn("admin"), id)), "409 COMMAND_ID_REUSED");
  EXPECT_EQ(entries(), before);
}

TEST_F(Commands, TheExpectedVersionIsTheStreams) {
  const std::string token = signIn("admin");
  const Json body = test::body({{"person", "lei.fan"},
                                {"qualification", "hotlab-dispensing"},
                                {"authority", "test"},
                                {"valid_from", "2025-01-01T00:00:00Z"},
                                {"valid_until", "2026-01-01T00:00:00Z"}});
  EXPECT_EQ(command("identity/grant-qualification", body.dump(), token, "If-Match: \"1\"\r\n").status, 200);
  EXPECT_EQ(verdict(command("identity/grant-qualification", body.dump(), token, "If-Match: \"1\"\r\n")), "409 STALE_VERSION");
  EXPECT_EQ(command("identity/grant-qualification", body.dump(), token, "If-Match: 2\r\n").status, 200);
}

TEST_F(Commands, AnEntryThatWaitedOnADeviceSaysWhenItWasMadeThere) {
  const std::string fong = signIn("dr.fong"), admin = signIn("admin");
  const auto sent = [&](const char* id, const std::string& entered, const std::string& clock, const char* more = "") {
    const std::string head =
        (entered.empty() ? "" : "Entered-At: " + entered + "\r\n") + (clock.empty() ? "" : "Device-Clock: " + clock + "\r\n") + more;
    return command("ordering/place-order", order(id, "2025-12-17T09:35:00+08:00").dump(), fong, head.c_str());
  };
  const Instant now = node_->desk().now();
  const auto ago = [&](Seconds s) { return (now - s).iso(); };
  const std::int64_t before = entries();
  EXPECT_EQ(verdict(sent("ORD-02", (now + hours(1)).iso(), now.iso())), "422 ENTERED_IN_FUTURE");
  EXPECT_EQ(verdict(sent("ORD-02", ago(days(8)), now.iso())), "422 ENTERED_TOO_LONG_AGO");
  EXPECT_EQ(verdict(sent("ORD-02", "yesterday", now.iso())), "400 BAD_REQUEST");
  EXPECT_EQ(verdict(sent("ORD-02", ago(hours(1)), "")), "400 BAD_REQUEST");
  EXPECT_EQ(entries(), before);

  // The device's clock is a day ahead; the entry was made an hour before it is sent.
  const char* id = "Command-Id: waited-on-a-device-1\r\n";
  const auto yes = sent("ORD-02", (now + days(1) - hours(1)).iso(), (now + days(1)).iso(), id);
  ASSERT_EQ(yes.status, 200) << yes.body;
  const std::string entry = json(yes)["events"].items().at(0)["id"].text();
  const Json shown = json(get("/api/v1/audit/entries/" + entry, admin));
  const auto made = parseInstant("entered_at", shown["entered_at"].text()), recorded = parseInstant("recorded_at", shown["recorded_at"].text());
  ASSERT_TRUE(made) << shown.dump();
  EXPECT_NEAR((*recorded - *made).value, 3600, 60);
  EXPECT_NEAR(shown["device_ahead_s"].number(), 86400, 60);
  EXPECT_EQ(shown["at"].text(), shown["recorded_at"].text());  // what is judged is the time of recording
  // Sent again, with what its clock says by then, it is the same entry.
  EXPECT_EQ(sent("ORD-02", (now + days(1) - hours(1)).iso(), (now + days(1) + minutes(5)).iso(), id).header("Replayed"), "true");
  // Before the last entry of the same thing was made, which is not when it was recorded.
  const auto cancel = [&](Seconds made_ago) {
    const std::string head = "Entered-At: " + ago(made_ago) + "\r\nDevice-Clock: " + now.iso() + "\r\n";
    return command("ordering/cancel-order", test::body({{"order", "ORD-02"}, {"reason", "flu"}}).dump(), fong, head.c_str());
  };
  EXPECT_EQ(verdict(cancel(hours(2))), "422 ENTERED_BEFORE_LAST");
  EXPECT_EQ(cancel(minutes(50)).status, 200);
}

TEST_F(Commands, APreviewAsksEveryGateAndWritesNothing) {
  const std::string token = signIn("admin");
  const std::int64_t before = entries();
  const Json person =
      test::body({{"person", "new.person"}, {"family_name", "F"}, {"given_name", "G"}, {"org", "cotai"}, {"roles", Json::array().push("driver")}});
  const auto yes = command("identity/register-person?preview=true", person.dump(), token, "Command-Id: preview-1\r\n");
  ASSERT_EQ(yes.status, 200) << yes.body;
  EXPECT_EQ(json(yes)["verdict"].text(), "accepted");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM vault WHERE id='new.person'"), 0);
  EXPECT_EQ(rows("SELECT COUNT(*) FROM command WHERE command_id='preview-1'"), 0);
  const auto no = command("ordering/place-order?preview=true", order("ORD-02").dump(), signIn("dr.fong"));  // the slot is taken
  EXPECT_EQ(json(no)["verdict"].text(), "refused");
  EXPECT_FALSE(json(no)["title"].text().empty());
  bool failed = false, passed = false;
  const Json gates = json(no)["gates"];
  for (const auto& gate : gates.items()) {
    (gate["pass"].boolean() ? passed : failed) = true;
    EXPECT_FALSE(gate["text"].text().empty());
  }
  EXPECT_TRUE(failed && passed);
  EXPECT_EQ(verdict(command("ordering/place-order?preview=true", R"({"order":"ORD-02"})", signIn("dr.fong"))), "400 BAD_REQUEST");
  EXPECT_EQ(json(prescribe("ORD-01", signIn("dr.fong"), ""))["code"].text(), "SIGNATURE_NEEDED");
  const auto signed_one = command("clinic/prescribe?preview=true",
                                  R"({"order":"ORD-01","justification":"staging","signature":{"password":"whatever"}})", signIn("dr.fong"));
  EXPECT_EQ(json(signed_one)["verdict"].text(), "accepted") << signed_one.body;
  EXPECT_EQ(entries(), before);
}

TEST_F(Commands, ASignatureNeedsThePersonAnew) {
  const std::string token = signIn("dr.fong");
  for (int i = 2; i <= 4; ++i)
    ASSERT_EQ(command("ordering/place-order",
                      order(("ORD-0" + std::to_string(i)).c_str(), ("2025-12-17T1" + std::to_string(i) + ":00:00+08:00").c_str()).dump(), token)
                  .status,
              200);
  const std::int64_t before = entries();
  EXPECT_EQ(verdict(prescribe("ORD-01", token, "")), "401 SIGNATURE_NEEDED");
  EXPECT_EQ(verdict(prescribe("ORD-01", token, R"({"password":"correct horse"})")), "401 SIGNATURE_WRONG");  // the first needs both
  EXPECT_EQ(verdict(prescribe("ORD-01", token, R"({"account":"dr.fong","password":"wrong horse"})")), "401 SIGNATURE_WRONG");
  EXPECT_EQ(verdict(prescribe("ORD-01", token, R"({"account":"dr.fong"})")), "400 BAD_REQUEST");
  EXPECT_EQ(verdict(prescribe("ORD-01", token, R"("correct horse")")), "400 BAD_REQUEST");
  EXPECT_EQ(entries(), before);
  const auto yes = prescribe("ORD-01", token, R"({"account":"dr.fong","password":"correct horse"})");
  ASSERT_EQ(yes.status, 200) << yes.body;
  EXPECT_EQ(entries(), before + 2);  // the act and its signature
  clock_.set(test::instant("2025-12-17T05:14:00+08:00"));
  EXPECT_EQ(prescribe("ORD-02", token, R"({"password":"correct horse"})").status, 200);
  clock_.set(test::instant("2025-12-17T05:30:00+08:00"));  // 16 min after the last one
  EXPECT_EQ(verdict(prescribe("ORD-03", token, R"({"password":"correct horse"})")), "401 SIGNATURE_WRONG");
  EXPECT_EQ(prescribe("ORD-03", token, R"({"account":"dr.fong","password":"correct horse"})").status, 200);
  EXPECT_EQ(rows("SELECT COUNT(*) FROM event WHERE instr(bytes,'correct horse')>0"), 0);
  EXPECT_EQ(rows("SELECT COUNT(*) FROM command WHERE instr(result,'correct horse')>0"), 0);
}

TEST_F(Commands, ASecondPersonSignsOnTheSameScreen) {
  account("dr.fong");
  const std::string token = signIn("lei.fan");  // a technologist may not prescribe
  const std::int64_t before = entries();
  EXPECT_EQ(verdict(prescribe("ORD-01", token, R"({"account":"lei.fan","password":"correct horse"})")), "403 NOT_PERMITTED");
  EXPECT_EQ(verdict(prescribe("ORD-01", token, R"({"account":"dr.fong","password":"wrong horse"})")), "401 SIGNATURE_WRONG");
  EXPECT_EQ(verdict(prescribe("ORD-01", token, R"({"account":"nobody","password":"correct horse"})")), "401 SIGNATURE_WRONG");
  EXPECT_EQ(entries(), before);
  const auto yes = prescribe("ORD-01", token, R"({"account":"dr.fong","password":"correct horse"})");
  ASSERT_EQ(yes.status, 200) << yes.body;
  node_->desk().read([&](Db& db) {
    const auto e = Journal(db).byId(json(yes)["events"].items().at(0)["id"].text());
    EXPECT_EQ(e->actor.str(), "dr.fong");
    EXPECT_EQ(e->device, "api, screen of lei.fan");
  });
  // The screen stays lei.fan's: nothing of dr.fong's rights is left behind.
  EXPECT_EQ(json(get("/api/v1/session", token))["account"].text(), "lei.fan");
  EXPECT_EQ(verdict(prescribe("ORD-01", token, R"({"password":"correct horse"})")), "403 NOT_PERMITTED");
}

TEST_F(Commands, GuessingASignatureIsStopped) {
  account("dr.fong");
  const std::string token = signIn("lei.fan");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(verdict(prescribe("ORD-01", token, R"({"account":"dr.fong","password":"a guess"})")), "401 SIGNATURE_WRONG");
  EXPECT_EQ(verdict(prescribe("ORD-01", token, R"({"account":"dr.fong","password":"correct horse"})")), "429 TOO_MANY_TRIES");
}

TEST_F(Commands, AnUnsignedActTakesNoSignature) {
  Json body = order("ORD-02", "2025-12-17T09:35:00+08:00");
  body.set("signature", test::body({{"account", "dr.fong"}, {"password", "correct horse"}}));
  const std::int64_t before = entries();
  const auto no = command("ordering/place-order", body.dump(), signIn("dr.fong"));
  EXPECT_EQ(verdict(no), "400 UNKNOWN_FIELD");
  EXPECT_EQ(no.body.find("correct horse"), std::string::npos);
  EXPECT_EQ(entries(), before);
}

TEST_F(Commands, ABrokenChainStopsWritingNotReading) {
  const std::string token = signIn("dr.fong");
  node_->desk().write([](Db& db) {
    db.exec("DROP TRIGGER event_no_update");
    db.exec("UPDATE event SET bytes=x'7b7d' WHERE seq=2");
  });
  http::Request request;
  request.method = "GET";
  request.path = kStreamPath;
  request.query = {{"after", "0"}};
  request.headers = {{"Authorization", "Bearer " + token}};
  http::Reply refusal;
  auto stream = app_->openStream(request, refusal);
  ASSERT_TRUE(stream);
  EXPECT_THROW(stream->poll(), Fault);
  EXPECT_TRUE(node_->desk().readOnly());
  const std::int64_t before = entries();
  EXPECT_EQ(verdict(command("ordering/place-order", order("ORD-02", "2025-12-17T09:35:00+08:00").dump(), token)), "503 READ_ONLY");
  EXPECT_EQ(get("/api/v1/ordering/orders", token).status, 200);
  EXPECT_EQ(json(get("/healthz"))["status"].text(), "read-only");
  EXPECT_EQ(entries(), before);
}

}  // namespace
}  // namespace isotrail::server
