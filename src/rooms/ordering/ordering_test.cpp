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

TEST(Ordering, TheMakersCapCountsWhatItHolds) {
  Maker m;  // lingnan-nansha may hold 100 GBq of F-18
  m.at("2025-12-17T05:00:00+08:00");
  m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
  m.must(m.he, "supply/start-beam", body({{"run", "R1"}, {"cyclotron", "CYC-1"}, {"target_lot", "W-118"}, {"nuclide", "F-18"}, {"current", "45 uA"}}));
  m.at("2025-12-17T06:00:00+08:00");
  m.must(m.he, "supply/end-beam", body({{"run", "R1"}, {"activity", "120 GBq"}, {"calibrator", "CAL-1"}}));
  EXPECT_EQ(m.refusal(m.wong, "ordering/accept-order", body({{"order", "ORD-01"}})), "CAP_EXCEEDED");
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
