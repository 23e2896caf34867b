#pragma once
// The record read from its first entry on for verification: rows as they are stored, in blocks that fill one tile of the log each,
// hashed and looked at on all cores while the next block is read. What is held at once does not grow with the record.
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
  Digest hash{}, leaf{};         // of the chain, of the log
  std::unique_ptr<Event> event;  // read whole where `Deeper` asked for it
  bool signature_fits = false;   // of the event, when Deeper looked
  std::string why;               // why the row is bad by itself; empty: it is not
};

struct EntryBlock {
  std::vector<StoredEntry> entries;
  std::vector<Digest> leaves() const;
  std::optional<Digest> root;  // of a full tile
  std::vector<char> bytes;     // what the entries' views lie in
};

/// What else to find out of a row by itself; called from any thread.
using Deeper = std::function<void(StoredEntry&)>;

class EntryBlocks {
 public:
  explicit EntryBlocks(Db& db, Deeper deeper = {});
  /// The next rows in append order; null after the last. A gap in the append numbers is the caller's to find.
  std::unique_ptr<EntryBlock> next();

 private:
  bool readOne();

  Db& db_;
  Deeper deeper_;
  std::int64_t after_ = 0;
  bool end_ = false;
  std::deque<std::unique_ptr<EntryBlock>> ahead_;  // in the order of work_
  WorkLine work_;
};

}  // namespace isotrail
