#include <gtest/gtest.h>

#include "rooms/catalogue/facts.h"
#include "tests/support/fixture.h"

namespace isotrail::catalogue {
namespace {
using test::body;
using test::Fixture;

class CatalogueRoom : public testing::Test {
 protected:
  CatalogueRoom() { house.must(admin, "catalogue/define-product", fdg("F-18")); }
  static Json fdg(const char* nuclide) {
    return body({{"product", "FDG"},
                 {"name", "Fludeoxyglucose"},
                 {"name_zh_hans", "氟脱氧葡糖"},
                 {"name_zh_hant", "氟脫氧葡糖"},
                 {"name_pt", "Fludesoxiglucose"},
                 {"nuclide", nuclide},
                 {"kind", "cyclotron"},
                 {"use", "diagnostic"},
                 {"shelf_life", "10 h"},
                 {"letter", "F"},
                 {"dose_coefficient", 0.019}});
  }
  static Json step(int n) {
    return body({{"product", "FDG"},
                 {"step", n},
                 {"title", "Step"},
                 {"title_zh_hans", "步骤"},
                 {"title_zh_hant", "步驟"},
                 {"title_pt", "Passo"},
                 {"phase", "synthesis"},
                 {"two_people", n == 2},
                 {"qualification", "synthesis"}});
  }
  Fixture house;
  Caller admin = Fixture::caller("admin", "lingnan", {"admin"});
};

TEST_F(CatalogueRoom, AProductInFourLanguages) {
  const auto p = product(house.db(), ProductId("FDG"));
  ASSERT_TRUE(p);
  EXPECT_EQ(productName(*p, "zh-Hant"), "氟脫氧葡糖");
  EXPECT_EQ(productName(*p, "fr"), "Fludeoxyglucose");
  EXPECT_DOUBLE_EQ(p->shelf_life.value, 36000);
  EXPECT_DOUBLE_EQ(p->dose_coefficient_msv_per_mbq, 0.019);
  EXPECT_EQ(house.refusal(admin, "catalogue/define-product", fdg("F-18")), "ALREADY_EXISTS");
  Json other = fdg("Qq-9");
  other.set("product", "FDG2");
  EXPECT_EQ(house.refusal(admin, "catalogue/define-product", other), "UNKNOWN_NUCLIDE");
}

TEST_F(CatalogueRoom, LimitsBelongToAMarket) {
  const auto limit = [](const char* market, double lower) {
    return body({{"product", "FDG"},
                 {"market", market},
                 {"test", "radiochemical purity"},
                 {"unit", "%"},
                 {"lower", lower},
                 {"timing", "pre_release"},
                 {"clause", "ChP 2020"}});
  };
  house.must(admin, "catalogue/set-limit", limit("CN", 90));
  house.must(admin, "catalogue/set-limit", limit("MO", 95));
  EXPECT_EQ(house.refusal(admin, "catalogue/set-limit", limit("MO", 95)), "ALREADY_EXISTS");
  EXPECT_EQ(limits(house.db(), ProductId("FDG")).size(), 2u);
  ASSERT_EQ(limits(house.db(), ProductId("FDG"), "MO").size(), 1u);
  EXPECT_EQ(*limits(house.db(), ProductId("FDG"), "MO")[0].lower, 95);
  Json impossible = limit("CN", 9);
  impossible.set("test", "pH").set("upper", 4.5);
  EXPECT_EQ(house.refusal(admin, "catalogue/set-limit", impossible), "BAD_VALUE");
  EXPECT_EQ(house.refusal(admin, "catalogue/set-limit",
                          body({{"product", "FDG"}, {"market", "CN"}, {"test", "x"}, {"timing", "pre_release"}, {"clause", "c"}})),
            "MISSING_FIELD");
}

TEST_F(CatalogueRoom, StepsComeInOrder) {
  for (int n : {10, 2, 1}) house.must(admin, "catalogue/define-step", step(n));
  const auto all = steps(house.db(), ProductId("FDG"));
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].step, 1);
  EXPECT_EQ(all[1].step, 2);
  EXPECT_TRUE(all[1].two_people);
  EXPECT_EQ(all[2].step, 10);
  EXPECT_EQ(house.refusal(admin, "catalogue/define-step", step(2)), "ALREADY_EXISTS");
  EXPECT_EQ(house.refusal(admin, "catalogue/define-step", step(0)), "BAD_VALUE");
  auto seen = house.view(admin, "catalogue", "products");
  EXPECT_EQ((*seen)["products"].items()[0]["steps"].size(), 3u);
  EXPECT_TRUE(house.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::catalogue
