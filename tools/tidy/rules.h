#pragma once
// The house rules that a machine can check. Each answers what it found; a finding names rule, path, line and what to do.
#include <string>
#include <vector>

#include "sources.h"

namespace tidy {

struct Finding {
  std::string rule;  // edges sizes functions folders headers words texts catalogues
  std::string path;
  int line = 0;
  std::string text;
};
using Findings = std::vector<Finding>;

Findings checkEdges(const std::vector<Source>& all, const Source& layers);  // tools/layers.txt
Findings checkSizes(const std::vector<Source>& all);                        // a file of at most 500 lines, a folder of at most 24 files
Findings checkFunctions(const std::vector<Source>& all);                    // a C++ function of at most 70 lines
Findings checkHeaders(const std::vector<Source>& all);                      // #pragma once, no vendor header in a header
Findings checkWords(const std::vector<Source>& all);                        // nothing left unfinished, no vague names, no addresses of registries
Findings checkTexts(const std::vector<Source>& all);                        // four languages in every table of words, placeholders the same in each
Findings checkFormulas(const std::vector<Source>& all);                     // one half-life, one decay formula: src/nuclide and data/ only

}  // namespace tidy
