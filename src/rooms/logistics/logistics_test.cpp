#include <gtest/gtest.h>

#include "rooms/logistics/facts.h"
#include "tests/support/maker.h"

namespace isotrail::test {
namespace {

TEST(Logistics, WindowsOfTheWayOutOnly) {
  Maker m;
  m.must(m.admin, "logistics/open-lane", body({{"lane", "gz-mo"}, {"name", "Nansha to Macao"}, {"from_site", "lingnan-nansha"}, {"to_site", "cotai-hotlab"}}));
  const auto window = [&](const char* post, const char* direction, const char* opens, const char* closes, const char* zone) {
    m.must(m.admin, "logistics/set-window", body({{"lane", "gz-mo"}, {"post", post}, {"direction", direction}, {"opens", opens}, {"closes", closes}, {"zone", zone}}));
  };
  window("macao", "import", "07:00", "12:00", "Asia/Macau");
  window("zhuhai", "export", "07:30", "08:15", "Asia/Shanghai");
  window("macao", "export", "16:00", "18:30", "Asia/Macau");
  window("zhuhai", "import", "16:00", "18:30", "Asia/Shanghai");
  const auto windows = logistics::laneWindows(m.db(), LaneId("gz-mo"));
  ASSERT_EQ(windows.size(), 2u);
  EXPECT_EQ(windows[0].post, "zhuhai");
  EXPECT_EQ(windows[0].closes, "08:15");
  EXPECT_EQ(windows[1].post, "macao");
}

}  // namespace
}  // namespace isotrail::test
