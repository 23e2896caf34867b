#pragma once
// A hospital's node on a file, ready for a night with Tc-99m, and a hub that knows it. Every name is made up.
#include <string>

#include "base/instant.h"

namespace isotrail::test {

inline constexpr int kPatients = 24;  // one every twenty minutes, eight hours
inline constexpr const char* kPassword = "correct horse";

/// Orders ORD-0 ... are promised and prescribed, each 200 MBq of MDP at `first` + 20 min x its number.
void makeSite(const std::string& db, Instant evening, Instant first);
/// Both nodes know each other by their keys; "cotai.node" may send.
void makeHub(const std::string& db, const std::string& site_db, Instant evening);

}  // namespace isotrail::test
