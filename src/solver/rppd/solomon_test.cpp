// Routing problems read as a day: distances cut to tenths, hard windows, every error at its line; plans by the checker.
#include "solver/rppd/solomon.h"

#include <gtest/gtest.h>

#include "solver/rppd/checker.h"
#include "solver/search/solve.h"

namespace isotrail::solver::rppd {
namespace {

const std::string kFour = R"(FOUR

VEHICLE
NUMBER     CAPACITY
  3         20

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

 0  0  0   0   0  200   0
 1 10  0  10   0  200  10
 2 11  1  10   0  200  10
 3  0 -5  10  50   60  10
)";

TEST(Solomon, IsADayWhereOnlyTheRoadCosts) {
  const auto read = readSolomon(kFour);
  ASSERT_TRUE(read.ok());
  // From 1 to 2 the square root of 2 is 1.4 after the cut; the ten of service come before it.
  EXPECT_EQ(read->legs[1][2].stages[0].minutes, 14 + 100);
  EXPECT_DOUBLE_EQ(read->legs[1][2].km, 14);
  EXPECT_EQ(read->orders[2].window.from, 500);
  EXPECT_EQ(read->orders[2].deadline, 600);
  search::Effort effort;
  effort.moves = 300;
  effort.seconds = 600;
  const auto solution = search::solve(*read, effort);
  const auto checked = checkPlan(*read, solution.plan);
  ASSERT_TRUE(checked.feasible()) << checked.violations[0].path << " " << checked.violations[0].code;
  EXPECT_EQ(checked.unserved, 0);
  // 0-1-2-0: 100 + 14 + 110 (sqrt 122 = 11.045), and 0-3-0: 50 + 50. All three in one is too much for 20.
  EXPECT_DOUBLE_EQ(checked.cost.total(), 100 + 14 + 110 + 100);
  EXPECT_EQ(solution.plan.trips.size(), 2U);
}

TEST(Solomon, NamesWhatIsWrongByItsLine) {
  const auto first = [](std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos);
    const auto r = readSolomon(text.replace(at, what.size(), by));
    return r.ok() ? std::string("accepted") : r.refusal().fields.at(0).field;
  };
  EXPECT_EQ(first(kFour, "50   60  10", "70   60  10"), "line 13");
  EXPECT_EQ(first(kFour, "11  1  10", "11  one  10"), "line 12");
  EXPECT_EQ(first(kFour, "  3         20", "  -3         20"), "line 5");
  EXPECT_EQ(first(kFour, " 2 11  1  10   0  200  10", " 2 11  1  10   0  200"), "line 12");
  EXPECT_FALSE(readSolomon("").ok());
  EXPECT_FALSE(readSolomon("{}").ok());
}

}  // namespace
}  // namespace isotrail::solver::rppd
