#pragma once
// Live updates: new entries of the record as server-sent events, as far as the caller may hear of them.
#include <memory>

#include "node/node.h"
#include "server/visit.h"

namespace isotrail::server {

inline constexpr const char* kStreamPath = "/api/v1/stream";

/// Resumes after Last-Event-ID or ?after=; without either it begins with what comes next. BAD_VALUE when that is no number.
/// Each entry is {seq, type, site, at, stream} under its seq as id. "event: clock" tells a showcase's clock at the start and
/// when it was set or changed speed; "event: session" ends the stream when the session has ended. After 5 s without
/// anything else "event: beat" {now}: a page cannot see comments, and shows how old its values are.
Result<std::unique_ptr<http::StreamSource>> openEntryStream(Node& node, const Visit& visit);

}  // namespace isotrail::server
