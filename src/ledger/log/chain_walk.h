#pragma once
// The chains read entry by entry in append order: what each must be, given those before it.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "ledger/envelope_view.h"
#include "ledger/journal.h"

namespace isotrail {

/// How many entries of each stream went by. A stream takes 16 bytes: of its name only a digest of 96 bits is kept.
class StreamCounts {
 public:
  /// Counts one more when it would be number `version` of its stream; false: it is another.
  bool follows(std::string_view stream, std::int64_t version);

 private:
  struct Slot {
    std::uint64_t name = 0;
    std::uint32_t name_too = 0, count = 0;  // count 0: free
  };
  Slot& slotOf(std::uint64_t name, std::uint32_t name_too);
  void grow();
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

/// What a step says when an entry does not name the hash of the one before it in its chain.
inline constexpr const char* kBrokenLink = "link to the previous entry is broken";

class ChainWalk {
 public:
  /// Why the entry of append number `seq` does not follow; empty when it does. An entry that does not is not taken.
  std::string step(const EnvelopeView& entry, const Digest& hash, std::int64_t seq);

  /// Asks the memory for what step() will read of an entry that comes soon: another core wrote it.
  static void soon(const EnvelopeView& entry) {
    for (const char* at : {entry.site.data(), entry.stream.data(), entry.prev.data(), entry.prev.data() + entry.prev.size()}) __builtin_prefetch(at);
  }

  std::vector<SiteHead> heads() const;  // by site
  /// The chain of that site ends there.
  bool endsAt(const SiteHead& head) const;
  /// Append number of the last entry of a site's chain; 0 when there is none.
  std::int64_t lastOf(const std::string& site) const;

 private:
  struct End {
    std::int64_t position = 0, seq = 0;
    Digest hash{};
  };
  std::map<std::string, End, std::less<>> ends_;
  StreamCounts streams_;
};

}  // namespace isotrail
