#pragma once
// A disk that runs out of room, or fails, under SQLite: a layer over its file system for the whole test program.
#include <atomic>
#include <cstdint>

namespace isotrail::test {

class SmallDisk {
 public:
  /// From now on every file that SQLite opens is on this disk.
  static SmallDisk& instance();

  /// Bytes that may still be written; every write beyond answers "full".
  std::atomic<std::int64_t> room{INT64_MAX};
  std::atomic<bool> writes_fail{false}, flushes_fail{false};
  void mend() {
    room = INT64_MAX;
    writes_fail = flushes_fail = false;
  }

 private:
  SmallDisk();
};

}  // namespace isotrail::test
