#pragma once
// The program around the verbs: arguments, languages, and failures turned into words and exit codes.
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "platform/files/embedded.h"

namespace isotrail::cli {

/// `terminal`: `out` is one. `ui` is the browser UI that is compiled in.
int runProgram(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, bool terminal, std::span<const files::File> ui = {});

}  // namespace isotrail::cli
