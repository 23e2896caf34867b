// The twelve-patient day of the showcase planned through the API, on a copy of its data.
#include <cmath>
#include <cstdio>
#include <set>
#include <thread>

#include "tests/support/showcase_day.h"

namespace isotrail::server {
namespace {

TEST_F(ShowcaseDay, AllTwelveAreServedWithNoMoreActivityThanTheBackwardSchedule) {
  playTo("2025-12-15T10:40:00+08:00");  // PLAN-251217-FDG, the backward schedule, was made at 10:30
  EXPECT_EQ(makeDay("DAY-1")["served"].integer(), 12);
  const Json day = shown("DAY-1");
  ASSERT_EQ(day["orders"].size(), 12u);
  for (const auto& o : day["orders"].items()) {
    EXPECT_TRUE(o["served"].boolean()) << o.dump();
    EXPECT_GE(o["slack_minutes"].integer(), 0) << o.dump();
  }
  // The backward schedule runs the same beam, 30 min, at the line's whole current; end of synthesis 35 min later.
  const Json back = json(get("/api/v1/planning/plans/PLAN-251217-FDG", wong_));
  const Json& line = back["line"];
  const double half_life_min = 6584.04 / 60.0, beam = back["beam_minutes"].number();
  const double ran = std::max(30.0, beam);
  const double made_back = line["saturation_bq_per_a"].number() * line["beam_current_a"].number() * (1.0 - std::exp2(-ran / half_life_min)) *
                           line["synthesis_yield"].number() * std::exp2(-35.0 / half_life_min);
  double made = 0.0, used = 0.0, injected = 0.0;
  for (const auto& r : day["runs"].items())
    if (r["product"].text() == "FDG") made += r["makes_bq"].number(), used += r["used_bq"].number();
  for (const auto& o : day["orders"].items())
    if (o["product"].text() == "FDG") injected += o["activity_bq"].number();
  std::printf("FDG at end of synthesis: backward schedule makes %.2f GBq (draws %.2f), loses %.2f; day plan makes %.2f (draws %.2f), loses %.2f\n",
              made_back / 1e9, back["needed_eos_bq"].number() / 1e9, (made_back - injected) / 1e9, made / 1e9, used / 1e9, (made - injected) / 1e9);
  EXPECT_LE(made, made_back);
  EXPECT_LE(made - injected, made_back - injected);
  // Departures are on a grid of 5 min: at most that much more decay, 2^(5/109.7) = 1.032.
  EXPECT_LE(used, back["needed_eos_bq"].number() * 1.033);
  EXPECT_GE(day["cost"]["total"].number(), day["bound"].number());
  // The van has to be at Zhuhai by 08:07: 90 min of road from 06:35 leave 2 min, and the border is what binds.
  const Json* road = barNamed(day, "T1.1.road_cn");
  ASSERT_TRUE(road);
  EXPECT_EQ((*road)["starts"].text(), "2025-12-16T22:35:00Z");
  EXPECT_EQ((*road)["slack_minutes"].integer(), 2);
  EXPECT_EQ((*road)["binds"].text(), "border");
  // Every input says where it came from.
  ASSERT_GT(day["inputs"].size(), 40u);
  for (const auto& input : day["inputs"].items()) EXPECT_FALSE(input["source"].text().empty()) << input.dump();
  EXPECT_TRUE(node_->desk().rebuild(true).empty());
}

TEST_F(ShowcaseDay, ADayIsPlannedAndRevisedWhileTheClockRunsAtSixHundredTimes) {
  playTo("2025-12-16T20:00:00+08:00");
  StoryClock& clock = *node_->storyClock();
  const Instant from = clock.now();
  clock.run(600.0);
  EXPECT_EQ(makeDay("D-fast")["served"].integer(), 12);
  const Json revise = Json::object({{"plan", "D-less"},
                                    {"of", "D-fast"},
                                    {"changes", Json::array().push(Json::object({{"kind", "cancel"}, {"order", "ORD-01"}}))},
                                    {"solve", "best"}});
  const auto revised = command("planning/revise-day", revise.dump(), wong_);
  EXPECT_EQ(revised.status, 200) << revised.body;
  EXPECT_GT((clock.now() - from).value, 60.0);
  clock.run(0.0);
}

TEST_F(ShowcaseDay, ADayThatIsBeginningIsPlannedAtSixHundredTimesForWhenTheSearchIsOver) {
  playTo("2025-12-17T03:30:00+08:00");  // the first beam is due about four
  node_->storyClock()->run(600.0);
  (void)makeDay("D-now");
  const Json day = shown("D-now");
  node_->storyClock()->run(0.0);
  EXPECT_EQ(day["orders"].size(), 12u);
}

TEST_F(ShowcaseDay, APlanKeepsItsMarginBeforeTheBorderShuts) {
  playTo("2025-12-15T10:40:00+08:00");
  (void)makeDay("D-careful", Json::object({{"weights", Json::object()}}));
  const Json day = shown("D-careful");
  EXPECT_EQ(day["served_count"].isNull() ? 12 : day["served_count"].integer(), 12);
  for (const auto& bar : day["bars"].items())
    if (bar["binds"].text() == "border") {
      EXPECT_GE(bar["slack_minutes"].integer(), 20) << bar.dump();
    }
}

TEST_F(ShowcaseDay, AChangeIsKeptWithWhatFollowsFromItOrPlannedAnew) {
  playTo("2025-12-15T10:40:00+08:00");
  (void)makeDay("D-1");
  std::string bar, starts;
  const Json first = shown("D-1");
  for (const auto& b : first["bars"].items())
    if (b["trip"].text() == "T1" && bar.empty()) bar = b["id"].text();
  const Json late = Json::array().push(Json::object({{"kind", "move"}, {"bar", bar}, {"starts", "2025-12-17T09:55:00+08:00"}}));
  const auto keep = [&](const char* plan, const char* key, Json value) {
    const auto a =
        command("planning/revise-day", Json::object({{"plan", plan}, {"of", "D-1"}, {"changes", late}, {key, std::move(value)}}).dump(), wong_);
    EXPECT_EQ(a.status, 200) << a.body;
    std::int64_t served = 0;
    const Json now = shown(plan);
    for (const auto& o : now["orders"].items()) served += o["served"].boolean() ? 1 : 0;
    return served;
  };
  EXPECT_LT(keep("D-2", "follow", true), 12);
  EXPECT_GE(keep("D-3", "solve", "best"), 3);  // what the hospital makes for itself needs no border
}

TEST_F(ShowcaseDay, AShutBorderLosesEachPatientByName) {
  playTo("2025-12-15T10:40:00+08:00");
  makeDay("DAY-1");
  const auto shut = [](const char* post) {
    return Json::object({{"kind", "shut"}, {"post", post}, {"from", "2025-12-17T00:00:00+08:00"}, {"to", "2025-12-17T15:00:00+08:00"}});
  };
  const std::int64_t before = entries();
  for (const bool solve : {false, true}) {
    const Json answer = whatIf("DAY-1", shut("zhuhai"), solve);
    EXPECT_EQ(answer["lost"].size(), 9u);  // eight FDG and the lutetium; the hot lab's own three stay
    for (const auto& l : answer["lost"].items()) {
      EXPECT_EQ(l["why"]["code"].text(), "DAY_BORDER_SHUT") << l.dump();
      EXPECT_NE(l["why"]["text"].text().find("zhuhai"), std::string::npos) << l.dump();
    }
    EXPECT_NE(answer["first"].text().find("9 patients"), std::string::npos) << answer["first"].dump();
    EXPECT_EQ(answer["day"]["orders"].size(), 12u);
    EXPECT_GE(answer["options"].size(), 1u);
    EXPECT_GT(answer["cost_change_eur"].number(), 8 * 1200.0);
  }
  EXPECT_EQ(entries(), before);
}

TEST_F(ShowcaseDay, WhatFollowsFromALateVanAndFromANewOrder) {
  playTo("2025-12-15T10:40:00+08:00");
  makeDay("DAY-1");
  // 10 min later the van misses the close of 08:15 by 8 min.
  const Json late = whatIf("DAY-1", Json::object({{"kind", "move"}, {"bar", "T1.1.road_cn"}, {"starts", "2025-12-17T06:45:00+08:00"}}), false);
  EXPECT_EQ(late["lost"].size(), 9u) << late["lost"].dump();
  // 5 min earlier is not possible before the release; later by nothing moves nothing.
  const Json same = whatIf("DAY-1", Json::object({{"kind", "delay"}, {"trip", "T1"}, {"minutes", 0}}), false);
  EXPECT_EQ(same["lost"].size() + same["moved"].size(), 0u);
  EXPECT_EQ(same["cost_change_eur"].number(), 0.0);
  const Json stat = whatIf(
      "DAY-1",
      Json::object(
          {{"kind", "stat"}, {"product", "FDG"}, {"hospital", "cotai-hotlab"}, {"activity", "250 MBq"}, {"inject_at", "2025-12-17T11:00:00+08:00"}}),
      true);
  ASSERT_EQ(stat["gained"].size(), 1u) << stat["first"].dump();
  EXPECT_EQ(stat["lost"].size(), 0u);
  EXPECT_GT(stat["activity_change_bq"].number(), 250e6);
  const Json cancelled = whatIf("DAY-1", Json::object({{"kind", "cancel"}, {"order", "ORD-01"}}), true);
  EXPECT_EQ(cancelled["lost"].size(), 0u);
  EXPECT_EQ(cancelled["day"]["orders"].size(), 11u);
  const Json down = whatIf(
      "DAY-1", Json::object({{"kind", "down"}, {"line", "CYC-1"}, {"from", "2025-12-17T00:00:00+08:00"}, {"to", "2025-12-17T12:00:00+08:00"}}), true);
  EXPECT_EQ(down["lost"].size(), 8u);
  for (const auto& l : down["lost"].items()) EXPECT_EQ(l["why"]["code"].text(), "DAY_LINE_DOWN") << l.dump();
}

TEST_F(ShowcaseDay, AWeakRunServesWhomItCanAndABrokenVehicleNobody) {
  playTo("2025-12-15T10:40:00+08:00");
  makeDay("DAY-1");
  // The beam is set to what is drawn and 10 %: 5 % less still serves everybody, half serves some.
  const auto yield = [&](double factor, bool solve) {
    return whatIf("DAY-1", Json::object({{"kind", "yield"}, {"run", "R1"}, {"factor", factor}}), solve);
  };
  const Json day = shown("DAY-1");
  ASSERT_EQ(day["runs"].items()[0]["product"].text(), "FDG");
  EXPECT_EQ(yield(0.95, false)["lost"].size(), 0u);
  const Json half = yield(0.5, false);
  EXPECT_GE(half["lost"].size(), 2u);
  EXPECT_LE(half["lost"].size(), 7u);
  double drawn = 0.0;
  for (const auto& r : half["day"]["runs"].items())
    if (r["product"].text() == "FDG") drawn += r["used_bq"].number();
  EXPECT_LE(drawn, 0.5 * day["runs"].items()[0]["makes_bq"].number());
  EXPECT_LT(yield(0.5, true)["lost"].size(), half["lost"].size());  // a second run, planned anew, mends it
  const Json down = whatIf(
      "DAY-1", Json::object({{"kind", "down"}, {"vehicle", "van-07"}, {"from", "2025-12-17T00:00:00+08:00"}, {"to", "2025-12-17T20:00:00+08:00"}}),
      true);
  EXPECT_EQ(down["lost"].size(), 9u);
  for (const auto& l : down["lost"].items()) EXPECT_EQ(l["why"]["code"].text(), "DAY_VEHICLE_HOURS") << l.dump();
}

TEST_F(ShowcaseDay, APublishedPlanIsWhatTheOtherRoomsShow) {
  playTo("2025-12-15T10:40:00+08:00");
  makeDay("DAY-1");
  EXPECT_EQ(publish("DAY-1").status, 200);
  EXPECT_EQ(verdict(publish("DAY-1")), "409 OUT_OF_ORDER");
  std::size_t promised = 0;
  const Json orders = json(get("/api/v1/ordering/orders", wong_));
  for (const auto& o : orders["orders"].items())
    if (o["planned"]["plan"].text() == "DAY-1" && !o["planned"]["arrives"].isNull()) ++promised;
  EXPECT_EQ(promised, 9u);  // those that wong.ieng's house makes
  const Json runs = json(get("/api/v1/supply/runs", wong_));
  EXPECT_EQ(runs["planned"].size(), 2u);
  EXPECT_EQ(json(get("/api/v1/production/batches", wong_))["planned"].size(), 2u);
  const Json trips = json(get("/api/v1/logistics/consignments", enter("chen.bo")))["planned"];
  ASSERT_EQ(trips.size(), 1u);
  EXPECT_EQ(trips.items()[0]["departs"].text(), "2025-12-16T22:35:00Z");
  bool declared = false;
  for (const auto& p : trips.items()[0]["papers"].items())
    if (p["paper"].text() == "export-declaration") {
      declared = true;  // 12 h before the export begins at 08:05
      EXPECT_EQ(p["latest_at"].text(), "2025-12-16T12:05:00Z");
    }
  EXPECT_TRUE(declared);
  // Another plan of the day takes its place, and what differs is told.
  makeDay("DAY-2", Json::object({{"weights", Json::object({{"arrival_margin", 20}})}}));
  EXPECT_EQ(publish("DAY-2").status, 200);
  EXPECT_EQ(shown("DAY-1")["state"].text(), "superseded");
  const Json against = shown("DAY-2", "?against=DAY-1")["against"];
  EXPECT_EQ(against["plan"].text(), "DAY-1");
  EXPECT_EQ(against["patients"].integer(), 0);
  EXPECT_EQ(json(get("/api/v1/planning/days", wong_))["rows"].size(), 2u);
  // An inspector sees the day, and no patient.
  const Json seen = json(get("/api/v1/planning/days/DAY-2", enter("inspector.ssm")));
  ASSERT_EQ(seen["orders"].size(), 12u);
  for (const auto& o : seen["orders"].items()) EXPECT_EQ(o["patient"].text(), "");
  // The hospital sees its own.
  const Json own = json(get("/api/v1/planning/days/DAY-2", enter("dr.fong")));
  ASSERT_EQ(own["orders"].size(), 12u);
  for (const auto& o : own["orders"].items()) EXPECT_FALSE(o["patient"].text().empty());
  EXPECT_TRUE(node_->desk().rebuild(true).empty());
}

TEST_F(ShowcaseDay, AChangeByHandIsCheckedAndPriced) {
  playTo("2025-12-15T10:40:00+08:00");
  makeDay("DAY-1");
  const auto revise = [&](const char* plan, const Json& change) {
    return command("planning/revise-day", Json::object({{"plan", plan}, {"of", "DAY-1"}, {"changes", Json::array().push(change)}}).dump(), wong_);
  };
  const auto refused = revise("DAY-X", Json::object({{"kind", "move"}, {"bar", "T1.1.road_cn"}, {"starts", "2025-12-17T06:22:00+08:00"}}));
  EXPECT_EQ(refused.status, 422) << refused.body;
  std::set<std::string> rules;
  const Json problem = json(refused);
  for (const auto& gate : problem["gates"].items()) rules.insert(gate["code"].text());
  EXPECT_TRUE(rules.contains("PLAN_OFF_GRID")) << refused.body;
  EXPECT_TRUE(rules.contains("PLAN_NOT_RELEASED")) << refused.body;
  const auto accepted = revise("DAY-B", Json::object({{"kind", "move"}, {"bar", "R1.beam"}, {"starts", "2025-12-17T04:30:00+08:00"}}));
  EXPECT_EQ(accepted.status, 200) << accepted.body;
  const Json day = shown("DAY-B", "?against=DAY-1");
  EXPECT_EQ(day["of"].text(), "DAY-1");
  EXPECT_EQ(day["against"]["patients"].integer(), 0);
  EXPECT_GT(day["against"]["made_bq"].number(), 0.0);  // 10 min more decay until the injections
}

TEST_F(ShowcaseDay, WhatHappensSlidesUnderThePlanAndALatePlanIsNotPublished) {
  playTo("2025-12-15T10:40:00+08:00");
  makeDay("DAY-1");
  makeDay("DAY-2");
  EXPECT_EQ(publish("DAY-1").status, 200);
  player_->fastForward(*parseInstant("until", "2025-12-17T10:00:00+08:00"));
  wong_ = enter("wong.ieng");
  EXPECT_EQ(firstGate(json(publish("DAY-2"))), "PLAN_TOO_LATE");
  const Json day = shown("DAY-1");
  const std::pair<const char*, const char*> expected[] = {{"R1.beam", "2025-12-16T19:50:00Z"},
                                                          {"R1.release", "2025-12-16T22:05:00Z"},
                                                          {"T1.1.road_cn", "2025-12-16T22:20:00Z"},
                                                          {"T1.1.receipt", "2025-12-17T00:47:00Z"},
                                                          {"ORD-01.injection", ""}};
  for (const auto& [id, starts] : expected) {
    const Json* bar = barNamed(day, id);
    ASSERT_TRUE(bar) << id;
    EXPECT_EQ((*bar)["state"].text(), "done") << bar->dump();
    if (*starts) {
      EXPECT_EQ((*bar)["actual"]["starts"].text(), starts) << bar->dump();
    }
  }
  EXPECT_EQ((*barNamed(day, "ORD-08.injection"))["state"].text(), "planned");
  EXPECT_TRUE((*barNamed(day, "ORD-08.injection"))["actual"].isNull());
}

TEST_F(ShowcaseDay, ADayThatHasBegunIsPlannedFromWhatThereIs) {
  playTo("2025-12-17T05:40:00+08:00");  // the FDG was made at 05:27, the lutetium the day before
  makeDay("DAY-1");
  const Json day = shown("DAY-1");
  std::set<std::string> made;
  for (const auto& r : day["runs"].items()) {
    if (r["product"].text() == "MDP") {
      EXPECT_GT(r["starts"].text(), "2025-12-16T21:40:00Z") << r.dump();  // nothing begins in the past
    } else {
      EXPECT_TRUE(made.insert(r["product"].text()).second) << r.dump();  // no second run beside the one there is
      EXPECT_LT(r["starts"].text(), "2025-12-16T21:40:00Z") << r.dump();
    }
  }
  EXPECT_EQ(made.size(), 2u);
  for (const auto& o : day["orders"].items()) EXPECT_TRUE(o["served"].boolean()) << o.dump();
  // At 07:00 the van is on the road with nine orders.
  player_->fastForward(*parseInstant("until", "2025-12-17T07:00:00+08:00"));
  makeDay("DAY-2");
  const Json later = shown("DAY-2");
  bool on_the_road = false;
  for (const auto& t : later["trips"].items())
    if (t["vehicle"].text() == "van-07") {
      on_the_road = true;
      EXPECT_EQ(t["departs"].text(), "2025-12-16T22:20:00Z");
      EXPECT_EQ(t["orders"].size(), 9u);
    }
  EXPECT_TRUE(on_the_road);
  // What has begun is no reason against publishing.
  EXPECT_EQ(publish("DAY-2").status, 200);
}

TEST_F(ShowcaseDay, ALongSearchIsAJobThatCanBeStoppedAndKept) {
  playTo("2025-12-15T10:40:00+08:00");
  const auto solve = [&](const Json& body) { return command("planning/solve-day", body.dump(), wong_); };
  EXPECT_EQ(solve(Json::object({{"plan", "LONG"}, {"day", "2025-12-17"}})).status, 400);  // how long?
  EXPECT_EQ(solve(Json::object({{"plan", "LONG"}, {"day", "2025-12-17"}, {"seconds", 3600}})).status, 400);
  const auto asked = solve(Json::object({{"plan", "LONG"}, {"day", "2025-12-17"}, {"seconds", 300}}));
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_TRUE(json(asked)["added"].boolean());
  const std::string job = json(asked)["job"]["id"].text();
  JobQueue queue(node_->source());
  std::string outcome;
  std::thread worker([&] { outcome = workOnce(queue, nodeJobKinds(*node_), "test", node_->realClock()); });
  Json shown_job;
  for (int i = 0; i < 200 && shown_job["progress"].isNull(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    shown_job = json(get("/api/v1/jobs/" + job, wong_));
  }
  EXPECT_GT(shown_job["progress"]["best_eur"].number(), 0.0) << shown_job.dump();
  EXPECT_GT(shown_job["progress"]["bound_eur"].number(), 0.0) << shown_job.dump();
  const auto stop = [&](const std::string& token) { return command("planning/stop-solving", Json::object({{"job", job}}).dump(), token); };
  EXPECT_EQ(stop(enter("admin")).status, 404);  // another person's
  EXPECT_EQ(stop(wong_).status, 200);
  worker.join();
  EXPECT_EQ(outcome, "done");
  const Json done = json(get("/api/v1/jobs/" + job, wong_));
  EXPECT_EQ(done["state"].text(), "done");
  EXPECT_EQ(done["result"]["served"].integer(), 12) << done.dump();
  EXPECT_EQ(verdict(stop(wong_)), "409 JOB_ENDED");
  EXPECT_EQ(shown("LONG")["orders"].size(), 12u);
  // The same plan asked for again is refused; the record has it once.
  EXPECT_EQ(verdict(solve(Json::object({{"plan", "LONG"}, {"day", "2025-12-17"}, {"seconds", 2}}))), "409 ALREADY_EXISTS");
}

TEST_F(ShowcaseDay, WhatMakesNoSenseIsRefusedWithItsField) {
  playTo("2025-12-15T10:40:00+08:00");
  makeDay("DAY-1");
  const std::int64_t before = entries();
  const auto make = [&](Json more) {
    Json body = Json::object({{"plan", "DAY-9"}, {"day", "2025-12-17"}});
    for (const auto& [key, value] : more.members()) body.set(key, value);
    const auto a = command("planning/make-day", body.dump(), wong_);
    return std::to_string(a.status) + " " + firstGate(json(a)) + " " + firstField(json(a));
  };
  EXPECT_EQ(make(Json::object({{"plan", "DAY-1"}})), "409 ALREADY_EXISTS ");
  EXPECT_EQ(make(Json::object({{"day", "2025-12-19"}})), "422 DAY_WITHOUT_ORDERS ");
  EXPECT_EQ(make(Json::object({{"day", "someday"}})), "400 BAD_VALUE day");
  EXPECT_EQ(make(Json::object({{"seconds", 5}})), "400 BAD_VALUE seconds");
  EXPECT_EQ(make(Json::object({{"moves", -1}})), "400 BAD_VALUE moves");
  EXPECT_EQ(make(Json::object({{"sites", Json::array().push("nowhere")}})), "404 NOT_FOUND ");
  EXPECT_EQ(make(Json::object({{"sites", Json::array().push("sunbridge-zhuhai")}})), "422 NOT_YOUR_ORGANISATION ");
  EXPECT_EQ(make(Json::object({{"weights", Json::object({{"run_costs", 1}})}})), "400 BAD_REQUEST weights.run_costs");
  EXPECT_EQ(make(Json::object({{"weights", Json::object({{"grid", 0}})}})), "400 BAD_REQUEST weights.grid");
  const auto ask = [&](const Json& change) {
    const auto a = send("POST", "/api/v1/planning/what-if", "Content-Type: application/json\r\nAuthorization: Bearer " + wong_ + "\r\n",
                        Json::object({{"plan", "DAY-1"}, {"changes", Json::array().push(change)}}).dump());
    return std::to_string(a.status) + " " + firstGate(json(a)) + " " + firstField(json(a));
  };
  EXPECT_EQ(ask(Json::object({{"kind", "wish"}})), "400 BAD_REQUEST changes[0].kind");
  EXPECT_EQ(ask(Json::object({{"kind", "move"}, {"bar", "R9.beam"}, {"starts", "2025-12-17T06:45:00+08:00"}})), "400 BAD_REQUEST changes[0].bar");
  EXPECT_EQ(ask(Json::object({{"kind", "delay"}, {"trip", "T1"}, {"minutes", 1e12}})), "400 BAD_REQUEST changes[0].minutes");
  EXPECT_EQ(ask(Json::object({{"kind", "shut"}, {"post", "gongbei"}, {"from", "2025-12-17T06:45:00+08:00"}, {"to", "2025-12-17T07:45:00+08:00"}})),
            "400 BAD_REQUEST changes[0].post");
  EXPECT_EQ(ask(Json::object({{"kind", "yield"}, {"run", "R1"}, {"factor", -1}})), "400 BAD_REQUEST changes[0].factor");
  EXPECT_EQ(entries(), before);
}

}  // namespace
}  // namespace isotrail::server
