#include <gtest/gtest.h>

#include "rooms/licensing/facts.h"
#include "tests/support/fixture.h"

namespace isotrail::licensing {
namespace {
using test::body;
using test::Fixture;

class LicensingRoom : public testing::Test {
 protected:
  LicensingRoom() {
    for (const char* org : {"lingnan", "cotai"}) {
      const bool makes = org == std::string("lingnan");
      house.must(admin, "identity/register-organisation",
                 body({{"org", org}, {"name", org}, {"kind", makes ? "maker" : "hospital"}, {"jurisdiction", makes ? "CN" : "MO"}}));
      house.must(admin, "identity/register-site", body({{"site", makes ? "nansha" : "hotlab"}, {"org", org}, {"name", org}, {"zone", "Asia/Macau"}}));
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
                     {"valid_until", "2026-01-01T00:00:00Z"}}));
    licence("L-make", "lingnan", "nansha", {"hold", "make"}, "2026-12-31T00:00:00+08:00");
    cap("L-make", "F-18", "400 GBq");
    licence("L-use", "cotai", "hotlab", {"hold", "use"}, "2025-12-17T12:00:00+08:00");
    cap("L-use", "F-18", "600 MBq");
  }
  void licence(const char* id, const char* org, const char* site, Json::Array operations, const char* until) {
    house.must(admin, "licensing/register-licence",
               body({{"licence", id},
                     {"org", org},
                     {"site", site},
                     {"kind", "radiation safety"},
                     {"agency", "mee"},
                     {"number", "1"},
                     {"valid_from", "2025-01-01T00:00:00+08:00"},
                     {"valid_until", until},
                     {"operations", Json(std::move(operations))}}));
  }
  void cap(const char* id, const char* nuclide, const char* most) {
    house.must(admin, "licensing/set-cap", body({{"licence", id}, {"nuclide", nuclide}, {"max_activity", most}}));
  }
  void place(const char* order, const char* activity, const char* patient) {
    house.must(hospital, "ordering/place-order",
               body({{"order", order},
                     {"patient", patient},
                     {"product", "FDG"},
                     {"activity", activity},
                     {"tolerance", "10 %"},
                     {"inject_at", "2025-12-17T09:15:00+08:00"},
                     {"site", "hotlab"},
                     {"maker_site", "nansha"}}));
  }
  std::string accept(const char* order) { return house.refusal(maker, "ordering/accept-order", body({{"order", order}})); }
  std::string asked(const char* site, const char* operation, const char* nuclide, Activity added, const std::string& when) {
    Act act(house.db(), admin, house.now(), "asked");
    requireLicence(act, SiteId(site), operation, nuclide, added, test::instant(when));
    const Verdict v = act.gates().verdict();
    return v.ok() ? "" : v.refusal().gates.at(0).code;
  }
  Fixture house;
  Caller admin = Fixture::caller("admin", "lingnan", {"admin"}), maker = Fixture::caller("wong.ieng", "lingnan"),
         hospital = Fixture::caller("dr.fong", "cotai");
};

TEST_F(LicensingRoom, TheHospitalsCapCountsWhatWasPromised) {
  place("ORD-01", "370 MBq", "P-01");
  place("ORD-02", "231 MBq", "P-02");  // 370 + 231 = 601 MBq, cap 600 MBq
  place("ORD-03", "230 MBq", "P-03");  // 370 + 230 = 600 MBq, exactly the cap
  EXPECT_EQ(accept("ORD-01"), "");
  EXPECT_EQ(accept("ORD-02"), "CAP_EXCEEDED");
  EXPECT_EQ(accept("ORD-03"), "");
  EXPECT_DOUBLE_EQ(capState(house.db(), SiteId("hotlab"), "use", "F-18", house.now()).reserved.value, 600e6);
}

TEST_F(LicensingRoom, BothSidesOfATransferAreAsked) {
  EXPECT_EQ(asked("nansha", "make", "F-18", 400_GBq, "2025-12-17T05:00:00+08:00"), "");
  EXPECT_EQ(asked("nansha", "make", "F-18", Activity(400.1e9), "2025-12-17T05:00:00+08:00"), "CAP_EXCEEDED");
  EXPECT_EQ(asked("hotlab", "use", "F-18", 600_MBq, "2025-12-17T09:00:00+08:00"), "");
  EXPECT_EQ(asked("hotlab", "use", "F-18", 601_MBq, "2025-12-17T09:00:00+08:00"), "CAP_EXCEEDED");
}

TEST_F(LicensingRoom, MissingScopeAndEnd) {
  EXPECT_EQ(asked("hotlab", "make", "F-18", Activity(), "2025-12-17T09:00:00+08:00"), "LICENCE_MISSING");
  EXPECT_EQ(asked("hotlab", "use", "Lu-177", Activity(), "2025-12-17T09:00:00+08:00"), "LICENCE_MISSING");
  EXPECT_EQ(asked("hotlab", "use", "F-18", Activity(), "2025-12-17T11:59:59+08:00"), "");
  EXPECT_EQ(asked("hotlab", "use", "F-18", Activity(), "2025-12-17T12:00:00+08:00"), "LICENCE_EXPIRED");
}

