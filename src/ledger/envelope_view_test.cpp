// What the envelope is written as is what it is looked at as, byte for byte.
#include "ledger/envelope_view.h"

#include <gtest/gtest.h>

#include "ledger/event.h"

namespace isotrail {
namespace {

Event whole() {
  Event e;
  e.id = "0123456789abcdef0123456789abcdef";
  e.site = SiteId("lingnan-nansha");
  e.position = 12;
  e.stream = "hotlab/S-251217-01";
  e.version = 3;
  e.type = "hotlab.DoseDrawn";
  e.occurred_at = Instant::fromMicros(1'765'900'800'000'000);
  e.recorded_at = Instant::fromMicros(1'765'900'800'250'000);
  e.actor = PersonId("liang.wei");
  e.org = OrgId("lingnan");
  e.device = "hot cell \"2\"\n";
  e.command_id = "c-1";
  e.cause = "before";
  e.reason = "标签\t重新打印";
  e.signatures = {"s-1", "s-2"};
  e.entered = Json::object({{"activity", "370 MBq"}});
  e.movement = Json::object({{"takes", Json::array().push(Json::object({{"atoms", 1.25e12}}))}});
  e.payload = Json::object({{"name", "氟"}, {"x", 0.1}, {"n", -7}, {"none", Json()}, {"yes", true}});
  e.prev_hash = std::string(64, 'a');
  return e;
}

TEST(EnvelopeView, ShowsWhatWasWritten) {
  const Event e = whole();
  const std::string bytes = encodeEnvelope(e);
  const auto v = viewEnvelope(bytes);
  ASSERT_TRUE(v) << bytes;
  EXPECT_EQ(v->id, e.id);
  EXPECT_EQ(v->site, e.site.str());
  EXPECT_EQ(v->position, 12);
  EXPECT_EQ(v->stream, e.stream);
  EXPECT_EQ(v->version, 3);
  EXPECT_EQ(v->type, e.type);
  EXPECT_EQ(v->command_id, e.command_id);
  EXPECT_EQ(v->prev, e.prev_hash);
  EXPECT_TRUE(v->is_signed);
}

TEST(EnvelopeView, MembersThatMayBeLeftOut) {
  Event e = whole();
  e.cause = e.reason = "";
  e.signatures.clear();
  e.entered = e.movement = Json();
  const std::string bytes = encodeEnvelope(e);
  const auto v = viewEnvelope(bytes);
  ASSERT_TRUE(v) << bytes;
  EXPECT_FALSE(v->is_signed);
  EXPECT_TRUE(decodeEnvelope(bytes));
}

TEST(EnvelopeView, WhatTheTreeWouldWriteOtherwiseIsNotSeen) {
  const std::string bytes = encodeEnvelope(whole());
  const auto with = [&](const char* from, const char* to) {
    std::string changed = bytes;
    const auto at = changed.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return changed.replace(at, std::string(from).size(), to);
  };
  for (const auto& [from, to] : std::vector<std::pair<const char*, const char*>>{{"{\"v\":1", "{\"v\":2"},
                                                                                 {"\"v\":1,", "\"v\": 1,"},
                                                                                 {"\"v\":1,", ""},
                                                                                 {"\"position\":12", "\"position\":012"},
                                                                                 {"\"position\":12", "\"position\":12.0"},
                                                                                 {"\"position\":12", "\"position\":\"12\""},
                                                                                 {"\"schema\":1,", ""},
                                                                                 {"\"schema\":1,", "\"schema\":1,\"more\":1,"},
                                                                                 {"2025-12-16T16:00:00Z", "2025-12-16T24:00:00Z"},
                                                                                 {"2025-12-16T16:00:00Z", "2025-02-29T16:00:00Z"},
                                                                                 {"16:00:00Z", "16:00:00.000000Z"},
                                                                                 {".250000Z", ".25Z"},
                                                                                 {"16:00:00Z", "16:00:00+00:00"},
                                                                                 {"\"cause\":\"before\"", "\"cause\":\"\""},
                                                                                 {"[\"s-1\",\"s-2\"]", "[]"},
                                                                                 {"[\"s-1\",\"s-2\"]", "[1]"},
                                                                                 {"\"x\":0.1", "\"x\":0.10"},
                                                                                 {"\"n\":-7", "\"n\":-07"},
                                                                                 {"氟", "\\u6c1f"},
                                                                                 {"\"yes\":true", "\"x\":true"},
                                                                                 {"\"id\":\"0", "\"id\":\"\\n"},
                                                                                 {"\"org\":", "\"Org\":"}})
    EXPECT_FALSE(viewEnvelope(with(from, to))) << to;
  EXPECT_FALSE(viewEnvelope(bytes + " "));
  EXPECT_FALSE(viewEnvelope(bytes.substr(0, bytes.size() - 1)));
  EXPECT_FALSE(viewEnvelope(""));
  EXPECT_FALSE(viewEnvelope("[]"));
  EXPECT_FALSE(viewEnvelope(with(",\"payload\"", ",\"Payload\"")));
  EXPECT_TRUE(viewEnvelope(with("2025-12-16T16:00:00Z", "2024-02-29T23:59:59Z")));
}

}  // namespace
}  // namespace isotrail
