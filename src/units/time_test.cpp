#include "units/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace isotrail {
namespace {

std::string iso(std::string_view text) {
  auto t = parseInstant("at", text);
  EXPECT_TRUE(t.ok()) << text;
  return t.ok() ? t->iso() : "";
}
FieldError refused(std::string_view text) {
  auto t = parseInstant("at", text);
  EXPECT_FALSE(t.ok()) << text;
  return t.ok() ? FieldError{} : t.refusal().fields.at(0);
}

TEST(Time, ReadsOffsetsAndZones) {
  EXPECT_EQ(iso("2025-12-17T09:15:00+08:00"), "2025-12-17T01:15:00Z");
  EXPECT_EQ(iso("2025-12-17T01:15Z"), "2025-12-17T01:15:00Z");
  EXPECT_EQ(iso("2025-12-17T09:15[Asia/Macau]"), "2025-12-17T01:15:00Z");
  EXPECT_EQ(iso("2026-09-19T19:43:45+14:00"), "2026-09-19T05:43:45Z");
  EXPECT_EQ(iso("2026-01-02T11:23:51+05:45"), "2026-01-02T05:38:51Z");
  EXPECT_EQ(iso("2026-08-05T06:56:06.250+09:30"), "2026-08-04T21:26:06.250000Z");
  EXPECT_EQ(iso("2024-02-29T00:00:00-11:00"), "2024-02-29T11:00:00Z");
  EXPECT_EQ(iso("1969-12-31T23:59:59.5Z"), "1969-12-31T23:59:59.500000Z");
  EXPECT_EQ(iso("2026-07-01T12:00[Australia/Lord_Howe]"), "2026-07-01T01:30:00Z");
}

TEST(Time, RefusesWhatIsNoInstant) {
  for (const char* text :
       {"", "2025-12-17", "2025-12-17T09:15", "2025-02-29T09:15Z", "2025-12-17T24:00Z", "2025-12-17T23:59:60Z", "2025-12-17T09:15:00+15:00",
        "2025-12-17T09:15:00+14:30", "2025-12-17T09:15:00+0800", "2025-12-17T09:15:00 +08:00", "2025-12-17T09:15[Asia/Nowhere]", "2025-12-17T09:15[]",
        "2025-12-17T09:15[../etc]", "2025-13-01T00:00Z", "2025-12-17T09:15:00.Z", "2025-12-17T9:15Z", "17/12/2025 09:15", "2025-12-17T09:15:00Zx"})
    EXPECT_EQ(refused(text).code, "BAD_INSTANT") << text;
}

TEST(Time, FoldAndGapOfferBothReadings) {
  const FieldError fold = refused("2026-10-25T02:30[Europe/Berlin]");
  EXPECT_EQ(fold.code, "LOCAL_TIME_AMBIGUOUS");
  EXPECT_EQ(fold.accepted, "2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00");
  const FieldError gap = refused("2026-03-29T02:30[Europe/Berlin]");
  EXPECT_EQ(gap.code, "LOCAL_TIME_MISSING");
  EXPECT_EQ(gap.accepted, "2026-03-29T01:30:00+01:00 or 2026-03-29T03:30:00+02:00");
  EXPECT_EQ(refused("2026-03-29T01:30[Antarctica/Troll]").code, "LOCAL_TIME_MISSING");  // two hours are left out there
}

TEST(Time, ShowsWithTheOffset) {
  const Instant t = *parseInstant("at", "2025-12-17T01:15:00Z");
  EXPECT_EQ(showInstant(t, "Asia/Macau"), "2025-12-17 09:15 UTC+8");
  EXPECT_EQ(showInstant(t, "Asia/Kathmandu"), "2025-12-17 07:00 UTC+5:45");
  EXPECT_EQ(showInstant(t, "America/St_Johns"), "2025-12-16 21:45 UTC-3:30");
  EXPECT_EQ(isoWithOffset(t, "Asia/Macau"), "2025-12-17T09:15:00+08:00");
  EXPECT_EQ(isoWithOffset(t + Seconds(0.25), "America/St_Johns"), "2025-12-16T21:45:00.250000-03:30");
  EXPECT_EQ(localDay(t, "Asia/Macau"), "2025-12-17");
  EXPECT_EQ(localDay(t, "America/New_York"), "2025-12-16");
  EXPECT_EQ(weekday(t, "Asia/Macau"), 3);
  EXPECT_EQ(weekday(t + days(4), "Asia/Macau"), 7);
  EXPECT_TRUE(isZone("Asia/Shanghai"));
  EXPECT_FALSE(isZone("Asia/Guangzhou"));
}

TEST(Time, DaysAndTimesOfDay) {
  EXPECT_EQ(startOfDay("day", "2025-12-17", "Asia/Macau")->iso(), "2025-12-16T16:00:00Z");
  EXPECT_EQ(startOfDay("day", "2017-10-15", "America/Sao_Paulo")->iso(), "2017-10-15T03:00:00Z");  // that day began at 01:00
  EXPECT_EQ(startOfDay("day", "2025-02-30", "Asia/Macau").refusal().code, "BAD_VALUE");
  EXPECT_EQ(startOfDay("day", "2025-12-17", "Nowhere").refusal().code, "BAD_VALUE");
  const Instant noon = *parseInstant("at", "2025-12-17T12:00+08:00");
  EXPECT_EQ(atTimeOfDay("opens", noon, "07:30", "Asia/Macau")->iso(), "2025-12-16T23:30:00Z");
  EXPECT_EQ(atTimeOfDay("opens", noon, "7:30", "Asia/Macau").refusal().code, "BAD_VALUE");
  EXPECT_FALSE(atTimeOfDay("opens", noon, "25:00", "Asia/Macau").ok());
}

TEST(Time, CalendarDaysKeepTheWallClock) {
  const Instant t = *parseInstant("at", "2026-03-28T18:00[Europe/Berlin]");
  EXPECT_EQ(isoWithOffset(addLocalDays(t, 1, "Europe/Berlin"), "Europe/Berlin"), "2026-03-29T18:00:00+02:00");
  EXPECT_EQ((addLocalDays(t, 1, "Europe/Berlin") - t).value, 23 * 3600.0);
  EXPECT_EQ((addLocalDays(t, -1, "Europe/Berlin") - t).value, -24 * 3600.0);
}

RC_GTEST_PROP(Time, WhatIsShownWithItsOffsetReadsBack, ()) {
  const auto us = *rc::gen::inRange<std::int64_t>(0, std::int64_t{4102444800000000});  // 1970 to 2100
  const std::string zone =
      *rc::gen::element<std::string>("Asia/Macau", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC");
  const Instant t = Instant::fromMicros(us);
  RC_ASSERT(*parseInstant("at", isoWithOffset(t, zone)) == t);
  RC_ASSERT(*parseInstant("at", t.iso()) == t);
}

}  // namespace
}  // namespace isotrail
