// The driver against the simulated calibrator, and against what is none.
#include <gtest/gtest.h>

#include "base/check.h"
#include "platform/devices/calibrator.h"

namespace isotrail::devices {
namespace {

using std::chrono::milliseconds;

std::string faultOf(const CalibratorAddress& address, const char* nuclide, milliseconds patience = milliseconds(3000)) {
  try {
    readSettled(address, nuclide, 3, patience);
  } catch (const Fault& fault) {
    return fault.code;
  }
  return "";
}
auto holds(double mbq) {
  return [mbq](std::chrono::duration<double>) { return mbq; };
}
CalibratorAddress at(const SimulatedCalibrator& c) { return {"127.0.0.1", std::to_string(c.port())}; }

TEST(CalibratorDriver, WaitsUntilTheValueStands) {
  SimulatedCalibrator simulated(0, {"F-18", holds(266.0), 3});
  const auto values = readSettled(at(simulated), "F-18", 3, milliseconds(3000));
  ASSERT_EQ(values.size(), 3u);
  for (const auto& v : values) {
    EXPECT_NEAR(std::stod(v), 266.0, 0.3) << v;  // the restless ones showed 212.8, 239.4 and 252.7
    EXPECT_TRUE(v.ends_with(" MBq")) << v;
  }
  EXPECT_EQ(readSettled(at(simulated), "F-18", 5, milliseconds(3000)).size(), 5u);  // the next client
}

TEST(CalibratorDriver, SaysWhatIsWrong) {
  SimulatedCalibrator restless(0, {"F-18", holds(266.0), 1000000});
  EXPECT_EQ(faultOf(at(restless), "F-18", milliseconds(300)), "CALIBRATOR_UNSETTLED");
  EXPECT_EQ(faultOf(at(restless), "Tc-99m"), "CALIBRATOR_NUCLIDE");
  CalibratorAddress nobody;
  {
    SimulatedCalibrator gone(0, {"F-18", holds(1.0), 0});
    nobody = at(gone);
  }
  EXPECT_EQ(faultOf(nobody, "F-18"), "CALIBRATOR_UNREACHABLE");
}

TEST(CalibratorDriver, AddressesAreReadWhole) {
  EXPECT_EQ(CalibratorAddress::parse("tcp://10.0.4.7:4661")->port, "4661");
  for (const char* wrong : {"10.0.4.7:4661", "tcp://10.0.4.7", "tcp://:4661", "tcp://h:", "tcp://h:46x", "http://h:1", ""})
    EXPECT_FALSE(CalibratorAddress::parse(wrong)) << wrong;
}

}  // namespace
}  // namespace isotrail::devices
