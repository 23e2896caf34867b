// JSON text in the form it is written in: what is written is read, and nothing else is.
#include "base/text/json_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "base/json.h"

namespace isotrail {
namespace {

bool inForm(std::string_view text) {
  JsonReader in(text);
  return in.skip() && in.atEnd();
}
/// By the tree of the general reader, for which spaces around a text make no difference: it is written the same again.
bool writtenSo(const std::string& text) {
  const auto parsed = Json::parse(" " + text);
  return parsed && parsed->dump() == text;
}

/// Values of every kind, the same in every run.
class Any {
 public:
  std::size_t below(std::size_t n) { return rng_() % n; }
  std::string text() {
    static const std::vector<std::string> known = {"氟[18F]", "ção", "\U0001f600", "\x7f", "a\"b\\c/d", "\x01\x1f\n\t\b\f\r", ""};
    if (below(3) == 0) return known[below(known.size())];
    std::string out;
    for (std::size_t i = below(20); i > 0; --i) out += static_cast<char>(below(128));
    return out;
  }
  double real() {
    const std::uint64_t bits = rng_();
    double x = 0;
    std::memcpy(&x, &bits, sizeof x);
    return below(2) == 0 || !std::isfinite(x) ? static_cast<double>(below(2'000'000)) / 1000.0 : x;
  }
  Json value(int depth) {
    switch (below(depth > 0 ? 9 : 6)) {
      case 0:
        return {};
      case 1:
        return below(2) == 0;
      case 2:
        return static_cast<std::int64_t>(rng_() >> below(64));
      case 3:
        return real();
      case 4:
      case 5:
        return text();
      case 6: {
        Json list = Json::array();
        for (std::size_t i = below(6); i > 0; --i) list.push(value(depth - 1));
        return list;
      }
      default: {
        Json object = Json::object();
        for (std::size_t i = below(6); i > 0; --i) object.set(text(), value(depth - 1));
        return object;
      }
    }
  }

 private:
  std::mt19937_64 rng_{18};
};

TEST(JsonText, WhatIsWrittenIsReadAsItWas) {
  Any any;
  std::size_t bytes = 0;
  for (int i = 0; i < 3000; ++i) {
    const Json value = any.value(5);
    const std::string text = value.dump();
    bytes += text.size();
    ASSERT_TRUE(inForm(text)) << text;
    ASSERT_EQ(Json::parse(text), value) << text;
    ASSERT_EQ(Json::parse(value.dumpPretty()), value) << text;
  }
  EXPECT_GT(bytes, 100'000u);
}

TEST(JsonText, AChangedByteIsReadOnlyIfItWouldBeWrittenSo) {
  constexpr std::string_view kTelling = "0123456789.e+-\"\\u{}[], :tfn";
  Any any;
  int read = 0;
  for (int i = 0; i < 30'000; ++i) {
    std::string text = any.value(3).dump();
    const std::size_t at = any.below(text.size());
    const char byte = static_cast<char>(any.below(4) == 0 ? any.below(256) : kTelling[any.below(kTelling.size())]);
    if (const auto how = any.below(3); how == 0)
      text[at] = byte;
    else if (how == 1)
      text.insert(at, 1, byte);
    else
      text.erase(at, 1);
    ASSERT_EQ(inForm(text), writtenSo(text)) << text;
    read += inForm(text) ? 1 : 0;
  }
  EXPECT_GT(read, 1000);
  EXPECT_LT(read, 25'000);
}

TEST(JsonText, OtherSpellingsOfTheSameAreNotRead) {
  for (const char* text : {"",
                           " 1",
                           "1 ",
                           "{\"a\": 1}",
                           "[1, 2]",
                           "01",
                           "-0",
                           "+1",
                           "1.50",
                           "1e3",
                           "1E+22",
                           "0.10",
                           "1.",
                           ".5",
                           "100000.0e0",
                           "\"\\/\"",
                           "\"\\u0041\"",
                           "\"\\u000A\"",
                           "\"\\u001F\"",
                           "\"\\u00e9\"",
                           "{\"a\":1,\"a\":1}",
                           "[1,]",
                           "{,}",
                           "[",
                           "{\"a\"}",
                           "nul",
                           "truee",
                           "9223372036854775808",
                           "1e400",
                           "NaN",
                           "\"\x01\"",
                           "\"\xc0\xaf\"",
                           "\"\xed\xa0\x80\"",
                           "\"\xf4\x90\x80\x80\"",
                           "\"\xff\"",
                           "\"",
                           "0.30000000000000001",
                           "1e22",
                           "'a'"})
    EXPECT_FALSE(inForm(text)) << text;
  for (const char* text :
       {"0", "-1", "0.5", "1e+22", "-0.0", "5e-324", "1.7976931348623157e+308", "9223372036854775807", "-9223372036854775808", "\"\\u001f\"",
        "\"\\b\\t\\n\\f\\r\\\"\\\\\"", "[]", "{}", "[{},[],\"\",null,true,false]", "{\"a\":{\"a\":1},\"b\":{\"a\":1}}"})
    EXPECT_TRUE(inForm(text)) << text;
}

TEST(JsonText, NestingHasItsEnd) {
  EXPECT_TRUE(inForm(std::string(64, '[') + std::string(64, ']')));
  EXPECT_FALSE(inForm(std::string(65, '[') + std::string(65, ']')));
  EXPECT_TRUE(Json::parse(std::string(64, '[') + std::string(64, ']')));
  EXPECT_FALSE(Json::parse(std::string(65, '[') + std::string(65, ']')));
  EXPECT_FALSE(inForm(std::string(100'000, '[')));
}

}  // namespace
}  // namespace isotrail
