// A clock that the test sets: loaded before the program (LD_PRELOAD), it moves the wall clock by the microseconds in the file that
// ISOTRAIL_CLOCK names, as they stand there at that moment. Monotonic clocks stay as they are.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>

namespace {

using Call = int (*)(clockid_t, timespec*);

const volatile long long* shift() {
  static const volatile long long* const mapped = []() -> const volatile long long* {
    const char* file = std::getenv("ISOTRAIL_CLOCK");
    const int fd = file ? ::open(file, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) return nullptr;
    void* at = ::mmap(nullptr, sizeof(long long), PROT_READ, MAP_SHARED, fd, 0);
    ::close(fd);
    return at == MAP_FAILED ? nullptr : static_cast<const volatile long long*>(at);
  }
  ();
  return mapped;
}

}  // namespace

extern "C" int clock_gettime(clockid_t id, timespec* out) noexcept {
  static const auto real = reinterpret_cast<Call>(::dlsym(RTLD_NEXT, "clock_gettime"));
  const int rc = real(id, out);
  if (rc != 0 || (id != CLOCK_REALTIME && id != CLOCK_REALTIME_COARSE) || !shift()) return rc;
  const long long us = out->tv_sec * 1'000'000LL + out->tv_nsec / 1000 + *shift();
  out->tv_sec = us / 1'000'000;
  out->tv_nsec = us % 1'000'000 * 1000;
  return rc;
}
extern "C" time_t time(time_t* out) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}
extern "C" int gettimeofday(timeval* __restrict out, void* __restrict) noexcept {
  timespec now{};
  const int rc = clock_gettime(CLOCK_REALTIME, &now);
  *out = {now.tv_sec, now.tv_nsec / 1000};
  return rc;
}
