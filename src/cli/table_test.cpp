#include "cli/table.h"

#include <gtest/gtest.h>

using namespace isotrail::cli;

TEST(Table, ChineseTakesTwoColumnsAndMarksNone) {
  EXPECT_EQ(displayWidth("F-18"), 4u);
  EXPECT_EQ(displayWidth("放射性"), 6u);
  EXPECT_EQ(displayWidth("氟-18，4.40 GBq"), 2u + 3u + 2u + 8u);
  EXPECT_EQ(displayWidth("liberta\xC3\xA7\xC3\xA3o"), 10u);  // two letters of two bytes
  EXPECT_EQ(displayWidth("a\xCC\x83"), 1u);                  // a and a combining tilde
  EXPECT_EQ(displayWidth("\xFF\xFE"), 2u);                   // broken bytes count one each
}

TEST(Table, ColumnsLineUpUnderTheirHeads) {
  const Table table{{"名稱", ">MBq"}, {{"路氹離島醫院", "5"}, {"Cotai", "1234"}}};
  EXPECT_EQ(drawTable(table, false),
            "名稱           MBq\n"  // 12 columns, two blanks, right-aligned
            "路氹離島醫院     5\n"
            "Cotai         1234\n");
}

TEST(Table, ColumnsWithoutTextAndTrailingBlanksAreLeftOut) {
  EXPECT_EQ(drawTable({{"a", "b", "c"}, {{"1", "", "x"}, {"22", "", ""}}}, false), "a   c\n1   x\n22\n");
}

TEST(Table, NothingInATextCanMoveTheReadersCursor) { EXPECT_EQ(printable("a\x1b[2Jb\r\nc\x7f\xC2\x9B"), "a[2Jb  c"); }
