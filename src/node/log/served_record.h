#pragma once
// The record of a running server checked from what it hands out as C2SP tlog-tiles, nothing of it believed: the signed checkpoint,
// the entries' stored bytes, and the hashes that stand beside them.
#include <functional>
#include <string>

#include "node/log/bundle.h"

namespace isotrail {

/// The bytes at a path below the log's address: "/checkpoint", "/tile/entries/000.p/12". Throws Fault when they cannot be had.
using LogAt = std::function<std::string(const std::string& path)>;

/// Reads the log to its first fault. The trusted key and checkpoints count as for a bundle.
BundleCheck checkServed(const LogAt& log, const RecordTrust& trust);

/// "x001/x234/067": a tile's place as its path spells it.
std::string tilePath(std::int64_t n);

}  // namespace isotrail
