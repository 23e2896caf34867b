// Each refusal of the room, and that it leaves nothing behind.
#include <gtest/gtest.h>

#include "desk/texts.h"
#include "rooms/logistics/facts.h"
#include "tests/support/lane.h"

namespace isotrail::test {
namespace {

const Json kHandOver = body({{"consignment", "C-1"}, {"to", "chen.bo"}});
const Json kOnly = body({{"consignment", "C-1"}});

TEST(LogisticsRefusals, Booking) {
  LaneScene m;
  m.vehicle("VAN-OLD", "sunbridge", "2025-12-16T00:00:00Z");
  m.vehicle("VAN-CT", "cotai", "2026-06-30T00:00:00Z");
  const auto booking = [](const char* key, Json value) { return LaneScene::booking("C-1", "outbound").set(key, std::move(value)); };
  EXPECT_TRUE(m.refuses(m.wong, "logistics/book-consignment", booking("vehicle", "VAN-OLD"), "VEHICLE_LICENCE_EXPIRED"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/book-consignment", booking("vehicle", "VAN-CT"), "VEHICLE_NOT_CARRIERS"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/book-consignment", booking("driver", "ho.kam"), "DRIVER_NOT_CARRIERS"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/book-consignment", booking("lane", "moon"), "NOT_FOUND"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/book-consignment", booking("arrive_at", "2025-12-17T06:20:00+08:00"), "BAD_VALUE"));
  EXPECT_TRUE(m.refuses(m.ho, "logistics/book-consignment", LaneScene::booking("C-1", "outbound"), "NOT_YOUR_ORGANISATION"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/book-consignment", LaneScene::booking("R-1", "return"), "NOT_YOUR_ORGANISATION"));
  m.book();
  EXPECT_TRUE(m.refuses(m.wong, "logistics/book-consignment", LaneScene::booking("C-1", "outbound"), "ALREADY_EXISTS"));
}

TEST(LogisticsRefusals, LanesAndWindows) {
  LaneScene m;
  const auto window = [](const char* key, Json value) {
    return body({{"lane", "gz-mo"}, {"post", "zhuhai"}, {"direction", "export"}, {"opens", "07:30"}, {"closes", "08:15"}, {"zone", "Asia/Shanghai"}})
        .set(key, std::move(value));
  };
  EXPECT_TRUE(m.refuses(m.wong, "logistics/set-window", window("opens", "25:30"), "BAD_VALUE"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/set-window", window("closes", "07:30"), "BAD_VALUE"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/set-window", window("zone", "Asia/Nowhere"), "BAD_VALUE"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/set-window", window("leg", "sideways"), "BAD_VALUE"));
  EXPECT_TRUE(m.refuses(m.ho, "logistics/set-window", window("opens", "07:45"), "NOT_YOUR_ORGANISATION"));
  m.must(m.wong, "logistics/set-window", window("opens", "07:45"));
  EXPECT_EQ(logistics::laneWindows(m.db(), LaneId("gz-mo"))[0].opens, "07:45");
  EXPECT_TRUE(m.refuses(m.wong, "logistics/open-lane",
                        body({{"lane", "gz-mo"}, {"name", "x"}, {"from_site", "lingnan-nansha"}, {"to_site", "cotai-hotlab"}}), "ALREADY_EXISTS"));
}

TEST(LogisticsRefusals, PackingWhatMayNotGo) {
  LaneScene m;
  m.book();
  m.makeVials();
  const Json v2 = LaneScene::packing("P-1", {"FDG-251217-A.V2"});
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", v2, "NOT_RELEASED"));
  m.at("2025-12-17T06:05:00+08:00");
  m.must(m.liang, "quality/release-batch", body({{"batch", "FDG-251217-A"}, {"markets", LaneScene::list({"CN"})}}));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", v2, "NOT_RELEASED_FOR_MARKET"));
  m.must(m.liang, "quality/release-batch", body({{"batch", "FDG-251217-A"}, {"markets", LaneScene::list({"MO"})}}));
  EXPECT_TRUE(m.refuses(m.ho, "logistics/pack", v2, "NOT_YOUR_ORGANISATION"));
  m.must(m.liang, "quality/hold-item", body({{"item", "FDG-251217-A"}, {"reason", "checking"}}));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", v2, "ITEM_ON_HOLD"));
  m.must(m.liang, "quality/lift-hold", body({{"item", "FDG-251217-A"}, {"reason", "fine"}}));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", LaneScene::packing("P-1", {"FDG-251217-A.V2", "FDG-251217-A.V2"}), "BAD_VALUE"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", LaneScene::packing("P-1", {"NONE"}), "NOT_FOUND"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", LaneScene::packing("K-2291", {"FDG-251217-A.V2"}), "BAD_VALUE"));
  m.must(m.wong, "logistics/pack", v2);
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", LaneScene::packing("P-2", {"FDG-251217-A.V2"}), "ITEM_PACKED"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", LaneScene::packing("P-1", {"FDG-251217-A.V1"}), "PACKAGE_IN_USE"));
  m.at("2025-12-17T17:00:00+08:00");
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", LaneScene::packing("P-2", {"FDG-251217-A.V1"}), "ITEM_EXPIRED"));
}

TEST(LogisticsRefusals, TheSurveyAndItsLimits) {
  LaneScene m;
  m.book();
  m.release();
  const auto packing = [](const char* surface, const char* one_metre, const char* meter) {
    return LaneScene::packing("P-1", {"FDG-251217-A.V2"}).set("surface_rate", surface).set("rate_1m", one_metre).set("meter", meter);
  };
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", packing("2.1 mSv/h", "60 uSv/h", "SM-1"), "PACKAGE_SURFACE_LIMIT"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", packing("1.9 mSv/h", "101 uSv/h", "SM-1"), "PACKAGE_TI_LIMIT"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", packing("100 uSv/h", "101 uSv/h", "SM-1"), "BAD_VALUE"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", packing("120 uSv/h", "7 uSv/h", "SM-OLD"), "EQUIPMENT_CALIBRATION_LAPSED EQUIPMENT_UNQUALIFIED"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", packing("120 uSv/h", "7 uSv/h", "SM-CT"), "EQUIPMENT_ELSEWHERE"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", packing("120 uSv/h", "7 uSv/h", "CAL-1"), "EQUIPMENT_WRONG_KIND"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", packing("120", "7 uSv/h", "SM-1"), "BAD_UNIT"));
}

TEST(LogisticsRefusals, HandingOver) {
  LaneScene m;
  m.book();
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", kHandOver, "OUT_OF_ORDER"));
  m.release();
  m.must(m.wong, "logistics/pack", LaneScene::packing("P-1", {"FDG-251217-A.V2"}));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", kHandOver, "PAPER_MISSING PAPER_MISSING"));
  m.paper("road-permit");
  m.must(m.broker, "logistics/file-paper",
         LaneScene::filing("dangerous-goods-declaration", "2025-12-16T08:00:00+08:00").set("valid_until", "2025-12-17T06:00:00+08:00"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", kHandOver, "PAPER_EXPIRED"));
  m.paper("dangerous-goods-declaration");
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", body({{"consignment", "C-1"}, {"to", "mak.sio"}}), "WRONG_CARRIER"));
  EXPECT_TRUE(m.refuses(m.ho, "logistics/hand-over", kHandOver, "NOT_YOUR_ORGANISATION"));
  EXPECT_TRUE(m.refuses(m.driver, "logistics/take-over", kOnly, "OUT_OF_ORDER"));
  m.must(m.liang, "quality/hold-item", body({{"item", "FDG-251217-A"}, {"reason", "checking"}}));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", kHandOver, "ITEM_ON_HOLD"));
  m.must(m.liang, "quality/lift-hold", body({{"item", "FDG-251217-A"}, {"reason", "fine"}}));
  m.must(m.wong, "logistics/hand-over", kHandOver);
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", kHandOver, "OUT_OF_ORDER"));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", LaneScene::packing("P-2", {"FDG-251217-A.V1"}), "OUT_OF_ORDER"));
}

TEST(LogisticsRefusals, NobodyIsBothHalvesOfATransfer) {
  LaneScene m;
  m.ready();
  Caller both = m.driver;
  both.roles = {"admin"};
  m.must(both, "logistics/hand-over", kHandOver);
  EXPECT_TRUE(m.refuses(m.driver, "logistics/take-over", kOnly, "SAME_PERSON_BOTH_HALVES"));
}

TEST(LogisticsRefusals, OnlyTheDriverBookedTakesOver) {
  LaneScene m;
  m.ready();
  m.must(m.wong, "logistics/hand-over", kHandOver);
  const Caller other = Fixture::caller("li.si", "sunbridge", {"driver"}, "sunbridge-zhuhai", "carrier", "CN");
  EXPECT_TRUE(m.refuses(other, "logistics/take-over", kOnly, "NOT_THE_DRIVER"));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/take-over", kOnly, "NOT_THE_DRIVER NOT_YOUR_ORGANISATION"));
}

TEST(LogisticsRefusals, TheConsigneesCapCountsPromisedDosesOnce) {
  LaneScene m;  // cotai-hotlab may hold 3 GBq of F-18; 252 MBq are promised to it
  m.ready();
  // V1 held 14 GBq at 05:35. With V2 5.8 GBq would arrive at 08:21.
  m.must(m.wong, "logistics/pack", LaneScene::packing("P-2", {"FDG-251217-A.V1"}));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", kHandOver, "CAP_EXCEEDED"));
  // With 2.4 GBq more promised, 2.65 GBq are reserved; V2 alone fills part of that and asks for nothing beside it.
  LaneScene n;
  n.must(n.fong, "ordering/place-order", n.order("ORD-02", "P-02", "2025-12-17T09:35:00+08:00", "2.4 GBq"));
  n.must(n.wong, "ordering/accept-order", body({{"order", "ORD-02"}}));
  n.ready();
  n.must(n.wong, "logistics/hand-over", kHandOver);
}

TEST(LogisticsRefusals, CarrierAndVehicle) {
  LaneScene m;
  m.vehicle("VAN-2", "sunbridge", "2025-12-21T00:00:00Z");
  Json later = LaneScene::booking("C-1", "outbound");
  later.set("vehicle", "VAN-2").set("depart_at", "2025-12-20T09:00:00+08:00").set("arrive_at", "2025-12-20T11:00:00+08:00");
  m.must(m.wong, "logistics/book-consignment", later);
  m.must(m.wong, "logistics/pack", LaneScene::packing("P-1", {}).set("surface_rate", "1 uSv/h").set("rate_1m", "0 uSv/h"));
  for (const char* p : {"road-permit", "dangerous-goods-declaration"}) m.paper(p);
  m.at("2025-12-20T09:00:00+08:00");  // the carrier's licence ended at 08:00
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", kHandOver, "CARRIER_LICENCE_EXPIRED"));
  m.at("2025-12-22T09:00:00+08:00");
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", kHandOver, "CARRIER_LICENCE_EXPIRED VEHICLE_LICENCE_EXPIRED"));
}

TEST(LogisticsRefusals, TheCarriersLicenceMayNameAMost) {
  LaneScene m;
  m.ready();
  m.must(m.admin, "licensing/set-cap", body({{"licence", "TL-SB"}, {"nuclide", "F-18"}, {"max_activity", "3 GBq"}}));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", kHandOver, "CARRIER_CAP_EXCEEDED"));  // 3.26 GBq at 06:15
}

TEST(LogisticsRefusals, MoreThanATypeAPackageMayHold) {
  LaneScene m;
  m.book();
  m.must(m.admin, "licensing/set-cap", body({{"licence", "RSL-LN"}, {"nuclide", "Ac-225"}, {"max_activity", "10 GBq"}}));
  m.must(m.he, "supply/receive-bulk",
         body({{"item", "AC-1"},
               {"site", "lingnan-nansha"},
               {"nuclide", "Ac-225"},
               {"activity", "8 GBq"},
               {"reference_at", "2025-12-16T08:00:00+08:00"},
               {"supplier", "supplier"},
               {"certificate", "C-1"}}));
  EXPECT_TRUE(m.refuses(m.wong, "logistics/pack", LaneScene::packing("P-1", {"AC-1"}), "PACKAGE_TYPE_B"));  // A2 of Ac-225 is 6 GBq
}

TEST(LogisticsRefusals, CarrierWithoutALicence) {
  LaneScene m;
  m.must(m.admin, "identity/register-organisation", body({{"org", "swift"}, {"name", "Swift"}, {"kind", "carrier"}, {"jurisdiction", "CN"}}));
  m.must(m.admin, "identity/register-person",
         body({{"person", "li.si"}, {"family_name", "F"}, {"given_name", "G"}, {"org", "swift"}, {"roles", LaneScene::list({"driver"})}}));
  m.vehicle("VAN-3", "swift", "2026-12-21T00:00:00Z");
  m.must(m.wong, "logistics/book-consignment",
         LaneScene::booking("C-1", "outbound").set("carrier", "swift").set("vehicle", "VAN-3").set("driver", "li.si"));
  m.must(m.wong, "logistics/pack", LaneScene::packing("P-1", {}).set("surface_rate", "1 uSv/h").set("rate_1m", "0 uSv/h"));
  for (const char* p : {"road-permit", "dangerous-goods-declaration"}) m.paper(p);
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", body({{"consignment", "C-1"}, {"to", "li.si"}}), "CARRIER_LICENCE_MISSING"));
}

TEST(LogisticsRefusals, TheVehicleCarriesFiftyInAll) {
  LaneScene m;
  m.book();
  m.makeVials();
  const std::vector<std::string> small = {"V3", "V4", "V5", "V6", "V7", "V8"};
  for (const auto& v : small) m.must(m.he, "production/fill-vial", body({{"batch", "FDG-251217-A"}, {"vial", v}, {"volume", "0.1 mL"}}));
  m.at("2025-12-17T06:05:00+08:00");
  m.must(m.liang, "quality/release-batch", body({{"batch", "FDG-251217-A"}, {"markets", LaneScene::list({"MO"})}}));
  for (const char* p : {"road-permit", "dangerous-goods-declaration"}) m.paper(p);
  for (const auto& v : small) {
    const std::string package = "P-" + v;
    Json b = LaneScene::packing(package.c_str(), {v.c_str()});
    m.must(m.wong, "logistics/pack", b.set("surface_rate", "1.5 mSv/h").set("rate_1m", "85 uSv/h"));
  }
  // Six of 8.5 make 51.
  EXPECT_DOUBLE_EQ(m.shown(m.wong, "C-1")["ti_total"].number(), 51.0);
  EXPECT_TRUE(m.refuses(m.wong, "logistics/hand-over", kHandOver, "VEHICLE_TI_EXCEEDED"));
}

TEST(LogisticsRefusals, AtTheBorder) {
  LaneScene m;
  m.ready();
  EXPECT_TRUE(m.refuses(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "zhuhai"}}), "OUT_OF_ORDER"));
  m.leave();
  EXPECT_TRUE(m.refuses(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "hengqin"}}), "NOT_FOUND"));
  EXPECT_TRUE(m.refuses(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "macao"}}), "OUT_OF_ORDER"));
  m.at("2025-12-17T07:20:00+08:00");
  EXPECT_TRUE(m.refuses(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"), "OUT_OF_ORDER"));  // not there yet
  m.must(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "zhuhai"}}));
  EXPECT_TRUE(m.refuses(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "zhuhai"}}), "OUT_OF_ORDER"));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"), "BORDER_CLOSED"));  // opens at 07:30
  m.at("2025-12-17T07:30:00+08:00");
  EXPECT_TRUE(m.refuses(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "import"), "NOT_FOUND"));  // import there is of the way back
  EXPECT_TRUE(m.refuses(m.broker, "logistics/clear", LaneScene::clearing("macao", "import"), "OUT_OF_ORDER"));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export").set("declaration", ""), "MISSING_FIELD"));
  const Caller stranger = Fixture::caller("x", "pearl", {"broker"}, "pearl", "hospital", "MO");
  EXPECT_TRUE(m.refuses(stranger, "logistics/clear", LaneScene::clearing("zhuhai", "export"), "NOT_A_PARTY"));
  EXPECT_TRUE(m.refuses(m.driver, "logistics/deliver", kOnly, "OUT_OF_ORDER"));
  m.must(m.liang, "quality/hold-item", body({{"item", "FDG-251217-A"}, {"reason", "recall"}}));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"), "ITEM_ON_HOLD"));
  m.must(m.liang, "quality/lift-hold", body({{"item", "FDG-251217-A"}, {"reason", "fine"}}));
  m.must(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"), "OUT_OF_ORDER"));
  EXPECT_TRUE(m.refuses(m.driver, "logistics/deliver", kOnly, "OUT_OF_ORDER"));
}

