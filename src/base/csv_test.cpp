#include "base/csv.h"

#include <gtest/gtest.h>

namespace isotrail {
namespace {

void expectBad(std::string_view bytes, int line, int column) {
  auto t = parseCsv(bytes);
  ASSERT_FALSE(t.ok()) << bytes;
  EXPECT_EQ(t.refusal().code, "BAD_CSV");
  ASSERT_EQ(t.refusal().fields.size(), 1u);
  EXPECT_EQ(t.refusal().fields[0].line, line) << bytes << ": " << t.refusal().fields[0].value;
  EXPECT_EQ(t.refusal().fields[0].column, column) << bytes << ": " << t.refusal().fields[0].value;
}

TEST(Csv, ReadsQuotesLineEndsAndSeparators) {
  auto t = parseCsv(
      "\xEF\xBB\xBF"
      "a;b;\"c,d\"\r\n1,5;\"x \"\"y\"\"\nz\";\r\n\r\n2;;3");
  ASSERT_TRUE(t.ok());
  EXPECT_EQ(t->header, (std::vector<std::string>{"a", "b", "c,d"}));
  ASSERT_EQ(t->rows.size(), 2u);
  EXPECT_EQ(t->rows[0].cells[0].text, "1,5");
  EXPECT_EQ(t->rows[0].cells[1].text, "x \"y\"\nz");
  EXPECT_EQ(t->rows[0].cells[2].text, "");
  EXPECT_EQ(t->rows[1].line, 5);
  EXPECT_EQ(t->rows[1].cells[2].text, "3");
  EXPECT_EQ(t->columnOf("b"), 1u);
  EXPECT_FALSE(t->columnOf("B").has_value());
}

TEST(Csv, TellsLineAndCharacterOfEachCell) {
  auto t = parseCsv("病人,药\n\xE5\xBC\xA0\xE4\xB8\x89,FDG\n");
  ASSERT_TRUE(t.ok());
  EXPECT_EQ(t->rows[0].cells[1].line, 2);
  EXPECT_EQ(t->rows[0].cells[1].column, 4);  // two characters and a comma before it, not seven bytes
}

TEST(Csv, SeparatorInsideAQuotedHeaderDoesNotCount) {
  auto t = parseCsv("\"a;b;c\",d\n1,2\n");
  ASSERT_TRUE(t.ok());
  EXPECT_EQ(t->header, (std::vector<std::string>{"a;b;c", "d"}));
}

TEST(Csv, LastCellMayBeEmptyAtTheEndOfTheFile) {
  auto t = parseCsv("a,b\n1,");
  ASSERT_TRUE(t.ok());
  ASSERT_EQ(t->rows.size(), 1u);
  EXPECT_EQ(t->rows[0].cells[1].text, "");
}

TEST(Csv, RefusesWithThePlace) {
  expectBad("", 1, 1);
  expectBad("\n1\n", 1, 1);
  expectBad("a,b\n1,2\n1,2,3\n", 3, 1);
  expectBad("a,b\n1\n", 2, 1);
  expectBad("a,b\nxy,\"z\n1,2\n", 2, 4);
  expectBad("a,bb,a\n", 1, 6);
  expectBad("a,b\n1,\"2\"x\n", 2, 6);
  expectBad("a,b\n1,\xFF\n", 2, 3);
  expectBad("a,b\n1,\"\xC0\x80\"\n", 2, 4);
  expectBad("a\n\xED\xA0\x80\n", 2, 1);
}

TEST(Csv, Utf8) {
  EXPECT_TRUE(isUtf8(""));
  EXPECT_TRUE(isUtf8("\xF4\x8F\xBF\xBF"));
  EXPECT_FALSE(isUtf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(isUtf8("\xE2\x82"));
  EXPECT_FALSE(isUtf8("\xC1\xBF"));
}

}  // namespace
}  // namespace isotrail
