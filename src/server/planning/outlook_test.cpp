// How sure the showcase's day is, what it could do with other means, and what the record says of it afterwards.
#include <algorithm>
#include <cmath>

#include "tests/support/showcase_day.h"

namespace isotrail::server {
namespace {

const Json* rowOf(const Json& rows, const char* key, const std::string& value) {
  for (const auto& r : rows.items())
    if (r[key].text() == value) return &r;
  return nullptr;
}

TEST_F(ShowcaseDay, EachPatientHasAChanceAndASpareRunAPrice) {
  playTo("2025-12-15T10:40:00+08:00");
  makeDay("DAY-1");
  const auto risk = [&](Json more) {
    Json body = Json::object({{"plan", "DAY-1"}});
    for (const auto& [key, value] : more.members()) body.set(key, value);
    const auto a = ask("risk", body);
    EXPECT_EQ(a.status, 200) << a.body;
    return json(a);
  };
  const std::int64_t before = entries();
  const Json one = Json::array().push(1).push(1).push(1);
  const Json sure = risk(Json::object(
      {{"spreads", Json::object({{"yield", one}, {"synthesis", one}, {"tests", one}, {"road", one}, {"border", one}, {"failures", false}})}}));
  // Nothing varies: everybody is served, as planned and at the plan's cost less the written-off risk.
  EXPECT_NEAR(sure["patients"].number(), 12.0, 1e-9);
  for (const auto& o : sure["orders"].items()) EXPECT_EQ(o["chance"].number(), 1.0) << o.dump();
  const Json cost = shown("DAY-1")["cost"];
  EXPECT_NEAR(sure["cost_eur"].number(), cost["total"].number() - cost["risk"].number(), 0.01);
  EXPECT_EQ(sure["late_p90_minutes"].integer(), 0);

  const Json usual = risk(Json::object());
  ASSERT_EQ(usual["orders"].size(), 12u);
  EXPECT_EQ(usual.dump(), risk(Json::object()).dump());  // the same draws
  EXPECT_LT(usual["patients"].number(), 12.0);
  EXPECT_GT(usual["cost_p90_eur"].number(), cost["total"].number() - cost["risk"].number());
  double sum = 0.0;
  for (const auto& o : usual["orders"].items()) {
    EXPECT_GE(o["chance"].number(), o["on_time"].number());
    EXPECT_FALSE(o["patient"].text().empty());
    sum += o["chance"].number();
  }
  EXPECT_NEAR(sum, usual["patients"].number(), 1e-6);  // an order is a patient
  for (const auto& s : usual["spares"].items()) EXPECT_NEAR(s["eur_per_patient"].number(), s["price_eur"].number() / s["patients"].number(), 1e-9);
  // Weaker yields lose more where nothing else varies: the beam is set to what is drawn and 10 %.
  const auto yields = [&](double least, double most) {
    Json spreads = Json::object({{"yield", Json::array().push(least).push((least + most) / 2).push(most)}, {"failures", false}});
    for (const char* time : {"synthesis", "tests", "road", "border"}) spreads.set(time, one);
    return risk(Json::object({{"spreads", spreads}}))["patients"].number();
  };
  EXPECT_EQ(yields(0.95, 1.1), 12.0);
  EXPECT_LT(yields(0.8, 0.9), 11.0);
  EXPECT_EQ(ask("risk", Json::object({{"plan", "DAY-1"}, {"days", 5}})).status, 400);
  EXPECT_EQ(ask("risk", Json::object({{"plan", "DAY-1"}, {"spreads", Json::object({{"yield", 1}})}})).status, 400);
  EXPECT_EQ(ask("risk", Json::object({{"plan", "nowhere"}})).status, 404);
  EXPECT_EQ(entries(), before);
  // An inspector sees the chances, and no patient.
  wong_ = enter("inspector.ssm");
  for (const auto& o : json(ask("risk", Json::object({{"plan", "DAY-1"}})))["orders"].items()) EXPECT_EQ(o["patient"].text(), "");
}

TEST_F(ShowcaseDay, WithoutTheCyclotronItsPatientsAreLostAndGrowthNeedsMeans) {
  playTo("2025-12-15T10:40:00+08:00");
  makeDay("DAY-1");
  const auto a = ask("capacity", Json::object({{"plan", "DAY-1"}, {"moves", 60}}));
  ASSERT_EQ(a.status, 200) << a.body;
  const Json rows = json(a)["rows"];
  EXPECT_EQ(rows.items()[0]["code"].text(), "as_it_is");
  EXPECT_EQ(rows.items()[0]["served"].integer(), 12);
  const Json* lost = rowOf(rows, "code", "lose_cyclotron");
  ASSERT_TRUE(lost) << rows.dump();
  EXPECT_EQ((*lost)["of"].text(), "CYC-1");
  EXPECT_EQ((*lost)["more_patients"].integer(), -8);  // the eight FDG
  for (const char* code : {"add_line", "add_vehicle", "add_lane"}) {
    const Json* more = rowOf(rows, "code", code);
    ASSERT_TRUE(more) << code;
    EXPECT_EQ((*more)["more_patients"].integer(), 0) << code;
  }
  // Twelve patients growing by 22 % and 32 % a year: 12 (1.22^5) = 32.4, 12 (1.32^5) = 48.1.
  const auto grown = [&](const char* percent, int year) {
    for (const auto& r : rows.items())
      if (r["code"].text() == "growth" && r["of"].text() == percent && r["year"].integer() == year) return r["patients"].integer();
    return std::int64_t{-1};
  };
  EXPECT_EQ(grown("22", 5), 32);
  EXPECT_EQ(grown("32", 5), 48);
  const auto own = ask(
      "capacity",
      Json::object(
          {{"plan", "DAY-1"},
           {"moves", 60},
           {"scenarios", Json::array().push(Json::object({{"name", "half"}, {"changes", Json::array().push(Json::object({{"demand", 0.5}}))}}))}}));
  ASSERT_EQ(own.status, 200) << own.body;
  const Json answer = json(own);
  EXPECT_EQ(answer["rows"].items()[1]["of"].text(), "half");
  EXPECT_EQ(answer["rows"].items()[1]["patients"].integer(), 6);
  const auto wrong = ask(
      "capacity",
      Json::object({{"plan", "DAY-1"},
                    {"scenarios", Json::array().push(Json::object(
                                      {{"name", "x"}, {"changes", Json::array().push(Json::object({{"add", "line"}, {"site", "atlantis"}}))}}))}}));
  EXPECT_EQ(wrong.status, 400) << wrong.body;
  EXPECT_EQ(firstField(json(wrong)), "scenarios[0].changes[0].site") << wrong.body;
}

TEST_F(ShowcaseDay, WhatTheRecordSaysIsAListOfChangesThatWhatIfTakes) {
  playTo("2025-12-15T10:40:00+08:00");
  makeDay("DAY-1");
  EXPECT_EQ(publish("DAY-1").status, 200);
  EXPECT_EQ(json(ask("record-changes", Json::object({{"plan", "DAY-1"}})))["rows"].size(), 0u);  // nothing has happened
  player_->fastForward(*parseInstant("until", "2025-12-17T07:45:00+08:00"));
  wong_ = enter("wong.ieng");
  const auto a = ask("record-changes", Json::object({{"plan", "DAY-1"}}));
  ASSERT_EQ(a.status, 200) << a.body;
  const Json answer = json(a);
  // More was made than planned, and the driver reported that the van is behind.
  const Json* late = rowOf(answer["rows"], "code", "SAYS_TRIP_LATE");
  ASSERT_TRUE(late) << a.body;
  EXPECT_GT((*late)["change"]["minutes"].integer(), 0);
  ASSERT_TRUE(rowOf(answer["rows"], "code", "SAYS_RUN_STRONG")) << a.body;
  Json changes = Json::array();
  for (const auto& r : answer["rows"].items()) {
    EXPECT_FALSE(r["text"].text().empty());
    EXPECT_NE(r["text"].text(), r["code"].text());
    changes.push(r["change"]);
  }
  const auto asked = ask("what-if", Json::object({{"plan", "DAY-1"}, {"changes", changes}, {"solve", "best"}}));
  EXPECT_EQ(asked.status, 200) << asked.body;
  // Once the post has let it through outside its hours, the day as it really goes serves everybody.
  player_->fastForward(*parseInstant("until", "2025-12-17T08:40:00+08:00"));
  wong_ = enter("wong.ieng");
  const Json passed = json(ask("record-changes", Json::object({{"plan", "DAY-251217"}})))["rows"];
  const Json* open = rowOf(passed, "code", "SAYS_POST_OPEN");
  ASSERT_TRUE(open) << passed.dump();
  EXPECT_EQ((*open)["change"]["post"].text(), "zhuhai");
  Json all = Json::array();
  for (const auto& r : passed.items()) all.push(r["change"]);
  const auto really = ask("what-if", Json::object({{"plan", "DAY-251217"}, {"changes", all}}));
  ASSERT_EQ(really.status, 200) << really.body;
  EXPECT_EQ(json(really)["lost"].size(), 0u) << json(really)["first"].text() << passed.dump();
  // A post that shuts earlier than the plan counts on.
  const Json lane = shown("DAY-1");
  const auto set = command(
      "logistics/set-window",
      Json::object(
          {{"lane", "gz-mo"}, {"post", "zhuhai"}, {"direction", "export"}, {"opens", "07:30"}, {"closes", "08:00"}, {"zone", "Asia/Shanghai"}})
          .dump(),
      enter("admin"));
  ASSERT_EQ(set.status, 200) << set.body;
  const Json then = json(ask("record-changes", Json::object({{"plan", "DAY-1"}})));
  const Json* shut = rowOf(then["rows"], "code", "SAYS_POST_SHUT");
  ASSERT_TRUE(shut) << then.dump();
  EXPECT_EQ((*shut)["change"]["post"].text(), "zhuhai");
  EXPECT_EQ((*shut)["change"]["from"].text(), "2025-12-17T00:00:00Z");
  EXPECT_EQ((*shut)["change"]["to"].text(), "2025-12-17T00:15:00Z");
}

TEST_F(ShowcaseDay, APastDayIsHeldAgainstItsPlan) {
  playTo("2025-12-15T10:40:00+08:00");
  EXPECT_EQ(json(ask("back-test", Json::object()))["plans"].size(), 0u);  // it is not over
  player_->fastForward(*parseInstant("until", "2025-12-18T12:00:00+08:00"));
  wong_ = enter("wong.ieng");
  const auto a = ask("back-test", Json::object());
  ASSERT_EQ(a.status, 200) << a.body;
  const Json answer = json(a);
  ASSERT_EQ(answer["plans"].size(), 1u) << a.body;
  const Json& plan = answer["plans"].items()[0];
  EXPECT_EQ(plan["planned"].integer(), 12);
  EXPECT_EQ(plan["injected"].integer(), 12);
  EXPECT_EQ(plan["plan"].text(), "DAY-251217");  // the one the story published
  // The van was planned for 06:15 and left at 06:20; an accident before the border made it 32 min late in the end.
  const Json* left = rowOf(answer["stages"], "stage", "departure");
  ASSERT_TRUE(left) << a.body;
  EXPECT_EQ((*left)["mean_minutes"].number(), 5.0);
  EXPECT_EQ((*rowOf(answer["stages"], "stage", "arrival"))["p90_minutes"].number(), 32.0);
  ASSERT_TRUE(rowOf(answer["stages"], "stage", "synthesis"));
  ASSERT_TRUE(rowOf(answer["stages"], "stage", "injection"));
  // One day teaches nothing yet, and says of how many that is.
  for (const auto& s : answer["spreads"].items())
    if (s["count"].integer() < answer["enough"].integer()) {
      EXPECT_TRUE(s["seen"].isNull()) << s.dump();
    }
  const Json* yields = rowOf(answer["spreads"], "what", "yield");
  ASSERT_TRUE(yields);
  EXPECT_GT((*yields)["count"].integer(), 0);
  EXPECT_EQ(ask("back-test", Json::object({{"from", "yesterday"}})).status, 400);
  EXPECT_EQ(json(ask("back-test", Json::object({{"from", "2025-12-18"}})))["plans"].size(), 0u);
}

}  // namespace
}  // namespace isotrail::server
