#pragma once
// What nodes tell each other: a site's segments come in at a hub, a hub's holds go out to its sites. Room "sync" of the desk.
#include "desk/room.h"
#include "node/log/node_log.h"
#include "node/sync/received.h"
#include "node/sync/side_by_side.h"

namespace isotrail::sync {

RoomTable syncRoom();

/// A node's own word on the way to another: what the commands of the room take.
struct RegisterNode {
  std::string role, key, name;
  OrgId org;
  std::optional<std::vector<std::string>> sites;
  void fields(Fields& f) {
    f.choice("role", role, "site|hub", "site: its log comes here; hub: its notices do");
    f("key", key, "the key its log began with, 64 hex digits: first_key of its GET /api/v1/sync/self");
    f("org", org, "whose node it is");
    f("name", name, "what people call it");
    f("sites", sites, "a site's: the sites whose chains it writes");
  }
};
struct TakeNotices {
  std::string hub;
  std::vector<std::string> keys;
  Json note, notices;
  Instant clock;
  void fields(Fields& f) {
    f("hub", hub, "the hub's node name");
    f("note", note, "the hub's signed checkpoint, a text");
    f("keys", keys, "entries that brought in the hub's keys after the first, each with the entry of its signature");
    f("notices", notices, "list of {seq, bytes, path, items}: entries of the hub's log with their paths to the checkpoint's root");
    f("clock", clock, "what the hub's clock showed");
  }
};

/// The hub's holds and liftings after `after` of its log, with proof, as a body of sync/take-notices plus "upto". Those that came from
/// `node` itself are left out.
Json noticesFor(Db& db, const SignedCheckpoint& checkpoint, const std::string& node, std::int64_t after, Instant clock);

// The acts.
Verdict registerNode(Act& act, const RegisterNode& c);
Verdict receiveSegment(Act& act, const ReceiveSegment& c);
Verdict takeNotices(Act& act, const TakeNotices& c);

/// Clocks that stand further apart are a finding.
inline constexpr Seconds kClockTolerance{120.0};
/// A node's findings about clocks, one a day.
std::vector<Finding> clockFindings(Db& db, const std::string& node, Instant now, Seconds offset, const std::vector<Event>& fresh);

}  // namespace isotrail::sync
