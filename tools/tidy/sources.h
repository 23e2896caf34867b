#pragma once
// The tracked text files of the house, read once.
#include <string>
#include <vector>

namespace tidy {

struct Source {
  std::string path;  // from the house's root, with '/'
  std::vector<std::string> lines;
};
/// Every file below the folders that hold our own work; never build/, node_modules/ or hidden folders.
std::vector<Source> readSources(const std::string& root);
bool startsWith(const std::string& text, const std::string& head);
bool endsWith(const std::string& text, const std::string& tail);
/// "src/rooms/clinic/facts.h" -> "src/rooms/clinic".
std::string folderOf(const std::string& path);

}  // namespace tidy
