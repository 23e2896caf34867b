#pragma once
// The connection that commands write through. It counts what was written and committed.
#include <atomic>
#include <memory>
#include <utility>

#include "base/ports.h"

namespace isotrail {

class Lane final : public Db {
 public:
  explicit Lane(std::unique_ptr<Db> db) : db_(std::move(db)) {}

  /// Statements that change something, so far.
  std::int64_t writes() const { return writes_; }
  /// Commits so far, those included of which it is not known whether they went through. Any thread.
  const std::atomic<std::int64_t>& commits() const { return commits_; }

  Rows query(std::string_view sql, const std::vector<DbValue>& params = {}) override { return db_->query(sql, params); }
  std::int64_t exec(std::string_view sql, const std::vector<DbValue>& params = {}) override {
    ++writes_;
    return db_->exec(sql, params);
  }
  void visit(std::string_view sql, const std::vector<DbValue>& params, const std::function<void(const RowView&)>& each) override {
    db_->visit(sql, params, each);
  }
  void post(std::string_view sql, const std::vector<DbValue>& params) override {
    ++writes_;
    db_->post(sql, params);
  }
  void begin() override { db_->begin(); }
  void commit() override {
    struct Counted {
      std::atomic<std::int64_t>& commits;
      ~Counted() { ++commits; }
    } counted{commits_};
    db_->commit();
  }
  void rollback() noexcept override { db_->rollback(); }
  std::string_view engine() const override { return db_->engine(); }

 private:
  std::unique_ptr<Db> db_;
  std::int64_t writes_ = 0;
  std::atomic<std::int64_t> commits_{0};
};

/// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Db& db) : db_(db) { db_.begin(); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (open_) db_.rollback();
  }
  void commit() {
    db_.commit();
    open_ = false;
  }

 private:
  Db& db_;
  bool open_ = true;
};

}  // namespace isotrail
