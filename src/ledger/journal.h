#pragma once
// The append-only record over a Db. One hash chain a site; append order is the node's log.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ports.h"
#include "ledger/event.h"

namespace isotrail {

struct SiteHead {
  SiteId site;
  std::int64_t position = 0;
  std::string hash;
};

struct VerifyReport {
  bool ok = true;
  std::int64_t entries = 0;
  std::int64_t first_bad_seq = 0;  // append number of the first bad or missing entry; 0 when ok
  std::string first_bad_id;        // empty when it is missing
  SiteId site;                     // whose chain is broken, when that is known
  std::string why;                 // plain words, empty when ok
};

/// Which entries to read; 0 and "" mean any. `after` and `before` are exclusive bounds of seq.
struct EntryFilter {
  std::int64_t after = 0, before = 0;
  std::string site, type, stream;
};

/// Adds entries inside a caller's transaction. It keeps in mind where chains and streams end, so that many cost little more than
/// their rows.
class Appender {
 public:
  explicit Appender(Db& db) : db_(db) {}
  /// What it has in mind is no longer so: others wrote, or what it added was not kept.
  void forget();
  /// Numbers, chains, encodes, hashes and stores `event`. Fills seq, position, version, prev_hash, bytes and hash.
  void append(Event& event);
  /// Writes where the chains end now; before the commit.
  void settle();

 private:
  struct End {
    std::int64_t position = 0;
    std::string hash;
    bool moved = false;
  };
  End& endOf(const std::string& site);
  Db& db_;
  std::optional<std::int64_t> last_seq_;
  std::map<std::string, End> ends_;
  std::map<std::string, std::int64_t> versions_;  // of streams
};

class Journal {
 public:
  explicit Journal(Db& db) : db_(db) {}

  /// One entry by an Appender of its own; inside a transaction. Throws DbConflict when the id is known.
  void append(Event& event);
  std::int64_t streamVersion(const std::string& stream);
  std::optional<Event> byId(const std::string& id);
  /// Calls `each` for entries with seq > after, in append order, at most `limit` (0: all), until it answers false.
  void read(std::int64_t after, std::int64_t limit, const std::function<bool(const Event&)>& each);
  /// As read, newest first and only what `filter` names.
  void readBack(const EntryFilter& filter, const std::function<bool(const Event&)>& each);
  std::optional<Event> bySeq(std::int64_t seq);
  std::int64_t lastSeq();
  std::vector<SiteHead> heads();
  /// Recomputes every hash and link from the stored bytes, compares every index column with them, the chains' ends with
  /// their heads, and the hashes with those that the commands' kept answers name: an entry taken from the end shows there.
  VerifyReport verify();

 private:
  Db& db_;
};

}  // namespace isotrail
