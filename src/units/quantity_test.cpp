#include "units/quantity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdio>

namespace isotrail {
namespace {

template <class Q>
double read(std::string_view text) {
  auto q = parseQuantity<Q>("field", text);
  EXPECT_TRUE(q.ok()) << text;
  return q.ok() ? q->value : -1.0;
}
template <class Q>
FieldError refused(std::string_view text) {
  auto q = parseQuantity<Q>("activity", text);
  EXPECT_FALSE(q.ok()) << text;
  return q.ok() ? FieldError{} : q.refusal().fields.at(0);
}

TEST(Quantity, ReadsExactly) {
  EXPECT_EQ(read<Activity>("252 MBq"), 252e6);
  EXPECT_EQ(read<Activity>("1 mCi"), 3.7e7);
  EXPECT_EQ(read<Activity>("0.1 \u00b5Ci"), 3.7e3);
  EXPECT_EQ(read<Activity>("0.1 \u03bcCi"), 3.7e3);
  EXPECT_EQ(read<Activity>("1.5e3 kBq"), 1.5e6);
  EXPECT_EQ(read<Activity>("1.5E+3kBq"), 1.5e6);
  EXPECT_EQ(read<Volume>("1.25 mL"), 0.00125);
  EXPECT_EQ(read<Volume>("1,25 mL"), 0.00125);
  EXPECT_EQ(read<Volume>(" 1.234\u00a0mL "), 0.001234);
  EXPECT_EQ(read<Mass>("12 ug"), 12e-9);
  EXPECT_EQ(read<DoseRate>("12 uSv/h"), 12e-6);
  EXPECT_EQ(read<DoseRate>("5 \u00b5Sv/h"), 5e-6);
  EXPECT_EQ(read<SurfaceActivity>("0.3 Bq/cm2"), 0.3);
  EXPECT_EQ(read<SurfaceActivity>("3 kBq/m\u00b2"), 0.3);
  EXPECT_EQ(read<SpecificActivity>("100 Bq/kg"), 0.1);
  EXPECT_EQ(read<Current>("45 uA"), 45e-6);
  EXPECT_EQ(read<Fraction>("98.4 %"), 0.984);
  EXPECT_EQ(read<Activity>("0 Bq"), 0.0);
}

TEST(Quantity, UnitIsRequiredAndStrict) {
  for (const char* text : {"252", "252 mbq", "252 MBQ", "252 Bq/g", "252 EBq", "252 MBq x", "", "abc", "inf Bq", "252 M Bq"}) {
    const FieldError e = refused<Activity>(text);
    EXPECT_EQ(e.code, "BAD_UNIT") << text;
    EXPECT_EQ(e.field, "activity");
    EXPECT_EQ(e.value, text);
    EXPECT_EQ(e.accepted, "a number with one of: Bq, kBq, MBq, GBq, TBq, Ci, mCi, uCi, nCi");
  }
  EXPECT_EQ(refused<Volume>("3 ml").code, "BAD_UNIT");
  EXPECT_EQ(refused<Fraction>("0.984").code, "BAD_UNIT");
}

TEST(Quantity, NumberMustBePlain) {
  for (const char* text : {"MBq", "-1 MBq", "-0 MBq", "+1 MBq", "1..2 MBq", "1,2,3 MBq", "1.234,5 MBq", "1e999 MBq", "1e308 TBq", "1e300 TBq", "5EBq",
                           "1e MBq", "1e2.5 MBq", "1-2 MBq", ". MBq"})
    EXPECT_EQ(refused<Activity>(text).code, "BAD_VALUE") << text;
  const FieldError e = refused<Activity>("1,234 MBq");
  EXPECT_EQ(e.code, "BAD_VALUE");
  EXPECT_EQ(e.accepted, "1.234 or 1234");
  EXPECT_EQ(refused<Activity>("1,234e3 MBq").code, "BAD_VALUE");
}

TEST(Quantity, Durations) {
  EXPECT_EQ(parseDuration("wait", "35 min")->value, 2100);
  EXPECT_EQ(parseDuration("wait", "1,5 h")->value, 5400);
  EXPECT_EQ(parseDuration("wait", "1 y")->value, 31556926);
  EXPECT_EQ(parseDuration("wait", "2 d")->value, 172800);
  EXPECT_EQ(parseDuration("wait", "2 m").refusal().code, "BAD_UNIT");
}

TEST(Quantity, ShowsThreeDigitsHalfEven) {
  EXPECT_EQ(showActivity(4.4_GBq), "4.40 GBq");
  EXPECT_EQ(showActivity(Activity(4405e6)), "4.40 GBq");  // exactly half way: to the even digit
  EXPECT_EQ(showActivity(Activity(4415e6)), "4.42 GBq");
  EXPECT_EQ(showActivity(Activity(999.4e6)), "999 MBq");
  EXPECT_EQ(showActivity(Activity(999.6e6)), "1.00 GBq");
  EXPECT_EQ(showActivity(252_MBq), "252 MBq");
  EXPECT_EQ(showActivity(Activity(25.2e3)), "25.2 kBq");
  EXPECT_EQ(showActivity(Activity(0)), "0 Bq");
  EXPECT_EQ(showActivity(Activity(0.0123)), "0.0123 Bq");
  EXPECT_EQ(showActivity(Activity(5.5e15)), "5500 TBq");
}

RC_GTEST_PROP(Quantity, WhatIsWrittenWithSeventeenDigitsReadsBack, ()) {
  const double v = std::abs(*rc::gen::arbitrary<double>());
  RC_PRE(std::isfinite(v) && v < 1e300 && (v == 0 || v > 1e-300));
  char text[64];
  std::snprintf(text, sizeof text, "%.17g Bq", v);
  RC_ASSERT(parseQuantity<Activity>("a", text)->value == v);
}

RC_GTEST_PROP(Quantity, NoTextIsTakenWithoutAnAnswer, (const std::string& text)) {
  auto q = parseQuantity<DoseRate>("rate", text);
  if (q.ok())
    RC_ASSERT(std::isfinite(q->value) && q->value >= 0);
  else
    RC_ASSERT(q.refusal().fields.size() == 1u);
}

}  // namespace
}  // namespace isotrail
