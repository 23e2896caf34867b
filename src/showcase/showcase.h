#pragma once
// The showcase: Guangzhou to Macao, Wednesday 17 December 2025. Master data and script are compiled into the program from
// examples/greater-bay.
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>

#include "showcase/story_player.h"

namespace isotrail::showcase {

inline constexpr std::uint64_t kSeed = 20251217;
/// Of every showcase account.
inline constexpr const char* kPassword = "isotrail-showcase";
/// Where a visitor comes in: at the border, one minute after the window has shut.
inline constexpr const char* kOpening = "2025-12-17T08:16:00+08:00";

/// The story shipped with the program. Throws Bug when its tables are wrong; a test reads them.
Story shippedStory(const Desk& desk);

struct Loaded {
  std::size_t rows = 0;  // of the master data
  std::size_t files = 0;
  std::size_t accounts = 0;
};
/// Marks an empty database as showcase, takes in the master data and makes the accounts. On a database that carries them
/// already nothing changes. Throws Fault SHOWCASE_DATA with the first problem when the data are refused.
Loaded loadShowcase(Node& node);
/// A player on a loaded node.
std::unique_ptr<StoryPlayer> makePlayer(Node& node, std::uint64_t seed = kSeed);

struct WholeDay {
  std::string db = ":memory:";
  std::uint64_t seed = kSeed;
  bool json = false;
};
/// The whole day at full speed without a server, its summary on `out`. Answers 0 when all came as scripted, 1 otherwise; the
/// first row that differs is named. A database in which the day has begun is played to its end.
int playWholeDay(const WholeDay& options, std::ostream& out);

}  // namespace isotrail::showcase
