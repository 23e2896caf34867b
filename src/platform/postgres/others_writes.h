#pragma once
// Whether anybody else has written, told from transactions' numbers.
#include <cstdint>
#include <string>
#include <string_view>

namespace isotrail::postgres {

/// PostgreSQL numbers every transaction that writes, over all its databases, and a snapshot "xmin:xmax:..." says: xmax is one past the highest
/// number that has ended, xmin the lowest that has not, or xmax. Where both are the same, exactly the numbers below xmax have ended. Of two
/// such snapshots the second's xmax is therefore the first's and one for each transaction that ended between, whoever it belonged to: when that
/// is our own one and no more, nobody else has committed anything between. Savepoints, roll-backs, other databases and the server's own upkeep
/// take numbers too, and somebody who writes across our transaction keeps xmin back: all these make it say yes where no was true, never no
/// where yes was. (A VACUUM under way does not keep xmin back; it changes no row.) The numbers have 64 bits: none comes twice. On a server that
/// was a standby, numbers could come again with another meaning; there is no way to it but by another connection, which forgets.
class OthersWrites {
 public:
  static constexpr const char* kSnapshot = "SELECT CAST(pg_current_snapshot() AS TEXT)";

  /// Until it is known.
  void beginning() { may_have_ = true; }
  /// A transaction of ours holds the lane, and this is its snapshot, taken afterwards on the connection with that number. Anybody who waited
  /// for the lane to write has not, and whoever had it before has committed.
  void begun(std::int64_t connection, std::string_view snapshot) {
    const std::size_t colon = snapshot.find(':');
    const std::string_view xmin = snapshot.substr(0, colon), xmax = snapshot.substr(colon + 1, snapshot.find(':', colon + 1) - colon - 1);
    std::uint64_t ended = 0;
    for (const char c : xmax) ended = ended * 10 + static_cast<std::uint64_t>(c - '0');
    const bool nobody_writes = xmin == xmax;
    may_have_ = !nobody_writes || connection != connection_ || ended != ended_;
    connection_ = nobody_writes ? connection : kNone;
    ended_ = ended;
  }
  /// Nobody else wrote between our two transactions before, and so probably nobody has since: then kSame, with what the snapshot says when it
  /// is so, tells at the server instead of kSnapshot here. That says one number, and fails with kOthers when somebody has.
  bool probablyNot(std::int64_t connection) const { return !may_have_ && connection == connection_; }
  static constexpr const char* kSame = "SELECT 1/(CASE WHEN CAST(pg_current_snapshot() AS TEXT)=$1 THEN 1 ELSE 0 END)";
  static constexpr const char* kOthers = "DB_22012";  // division by zero
  std::string same() const { return std::to_string(ended_) + ":" + std::to_string(ended_) + ":"; }
  /// Our transaction was committed; whether it had a number.
  void committed(bool numbered) { ended_ += numbered ? 1 : 0; }
  /// It is not known how our transaction ended, or it was rolled back with what it had written.
  void doubt() { connection_ = kNone; }
  /// Since the begin before this one.
  bool mayHave() const { return may_have_; }

 private:
  static constexpr std::int64_t kNone = 0;
  std::int64_t connection_ = kNone;  // on which `ended_` was learned
  std::uint64_t ended_ = 0;          // below this every number has ended, when nobody else has written since
  bool may_have_ = true;
};

}  // namespace isotrail::postgres
