#pragma once
// This node as others know it, and its side of an exchange with a hub, whatever carries the words there.
#include <functional>

#include "node/node.h"

namespace isotrail::sync {

/// {node, first_key, entries, now}.
Json selfOf(Node& node);
/// The key this node's log began with, hex.
std::string firstKey(Node& node);

/// A hub as a site asks it. Refusals are those it answered, or its problem's code.
class Hub {
 public:
  virtual ~Hub() = default;
  virtual Result<Json> get(const std::string& target) = 0;  // "sync/nodes/0123456789abcdef"
  /// A command of the hub's desk with an id of the caller's choice; answers its result.
  virtual Result<Json> command(const std::string& name, const std::string& id, const Json& body) = 0;
};

struct Pushed {
  std::int64_t sent = 0, held = 0, entries = 0;
  bool forked = false;  // the hub set a segment aside: this log has two histories
  Json json() const;
};
/// Sends what the hub does not hold, segment by segment from where it stands, until it has all. SYNC_BEHIND, SYNC_FORKED, and what the
/// hub refuses. A push that broke off goes on at the next.
Result<Pushed> push(Node& node, Hub& hub);

/// Takes the hub's new notices into this node's record as `caller`; answers {hub, taken, upto}.
Result<Json> pull(Node& node, Hub& hub, const std::string& hub_node, const Caller& caller);

}  // namespace isotrail::sync
