#include "desk/lane/waiting_line.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace isotrail {
namespace {

struct Asked {
  int served = 0;
};

TEST(WaitingLine, EverybodyIsServedOnceAndNeverTwoGroupsAtATime) {
  constexpr int kThreads = 16, kEach = 300;
  constexpr std::size_t kMost = 5;
  WaitingLine<Asked> line;
  std::atomic<int> serving{0}, two_at_a_time{0}, too_many{0}, wrong{0};
  const auto serve = [&](const std::vector<Asked*>& group) {
    if (++serving > 1) ++two_at_a_time;
    if (group.empty() || group.size() > kMost) ++too_many;
    for (Asked* one : group) ++one->served;
    --serving;
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        Asked asked;
        line.pass(asked, kMost, serve);
        if (asked.served != 1) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(two_at_a_time, 0);
  EXPECT_EQ(too_many, 0);
}

TEST(WaitingLine, WhoStandsInLineWhileOthersAreServedIsServedWithHisNeighbours) {
  WaitingLine<Asked> line;
  std::atomic<int> waiting{0};
  std::vector<std::size_t> groups;
  std::vector<std::thread> threads;
  const auto later = [&](const std::vector<Asked*>& group) { groups.push_back(group.size()); };
  const auto first = [&](const std::vector<Asked*>& group) {
    groups.push_back(group.size());
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&] {
        Asked asked;
        ++waiting;
        line.pass(asked, 64, later);
      });
    while (waiting < 4) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));  // each has taken his place
  };
  Asked asked;
  line.pass(asked, 64, first);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(groups, (std::vector<std::size_t>{1, 4}));
}

TEST(WaitingLine, ThoseWhoComeBackAtOnceAreServedTogetherAgain) {
  constexpr int kThreads = 8, kEach = 40;
  WaitingLine<Asked> line;
  int groups = 0;
  const auto serve = [&](const std::vector<Asked*>&) {
    ++groups;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        Asked asked;
        line.pass(asked, 64, serve);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_LT(groups, 7 * kEach / 4);  // twice as many when the first to come back does not wait for the others
}

}  // namespace
}  // namespace isotrail
