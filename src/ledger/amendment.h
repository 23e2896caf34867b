#pragma once
// Corrections. An entry is never edited: a further entry names it by id and hash and says which members of its payload were
// wrong and what they are. Readings in time follow from that: as recorded, as corrected, as known at an instant.
#include <optional>
#include <string>
#include <vector>

#include "base/ports.h"
#include "ledger/event.h"

namespace isotrail {

inline constexpr const char* kAmended = "record.Amended";             // in force
inline constexpr const char* kProposed = "record.AmendmentProposed";  // waits for a second person; changes nothing yet

/// Up to where amendments count; what is not said does not limit.
struct Until {
  std::int64_t seq = 0;          // before this append number
  std::optional<Instant> known;  // recorded by the node at this instant or before
};

/// Amendments in force of an entry, and those that amend these, in append order. Of an amendment: those that amend it.
std::vector<Event> amendmentsOf(Db& db, const Event& entry, const Until& until = {});
/// Proposals that nobody has confirmed yet.
std::vector<Event> proposalsOf(Db& db, const Event& entry);
/// The entry with the values that the amendments give it; the latest of a member counts. Bytes and hash stay as stored.
Event corrected(Event entry, const std::vector<Event>& amendments);
/// The entry that was amended in the end: of an amendment, the entry its values belong to; of any other entry, itself.
std::optional<Event> rootOf(Db& db, const Event& entry);
/// The hash column says what the stored bytes hash to.
bool intact(Db& db, const Event& entry);
/// The greatest append number that the node had recorded at `t`; 0 when there was none. The node's clock only goes forward.
std::int64_t lastKnown(Db& db, Instant t);

}  // namespace isotrail
