#pragma once
// The tree of verbs while it is built; only files that add verbs see the argument parser.
#include <string>

#include "cli/invocation.h"

namespace CLI {
class App;
}

namespace isotrail::cli {

struct Tree {
  CLI::App& app;
  Parsed parsed = {};
  std::string more = {};  // verbs the list leaves to the last line

  Invocation& in() { return parsed.invocation; }

  /// A verb with what all verbs take. `examples`: two real ones, a line each.
  CLI::App* verb(CLI::App* parent, const char* name, const char* what, Verb run, const char* examples, bool database = true);
  CLI::App* noun(const char* name, const char* what);
};

void addPlan(Tree& t);
void addSlots(Tree& t);

}  // namespace isotrail::cli
