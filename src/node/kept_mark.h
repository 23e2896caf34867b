#pragma once
// What a node on a file last acknowledged, remembered in a small file beside the database: "<file>.kept". A write-ahead log that was
// cut off is read by SQLite as one that ends there, silently; this is how a start notices.
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "base/instant.h"
#include "base/ports.h"
#include "node/place.h"

namespace isotrail {

/// An entry by its number and hash.
struct KeptEntry {
  std::int64_t seq = 0;
  std::string hash;
};

class KeptMark {
 public:
  /// Nothing is remembered for a node that is not on a file: a database server keeps its own log.
  explicit KeptMark(const Place& place);
  ~KeptMark();
  KeptMark(const KeptMark&) = delete;
  KeptMark& operator=(const KeptMark&) = delete;

  /// Nothing when there is no file, or none that this program wrote.
  std::optional<KeptEntry> read() const;
  /// After the commit and before anybody is answered, so it never names more than the disk has. Synced at most once a second and at
  /// the end: a killed program loses nothing of it, a power cut at most the last moments. That it cannot be written stops nobody.
  void write(const KeptEntry& last);
  void sync();
  /// For a place that gets another database: what was remembered there is of no concern to it.
  static void forget(const Place& place);

 private:
  const std::string file_;
  std::mutex lock_;
  int fd_ = -1;
  std::int64_t synced_at_ms_ = 0;
  bool dirty_ = false;
};

/// An acknowledged entry that the record does not have any more.
struct LostTail {
  KeptEntry known;
  std::int64_t found = 0;  // the last entry there is
  Json toJson() const;
};
/// Nothing when the record goes on from what is remembered, or when an administrator acknowledged exactly this loss.
std::optional<LostTail> lostTail(Db& db, const KeptMark& mark);

}  // namespace isotrail
