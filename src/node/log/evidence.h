#pragma once
// What happened to one item or dose, as a page that proves itself: the entries' stored bytes, the paths from each to the root of the
// log, the signed checkpoint, and the checking program, all in one HTML file that needs no server.
#include <string>

#include "node/log/node_log.h"

namespace isotrail {

/// {format, subject, made_at, origin, log_key, checkpoint, keys, entries: [{seq, id, type, at, text, bytes, leaf_hash, path}],
/// documents: [{entry, sha256, title, state, bytes}]}.
/// The entries are those of the trace back from `item` (an item, dose or order) and their signatures. An entry that names what the
/// caller may not see comes without its bytes: that it is there is proved all the same. A document that an entry names comes with its
/// bytes, unless it was removed in its time or is another organisation's. Refusals are those of the trace, and DOCUMENT_BROKEN.
Result<Json> makeEvidence(Desk& desk, NodeLog& log, const Caller& caller, const std::string& item, const std::string& language);

/// The page with the evidence in it. Fault EVIDENCE_PAGE when this build has none.
std::string evidencePage(const Json& evidence);

}  // namespace isotrail
