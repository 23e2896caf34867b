#pragma once
// The connections that are read through: each by one at a time, and kept open for the next.
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "base/ports.h"

namespace isotrail {

class Readers {
 public:
  explicit Readers(DbSource& source) : source_(source) {}
  /// On any thread. A connection that `use` threw over is not kept.
  void read(const std::function<void(Db&)>& use) {
    std::unique_ptr<Db> db = taken();
    if (!db) db = source_.connect();
    use(*db);
    std::lock_guard lock(lock_);
    open_.push_back(std::move(db));
  }

 private:
  std::unique_ptr<Db> taken() {
    std::lock_guard lock(lock_);
    if (open_.empty()) return nullptr;
    std::unique_ptr<Db> db = std::move(open_.back());
    open_.pop_back();
    return db;
  }
  DbSource& source_;
  std::mutex lock_;
  std::vector<std::unique_ptr<Db>> open_;
};

}  // namespace isotrail
