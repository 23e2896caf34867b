#include "interop/import_kinds.h"

#include <algorithm>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"

namespace isotrail {
namespace {

std::vector<ImportKind> load() {
  auto table = parseCsv(embeddedText("data/import_files.csv"));
  if (!table) throw Bug("data/import_files.csv is not a CSV table");
  std::vector<ImportKind> kinds;
  for (const auto& row : table->rows) kinds.push_back({row.cells.at(0).text, row.cells.at(1).text, kinds.size()});
  return kinds;
}

/// The name in small letters without folder, ending and leading number: "data/10_Orders.CSV" is "orders".
std::string stemOf(std::string_view name) {
  name = name.substr(name.find_last_of('/') + 1);
  std::string stem;
  for (const char c : name) stem += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (stem.ends_with(".csv")) stem.resize(stem.size() - 4);
  const auto letters = stem.find_first_not_of("0123456789");
  if (letters != 0 && letters != std::string::npos && (stem[letters] == '_' || stem[letters] == '-')) stem.erase(0, letters + 1);
  return stem;
}

}  // namespace

const std::vector<ImportKind>& importKinds() {
  static const std::vector<ImportKind> kinds = load();
  return kinds;
}

std::optional<ImportKind> importKindOf(std::string_view file_name) {
  const std::string stem = stemOf(file_name);
  const ImportKind* best = nullptr;
  for (const auto& kind : importKinds()) {
    const bool named = stem == kind.file || (stem.starts_with(kind.file) && (stem[kind.file.size()] == '-' || stem[kind.file.size()] == '.'));
    if (named && (!best || kind.file.size() > best->file.size())) best = &kind;
  }
  return best ? std::optional(*best) : std::nullopt;
}

std::string importKindNames() {
  std::string names;
  for (const auto& kind : importKinds()) names += (names.empty() ? "" : ", ") + kind.file;
  return names;
}

}  // namespace isotrail
