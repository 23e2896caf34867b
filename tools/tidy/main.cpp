// tidy ROOT: checks the house rules over the tree at ROOT, prints every finding and exits 1 when one is not excepted.
#include <algorithm>
#include <iostream>
#include <set>
#include <sstream>

#include "rules.h"

namespace {

struct Exception {
  std::string rule, path;
  bool used = false;
};

std::vector<Exception> exceptionsOf(const std::vector<tidy::Source>& all) {
  std::vector<Exception> out;
  for (const auto& s : all) {
    if (s.path != "tools/exceptions.txt") continue;
    for (const auto& line : s.lines) {
      if (line.empty() || line.front() == '#') continue;
      Exception e;
      std::istringstream(line) >> e.rule >> e.path;
      out.push_back(e);
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: tidy ROOT\n";
    return 2;
  }
  const auto all = tidy::readSources(argv[1]);
  const auto layers = std::find_if(all.begin(), all.end(), [](const tidy::Source& s) { return s.path == "tools/layers.txt"; });
  if (layers == all.end()) {
    std::cerr << "there is no tools/layers.txt below " << argv[1] << "\n";
    return 2;
  }
  tidy::Findings found = tidy::checkEdges(all, *layers);
  for (const auto& check : {tidy::checkSizes, tidy::checkFunctions, tidy::checkHeaders, tidy::checkWords, tidy::checkTexts, tidy::checkFormulas})
    for (auto& f : check(all)) found.push_back(std::move(f));

  auto exceptions = exceptionsOf(all);
  int bad = 0;
  for (const auto& f : found) {
    const auto excepted =
        std::find_if(exceptions.begin(), exceptions.end(), [&](const Exception& e) { return e.rule == f.rule && e.path == f.path; });
    if (excepted != exceptions.end()) {
      excepted->used = true;
      continue;
    }
    std::cout << f.path << (f.line ? ":" + std::to_string(f.line) : "") << " [" << f.rule << "] " << f.text << "\n";
    ++bad;
  }
  for (const auto& e : exceptions)
    if (!e.used) std::cout << "tools/exceptions.txt: the exception " << e.rule << " " << e.path << " is no longer needed; remove it\n", ++bad;
  std::cout << all.size() << " files checked, " << bad << " findings\n";
  return bad ? 1 : 0;
}
