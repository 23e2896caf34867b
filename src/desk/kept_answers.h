#pragma once
// The answers that commands got when they were taken in.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ports.h"

namespace isotrail {

struct KeptAnswer {
  std::string actor, body_hash;
  std::int64_t first_seq = 0;  // of its entries, which follow each other
  std::string hashes;          // theirs, hex, one behind the other
  std::string result;          // JSON
  std::int64_t entries() const { return static_cast<std::int64_t>(hashes.size() / 64); }
};

class KeptAnswers {
 public:
  explicit KeptAnswers(Db& db) : db_(db) {}
  /// Another transaction begins.
  void forget() { known_.clear(); }
  /// Asks the database for these commands at once, whatever the lane remembers. Whether one of them was taken in.
  bool look(const std::vector<std::string>& command_ids);
  /// Of a command that was looked for, or kept, since then; nothing when it is new.
  const KeptAnswer* find(const std::string& command_id) const;
  void keep(const std::string& command_id, const std::string& name, KeptAnswer answer, Instant recorded_at);

 private:
  Db& db_;
  std::map<std::string, KeptAnswer> known_;
};

}  // namespace isotrail
