#pragma once
// How an entry gets into the record: numbered, chained and stored, and folded into every projection, in the lane's transaction. It keeps in
// mind where chains end and what the open block holds, over transactions, as long as nobody else writes.
#include <cstdint>
#include <vector>

#include "desk/lane/lane.h"
#include "desk/room.h"
#include "ledger/journal.h"
#include "ledger/log/tiles.h"
#include "trace/mentions.h"

namespace isotrail {

class RecordWriter {
 public:
  RecordWriter(Lane& lane, const std::vector<RoomTable>& rooms) : lane_(lane), rooms_(rooms) {}

  /// In a transaction that has asked something: what it has in mind goes when it may be so no longer.
  void begun();
  /// Entries came into the record, or went, without it.
  void forget();
  /// Fills what Appender::append fills.
  void append(Event& event);
  /// What append() does beside storing the entry: for a rebuild.
  void project(const Event& event);
  /// Before the commit.
  void settle() { appender_.settle(); }

 private:
  void refold(const Event& amendment);
  Lane& lane_;
  const std::vector<RoomTable>& rooms_;
  Appender appender_{lane_};
  LogTables log_{lane_};
  MentionTables mentions_{lane_};
  std::int64_t known_since_ = -1;  // the lane's upsets() when it began to keep in mind
};

}  // namespace isotrail
