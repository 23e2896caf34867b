#pragma once
// A store on which the outside world fails at a chosen write: between any two statements, at the commit, or just after it.
#include "base/check.h"
#include "base/db_lost.h"
#include "base/ports.h"

namespace isotrail::test {

enum class Failure { crash, disk_full, io_error, lost, conflict, crash_after_commit, lost_after_commit };

/// The program ended here: no destructor, no rollback, no word to the database.
struct Crash : std::runtime_error {
  Crash() : std::runtime_error("the program was killed") {}
};

struct FaultPlan {
  Failure kind = Failure::crash;
  int at = 0;      // the write it happens at, from 1; 0: never. For ..._after_commit: the commit
  int times = 1;   // how often: at that write of this try, then at the same of the next
  int writes = 0;  // seen so far in this try
  bool fired = false;
  bool dead = false;  // crashed: nothing reaches the database any more

  void arm(Failure what, int when) { *this = {what, when, 1, 0, false, false}; }
  void disarm() { *this = {}; }
  bool afterCommit() const { return kind == Failure::crash_after_commit || kind == Failure::lost_after_commit; }
};

class FaultyDb final : public Db {
 public:
  FaultyDb(std::unique_ptr<Db> real, FaultPlan& plan) : real_(std::move(real)), plan_(plan) {}

  Rows query(std::string_view sql, const std::vector<DbValue>& params) override {
    requireAlive();
    return real_->query(sql, params);
  }
  std::int64_t exec(std::string_view sql, const std::vector<DbValue>& params) override {
    requireAlive();
    if (!plan_.afterCommit() && due()) fail();
    return real_->exec(sql, params);
  }
  void post(std::string_view sql, const std::vector<DbValue>& params) override {
    requireAlive();
    if (!plan_.afterCommit() && due()) fail();
    real_->post(sql, params);
  }
  void begin() override {
    requireAlive();
    real_->begin();
  }
  void commit() override {
    requireAlive();
    const bool now = due();
    if (now && !plan_.afterCommit()) fail();
    real_->commit();
    if (now) fail();
  }
  void rollback() noexcept override {
    lost_ = false;
    if (!plan_.dead) real_->rollback();
  }
  bool othersMayHaveWritten() override {
    requireAlive();
    return real_->othersMayHaveWritten();
  }
  std::string_view engine() const override { return real_->engine(); }

 private:
  /// Counts a write; true at the one that was chosen.
  bool due() {
    if (plan_.at == 0 || plan_.times == 0 || ++plan_.writes != plan_.at) return false;
    plan_.fired = true;
    plan_.writes = 0;
    --plan_.times;
    return true;
  }
  void requireAlive() const {
    if (plan_.dead) throw Crash();
    if (lost_) throw DbLost("the connection was lost in this transaction");
  }
  [[noreturn]] void fail() {
    switch (plan_.kind) {
      case Failure::disk_full:
        throw Fault("DB_FULL", "database or disk is full");
      case Failure::io_error:
        throw Fault("DB_IO", "disk I/O error");
      case Failure::conflict:
        throw DbConflict("could not serialize access");
      case Failure::lost:
        real_->rollback();  // as the server does when its client is gone
        lost_ = true;
        throw DbLost("server closed the connection unexpectedly");
      case Failure::lost_after_commit:
        throw DbLost("server closed the connection unexpectedly");
      default:
        plan_.dead = true;
        throw Crash();
    }
  }
  std::unique_ptr<Db> real_;
  FaultPlan& plan_;
  bool lost_ = false;
};

class FaultySource final : public DbSource {
 public:
  explicit FaultySource(DbSource& real) : real_(real) {}
  std::unique_ptr<Db> connect() override { return std::make_unique<FaultyDb>(real_.connect(), plan); }
  FaultPlan plan;

 private:
  DbSource& real_;
};

}  // namespace isotrail::test
