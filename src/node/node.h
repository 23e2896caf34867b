#pragma once
// One node: a database, the node's key, a clock, the desk with every room, and the accounts. The server and the command line
// both stand on it.
#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/seal.h"
#include "desk/desk.h"
#include "node/accounts.h"
#include "node/kept_mark.h"
#include "node/key_ring.h"
#include "node/log/node_log.h"
#include "node/place.h"

namespace isotrail {

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// A clock that runs `speed` times as fast as the machine's from an instant it is set to, or stands. Any thread.
class StoryClock final : public Clock {
 public:
  explicit StoryClock(Instant at) : base_(at) {}
  Instant now() const override;
  void set(Instant at);    // keeps running at its speed
  void run(double speed);  // 0: stands
  double speed() const;
  /// It stands at `at` until the limit is moved or lifted, so that what is to happen then happens exactly then.
  void limit(std::optional<Instant> at);

 private:
  Instant nowLocked() const;
  mutable std::mutex lock_;
  Instant base_;
  std::int64_t real_base_us_ = 0;  // monotonic
  double speed_ = 0.0;
  std::optional<Instant> limit_;
};

class Node {
 public:
  /// Opens (and, unless `must_exist`, creates) the database at `where` (see Place), applies migrations, loads the node's key
  /// or, for an empty record, makes it. Throws Fault NO_DATABASE, KEY_FILE, DATABASE_NEWER, DATABASE_FOREIGN,
  /// MIGRATION_EDITED, or the store's own. A database marked as showcase gets a StoryClock that stands at the last entry;
  /// every other the machine's clock. A record that ends before what the node last acknowledged is read only (loss()). `real` stands in for the
  /// machine's clock (tests); it must live as long as the node.
  explicit Node(const std::string& where, bool must_exist = false, const Clock* real = nullptr);
  ~Node();

  Desk& desk() { return *desk_; }
  Accounts& accounts() { return *accounts_; }
  NodeLog& log() { return *log_; }
  DbSource& source() { return *source_; }
  const Clock& realClock() const { return *real_; }
  const Place& place() const { return place_; }
  bool isShowcase() const { return story_clock_ != nullptr; }
  StoryClock* storyClock() { return story_clock_.get(); }
  /// Marks an empty database as showcase and gives it a story clock standing at `start`. Call before anything is written.
  void makeShowcase(Instant start);
  /// Public half of the node's own key, hex: the one that signs now.
  std::string publicKey() const;

  /// ENTRIES_LOST when acknowledged entries are gone and nobody has said so yet.
  std::optional<Refusal> loss();
  /// Why nothing can be written now: READ_ONLY or ENTRIES_LOST; nothing when it can.
  std::optional<Refusal> closed();

  /// Who holds the database file: every permission, recorded as person "local-admin" of organisation "node".
  static Caller operatorCaller();

 private:
  void openDesk();
  void lookForLoss(Db& db);
  Place place_;
  std::unique_ptr<DbSource> source_;
  SystemClock machine_;
  const Clock* real_;
  std::unique_ptr<StoryClock> story_clock_;
  KeptMark kept_{place_};
  std::unique_ptr<KeyRing> keys_;
  std::shared_ptr<const SecretKey> vault_;  // null while the vault of names is shut
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<Accounts> accounts_;
  std::unique_ptr<NodeLog> log_;
};

}  // namespace isotrail
