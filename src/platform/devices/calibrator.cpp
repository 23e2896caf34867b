// The asking side: one connection a reading.
#include "platform/devices/calibrator.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sstream>
#include <thread>

#include "base/check.h"
#include "platform/devices/line.h"

namespace isotrail::devices {
namespace {

constexpr std::chrono::milliseconds kAnswer{2000}, kBetween{100};

/// -1 when nobody answers there.
int connected(const CalibratorAddress& address) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.host.c_str(), address.port.c_str(), &wanted, &found) != 0) return -1;
  int handle = -1;
  for (const addrinfo* a = found; a && handle < 0; a = a->ai_next) {
    handle = ::socket(a->ai_family, a->ai_socktype, a->ai_protocol);
    const timeval patience{2, 0};
    if (handle >= 0) ::setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);  // bounds connect() too
    if (handle >= 0 && ::connect(handle, a->ai_addr, a->ai_addrlen) != 0) {
      ::close(handle);
      handle = -1;
    }
  }
  ::freeaddrinfo(found);
  return handle;
}

struct Reading {
  std::string value;
  bool settled = false;
};
/// "READING 266.1 MBq S 17"
Reading readingIn(const std::string& line) {
  std::istringstream in(line);
  std::string word, number, unit, state;
  long sequence = -1;
  if (!(in >> word >> number >> unit >> state >> sequence) || word != "READING" || (state != "S" && state != "U"))
    throw Fault("CALIBRATOR_ANSWER", line);
  return {number + " " + unit, state == "S"};
}

std::string asked(LineConnection& to, const std::string& line) {
  if (!to.send(line)) throw Fault("CALIBRATOR_UNREACHABLE", "the connection broke");
  auto answer = to.receive(kAnswer);
  if (!answer) throw Fault("CALIBRATOR_UNREACHABLE", "no answer to " + line);
  return *answer;
}

}  // namespace

std::optional<CalibratorAddress> CalibratorAddress::parse(std::string_view text) {
  constexpr std::string_view scheme = "tcp://";
  if (!text.starts_with(scheme)) return std::nullopt;
  text.remove_prefix(scheme.size());
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return std::nullopt;
  const std::string_view port = text.substr(colon + 1);
  if (port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return CalibratorAddress{std::string(text.substr(0, colon)), std::string(port)};
}

std::vector<std::string> readSettled(const CalibratorAddress& address, const std::string& nuclide, int count, std::chrono::milliseconds patience) {
  const int handle = connected(address);
  if (handle < 0) throw Fault("CALIBRATOR_UNREACHABLE", address.host + ":" + address.port);
  LineConnection line(handle);
  const auto greeting = line.receive(kAnswer);
  if (!greeting || !greeting->starts_with("ISOCAL 1 ")) throw Fault("CALIBRATOR_ANSWER", greeting.value_or("no greeting"));
  if (const std::string set = asked(line, "NUCLIDE " + nuclide); set != "OK " + nuclide) throw Fault("CALIBRATOR_NUCLIDE", set);
  std::vector<std::string> values;
  const auto until = std::chrono::steady_clock::now() + patience;
  while (static_cast<int>(values.size()) < count) {
    const Reading r = readingIn(asked(line, "READ"));
    if (!r.settled) values.clear();
    if (r.settled) values.push_back(r.value);
    if (static_cast<int>(values.size()) == count) break;
    if (std::chrono::steady_clock::now() >= until) throw Fault("CALIBRATOR_UNSETTLED", r.value);
    std::this_thread::sleep_for(kBetween);
  }
  line.send("QUIT");
  return values;
}

}  // namespace isotrail::devices
