#pragma once
// The envelope of a ledger entry. `bytes` are what is stored, hashed and, later, verified; nothing is re-serialised.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/json.h"

namespace isotrail {

struct Event {
  std::int64_t seq = 0;       // append order on this node, from 1
  std::string id;             // random, unique for all time
  SiteId site;                // the chain
  std::int64_t position = 0;  // place in the site's chain, from 1
  std::string stream;         // "hotlab/S-251217-01"
  std::int64_t version = 0;   // place in the stream, from 1
  std::string type;           // "hotlab.DoseDrawn"
  int schema = 1;
  Instant occurred_at;
  Instant recorded_at;
  PersonId actor;
  OrgId org;
  std::string device;
  std::string command_id;
  std::string cause;  // id of the event that led to this one
  std::string reason;
  std::vector<std::string> signatures;  // ids of the signature entries that follow
  Json entered;                         // quantities as they were typed, with unit
  Json movement;                        // null unless atoms or custody moved
  Json payload;
  std::string bytes;
  std::string prev_hash;  // hex
  std::string hash;       // hex of SHA-256 over bytes

  /// Decodes the payload as event type E (E::type must match; see desk/schema.h for fields).
  bool is(std::string_view wanted) const { return type == wanted; }
};

/// The form of the stored bytes, their member "v".
inline constexpr std::int64_t kEnvelopeVersion = 1;

/// The stored bytes for an envelope whose other members are filled; prev_hash included.
std::string encodeEnvelope(const Event& e);
/// Reads stored bytes back. Empty when they are not an envelope of a known version.
std::optional<Event> decodeEnvelope(std::string_view bytes);

}  // namespace isotrail
