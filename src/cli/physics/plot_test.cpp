#include "cli/physics/plot.h"

#include <gtest/gtest.h>

#include "cli/table.h"

namespace isotrail::cli {
namespace {

TEST(Plot, ALineRisesFromCornerToCorner) {
  // Two characters by one are 4 by 4 dots.
  const auto lines = plotLines({0, 1}, {0, 1}, {2, 1}, false);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0], "\u2860\u280A");  // (0,0) 0x40 and (1,1) 0x20; (2,2) 0x02 and (3,3) 0x08
}

TEST(Plot, AHalvingIsStraightOnALogAxis) {
  const auto log = plotLines({0, 8}, {1, 0.00390625}, {10, 5}, true);  // eight halvings
  const auto straight = plotLines({0, 8}, {8, 0}, {10, 5}, false);
  EXPECT_EQ(log, straight);
}

TEST(Plot, EveryLineIsAsWideAsAsked) {
  for (const auto& line : plotLines({0, 1, 2, 3}, {5, 0, 5, 1}, {33, 7}, false)) EXPECT_EQ(displayWidth(line), 33u);
}

TEST(Plot, WhatCannotBeDrawnIsEmpty) {
  EXPECT_TRUE(plotLines({}, {}, {}, false).empty());
  EXPECT_TRUE(plotLines({1}, {1}, {}, false).empty());
  EXPECT_TRUE(plotLines({1, 1}, {1, 2}, {}, false).empty());
  EXPECT_TRUE(plotLines({0, 1}, {0, -1}, {}, true).empty());
  EXPECT_EQ(plotLines({0, 1}, {3, 3}, {4, 2}, false).size(), 2u);  // a level line
  EXPECT_FALSE(plotLines({0, 1, 2}, {1, 0, 1}, {4, 2}, true).empty());
}

}  // namespace
}  // namespace isotrail::cli
