#pragma once
// A dose calibrator on the network, by the line protocol ISOCAL 1 (docs/how-to/connect-a-calibrator.md), and a simulated one.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isotrail::devices {

/// "tcp://10.0.4.7:4661".
struct CalibratorAddress {
  std::string host, port;
  static std::optional<CalibratorAddress> parse(std::string_view text);
};

/// Sets the calibrator to `nuclide` and reads until `count` values in a row are marked settled; answers them with their unit, the
/// last one read just now. Throws Fault CALIBRATOR_UNREACHABLE, CALIBRATOR_NUCLIDE, CALIBRATOR_ANSWER, CALIBRATOR_UNSETTLED.
std::vector<std::string> readSettled(const CalibratorAddress& address, const std::string& nuclide, int count, std::chrono::milliseconds patience);

/// What a simulated calibrator has in its well, and how it behaves.
struct InTheWell {
  std::string nuclide;
  std::function<double(std::chrono::duration<double> since)> mbq;  // what is true so long after it was put in
  int restless = 3;                                                // readings until it has settled, after each change of nuclide
};

/// Listens on the loopback until it is destroyed; one client after another.
class SimulatedCalibrator {
 public:
  /// `port` 0: any free one. Throws Fault LISTEN.
  SimulatedCalibrator(std::uint16_t port, InTheWell well);
  ~SimulatedCalibrator();
  std::uint16_t port() const;
  void wait();  // until it is interrupted

 private:
  struct Running;
  std::unique_ptr<Running> running_;
};

}  // namespace isotrail::devices
