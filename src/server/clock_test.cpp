// A machine whose clock is wrong: words and a refusal, nothing written, and a way out.
#include <gtest/gtest.h>

#include "tests/support/house.h"

namespace isotrail::server {
namespace {

class WrongClock : public ::testing::Test, protected House {
 protected:
  WrongClock() {
    orders();
    open();
    token_ = signIn("dr.fong");
  }
  void at(const char* instant) { clock_.set(test::instant(instant)); }
  http::Answer placed(const char* id, const std::string& headers = "") { return command("ordering/place-order", order(id).dump(), token_, headers); }
  Event last() {
    Event e;
    node_->desk().read([&](Db& db) { e = *Journal(db).bySeq(Journal(db).lastSeq()); });
    return e;
  }
  std::string token_;
};

TEST_F(WrongClock, ThatJumpsBackStopsWritingAndGoesOnReading) {
  const std::int64_t before = entries();
  at("2025-12-17T04:58:59+08:00");  // more than a minute before the last entry
  const auto no = placed("ORD-02", "Accept-Language: pt\r\n");
  EXPECT_EQ(verdict(no), "503 CLOCK_BEHIND");
  EXPECT_EQ(json(no)["params"]["last"].text(), "2025-12-16T21:00:00Z");
  EXPECT_NE(json(no)["title"].text().find("relógio"), std::string::npos);
  EXPECT_FALSE(json(no)["detail"].text().empty());
  EXPECT_EQ(entries(), before);
  EXPECT_EQ(get("/api/v1/ordering/orders", token_).status, 200);
  at("2025-12-17T05:00:01+08:00");
  EXPECT_NE(verdict(placed("ORD-02")), "503 CLOCK_BEHIND");
}

TEST_F(WrongClock, ThatStepsBackALittleWaitsForItself) {
  at("2025-12-17T04:59:30+08:00");
  const std::string body = R"({"order":"ORD-01","justification":"staging","signature":{"account":"dr.fong","password":"correct horse"}})";
  EXPECT_EQ(command("clinic/prescribe", body, token_).status, 200);
  EXPECT_EQ(last().recorded_at.iso(), "2025-12-16T21:00:00Z") << "the record does not go back";
}

TEST_F(WrongClock, YearsBehindAtTheStart) {
  server_.reset();
  app_.reset();
  node_.reset();
  at("2001-01-01T00:00:00Z");
  node_ = std::make_unique<Node>(folder_.file("house.db"), true, &clock_);
  Caller fong = test::Fixture::caller("dr.fong", "cotai", {"physician"}, "cotai-hotlab", "hospital", "MO");
  const auto no = node_->desk().submit(fong, {"ordering/place-order", order("ORD-02"), "years-behind", {}, {}, false});
  ASSERT_FALSE(no.ok());
  EXPECT_EQ(no.refusal().code, "CLOCK_BEHIND");
}

TEST_F(WrongClock, ARecordThatRanAheadIsBroughtRightByAnAdministrator) {
  at("2099-01-01T00:00:00Z");
  must("identity/register-organisation", test::body({{"org", "late"}, {"name", "L"}, {"kind", "maker"}, {"jurisdiction", "CN"}}));
  at("2025-12-17T05:10:00+08:00");
  EXPECT_EQ(verdict(placed("ORD-02")), "503 CLOCK_BEHIND");
  must("identity/register-organisation", test::body({{"org", "again"}, {"name", "A"}, {"kind", "maker"}, {"jurisdiction", "CN"}}));
  EXPECT_NE(verdict(placed("ORD-02")), "503 CLOCK_BEHIND");
}

}  // namespace
}  // namespace isotrail::server
