#include <gtest/gtest.h>

#include "rooms/registration/facts.h"
#include "tests/support/fixture.h"

namespace isotrail::registration {
namespace {
using test::body;
using test::Fixture;
using test::instant;

Json approval(const char* id, const char* until) {
  return body({{"approval", id},
               {"product", "FDG"},
               {"market", "MO"},
               {"kind", "hospital_import"},
               {"agency", "isaf"},
               {"number", "0457/2025"},
               {"valid_from", "2025-06-01T00:00:00+08:00"},
               {"valid_until", until}});
}

TEST(RegistrationRoom, AnApprovalHoldsInItsMarketAndTime) {
  Fixture house;
  const Caller admin = Fixture::caller("admin", "lingnan", {"admin"});
  EXPECT_EQ(house.refusal(admin, "registration/register-approval", approval("A-1", "2026-06-01T00:00:00+08:00")), "NOT_FOUND");
  house.must(admin, "catalogue/define-product",
             body({{"product", "FDG"},
                   {"name", "FDG"},
                   {"name_zh_hans", "FDG"},
                   {"name_zh_hant", "FDG"},
                   {"name_pt", "FDG"},
                   {"nuclide", "F-18"},
                   {"kind", "cyclotron"},
                   {"use", "diagnostic"},
                   {"shelf_life", "10 h"},
                   {"letter", "F"}}));
  EXPECT_EQ(house.refusal(admin, "registration/register-approval", approval("A-1", "2025-01-01T00:00:00+08:00")), "BAD_VALUE");
  house.must(admin, "registration/register-approval", approval("A-1", "2026-06-01T00:00:00+08:00"));
  EXPECT_EQ(house.refusal(admin, "registration/register-approval", approval("A-1", "2026-06-01T00:00:00+08:00")), "ALREADY_EXISTS");
  const ProductId fdg("FDG");
  EXPECT_TRUE(approved(house.db(), fdg, "MO", instant("2025-06-01T00:00:00+08:00")));
  EXPECT_FALSE(approved(house.db(), fdg, "MO", instant("2025-05-31T23:59:59+08:00")));
  EXPECT_FALSE(approved(house.db(), fdg, "MO", instant("2026-06-01T00:00:00+08:00")));
  EXPECT_FALSE(approved(house.db(), fdg, "CN", instant("2025-12-17T00:00:00+08:00")));
  EXPECT_EQ(approvals(house.db()).size(), 1u);
  EXPECT_TRUE(house.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::registration
