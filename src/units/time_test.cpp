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
       {"", "2025-02-29", "2025-02-29T09:15Z", "2025-12-17T24:00Z", "2025-12-17T23:59:60Z", "2025-12-17T09:15:00+15:00", "2025-12-17T09:15:00+14:30",
        "2025-12-17T09:15:00+0800", "2025-12-17T09:15:00 +08:00", "2025-12-17T09:15[Asia/Nowhere]", "2025-12-17T09:15[]", "2025-12-17T09:15[../etc]",
        "2025-13-01T00:00Z", "2025-12-17T09:15:00.Z", "2025-12-17T9:15Z", "17/12/2025 09:15", "2025-12-17T09:15:00Zx"})
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

TEST(Time, WhatIsMissingIsSaid) {
  EXPECT_EQ(refused("2025-12-17").code, "INSTANT_WITHOUT_TIME");
  EXPECT_EQ(refused("2025-12-17").accepted, "2025-12-17T12:00+08:00, 2025-12-17T12:00[Asia/Macau]");
  EXPECT_EQ(refused("2025-12-17T09:15").code, "INSTANT_WITHOUT_ZONE");
  EXPECT_EQ(refused("2025-12-17T09:15:30").accepted, "2025-12-17T09:15:30+08:00, 2025-12-17T09:15:30[Asia/Macau]");
}

TEST(Time, AFoldIsChosenByItsOffset) {
  EXPECT_EQ(iso("2026-10-25T02:30+02:00[Europe/Berlin]"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(iso("2026-10-25T02:30+01:00[Europe/Berlin]"), "2026-10-25T01:30:00Z");
  EXPECT_EQ(iso("2026-07-01T02:30+02:00[Europe/Berlin]"), "2026-07-01T00:30:00Z");
  EXPECT_EQ(refused("2026-10-25T02:30+03:00[Europe/Berlin]").code, "BAD_INSTANT");
  EXPECT_EQ(refused("2026-07-01T02:30+01:00[Europe/Berlin]").accepted, "2026-07-01T02:30:00+02:00");
  EXPECT_EQ(refused("2026-03-29T02:30+02:00[Europe/Berlin]").code, "LOCAL_TIME_MISSING");
  EXPECT_EQ(refused("2026-03-29T02:30+2[Europe/Berlin]").code, "BAD_INSTANT");
  const auto local = [](const char* text, const char* zone, std::optional<Fold> fold) {
    auto t = localInstant("at", text, zone, fold);
    return t ? t->iso() : t.refusal().code;
  };
  EXPECT_EQ(local("2026-10-25T02:30:00", "Europe/Berlin", {}), "LOCAL_TIME_AMBIGUOUS");
  EXPECT_EQ(local("2026-10-25T02:30:00", "Europe/Berlin", Fold::first), "2026-10-25T00:30:00Z");
  EXPECT_EQ(local("2026-10-25T02:30:00", "Europe/Berlin", Fold::second), "2026-10-25T01:30:00Z");
  EXPECT_EQ(local("2026-03-29T02:30:00", "Europe/Berlin", Fold::first), "LOCAL_TIME_MISSING");
  EXPECT_EQ(local("2026-07-01T12:00:00", "Europe/Berlin", Fold::second), "2026-07-01T10:00:00Z");  // happens once
  EXPECT_EQ(local("2026-07-01T12:00:00Z", "Europe/Berlin", {}), "BAD_INSTANT");
  EXPECT_EQ(local("2026-07-01", "Europe/Berlin", {}), "BAD_INSTANT");
}

TEST(Time, UnusualZones) {
  // Lord Howe moves by half an hour: 02:00 to 02:30 on 4 October 2026, back from 02:00 to 01:30 on 5 April.
  EXPECT_EQ(refused("2026-10-04T02:15[Australia/Lord_Howe]").accepted, "2026-10-04T01:45:00+10:30 or 2026-10-04T02:45:00+11:00");
  EXPECT_EQ(refused("2026-04-05T01:45[Australia/Lord_Howe]").accepted, "2026-04-05T01:45:00+11:00 or 2026-04-05T01:45:00+10:30");
  // Troll moves by two hours: 01:00 to 03:00 on 29 March 2026, back from 03:00 to 01:00 on 25 October.
  EXPECT_EQ(refused("2026-10-25T02:30[Antarctica/Troll]").accepted, "2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+00:00");
  EXPECT_EQ(refused("2026-03-29T02:30[Antarctica/Troll]").accepted, "2026-03-29T00:30:00+00:00 or 2026-03-29T04:30:00+02:00");
  EXPECT_EQ(iso("2026-01-01T00:30[Pacific/Kiritimati]"), "2025-12-31T10:30:00Z");  // +14
  EXPECT_EQ(iso("2026-06-15T12:45[Pacific/Chatham]"), "2026-06-15T00:00:00Z");     // +12:45
  EXPECT_EQ(iso("2026-06-15T12:00[Asia/Kathmandu]"), "2026-06-15T06:15:00Z");      // +5:45
  EXPECT_EQ(iso("2026-06-15T12:00[America/St_Johns]"), "2026-06-15T14:30:00Z");    // -2:30 in summer
  EXPECT_EQ(iso("2026-06-15T12:00[Asia/Shanghai]"), "2026-06-15T04:00:00Z");
  EXPECT_EQ(iso("1988-07-01T12:00[Asia/Shanghai]"), "1988-07-01T03:00:00Z");  // summer time of 1986 to 1991
}

TEST(Time, IsShownAsItWasTyped) {
  for (const char* text : {"2025-12-17T09:15:00+08:00", "2025-12-17T09:15:00-03:30", "2025-12-17T09:15:00Z", "2025-12-17T09:15:00.250000+05:45"})
    EXPECT_EQ(showLike(*parseInstant("at", text), zoneSuffix(text)), text);
  EXPECT_EQ(zoneSuffix("2026-10-25T02:30+02:00[Europe/Berlin]"), "[Europe/Berlin]");
  EXPECT_EQ(zoneSuffix("2025-12-17T09:15"), "");
  EXPECT_EQ(zoneSuffix("2025-12-17"), "");
  EXPECT_EQ(showLike(*parseInstant("at", "2025-12-17T01:15Z"), "[Asia/Macau]"), "2025-12-17T09:15:00+08:00");
  EXPECT_EQ(showLike(*parseInstant("at", "2025-12-17T01:15Z"), ""), "2025-12-17T01:15:00Z");
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
