#include "cli/machine.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/sysinfo.h>
#include <sys/timex.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <thread>

namespace isotrail::cli {
namespace {
constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
}

int cores() { return static_cast<int>(std::thread::hardware_concurrency()); }
double memoryGiB() {
  struct sysinfo info {};
  return sysinfo(&info) == 0 ? static_cast<double>(info.totalram) * info.mem_unit / kGiB : 0.0;
}
double freeGiB(const std::string& path) {
  std::error_code error;
  std::filesystem::path folder = std::filesystem::absolute(path, error).parent_path();
  while (!folder.empty() && folder != folder.root_path() && !std::filesystem::exists(folder, error)) folder = folder.parent_path();
  const auto space = std::filesystem::space(folder, error);
  return error ? 0.0 : static_cast<double>(space.available) / kGiB;
}
bool portIsFree(const std::string& address, int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return true;
  const int reuse = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);  // as the server does: a closing connection is no owner
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  if (inet_pton(AF_INET, address.c_str(), &to.sin_addr) != 1) to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = bind(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  close(fd);
  return free;
}
bool clockIsSynchronised() {
  timex t{};
  const int state = adjtimex(&t);
  return state >= 0 && state != TIME_ERROR && !(t.status & STA_UNSYNC);
}
std::vector<std::string> lanAddresses() {
  std::vector<std::string> out;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return out;
  for (const ifaddrs* a = all; a; a = a->ifa_next) {
    if (!a->ifa_addr || a->ifa_addr->sa_family != AF_INET || (a->ifa_flags & IFF_LOOPBACK) || !(a->ifa_flags & IFF_UP)) continue;
    std::array<char, INET_ADDRSTRLEN> text{};
    if (inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(a->ifa_addr)->sin_addr, text.data(), text.size())) out.emplace_back(text.data());
  }
  freeifaddrs(all);
  return out;
}
std::string oneDecimal(double v) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", v);
  return text.data();
}

}  // namespace isotrail::cli
