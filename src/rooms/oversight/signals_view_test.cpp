#include <gtest/gtest.h>

#include "tests/support/fixture.h"
#include "trace/trace.h"

namespace isotrail::oversight {
namespace {
using test::body;
using test::Fixture;
using test::instant;

/// A hospital with two patients booked for FDG at 09:15 and 11:35; vials are put on its shelf by the test.
class SignalsOfAHospital : public testing::Test {
 protected:
  SignalsOfAHospital() {
    for (const char* id : {"lingnan", "cotai"}) {
      const bool makes = id == std::string("lingnan");
      house.must(admin, "identity/register-organisation",
                 body({{"org", id}, {"name", id}, {"kind", makes ? "maker" : "hospital"}, {"jurisdiction", makes ? "CN" : "MO"}}));
      house.must(admin, "identity/register-site", body({{"site", makes ? "nansha" : "hotlab"}, {"org", id}, {"name", id}, {"zone", "Asia/Macau"}}));
      house.must(admin, "licensing/register-licence",
                 body({{"licence", makes ? "L-make" : "L-use"},
                       {"org", id},
                       {"site", makes ? "nansha" : "hotlab"},
                       {"kind", "k"},
                       {"agency", "a"},
                       {"number", "1"},
                       {"valid_from", "2025-01-01T00:00:00Z"},
                       {"valid_until", "2029-01-01T00:00:00Z"},
                       {"operations", Json(Json::Array{makes ? "make" : "use"})}}));
      house.must(admin, "licensing/set-cap", body({{"licence", makes ? "L-make" : "L-use"}, {"nuclide", "F-18"}, {"max_activity", "400 GBq"}}));
    }
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
    house.must(admin, "registration/register-approval",
               body({{"approval", "A-1"},
                     {"product", "FDG"},
                     {"market", "MO"},
                     {"kind", "hospital_import"},
                     {"agency", "isaf"},
                     {"number", "1"},
                     {"valid_from", "2025-01-01T00:00:00Z"},
                     {"valid_until", "2029-01-01T00:00:00Z"}}));
    book("ORD-01", "P-01", "2025-12-17T09:15:00+08:00");
    book("ORD-02", "P-02", "2025-12-17T11:35:00+08:00");
    house.at("2025-12-17T09:00:00+08:00");
  }
  void book(const char* order, const char* patient, const char* at) {
    house.must(hospital, "ordering/place-order",
               body({{"order", order},
                     {"patient", patient},
                     {"product", "FDG"},
                     {"activity", "370 MBq"},
                     {"tolerance", "10 %"},
                     {"inject_at", at},
                     {"site", "hotlab"},
                     {"maker_site", "nansha"}}));
    house.must(admin, "ordering/accept-order", body({{"order", order}}));
  }
  /// A movement without the room that would make it.
  void moved(Movement m) {
    Event e;
    e.seq = 9000 + ++events_;
    e.id = "test-" + std::to_string(events_);
    e.site = SiteId("hotlab");
    e.org = OrgId("cotai");
    e.type = "test.Moved";
    e.occurred_at = house.now();
    e.movement = m.toJson();
    applyTrace(house.db(), e);
  }
  void shelve(const char* vial, Activity activity) {
    Movement m;
    m.kind = MovementKind::bring_in;
    m.at = house.now();
    m.to = SiteId("hotlab");
    Put put;
    put.item = ItemId(vial);
    put.amount = Inventory::of(*Dataset::shipped().find("F-18"), activity, house.now());
    put.created = NewItem{"vial", "FDG vial", ProductId("FDG"), {}, {}, OrgId("lingnan")};
    m.puts = {put};
    moved(m);
  }
  std::string codes() {
    auto seen = house.view(hospital, "oversight", "signals");
    std::string out;
    for (const auto& s : (*seen)["signals"].items()) out += s["code"].text() + " ";
    return out;
  }
  Fixture house;
  Caller admin = Fixture::caller("admin", "lingnan", {"admin"}), hospital = Fixture::caller("ho.kam", "cotai", {}, "hotlab");
  int events_ = 0;
};

TEST_F(SignalsOfAHospital, NothingOnTheShelfIsThePlansWorry) { EXPECT_EQ(codes(), ""); }

TEST_F(SignalsOfAHospital, TheSecondPatientIsShort) {
  // 1 GBq at 09:00 is 909.6 MBq at 09:15; less 370 leaves 539.6; 140 min later 539.6 * 2^(-140/109.77) = 222.9 MBq.
  shelve("V-1", Activity(1e9));
  EXPECT_EQ(codes(), "SIGNAL_DECAY_SHORT ");
  auto seen = house.view(hospital, "oversight", "signals");
  const Json& s = (*seen)["signals"].items()[0];
  EXPECT_EQ(s["patients"].integer(), 1);
  EXPECT_DOUBLE_EQ(s["reaches_patient_in_minutes"].number(), 15.0);
  EXPECT_EQ(s["params"]["slack"].integer(), 80);  // 109.77 * log2(370/222.9) = 80.3 min
}

TEST_F(SignalsOfAHospital, ASecondVialCovers) {
  shelve("V-1", Activity(1e9));
  shelve("V-2", Activity(1e9));
  EXPECT_EQ(codes(), "");
}

TEST_F(SignalsOfAHospital, AHeldVialCoversNobody) {
  shelve("V-1", Activity(1e9));
  shelve("V-2", Activity(1e9));
  house.db().exec("INSERT INTO item_hold(item,reason,seq) VALUES('V-2','test',1)");
  EXPECT_EQ(codes(), "SIGNAL_DECAY_SHORT ");
}

TEST_F(SignalsOfAHospital, AnAssayFarOffOpensTheDayAccount) {
  shelve("V-1", Activity(9e9));
  Movement m;
  m.kind = MovementKind::measure;
  m.at = house.now();
  m.uncertainty_rel = 0.02;
  Take take;
  take.item = ItemId("V-1");
  take.amount = Inventory::of(*Dataset::shipped().find("F-18"), Activity(4e9), house.now());
  m.takes = {take};
  moved(m);
  house.at("2025-12-17T09:01:00+08:00");
  EXPECT_EQ(codes(), "SIGNAL_ACCOUNT_OPEN ");
}

}  // namespace
}  // namespace isotrail::oversight