TEST(LogisticsRefusals, ALicenceOfTwentyDays) {
  LaneScene m;
  m.ready();
  m.paper("class7-import-licence", "2025-11-27T08:00:00+08:00");  // ends on 17 December at 08:00
  m.leave();
  m.at("2025-12-17T07:51:00+08:00");
  m.must(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "zhuhai"}}));
  m.must(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"));
  m.at("2025-12-17T08:05:00+08:00");
  auto refused = m.submit(m.broker, "logistics/clear", LaneScene::clearing("macao", "import"));
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.refusal().gates.size(), 1u);
  EXPECT_EQ(refused.refusal().gates[0].code, "PAPER_EXPIRED");
  EXPECT_NE(refused.refusal().gates[0].clause.find("Law 12/2022"), std::string::npos);
  m.paper("class7-import-licence", "2025-12-17T08:01:00+08:00");
  m.must(m.broker, "logistics/clear", LaneScene::clearing("macao", "import"));
}

TEST(LogisticsRefusals, ExtensionsAndDelays) {
  LaneScene m;
  m.ready();
  m.leave();
  const auto extension = [](const char* until) { return body({{"consignment", "C-1"}, {"post", "zhuhai"}, {"until", until}, {"permit", "EXT-1"}}); };
  EXPECT_TRUE(m.refuses(m.broker, "logistics/extend-window", extension("2025-12-17T08:00:00+08:00"), "BAD_VALUE"));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/extend-window", extension("2025-12-19T08:00:00+08:00"), "BAD_VALUE"));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/extend-window", extension("2025-12-17T09:00:00+08:00").set("permit", ""), "MISSING_FIELD"));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/extend-window", extension("2025-12-17T09:00:00+08:00").set("post", "hengqin"), "NOT_FOUND"));
  m.must(m.broker, "logistics/extend-window", extension("2025-12-17T09:00:00+08:00"));
  m.at("2025-12-17T09:01:00+08:00");
  m.must(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "zhuhai"}}));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"), "BORDER_CLOSED"));
  EXPECT_TRUE(m.refuses(m.driver, "logistics/report-delay", body({{"consignment", "C-1"}, {"minutes", "0 min"}, {"reason", "x"}}), "BAD_VALUE"));
  EXPECT_TRUE(m.refuses(m.driver, "logistics/report-delay", body({{"consignment", "C-1"}, {"minutes", "soon"}, {"reason", "x"}}), "BAD_UNIT"));
  EXPECT_TRUE(m.refuses(m.driver, "logistics/report-delay", body({{"consignment", "C-9"}, {"minutes", "5 min"}, {"reason", "x"}}), "NOT_FOUND"));
}

