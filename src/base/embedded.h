#pragma once
// Files compiled into the program: data/, rules/, db/migrations/, the rooms' texts.
#include <string_view>
#include <vector>

namespace isotrail {

/// The text of e.g. "data/nuclides.csv". Throws Bug when there is no such file.
std::string_view embeddedText(std::string_view path);
/// Paths that begin with `prefix`, sorted.
std::vector<std::string_view> embeddedPaths(std::string_view prefix);

}  // namespace isotrail
