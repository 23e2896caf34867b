// A calibrator that is none: for trying the driver, for teaching, and for tests.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <thread>

#include "base/check.h"
#include "platform/devices/calibrator.h"
#include "platform/devices/line.h"

namespace isotrail::devices {
namespace {

constexpr std::chrono::milliseconds kLook{100}, kIdle{30000};

/// What it shows: at first too little, as a chamber that still charges; then true within a thousandth.
struct Display {
  InTheWell well;
  std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
  int reads = 0;
  long sequence = 0;

  std::string read() {
    double mbq = well.mbq(std::chrono::steady_clock::now() - since);
    const bool settled = reads >= well.restless;
    mbq *= settled ? 1.0 + 0.0005 * ((sequence % 3) - 1) : 1.0 - 0.2 / (1 << reads);
    ++reads;
    char text[96];
    std::snprintf(text, sizeof text, "READING %.4f MBq %c %ld", mbq, settled ? 'S' : 'U', sequence++);
    return text;
  }
  std::string set(const std::string& nuclide) {
    reads = 0;
    // Set to another nuclide it would show another number; this one only knows what lies in its well.
    return nuclide == well.nuclide ? "OK " + nuclide : "ERR NUCLIDE";
  }
};

}  // namespace

struct SimulatedCalibrator::Running {
  int listener = -1;
  std::uint16_t port = 0;
  std::atomic<bool> stop{false};
  Display display;
  std::thread thread;

  void serve(int handle) {
    LineConnection line(handle);
    line.send("ISOCAL 1 SIMULATED 0001");
    const auto idle = std::chrono::steady_clock::now() + kIdle;
    while (!stop && std::chrono::steady_clock::now() < idle) {
      const auto said = line.receive(std::chrono::seconds(2));
      if (!said || *said == "QUIT") return;
      const bool known = *said == "READ" || said->starts_with("NUCLIDE ");
      if (!line.send(!known ? "ERR COMMAND" : *said == "READ" ? display.read() : display.set(said->substr(8)))) return;
    }
  }
  void run() {
    while (!stop) {
      pollfd wanted{listener, POLLIN, 0};
      if (::poll(&wanted, 1, static_cast<int>(kLook.count())) <= 0) continue;
      if (const int handle = ::accept(listener, nullptr, nullptr); handle >= 0) serve(handle);
    }
  }
};

SimulatedCalibrator::SimulatedCalibrator(std::uint16_t port, InTheWell well) : running_(std::make_unique<Running>()) {
  running_->display.well = std::move(well);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  running_->listener = ::socket(AF_INET, SOCK_STREAM, 0);
  const int again = 1;
  ::setsockopt(running_->listener, SOL_SOCKET, SO_REUSEADDR, &again, sizeof again);
  socklen_t size = sizeof at;
  auto* address = reinterpret_cast<sockaddr*>(&at);
  if (running_->listener < 0 || ::bind(running_->listener, address, size) != 0 || ::listen(running_->listener, 4) != 0) {
    if (running_->listener >= 0) ::close(running_->listener);
    throw Fault("LISTEN", "port " + std::to_string(port));
  }
  ::getsockname(running_->listener, address, &size);
  running_->port = ntohs(at.sin_port);
  running_->thread = std::thread([r = running_.get()] { r->run(); });
}
SimulatedCalibrator::~SimulatedCalibrator() {
  running_->stop = true;
  running_->thread.join();
  ::close(running_->listener);
}
std::uint16_t SimulatedCalibrator::port() const { return running_->port; }
void SimulatedCalibrator::wait() {
  for (;;) std::this_thread::sleep_for(std::chrono::seconds(3600));
}

}  // namespace isotrail::devices