TEST(LogisticsRefusals, Papers) {
  LaneScene m;
  m.book();
  EXPECT_TRUE(m.refuses(m.broker, "logistics/file-paper", LaneScene::filing("birth-certificate", "2025-12-16T08:00:00+08:00"), "NOT_FOUND"));
  EXPECT_TRUE(m.refuses(m.broker, "logistics/file-paper", LaneScene::filing("road-permit", "2025-12-18T08:00:00+08:00"), "BAD_VALUE"));
  EXPECT_TRUE(
      m.refuses(m.broker, "logistics/file-paper", LaneScene::filing("road-permit", "2025-12-16T08:00:00+08:00").set("number", ""), "MISSING_FIELD"));
  const Caller stranger = Fixture::caller("x", "pearl", {"technologist"}, "pearl", "hospital", "MO");
  EXPECT_TRUE(m.refuses(stranger, "logistics/file-paper", LaneScene::filing("road-permit", "2025-12-16T08:00:00+08:00"), "NOT_A_PARTY"));
}

TEST(LogisticsRefusals, EveryCodeHasWordsAndRemedyInFourLanguages) {
  for (const char* code : {"NOT_A_PARTY",           "VEHICLE_NOT_CARRIERS", "DRIVER_NOT_CARRIERS",     "VEHICLE_LICENCE_EXPIRED",
                           "ITEM_AT_OTHER_SITE",    "ITEM_PACKED",          "PACKAGE_IN_USE",          "PACKAGE_NOT_EMPTY",
                           "PACKAGE_SURFACE_LIMIT", "PACKAGE_TI_LIMIT",     "PACKAGE_TYPE_B",          "PAPER_MISSING",
                           "PAPER_EXPIRED",         "WRONG_CARRIER",        "CARRIER_LICENCE_MISSING", "CARRIER_LICENCE_EXPIRED",
                           "CARRIER_CAP_EXCEEDED",  "VEHICLE_TI_EXCEEDED",  "NOT_THE_DRIVER",          "SAME_PERSON_BOTH_HALVES",
                           "BORDER_CLOSED"})
    for (const auto language : {Language::en, Language::zh_hans, Language::zh_hant, Language::pt}) {
      const auto words = codeText(code, language, Json::object());
      EXPECT_EQ(words.status, 422) << code;
      EXPECT_FALSE(words.text.empty() || words.remedy.empty()) << code << " " << languageTag(language);
    }
}

}  // namespace
}  // namespace isotrail::test
