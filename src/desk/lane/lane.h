#pragma once
// The connection that commands write through. It counts what was written and committed, and within a transaction asks nothing twice
// that cannot have changed.
#include <atomic>
#include <memory>
#include <utility>

#include "base/ports.h"
#include "desk/lane/asked.h"

namespace isotrail {

class Lane final : public Db {
 public:
  explicit Lane(std::unique_ptr<Db> db) : db_(std::move(db)) {}

  /// Statements that change something, so far.
  std::int64_t writes() const { return writes_; }
  /// Commits so far, those included of which it is not known whether they went through. Any thread.
  const std::atomic<std::int64_t>& commits() const { return commits_; }

  Rows query(std::string_view sql, const std::vector<DbValue>& params = {}) override {
    if (!in_transaction_) return db_->query(sql, params);
    if (const Rows* known = asked_.find(sql, params)) return *known;
    if (!sql.starts_with("SELECT ")) asked_.written(sql);
    Rows rows = db_->query(sql, params);
    asked_.keep(sql, params, rows);
    return rows;
  }
  std::int64_t exec(std::string_view sql, const std::vector<DbValue>& params = {}) override {
    ++writes_;
    asked_.written(sql);
    return db_->exec(sql, params);
  }
  void visit(std::string_view sql, const std::vector<DbValue>& params, const std::function<void(const RowView&)>& each) override {
    db_->visit(sql, params, each);
  }
  void post(std::string_view sql, const std::vector<DbValue>& params) override {
    ++writes_;
    asked_.written(sql);
    db_->post(sql, params);
  }
  void begin() override {
    ended();
    db_->begin();
    in_transaction_ = true;
  }
  void commit() override {
    struct Counted {
      std::atomic<std::int64_t>& commits;
      ~Counted() { ++commits; }
    } counted{commits_};
    ended();
    db_->commit();
  }
  void rollback() noexcept override {
    ended();
    db_->rollback();
  }
  std::string_view engine() const override { return db_->engine(); }

 private:
  void ended() noexcept {
    in_transaction_ = false;
    asked_.forget();
  }
  std::unique_ptr<Db> db_;
  Asked asked_;
  bool in_transaction_ = false;
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
