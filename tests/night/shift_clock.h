#pragma once
// The wall clock of a program under test, set from outside (clock/set_clock.cpp).
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "base/instant.h"
#include "tests/support/served.h"

namespace isotrail::test {

class ShiftClock {
 public:
  explicit ShiftClock(std::filesystem::path file) : file_(std::move(file)) {
    const int fd = ::open(file_.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || ::ftruncate(fd, sizeof(long long)) != 0) throw std::runtime_error("no clock file");
    void* at = ::mmap(nullptr, sizeof(long long), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ::close(fd);
    if (at == MAP_FAILED) throw std::runtime_error("no clock file");
    shift_ = static_cast<volatile long long*>(at);
  }
  ~ShiftClock() { ::munmap(const_cast<long long*>(shift_), sizeof(long long)); }
  ShiftClock(const ShiftClock&) = delete;
  ShiftClock& operator=(const ShiftClock&) = delete;

  void set(Instant t) { *shift_ = t.micros() - machine(); }
  Instant now() const { return Instant::fromMicros(machine() + *shift_); }
  Environment environment() const { return {{"LD_PRELOAD", ISOTRAIL_SET_CLOCK}, {"ISOTRAIL_CLOCK", file_.string()}}; }

 private:
  static long long machine() {
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  }
  std::filesystem::path file_;
  volatile long long* shift_ = nullptr;
};

}  // namespace isotrail::test
