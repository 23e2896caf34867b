// The whole path, every step by its own room: from the maker's dispensary over the border to a labelled syringe.
#include <gtest/gtest.h>

#include "rooms/hotlab/facts.h"
#include "rooms/logistics/facts.h"
#include "tests/support/lane.h"

namespace isotrail::test {
namespace {

class Journey : public ::testing::Test {
 protected:
  LaneScene m;
  Caller lei = Fixture::caller("lei.fan", "cotai", {"technologist"}, "cotai-hotlab", "hospital", "MO");

  void SetUp() override {
    m.must(m.admin, "identity/register-person",
           body({{"person", "lei.fan"}, {"family_name", "F"}, {"given_name", "G"}, {"org", "cotai"}, {"roles", LaneScene::list({"technologist"})}}));
    m.must(m.admin, "identity/grant-qualification",
           body({{"person", "lei.fan"},
                 {"qualification", "hotlab-dispensing"},
                 {"authority", "test"},
                 {"valid_from", "2025-01-01T00:00:00Z"},
                 {"valid_until", "2026-06-30T00:00:00Z"}}));
    m.must(m.fong, "clinic/prescribe", body({{"order", "ORD-01"}, {"justification", "staging"}}));
    m.ready();
    m.leave();
  }
  void cross() {
    m.at("2025-12-17T07:51:00+08:00");
    m.must(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "zhuhai"}}));
    m.must(m.broker, "logistics/clear", LaneScene::clearing("zhuhai", "export"));
    m.must(m.driver, "logistics/arrive", body({{"consignment", "C-1"}, {"post", "macao"}}));
    m.must(m.broker, "logistics/clear", LaneScene::clearing("macao", "import"));
    m.at("2025-12-17T08:47:00+08:00");
    m.must(m.driver, "logistics/deliver", body({{"consignment", "C-1"}}));
    m.at("2025-12-17T08:52:00+08:00");
  }
  /// 7 uSv/h at 1 m of 06:15 are 2.6 by 08:52.
  Json receipt() {
    return body({{"package", "P-1"},
                 {"surface_rate", "45 uSv/h"},
                 {"rate_1m", "2.6 uSv/h"},
                 {"wipe", "0.1 Bq/cm2"},
                 {"meter", "SM-CT"},
                 {"decision", "accept"}});
  }
};

TEST_F(Journey, FromTheDispensaryToALabelledSyringe) {
  EXPECT_TRUE(m.refuses(lei, "hotlab/receive-package", receipt(), "OUT_OF_ORDER"));  // still on the road
  const auto before = m.view(lei, "hotlab", "stock");
  const Json& due = (*before)["expected"].items().at(0);
  EXPECT_EQ(due["item"].text(), "P-1");
  EXPECT_EQ(due["category"].text(), "II-YELLOW");
  EXPECT_EQ(due["consignment"].text(), "C-1");
  cross();
  m.must(lei, "hotlab/receive-package", receipt());
  EXPECT_EQ(m.state("C-1"), "received");
  EXPECT_EQ((*m.view(lei, "hotlab", "stock"))["expected"].size(), 0u);
  EXPECT_EQ((*m.view(lei, "hotlab", "stock"))["vials"].items().at(0)["state"].text(), "available");
  m.must(lei, "hotlab/check-calibrator", body({{"calibrator", "CAL-CT"}, {"nuclide", "Cs-137"}, {"reading", "7.35 MBq"}, {"expected", "7.4 MBq"}}));
  m.at("2025-12-17T08:58:00+08:00");
  m.must(lei, "hotlab/draw-dose",
         body({{"dose", "S-251217-01"},
               {"vial", "FDG-251217-A.V2"},
               {"order", "ORD-01"},
               {"activity", "285 MBq"},
               {"volume", "0.7 mL"},
               {"calibrator", "CAL-CT"}}));
  m.must(lei, "hotlab/label-dose", body({{"dose", "S-251217-01"}}));
  EXPECT_TRUE(hotlab::dose(m.db(), ItemId("S-251217-01"))->labelled);
  EXPECT_TRUE(m.desk().rebuild(true).empty());
}

TEST_F(Journey, BothHalvesOfTheDeliveryShareTheirTransfer) {
  cross();
  m.must(lei, "hotlab/receive-package", receipt());
  std::string given, taken;
  Journal(m.db()).read(0, 0, [&](const Event& e) {
    if (e.is("logistics.Delivered")) given = e.movement["transfer"].text();
    if (e.is("hotlab.PackageReceived")) taken = e.movement["transfer"].text();
    return true;
  });
  EXPECT_FALSE(given.empty());
  EXPECT_EQ(given, taken);
}

}  // namespace
}  // namespace isotrail::test