TEST_F(LicensingRoom, AnEndedLicenceLendsItsCapToNobody) {
  licence("L-use-2", "cotai", "hotlab", {"use"}, "2026-12-31T00:00:00+08:00");  // valid, but names no nuclide
  EXPECT_EQ(asked("hotlab", "use", "F-18", Activity(), "2025-12-18T09:00:00+08:00"), "LICENCE_EXPIRED");
  cap("L-use-2", "F-18", "300 MBq");
  EXPECT_EQ(asked("hotlab", "use", "F-18", 300_MBq, "2025-12-18T09:00:00+08:00"), "");
  // Both valid: the lower cap decides.
  EXPECT_EQ(asked("hotlab", "use", "F-18", 301_MBq, "2025-12-17T09:00:00+08:00"), "CAP_EXCEEDED");
}

TEST_F(LicensingRoom, CapsAreShownToTheirOwnerOnly) {
  const auto caps = [&](const Caller& who) {
    auto seen = house.view(who, "licensing", "licences");
    std::size_t n = 0;
    for (const auto& l : (*seen)["licences"].items()) n += l["caps"].size();
    return n;
  };
  EXPECT_EQ(caps(hospital), 1u);
  EXPECT_EQ(caps(Fixture::caller("insp.mo", "ssm", {"regulator"})), 2u);
  EXPECT_EQ(caps(Fixture::caller("x", "pearl")), 0u);
}

TEST_F(LicensingRoom, HoldingsAreLookedAtAhead) {
  const auto held = [&](const Caller& who) { return (*house.view(who, "licensing", "holdings"))["holdings"]; };
  place("ORD-01", "370 MBq", "P-01");
  accept("ORD-01");
  ASSERT_EQ(held(hospital).size(), 1u);
  const Json now = held(hospital).items().at(0);
  EXPECT_NEAR(now["share"].number(), 370.0 / 600, 1e-12);
  EXPECT_NEAR(now["free_bq"].number(), 230e6, 1);
  EXPECT_NEAR(now["peak_bq"].number(), 370e6, 1);
  EXPECT_EQ(test::instant(now["peak_at"].text()), test::instant("2025-12-17T09:15:00+08:00"));
  EXPECT_TRUE(now["exceeded_at"].isNull());
  EXPECT_TRUE(now["unlicensed_at"].isNull());  // what was promised is gone when the licence ends at noon
  cap("L-use", "F-18", "300 MBq");
  EXPECT_EQ(test::instant(held(hospital).items().at(0)["exceeded_at"].text()), test::instant("2025-12-17T09:15:00+08:00"));
  EXPECT_EQ(held(Fixture::caller("insp.mo", "ssm", {"regulator"}, "", "agency", "MO")).size(), 1u);
  EXPECT_EQ(held(Fixture::caller("x", "pearl")).size(), 0u);
}

TEST_F(LicensingRoom, AGeneratorGrowsIntoItsCap) {
  // 12 GBq of Mo-99 alone: Tc-99m is nothing now and grows to its most in 23 h.
  licence("L-gen", "cotai", "hotlab", {"hold", "use"}, "2025-12-20T00:00:00+08:00");
  cap("L-gen", "Mo-99", "20 GBq");
  cap("L-gen", "Tc-99m", "5 GBq");
  house.must(Fixture::caller("lei.fan", "cotai", {}, "hotlab"), "supply/receive-generator",
             body({{"generator", "GEN-1"},
                   {"site", "hotlab"},
                   {"parent", "Mo-99"},
                   {"activity", "12 GBq"},
                   {"reference_at", "2025-12-16T08:00:00+08:00"},
                   {"efficiency", "92 %"},
                   {"expires_at", "2025-12-30T00:00:00Z"},
                   {"supplier", "lingnan"}}));
  const Json shown = *house.view(hospital, "licensing", "holdings");
  ASSERT_EQ(shown["holdings"].size(), 3u);
  for (const auto& h : shown["holdings"].items()) {
    if (h["nuclide"].text() == "F-18") continue;
    const bool mo = h["nuclide"].text() == "Mo-99";
    EXPECT_EQ(h["exceeded_at"].isNull(), mo);
    EXPECT_EQ(test::instant(h["peak_at"].text()) == house.now(), mo);
    if (!mo) {
      EXPECT_GT(test::instant(h["exceeded_at"].text()), house.now());
    }
    EXPECT_EQ(test::instant(h["unlicensed_at"].text()), test::instant("2025-12-20T00:00:00+08:00"));
  }
}

TEST_F(LicensingRoom, RefusesNonsense) {
  EXPECT_EQ(house.refusal(admin, "licensing/set-cap", body({{"licence", "L-none"}, {"nuclide", "F-18"}, {"max_activity", "1 GBq"}})), "NOT_FOUND");
  EXPECT_EQ(house.refusal(admin, "licensing/set-cap", body({{"licence", "L-use"}, {"nuclide", "Xx-1"}, {"max_activity", "1 GBq"}})),
            "UNKNOWN_NUCLIDE");
  EXPECT_EQ(house.refusal(admin, "licensing/set-cap", body({{"licence", "L-use"}, {"nuclide", "F-18"}, {"max_activity", "0 Bq"}})), "BAD_VALUE");
  EXPECT_TRUE(house.desk().rebuild(true).empty());
}

}  // namespace
}  // namespace isotrail::licensing
