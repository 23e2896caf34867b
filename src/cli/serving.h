#pragma once
// What serve and showcase have in common: options of the server, where it answers, and the record's check at the start.
#include "cli/verbs.h"
#include "server/serve.h"

namespace isotrail::cli {

server::ServeOptions serveOptions(const Invocation& invocation, Output& out);
/// "http://localhost:8080/", with --lan also the addresses others use.
std::vector<std::string> addressesOf(const Invocation& invocation, unsigned short port);
/// Checks the record; a broken one stops writing, and the reason is told.
bool verifyOrStopWriting(Node& node, Output& out, std::int64_t* entries = nullptr);

}  // namespace isotrail::cli
