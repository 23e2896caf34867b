#pragma once
// The record read from its first entry on for verification: rows as they are stored, in blocks that fill one tile of the log each,
// hashed and looked at on all cores while the next block is read. What is held at once does not grow with the record.
#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ports.h"
#include "base/threads/work_line.h"
#include "ledger/envelope_view.h"
#include "ledger/event.h"

namespace isotrail {

/// One row, and what follows from its bytes alone.
struct StoredEntry {
  std::int64_t seq = 0;
  std::string_view id, site;  // as the index columns say
  std::string_view bytes;
  EnvelopeView view;             // when `why` is empty
  Digest hash{};                 // of the chain
  std::unique_ptr<Event> event;  // read whole where `Deeper` asked for it
  bool signature_fits = false;   // of the event, when Deeper looked
  std::string why;               // why the row is bad by itself; empty: it is not
};

/// A row's columns, copied out of the engine.
struct RawRow {
  std::int64_t seq, position, version;
  std::array<std::size_t, 8> at;  // where each of its texts begins in the block's bytes, and the last ends
};

struct EntryBlock {
  std::vector<StoredEntry> entries;
  std::vector<Digest> leaves;  // of the log
  std::optional<Digest> root;  // of a full tile
  std::vector<RawRow> rows;
  std::string bytes;  // what the entries' views lie in
};

/// What else to find out of a row by itself; called from any thread.
using Deeper = std::function<void(StoredEntry&)>;

class EntryBlocks {
 public:
  explicit EntryBlocks(Db& db, Deeper deeper = {});
  /// The next rows in append order, there until the next call; null after the last. A gap in the append numbers is the caller's to find.
  const EntryBlock* next();

 private:
  bool readOne();

  Db& db_;
  Deeper deeper_;
  std::int64_t after_ = 0;
  bool end_ = false;
  std::unique_ptr<EntryBlock> now_;                 // given out
  std::vector<std::unique_ptr<EntryBlock>> spare_;  // to be filled again: their memory stays
  std::deque<std::unique_ptr<EntryBlock>> ahead_;   // in the order of work_
  WorkLine work_;
};

}  // namespace isotrail
