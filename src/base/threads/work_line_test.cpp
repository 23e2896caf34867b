#include "base/threads/work_line.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

using namespace isotrail;

TEST(WorkLine, EveryPieceIsDoneAndTheyEndInTheirOrder) {
  WorkLine line;
  std::vector<int> results(500, 0);
  std::size_t put = 0;
  for (std::size_t taken = 0; taken < results.size(); ++taken) {
    for (; put < results.size() && line.size() < 5; ++put) line.put([&results, put] { results[put] = static_cast<int>(put) + 1; });
    line.finishFirst();
    ASSERT_EQ(results[taken], static_cast<int>(taken) + 1);
  }
  EXPECT_EQ(line.size(), 0u);
}

TEST(WorkLine, WhatAPieceThrowsReachesWhoeverWaitsForIt) {
  WorkLine line;
  line.put([] {});
  line.put([] { throw std::runtime_error("piece"); });
  line.put([] {});
  line.finishFirst();
  EXPECT_THROW(line.finishFirst(), std::runtime_error);
  line.finishFirst();
}

TEST(WorkLine, WhatNobodyBeganIsDroppedWhenItGoes) {
  std::atomic<int> done{0};
  {
    WorkLine line;
    line.put([&] { ++done; });  // a line of one has no helpers
  }
  EXPECT_EQ(done, 0);
}
