#pragma once
// CHECK guards against our own mistakes, never against input; it stays on in release builds.
#include <stdexcept>
#include <string>

namespace isotrail {

struct Bug : std::logic_error {
  using std::logic_error::logic_error;
};
/// The outside world failed us: disk full, database lost, bytes corrupt. Caught once per entry point.
struct Fault : std::runtime_error {
  std::string code;
  Fault(std::string c, const std::string& what) : std::runtime_error(what), code(std::move(c)) {}
};

}  // namespace isotrail

#define ISOTRAIL_CHECK(condition)                                                                                                         \
  do {                                                                                                                                    \
    if (!(condition)) throw ::isotrail::Bug(std::string("check failed: " #condition " at ") + __FILE__ + ":" + std::to_string(__LINE__)); \
  } while (false)
