// Papers read back by another program (pdftotext of Poppler): every character is there, in every language.
#include "platform/pdf/pdf.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace isotrail::pdf {
namespace {

Json block(const char* kind, const std::string& text) { return Json::object({{"kind", kind}, {"text", text}}); }
Json sheetOf(const std::string& title, const Json& blocks) {
  return Json::object({{"title", title}, {"printed_at", "2025-12-17T09:15:00+08:00"}, {"printed", "2025-12-17 09:15 UTC+8"}, {"blocks", blocks}});
}
Json row(const std::string& a, const std::string& b) { return Json::array().push(a).push(b); }

/// What Poppler reads, without line breaks and blanks.
std::string readBack(const std::string& bytes) {
  const auto file = std::filesystem::temp_directory_path() / ("isotrail-pdf-" + std::to_string(getpid()) + ".pdf");
  std::ofstream(file, std::ios::binary) << bytes;
  std::string text;
  FILE* pipe = popen(("pdftotext -layout " + file.string() + " -").c_str(), "r");
  for (int c; pipe && (c = std::fgetc(pipe)) != EOF;)
    if (c != ' ' && c != '\n' && c != '\f') text += static_cast<char>(c);
  EXPECT_EQ(pipe ? pclose(pipe) : -1, 0) << "pdftotext is missing";
  std::filesystem::remove(file);
  return text;
}
std::size_t pagesIn(const std::string& bytes) {
  const auto at = bytes.find("/Type /Pages");
  const auto count = bytes.find("/Count ", at);
  return at == std::string::npos || count == std::string::npos ? 0 : std::stoul(bytes.substr(count + 7));
}

TEST(Pdf, EveryCharacterOfEveryLanguageIsThere) {
  const std::pair<const char*, const char*> said[] = {{"en", "Keep 1 m away, 0.5 µSv/h."},
                                                      {"zh-Hans", "与儿童保持至少2m，随身携带本页。"},
                                                      {"zh-Hant", "與兒童保持至少2m，隨身攜帶本頁。"},
                                                      {"pt", "Não engravide; débito à saída: 7 µSv/h."}};
  for (const auto& [language, text] : said) {
    const Json table = Json::object(
        {{"kind", "table"}, {"head", row("A", text)}, {"rows", Json::array().push(row("x", text))}, {"widths", Json::array().push(0.3).push(0.7)}});
    const auto pdf =
        print(sheetOf(text, Json::array().push(block("heading", text)).push(block("point", text)).push(table).push(block("note", text))), language);
    ASSERT_TRUE(pdf) << language;
    std::string wanted;
    for (const char c : std::string(text))
      if (c != ' ') wanted += c;
    const std::string read = readBack(*pdf);
    std::size_t times = 0;
    for (auto at = read.find(wanted); at != std::string::npos; at = read.find(wanted, at + 1)) ++times;
    EXPECT_EQ(times, 7u) << language << " " << read;  // title, heading, point, two cells, note, foot
    EXPECT_EQ(pagesIn(*pdf), 1u);
    EXPECT_LT(pdf->size(), 150'000u) << "fonts are embedded whole";
  }
}

TEST(Pdf, ALongTableGoesOnWithItsHeadOnFurtherPages) {
  Json rows = Json::array();
  for (int i = 0; i < 120; ++i) rows.push(row("row" + std::to_string(i), "value"));
  const Json table = Json::object({{"kind", "table"}, {"head", row("Headed", "B")}, {"rows", rows}, {"widths", Json::array().push(0.5).push(0.5)}});
  const auto pdf = print(sheetOf("Long", Json::array().push(table)), "en");
  ASSERT_TRUE(pdf);
  const std::string read = readBack(*pdf);
  const auto pages = pagesIn(*pdf);
  EXPECT_GT(pages, 2u);
  std::size_t heads = 0;
  for (auto at = read.find("Headed"); at != std::string::npos; at = read.find("Headed", at + 1)) ++heads;
  EXPECT_EQ(heads, pages);
  for (int i = 0; i < 120; ++i) EXPECT_NE(read.find("row" + std::to_string(i) + "value"), std::string::npos) << i;
  EXPECT_NE(read.find("3/" + std::to_string(pages)), std::string::npos);
}

TEST(Pdf, TheSameSheetGivesTheSameBytesAndABoxIsRefused) {
  const Json sheet = sheetOf("Same", Json::array().push(block("text", "剂量 dose")));
  EXPECT_EQ(*print(sheet, "zh-Hans"), *print(sheet, "zh-Hans"));
  const auto none = print(sheetOf("Box", Json::array().push(block("text", "\xEF\x80\x80\xF3\xB0\x80\x80"))), "en");  // private use
  ASSERT_FALSE(none);
  EXPECT_EQ(none.refusal().code, "FONT_MISSING");
}

}  // namespace
}  // namespace isotrail::pdf
