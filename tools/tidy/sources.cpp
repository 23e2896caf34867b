#include "sources.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace tidy {
namespace fs = std::filesystem;
namespace {

const std::set<std::string> kFolders = {"src", "web", "tests", "tools", "cmake", "data", "db", "rules", "examples", "docs"};
const std::set<std::string> kText = {".h", ".cpp", ".ts", ".tsx", ".css", ".mjs", ".sql", ".csv", ".md", ".txt", ".cmake", ".json", ".sh", ""};

std::vector<std::string> linesOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

}  // namespace

std::vector<Source> readSources(const std::string& root) {
  std::vector<Source> out;
  for (const auto& top : fs::directory_iterator(root)) {
    const std::string name = top.path().filename().string();
    if (top.is_regular_file() && kText.contains(top.path().extension().string())) out.push_back({name, linesOf(top.path())});
    if (!top.is_directory() || !kFolders.contains(name)) continue;
    for (auto it = fs::recursive_directory_iterator(top.path()); it != fs::recursive_directory_iterator(); ++it) {
      const std::string leaf = it->path().filename().string();
      if (it->is_directory() && (leaf == "node_modules" || leaf == "dist" || leaf.front() == '.')) it.disable_recursion_pending();
      if (it->is_regular_file() && kText.contains(it->path().extension().string()))
        out.push_back({fs::relative(it->path(), root).generic_string(), linesOf(it->path())});
    }
  }
  std::sort(out.begin(), out.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return out;
}

bool startsWith(const std::string& text, const std::string& head) { return text.rfind(head, 0) == 0; }
bool endsWith(const std::string& text, const std::string& tail) {
  return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0;
}
std::string folderOf(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

}  // namespace tidy
