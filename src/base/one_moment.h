#pragma once
// Reading of one moment while others write: several statements that see the same state.
#include "base/ports.h"

namespace isotrail {

/// A Db that can hold on to a moment.
class HoldsMoments {
 public:
  virtual ~HoldsMoments() = default;
  /// Until rollback() every statement sees the state of the first, and none may write. False, and nothing has changed, when a transaction
  /// is open already or this store has no readers beside its writer. A connection that is lost meanwhile throws DbLost: the moment is gone.
  virtual bool holdMoment() = 0;
};

/// Holds a moment as long as it lives, where the store can; inside a write transaction that is itself the moment.
class OneMoment {
 public:
  explicit OneMoment(Db& db) : db_(db) {
    auto* holds = dynamic_cast<HoldsMoments*>(&db);
    held_ = holds && holds->holdMoment();
  }
  OneMoment(const OneMoment&) = delete;
  OneMoment& operator=(const OneMoment&) = delete;
  ~OneMoment() {
    if (held_) db_.rollback();
  }

 private:
  Db& db_;
  bool held_ = false;
};

}  // namespace isotrail
