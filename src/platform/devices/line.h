#pragma once
// Lines over a TCP connection; private to this folder.
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace isotrail::devices {

class LineConnection {
 public:
  explicit LineConnection(int handle) : handle_(handle) {}
  ~LineConnection();
  LineConnection(const LineConnection&) = delete;
  LineConnection& operator=(const LineConnection&) = delete;
  bool send(const std::string& line);
  /// Without its end; nothing when the other side is gone, silent for `patience`, or says more than a line holds.
  std::optional<std::string> receive(std::chrono::milliseconds patience);

 private:
  int handle_;
  std::string pending_;
};

}  // namespace isotrail::devices
