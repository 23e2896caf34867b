// Refusals call people and places by their names in the reader's language; what machines read stays exact.
#include <gtest/gtest.h>

#include "tests/support/house.h"

namespace isotrail::server {
namespace {

class RefusalWords : public ::testing::Test, protected House {
 protected:
  RefusalWords() {
    must("identity/register-organisation",
         test::body({{"org", "taipa"}, {"name", "Taipa Pharmacy"}, {"name_local", "氹仔藥房"}, {"kind", "maker"}, {"jurisdiction", "MO"}}));
    must("identity/register-site",
         test::body({{"site", "taipa-store"}, {"org", "taipa"}, {"name", "Taipa store"}, {"name_local", "氹仔庫"}, {"zone", "Asia/Macau"}}));
    orders();
    must("identity/grant-qualification", test::body({{"person", "lei.fan"},
                                                     {"qualification", "therapy-directive"},
                                                     {"authority", "test"},
                                                     {"valid_from", "2025-01-01T00:00:00Z"},
                                                     {"valid_until", "2026-01-01T00:00:00Z"}}));
    open();
  }
  /// The failing gate of that code.
  static Json gate(const Json& problem, const std::string& code) {
    for (const auto& g : problem["gates"].items())
      if (g["code"].text() == code) return g;
    ADD_FAILURE() << code << " is not in " << problem.dump();
    return Json::object();
  }
  Json registered(const char* query = "") {
    const Json patient = test::body(
        {{"patient", "P-9"}, {"family_name", "F"}, {"given_name", "G"}, {"birth_date", "1970-01-01"}, {"sex", "female"}, {"site", "taipa-store"}});
    return json(command(std::string("clinic/register-patient") + query, patient.dump(), signIn("dr.fong")));
  }
};

TEST_F(RefusalWords, PlacesAndOrganisationsAreNamedInTheReadersWriting) {
  const Json en = registered(), hant = registered("?lang=zh-Hant");
  EXPECT_TRUE(gate(en, "NOT_A_HOSPITAL")["text"].text().starts_with("Taipa store ")) << en.dump();
  EXPECT_EQ(gate(en, "NOT_YOUR_ORGANISATION")["text"].text(), "Taipa store belongs to Taipa Pharmacy, you act for cotai.");
  EXPECT_NE(gate(hant, "NOT_A_HOSPITAL")["text"].text().find("氹仔庫"), std::string::npos) << hant.dump();
  EXPECT_NE(gate(hant, "NOT_YOUR_ORGANISATION")["text"].text().find("氹仔藥房"), std::string::npos);
  EXPECT_EQ(gate(hant, "NOT_YOUR_ORGANISATION")["params"]["what"].text(), "taipa-store");
  EXPECT_EQ(gate(hant, "NOT_YOUR_ORGANISATION")["params"]["org"].text(), "taipa");
}

TEST_F(RefusalWords, ColleaguesAreNamedAndAPreviewSaysTheSame) {
  const std::string fong = signIn("dr.fong");
  const std::string signature = R"(,"signature":{"account":"dr.fong","password":"correct horse"}})";
  ASSERT_EQ(command("clinic/prescribe", R"({"order":"ORD-01","justification":"staging")" + signature, fong).status, 200);
  const Json no = json(command("clinic/sign-directive", R"({"order":"ORD-01")" + signature, fong));
  const Json preview = json(command("clinic/sign-directive?preview=true", R"({"order":"ORD-01"})", fong));
  for (const Json& said : {no, preview}) {
    const Json missing = gate(said, "QUALIFICATION_MISSING");
    EXPECT_EQ(missing["text"].text(), "Family-dr.fong G has no qualification therapy directive.");
    EXPECT_EQ(missing["remedy"].text(), "Somebody who has it: Family-lei.fan G.");
    EXPECT_EQ(missing["params"]["person"].text(), "dr.fong");
    EXPECT_EQ(missing["params"]["who_can"].text(), "lei.fan");
  }
}

}  // namespace
}  // namespace isotrail::server
