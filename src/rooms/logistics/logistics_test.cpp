// The whole life of a consignment, and what people see of it.
#include <gtest/gtest.h>

#include <cmath>

#include "rooms/logistics/facts.h"
#include "tests/support/lane.h"

namespace isotrail::test {
namespace {

TEST(Logistics, WindowsOfTheWayOutOnly) {
  LaneScene m;
  const auto windows = logistics::laneWindows(m.db(), LaneId("gz-mo"));
  ASSERT_EQ(windows.size(), 2u);
  EXPECT_EQ(windows[0].post, "zhuhai");
  EXPECT_EQ(windows[0].closes, "08:15");
  EXPECT_EQ(windows[1].post, "macao");
}

TEST(Logistics, FromBookingToDeliveryThroughALateBorder) {
  LaneScene m;
  m.book();
  EXPECT_EQ(m.state("C-1"), "booked");
  m.release();
  m.at("2025-12-17T06:15:00+08:00");
  const Json packed = m.must(m.wong, "logistics/pack", LaneScene::packing("P-1", {"FDG-251217-A.V2"}));
  EXPECT_EQ(packed["un_number"].text(), "UN2915");  // 4.2 GBq liquid is above 60 MBq, 1e-4 A2 of F-18
  EXPECT_EQ(packed["category"].text(), "II-YELLOW");
  EXPECT_DOUBLE_EQ(packed["ti"].number(), 0.7);
  EXPECT_EQ(m.state("C-1"), "packed");
  m.paper("road-permit");
  EXPECT_EQ(m.state("C-1"), "packed");
  m.paper("dangerous-goods-declaration");
  EXPECT_EQ(m.state("C-1"), "papers_complete");
  m.paper("export-declaration");
  m.paper("class7-import-licence");
  m.at("2025-12-17T06:20:00+08:00");
  m.must(m.wong, "logistics/hand-over", body({{"consignment", "C-1"}, {"to", "chen.bo"}}));
  EXPECT_EQ(m.state("C-1"), "handed_over");
  EXPECT_EQ(findItem(m.db(), ItemId("FDG-251217-A.V2"))->stage, "in_transit");
  EXPECT_EQ(findItem(m.db(), ItemId("FDG-251217-A.V2"))->org, OrgId("lingnan"));  // only one half of the transfer exists
  m.must(m.driver, "logistics/take-over", body({{"consignment", "C-1"}}));
  EXPECT_EQ(findItem(m.db(), ItemId("FDG-251217-A.V2"))->org, OrgId("sunbridge"));
  m.at("2025-12-17T07:10:00+08:00");
  m.must(m.driver, "logistics/report-delay", body({{"consignment", "C-1"}, {"minutes", "25 min"}, {"reason", "traffic"}}));
  m.at("2025-12-17T08:16:00+08:00");
  m.must(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "zhuhai"}}));
  EXPECT_EQ(m.state("C-1"), "at_border");
  EXPECT_TRUE(m.refuses(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"), "BORDER_CLOSED"));
  m.must(m.broker, "logistics/extend-window",
         body({{"consignment", "C-1"}, {"post", "zhuhai"}, {"until", "2025-12-17T09:00:00+08:00"}, {"permit", "EXT-1"}}));
  m.at("2025-12-17T08:22:00+08:00");
  m.must(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"));
  EXPECT_EQ(m.state("C-1"), "export_cleared");
  m.at("2025-12-17T08:30:00+08:00");
  m.must(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "macao"}}));
  m.must(m.broker, "logistics/clear", LaneScene::clearing("macao", "import"));
  m.at("2025-12-17T08:47:00+08:00");
  m.must(m.driver, "logistics/deliver", body({{"consignment", "C-1"}}));
  EXPECT_EQ(m.state("C-1"), "delivered");
  // The hospital has not surveyed it yet: the carrier still answers for it.
  const auto vial = findItem(m.db(), ItemId("FDG-251217-A.V2"));
  EXPECT_EQ(vial->stage, "in_transit");
  EXPECT_EQ(vial->org, OrgId("sunbridge"));
  EXPECT_EQ(vial->to_site, SiteId("cotai-hotlab"));
  EXPECT_EQ(vial->container, ItemId("P-1"));
  EXPECT_EQ(logistics::consignmentOfPackage(m.db(), ItemId("P-1")), ConsignmentId("C-1"));
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST(Logistics, TheVehicleAndItsDriverAreInTheLineageOfTheVial) {
  LaneScene m;
  m.ready();
  m.leave();
  const auto back = traceBack(m.db(), ItemId("FDG-251217-A.V2"));
  bool vehicle = false, meter = false;
  for (const auto& p : participants(m.db(), back.events)) {
    vehicle = vehicle || (p.kind == "vehicle" && p.id == "VAN-1");
    meter = meter || (p.kind == "equipment" && p.id == "SM-1");
  }
  EXPECT_TRUE(vehicle);
  EXPECT_TRUE(meter);
}

