#include <gtest/gtest.h>

#include "rooms/clinic/facts.h"
#include "tests/support/maker.h"

namespace isotrail::test {
namespace {

class Prescriptions : public ::testing::Test {
 protected:
  Maker m;

  void SetUp() override {
    m.must(m.fong, "ordering/place-order", m.order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
    m.must(m.admin, "catalogue/define-product",
           body({{"product", "LUD"},
                 {"name", "Lutetium (Lu-177) oxodotreotide"},
                 {"name_zh_hans", "镥[177Lu]氧奥曲肽注射液"},
                 {"name_zh_hant", "鑥[177Lu]氧奧曲肽注射液"},
                 {"name_pt", "Oxodotreotido de lutécio (Lu-177)"},
                 {"nuclide", "Lu-177"},
                 {"kind", "reactor"},
                 {"use", "therapeutic"},
                 {"shelf_life", "72 h"},
                 {"letter", "L"}}));
    m.must(m.admin, "registration/register-approval",
           body({{"approval", "LUD-MO"},
                 {"product", "LUD"},
                 {"market", "MO"},
                 {"kind", "marketing"},
                 {"agency", "test"},
                 {"number", "3"},
                 {"valid_from", "2025-01-01T00:00:00Z"},
                 {"valid_until", "2027-01-01T00:00:00Z"}}));
    m.must(m.fong, "ordering/place-order", m.order("ORD-12", "P-12", "2025-12-17T14:00:00+08:00", "7.4 GBq").set("product", "LUD"));
  }
  void prescribe(const char* order) { m.must(m.fong, "clinic/prescribe", body({{"order", order}, {"justification", "staging of lymphoma"}})); }
  void qualify() {
    m.must(m.admin, "identity/grant-qualification",
           body({{"person", "dr.fong"},
                 {"qualification", "therapy-directive"},
                 {"authority", "test"},
                 {"valid_from", "2025-01-01T00:00:00Z"},
                 {"valid_until", "2026-06-30T00:00:00Z"}}));
  }
  /// Refused with `codes`, and nothing was written.
  void refused(const std::string& codes, const Caller& who, const char* command, Json b) {
    const auto before = m.entries();
    EXPECT_EQ(m.refusal(who, command, std::move(b)), codes) << command;
    EXPECT_EQ(m.entries(), before);
  }
};

TEST_F(Prescriptions, OnceByAPhysicianOfTheHospital) {
  EXPECT_FALSE(clinic::prescription(m.db(), OrderId("ORD-01")));
  const Json b = body({{"order", "ORD-01"}, {"justification", "staging of lymphoma"}});
  refused("NOT_A_PHYSICIAN", m.ho, "clinic/prescribe", b);
  refused("NOT_A_PHYSICIAN NOT_YOUR_ORGANISATION", m.wong, "clinic/prescribe", b);
  refused("NOT_FOUND", m.fong, "clinic/prescribe", body({{"order", "ORD-77"}, {"justification", "x"}}));
  refused("BAD_VALUE", m.fong, "clinic/prescribe", body({{"order", "ORD-01"}, {"justification", "  "}}));
  refused("BAD_VALUE", m.fong, "clinic/prescribe", body({{"order", "ORD-01"}, {"justification", "x"}, {"route", "nasal"}}));
  refused("MISSING_FIELD", m.fong, "clinic/prescribe", body({{"order", "ORD-01"}}));
  prescribe("ORD-01");
  const auto p = clinic::prescription(m.db(), OrderId("ORD-01"));
  ASSERT_TRUE(p);
  EXPECT_EQ(p->by.str(), "dr.fong");
  EXPECT_EQ(p->at, m.now());
  EXPECT_FALSE(p->directive);
  refused("ALREADY_EXISTS", m.fong, "clinic/prescribe", b);
}

TEST_F(Prescriptions, ADirectiveIsForATherapyAndByAQualifiedPhysician) {
  const Json b = body({{"order", "ORD-12"}, {"activity", "7.4 GBq"}, {"organ_limits", "kidney 23 Gy"}});
  qualify();
  refused("OUT_OF_ORDER", m.fong, "clinic/sign-directive", b);  // not prescribed yet
  prescribe("ORD-12");
  refused("NOT_A_PHYSICIAN QUALIFICATION_MISSING", m.ho, "clinic/sign-directive", b);
  refused("DIRECTIVE_DIFFERS", m.fong, "clinic/sign-directive", body({{"order", "ORD-12"}, {"activity", "7.5 GBq"}}));
  refused("NOT_FOUND", m.fong, "clinic/sign-directive", body({{"order", "ORD-77"}}));
  m.must(m.fong, "clinic/sign-directive", b);
  EXPECT_TRUE(clinic::prescription(m.db(), OrderId("ORD-12"))->directive);
  refused("ALREADY_EXISTS", m.fong, "clinic/sign-directive", b);
  prescribe("ORD-01");
  refused("DIRECTIVE_ONLY_FOR_THERAPY", m.fong, "clinic/sign-directive", body({{"order", "ORD-01"}}));
}

TEST_F(Prescriptions, AnUnqualifiedPhysicianSignsNoDirective) {
  prescribe("ORD-12");
  refused("QUALIFICATION_MISSING", m.fong, "clinic/sign-directive", body({{"order", "ORD-12"}}));
}

}  // namespace
}  // namespace isotrail::test
