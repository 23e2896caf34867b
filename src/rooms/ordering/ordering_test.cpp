#include <gtest/gtest.h>

#include "rooms/licensing/facts.h"
#include "rooms/ordering/facts.h"
#include "tests/support/maker.h"

namespace isotrail::test {
namespace {

TEST(Ordering, PlacesAndPromises) {
  Maker m;
  m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  EXPECT_EQ(ordering::order(m.db(), OrderId("ORD-01"))->state, "requested");
  EXPECT_EQ(m.refusal(m.fong, "ordering/accept-order", body({{"order", "ORD-01"}})), "NOT_YOUR_ORGANISATION");
  m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-01"}}));
  EXPECT_EQ(ordering::order(m.db(), OrderId("ORD-01"))->state, "promised");
  EXPECT_EQ(m.refusal(m.wong, "ordering/accept-order", body({{"order", "ORD-01"}})), "OUT_OF_ORDER");
}

TEST(Ordering, RefusesStaleDoubleAndForeignSlots) {
  Maker m;
  m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  EXPECT_EQ(m.refusal(m.fong, "ordering/place-order", m.order("ORD-01", "P-02", "2025-12-17T09:15:00+08:00")), "ALREADY_EXISTS");
  EXPECT_EQ(m.refusal(m.fong, "ordering/place-order", m.order("ORD-02", "P-01", "2025-12-17T09:15:00+08:00")), "ORDER_DUPLICATE");
  EXPECT_EQ(m.refusal(m.fong, "ordering/place-order", m.order("ORD-02", "P-01", "2025-12-15T09:15:00+08:00")), "ORDER_TIME");
  EXPECT_EQ(m.refusal(m.fong, "ordering/place-order", m.order("ORD-02", "P-01", "2026-02-15T09:15:00+08:00")), "ORDER_TIME");
  EXPECT_EQ(m.refusal(m.wong, "ordering/place-order", m.order("ORD-02", "P-02", "2025-12-17T09:15:00+08:00")), "NOT_YOUR_ORGANISATION");
  EXPECT_EQ(m.refusal(m.fong, "ordering/place-order", m.order("ORD-02", "P-02", "2025-12-17T09:15:00+08:00").set("product", "XYZ")), "NOT_FOUND");
}

TEST(Ordering, TheHospitalsCapCountsWhatIsPromised) {
  Maker m;  // cotai-hotlab may hold 3 GBq of F-18
  m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00", "2 GBq"));
  m.must(m.fong, "ordering/place-order", m.order("ORD-02", "P-02", "2025-12-17T09:35:00+08:00", "1.2 GBq"));
  m.must(m.fong, "ordering/place-order", m.order("ORD-03", "P-03", "2025-12-17T09:55:00+08:00", "1 GBq"));
  m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-01"}}));
  EXPECT_NEAR(ordering::reserved(m.db(), SiteId("cotai-hotlab"), "F-18", m.now()).value, 2e9, 1);
  EXPECT_EQ(m.refusal(m.wong, "ordering/accept-order", body({{"order", "ORD-02"}})), "CAP_EXCEEDED");
  m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-03"}}));  // 3 GBq of 3 GBq
}

TEST(Ordering, CancellingFreesTheCapAndTheSlotUntilSomethingIsDrawn) {
  Maker m;
  m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-01"}}));
  const auto stranger = m.caller("x", "supplier", {"planner"});
  const auto before = m.entries();
  EXPECT_EQ(m.refusal(stranger, "ordering/cancel-order", body({{"order", "ORD-01"}, {"reason", "none"}})), "NOT_YOUR_ORGANISATION");
  EXPECT_EQ(m.refusal(m.fong, "ordering/cancel-order", body({{"order", "ORD-09"}, {"reason", "none"}})), "NOT_FOUND");
  EXPECT_EQ(m.entries(), before);
  m.must(m.fong, "ordering/cancel-order", body({{"order", "ORD-01"}, {"reason", "patient unwell"}}));
  EXPECT_EQ(ordering::order(m.db(), OrderId("ORD-01"))->state, "cancelled");
  EXPECT_EQ(ordering::reserved(m.db(), SiteId("cotai-hotlab"), "F-18", m.now()).value, 0);
  EXPECT_EQ(m.refusal(m.wong, "ordering/cancel-order", body({{"order", "ORD-01"}, {"reason", "again"}})), "OUT_OF_ORDER");
  m.must(m.fong, "ordering/place-order", m.order("ORD-02", "P-01", "2025-12-17T09:15:00+08:00"));
}

TEST(Ordering, TheMakersCapCountsWhatItHolds) {
  Maker m;  // lingnan-nansha may hold 100 GBq of F-18
  m.at("2025-12-17T05:00:00+08:00");
  m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  m.must(m.he, "supply/start-beam",
         body({{"run", "R1"}, {"cyclotron", "CYC-1"}, {"target_lot", "W-118"}, {"nuclide", "F-18"}, {"current", "45 uA"}}));
  m.at("2025-12-17T06:00:00+08:00");
  m.must(m.he, "supply/end-beam", body({{"run", "R1"}, {"activity", "120 GBq"}, {"calibrator", "CAL-1"}}));
  EXPECT_EQ(m.refusal(m.wong, "ordering/accept-order", body({{"order", "ORD-01"}})), "CAP_EXCEEDED");
}

TEST(Ordering, WhatComesFromTheHospitalsOwnGeneratorReservesNothing) {
  Maker m;
  m.must(m.admin, "catalogue/define-product",
         body({{"product", "MDP"},
               {"name", "Medronate (Tc-99m)"},
               {"name_zh_hans", "锝[99mTc]亚甲基二膦酸盐注射液"},
               {"name_zh_hant", "鎝[99mTc]亞甲基二膦酸鹽注射液"},
               {"name_pt", "Medronato (Tc-99m)"},
               {"nuclide", "Tc-99m"},
               {"kind", "generator"},
               {"use", "diagnostic"},
               {"shelf_life", "8 h"},
               {"letter", "M"}}));
  m.must(m.admin, "registration/register-approval",
         body({{"approval", "MDP-MO"},
               {"product", "MDP"},
               {"market", "MO"},
               {"kind", "marketing"},
               {"agency", "test"},
               {"number", "2"},
               {"valid_from", "2025-01-01T00:00:00Z"},
               {"valid_until", "2027-01-01T00:00:00Z"}}));
  m.must(m.ho, "ordering/place-order",
         m.order("ORD-09", "P-09", "2025-12-17T09:30:00+08:00", "700 MBq").set("product", "MDP").set("maker_site", "cotai-hotlab"));
  m.must(m.ho, "ordering/accept-order", body({{"order", "ORD-09"}}));
  EXPECT_EQ(ordering::reserved(m.db(), SiteId("cotai-hotlab"), "Tc-99m", m.now()).value, 0.0);
}

TEST(Ordering, WhatIsOnItsWayIsNotReservedTwice) {
  Maker m;
  m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00", "2 GBq"));
  m.must(m.wong, "ordering/accept-order", body({{"order", "ORD-01"}}));
  m.synthesise();
  m.must(m.he, "production/fill-vial", body({{"batch", "FDG-251217-A"}, {"vial", "V1"}, {"volume", "1 mL"}}));  // 1.4 GBq
  // Still at the maker: all of it is reserved.
  EXPECT_NEAR(ordering::reserved(m.db(), SiteId("cotai-hotlab"), "F-18", m.now()).value, 2e9, 1);
  m.db().exec("UPDATE item SET stage='in_transit', to_site='cotai-hotlab' WHERE item='V1'");  // as a hand-over leaves it
  EXPECT_NEAR(ordering::reserved(m.db(), SiteId("cotai-hotlab"), "F-18", m.now()).value, 0.6e9, 1e3);
}

TEST(Ordering, EachSideSeesItsOwn) {
  Maker m;
  m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  EXPECT_EQ((*m.view(m.fong, "ordering", "orders"))["orders"].size(), 1u);
  EXPECT_EQ((*m.view(m.wong, "ordering", "orders"))["orders"].size(), 1u);
  EXPECT_EQ((*m.view(Fixture::caller("x", "pearl"), "ordering", "orders"))["orders"].size(), 0u);
}

}  // namespace
}  // namespace isotrail::test