TEST(Logistics, EmptiesGoBackAndAreHomeOnDelivery) {
  LaneScene m;
  m.at("2025-12-17T15:30:00+08:00");
  m.book("R-1", "return");
  Json empty = LaneScene::packing("P-9", {}, "R-1");
  empty.set("meter", "SM-CT");
  EXPECT_TRUE(m.refuses(m.ho, "logistics/pack", empty, "PACKAGE_NOT_EMPTY"));  // 120 uSv/h at an empty box
  empty.set("surface_rate", "0.4 uSv/h").set("rate_1m", "0.1 uSv/h");
  const Json packed = m.must(m.ho, "logistics/pack", empty);
  EXPECT_EQ(packed["un_number"].text(), "UN2908");
  EXPECT_EQ(packed["ti"].number(), 0.0);
  EXPECT_EQ(m.state("R-1"), "papers_complete");  // no paper is due at hand-over on the way back
  m.must(m.ho, "logistics/hand-over", body({{"consignment", "R-1"}, {"to", "sunbridge"}}));
  m.must(m.driver, "logistics/take-over", body({{"consignment", "R-1"}}));
  m.at("2025-12-17T16:20:00+08:00");
  m.must(m.driver, "logistics/arrive", body({{"consignment", "R-1"}, {"post", "macao"}}));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/clear", LaneScene::clearing("macao", "export", "R-1"), "PAPER_MISSING"));
  m.paper("class7-export-licence", "2025-12-10T09:00:00+08:00", "R-1");
  m.must(m.broker, "logistics/clear", LaneScene::clearing("macao", "export", "R-1"));
  m.at("2025-12-17T16:40:00+08:00");
  m.must(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "import", "R-1"));
  m.at("2025-12-17T19:50:00+08:00");
  m.must(m.driver, "logistics/deliver", body({{"consignment", "R-1"}}));
  const auto box = findItem(m.db(), ItemId("P-9"));
  EXPECT_EQ(box->stage, "here");
  EXPECT_EQ(box->site, SiteId("lingnan-nansha"));
  EXPECT_EQ(box->org, OrgId("lingnan"));
  const Json custody = m.shown(m.admin, "R-1")["custody"];
  ASSERT_EQ(custody.size(), 2u);
  EXPECT_EQ(custody.items()[0]["by"].text(), "ho.kam, chen.bo");
  EXPECT_EQ(custody.items()[1]["to"].text(), "lingnan");
  // A case at home may travel again.
  m.book("R-2", "return");
  EXPECT_TRUE(m.refuses(m.ho, "logistics/pack", empty.set("consignment", "R-2"), "ITEM_AT_OTHER_SITE NOT_YOUR_ORGANISATION"));
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST(Logistics, TheHospitalsSurveyEndsTheJourneyAndTheCaseGoesBack) {
  LaneScene m;
  m.ready();
  m.leave();
  m.at("2025-12-17T07:51:00+08:00");
  m.must(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "zhuhai"}}));
  m.must(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"));
  m.must(m.broker, "logistics/clear", LaneScene::clearing("macao", "import"));
  m.must(m.driver, "logistics/deliver", body({{"consignment", "C-1"}}));
  m.at("2025-12-17T08:25:00+08:00");
  // 7 uSv/h at 06:15 are 3.1 uSv/h 130 minutes later.
  m.must(m.ho, "hotlab/receive-package",
         body({{"package", "P-1"},
               {"surface_rate", "53 uSv/h"},
               {"rate_1m", "3.1 uSv/h"},
               {"wipe", "0.2 Bq/cm2"},
               {"meter", "SM-CT"},
               {"decision", "accept"}}));
  const Json v = m.shown(m.wong, "C-1");
  EXPECT_EQ(v["state"].text(), "received");
  EXPECT_TRUE(v["doses_lost_per_minute"].isNull());
  EXPECT_EQ(v["custody"].items()[1]["by"].text(), "chen.bo, ho.kam");
  EXPECT_EQ(findItem(m.db(), ItemId("FDG-251217-A.V2"))->org, OrgId("cotai"));
  m.at("2025-12-17T15:30:00+08:00");
  m.book("R-1", "return");
  const Json empty = LaneScene::packing("P-1", {}, "R-1").set("meter", "SM-CT").set("surface_rate", "0.4 uSv/h").set("rate_1m", "0.1 uSv/h");
  EXPECT_EQ(m.must(m.ho, "logistics/pack", empty)["un_number"].text(), "UN2908");
  // The case has left with C-1 and now travels with R-1; each keeps it in its record.
  EXPECT_EQ(logistics::consignmentOfPackage(m.db(), ItemId("P-1")), ConsignmentId("R-1"));
  EXPECT_EQ(logistics::packagesOf(m.db(), ConsignmentId("C-1")), std::vector<ItemId>{ItemId("P-1")});
  EXPECT_EQ(m.shown(m.wong, "C-1")["state"].text(), "received");
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST(Logistics, TheViewCountsTheCostOfTheDelay) {
  LaneScene m;
  m.ready();
  Json v = m.shown(m.broker, "C-1");
  // One F-18 dose waits: ln 2 / 109.734 min of it is lost each minute.
  EXPECT_NEAR(v["doses_lost_per_minute"].number(), std::log(2.0) / 109.734, 1e-6);
  EXPECT_EQ(v["ti_total"].number(), 0.7);
  EXPECT_EQ(v["packages"].items()[0]["surface_usv_h"].number(), 120.0);
  const Json& content = v["packages"].items()[0]["contents"].items()[0];
  EXPECT_EQ(content["nuclide"].text(), "F-18");
  EXPECT_NEAR(content["activity_bq"].number(), 4.2e9 * std::exp2(-40.0 / 109.734), 4e6);  // 05:35 to 06:15
  // zhuhai is planned half an hour before the arrival at 08:21; 08:15 is 24 minutes after 07:51.
  EXPECT_EQ(v["legs"].items()[1]["planned_at"].text(), "2025-12-16T23:51:00Z");
  EXPECT_DOUBLE_EQ(v["windows"].items()[0]["slack_minutes"].number(), 24.0);
  EXPECT_EQ(v["windows"].items()[0]["state"].text(), "ahead");
  m.leave();
  m.must(m.driver, "logistics/report-delay", body({{"consignment", "C-1"}, {"minutes", "25 min"}, {"reason", "traffic"}}));
  v = m.shown(m.broker, "C-1");
  EXPECT_EQ(v["delay_minutes"].integer(), 25);
  EXPECT_EQ(v["eta"].text(), "2025-12-17T00:46:00Z");
  EXPECT_EQ(v["legs"].items()[1]["eta"].text(), "2025-12-17T00:16:00Z");
  EXPECT_DOUBLE_EQ(v["windows"].items()[0]["slack_minutes"].number(), -1.0);
  m.must(m.broker, "logistics/extend-window",
         body({{"consignment", "C-1"}, {"post", "zhuhai"}, {"until", "2025-12-17T09:00:00+08:00"}, {"permit", "EXT-1"}}));
  v = m.shown(m.broker, "C-1");
  EXPECT_DOUBLE_EQ(v["windows"].items()[0]["slack_minutes"].number(), 44.0);
  EXPECT_EQ(v["windows"].items()[0]["extended_until"].text(), "2025-12-17T01:00:00Z");
  EXPECT_EQ(logistics::consignment(m.db(), ConsignmentId("C-1"))->eta, instant("2025-12-17T08:46:00+08:00"));
}

TEST(Logistics, PapersSayTheLastMinuteToAsk) {
  LaneScene m;
  m.book();
  Json papers = m.shown(m.wong, "C-1")["papers"];
  ASSERT_EQ(papers.size(), 4u);
  EXPECT_EQ(papers.items()[0]["paper"].text(), "dangerous-goods-declaration");
  EXPECT_EQ(papers.items()[0]["latest_at"].text(), "2025-12-16T21:50:00Z");  // 30 min before the departure at 06:20
  EXPECT_EQ(papers.items()[2]["paper"].text(), "export-declaration");
  EXPECT_EQ(papers.items()[2]["latest_at"].text(), "2025-12-16T23:15:00Z");  // an hour before zhuhai closes
  EXPECT_EQ(papers.items()[2]["lead_time_minutes"].number(), 60.0);
  EXPECT_EQ(papers.items()[2]["state"].text(), "missing");
  // The lane says 30 days, the packs 20 days from issue: the shorter counts.
  m.paper("class7-import-licence", "2025-11-26T08:00:00+08:00");
  m.at("2025-12-16T08:00:00+08:00");
  papers = m.shown(m.wong, "C-1")["papers"];
  EXPECT_EQ(papers.items()[3]["valid_until"].text(), "2025-12-16T00:00:00Z");
  EXPECT_EQ(papers.items()[3]["state"].text(), "on_file");  // to the minute of its last day
  m.at("2025-12-16T08:01:00+08:00");
  EXPECT_EQ(m.shown(m.wong, "C-1")["papers"].items()[3]["state"].text(), "expired");
  const auto in_portuguese = m.desk().view(m.wong, "logistics", "consignments", ViewRequest{m.db(), m.wong, m.now(), "C-1", {}, "pt"});
  EXPECT_EQ((*in_portuguese)["papers"].items()[3]["title"].text(), "documento");
  EXPECT_EQ((*in_portuguese)["papers"].items()[3]["issuer"].text(), "Serviços de Saúde");
}

TEST(Logistics, PartiesBrokersAndTheAgenciesOfTheWaySeeIt) {
  LaneScene m;
  m.book();
  const Caller guangdong = Fixture::caller("inspector.gdee", "gdee", {"regulator"}, "", "agency", "CN");
  const Caller elsewhere = Fixture::caller("inspector.nrc", "nrc", {"regulator"}, "", "agency", "US");
  const Caller stranger = Fixture::caller("x", "pearl", {"physician"}, "", "hospital", "MO");
  for (const auto& who : {m.wong, m.ho, m.driver, m.broker, guangdong})
    EXPECT_EQ((*m.view(who, "logistics", "consignments"))["consignments"].size(), 1u);
  for (const auto& who : {elsewhere, stranger}) {
    EXPECT_EQ((*m.view(who, "logistics", "consignments"))["consignments"].size(), 0u);
    EXPECT_EQ(m.view(who, "logistics", "consignments", "C-1").refusal().code, "NOT_FOUND");
  }
}

}  // namespace
}  // namespace isotrail::test
