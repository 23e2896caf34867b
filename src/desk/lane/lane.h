#pragma once
// The connection that commands write through. It counts what was written and committed, and asks nothing twice that cannot have
// changed: as long as nobody else writes, what it was answered stays right until it changes it itself.
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

  /// Grows when what was read in earlier transactions may be so no longer: others have written, or a transaction that wrote was rolled
  /// back. To be asked in a transaction, best after its first question: then it costs no journey.
  std::int64_t upsets() {
    if (!others_looked_for_) {
      others_looked_for_ = true;
      if (db_->othersMayHaveWritten()) upset();
    }
    return upsets_;
  }

  Rows query(std::string_view sql, const std::vector<DbValue>& params = {}) override {
    if (!in_transaction_) return db_->query(sql, params);
    const Rows* known = asked_.find(sql, params);
    if (known && !others_looked_for_) {  // the first of this transaction: it may be so no longer
      (void)upsets();
      known = asked_.find(sql, params);
    }
    if (known) return *known;
    if (!sql.starts_with("SELECT ")) wrote(sql);
    Rows rows = db_->query(sql, params);
    (void)upsets();
    asked_.keep(sql, params, rows);
    return rows;
  }
  std::int64_t exec(std::string_view sql, const std::vector<DbValue>& params = {}) override {
    wrote(sql);
    return db_->exec(sql, params);
  }
  void visit(std::string_view sql, const std::vector<DbValue>& params, const std::function<void(const RowView&)>& each) override {
    db_->visit(sql, params, each);
  }
  void post(std::string_view sql, const std::vector<DbValue>& params) override {
    wrote(sql);
    db_->post(sql, params);
  }
  void begin() override {
    db_->begin();
    in_transaction_ = true;
    others_looked_for_ = false;
    writes_before_ = writes_;
  }
  void commit() override {
    struct Counted {
      std::atomic<std::int64_t>& commits;
      ~Counted() { ++commits; }
    } counted{commits_};
    if (!others_looked_for_) upset();  // nobody looked, and the next transaction only tells of this one
    in_transaction_ = false;
    db_->commit();
  }
  void rollback() noexcept override {
    if (writes_ != writes_before_ || !others_looked_for_) upset();
    in_transaction_ = false;
    db_->rollback();
  }
  std::string_view engine() const override { return db_->engine(); }

 private:
  void wrote(std::string_view sql) {
    ++writes_;
    asked_.written(sql);
  }
  void upset() noexcept {
    ++upsets_;
    asked_.forget();
  }
  std::unique_ptr<Db> db_;
  Asked asked_;
  bool in_transaction_ = false, others_looked_for_ = false;
  std::int64_t writes_ = 0, writes_before_ = 0, upsets_ = 0;
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
