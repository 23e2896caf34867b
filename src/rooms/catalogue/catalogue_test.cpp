#include <gtest/gtest.h>

#include "rooms/catalogue/facts.h"
#include "tests/support/maker.h"

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

class Datasets : public testing::Test {
 protected:
  /// 100 MBq of Lu-177 brought in at `at`, in an item of its own.
  void bring(const char* item) {
    house.must(house.he, "supply/receive-bulk",
               body({{"item", item},
                     {"site", "lingnan-nansha"},
                     {"nuclide", "Lu-177"},
                     {"activity", "100 MBq"},
                     {"reference_at", house.now().iso()},
                     {"supplier", "supplier"},
                     {"certificate", "C-1"}}));
  }
  const Dataset& of(const char* item) { return findItem(house.db(), ItemId(item))->inventory.dataset(); }
  static Json adopt(const char* version) { return body({{"version", version}, {"why", "half-lives compared with the evaluation"}}); }
  test::Maker house;
};

TEST_F(Datasets, ARecordKeepsTheOneItBeganWithUntilAnotherIsAdopted) {
  EXPECT_EQ(&dataset(house.db()), &Dataset::shipped());
  house.must(house.admin, "catalogue/adopt-dataset", adopt("isotrail-nuclides-2025.1"));
  EXPECT_EQ(house.refusal(house.admin, "catalogue/adopt-dataset", adopt("isotrail-nuclides-2025.1")), "ALREADY_EXISTS");
  EXPECT_EQ(house.refusal(house.admin, "catalogue/adopt-dataset", adopt("isotrail-1999.1")), "UNKNOWN_DATASET");
  bring("I-A");
  EXPECT_EQ(&of("I-A"), &Dataset::first());
  house.must(house.admin, "catalogue/adopt-dataset", adopt("isotrail-2026.2"));
  bring("I-B");
  EXPECT_EQ(&of("I-A"), &Dataset::first());  // what is on record keeps what it names
  EXPECT_EQ(&of("I-B"), &Dataset::shipped());
  const auto seen = house.view(house.admin, "catalogue", "datasets");
  EXPECT_EQ((*seen)["adopted"].size(), 2u);
  EXPECT_EQ((*seen)["adopted"].items()[1]["before"].text(), "isotrail-nuclides-2025.1");
  EXPECT_TRUE(house.desk().rebuild(true).empty());
}

TEST_F(Datasets, RestatingIsAnEntryThatKeepsTheActivityAndTheDayCloses) {
  house.must(house.admin, "catalogue/adopt-dataset", adopt("isotrail-nuclides-2025.1"));
  bring("I-A");
  house.must(house.admin, "catalogue/adopt-dataset", adopt("isotrail-2026.2"));
  house.at("2025-12-16T20:00:00+08:00");
  const double before = findItem(house.db(), ItemId("I-A"))->inventoryAt(house.now()).activity("Lu-177").value;
  house.must(house.he, "catalogue/restate-item", body({{"item", "I-A"}}));
  EXPECT_EQ(&of("I-A"), &Dataset::shipped());
  EXPECT_NEAR(findItem(house.db(), ItemId("I-A"))->inventoryAt(house.now()).activity("Lu-177").value / before, 1.0, 1e-12);
  EXPECT_EQ(house.refusal(house.he, "catalogue/restate-item", body({{"item", "I-A"}})), "OUT_OF_ORDER");
  EXPECT_EQ(house.refusal(house.ho, "catalogue/restate-item", body({{"item", "W-118"}})), "OUT_OF_ORDER");  // holds no activity
  const auto day = test::instant("2025-12-15T16:00:00Z");
  for (const auto& line : dayAccount(house.db(), SiteId("lingnan-nansha"), day, day + days(1))) EXPECT_TRUE(line.closes()) << line.nuclide;
  EXPECT_TRUE(house.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::catalogue
