#pragma once
// The node's log as C2SP tlog-tiles serves it, under /log/, and proofs for programs that do not want to fetch tiles.
// Hashes and checkpoints are for everybody who may read; the entries themselves name pseudonyms of patients of every hospital and
// are for administrators only.
#include "server/routes.h"
#include "node/node.h"

namespace isotrail::server {

inline constexpr std::string_view kLog = "/log";

std::vector<Route> logRoutes(Node& node);

/// Which tile a path names: "0/x001/x234/067.p/8". Nothing for a path that no log serves.
struct TileName {
  int level = 0;
  std::int64_t n = 0, width = 0;
  static std::optional<TileName> parse(std::string_view path);
  /// Without the level, as entry bundles are named.
  static std::optional<TileName> parseBundle(std::string_view path);
};

}  // namespace isotrail::server
