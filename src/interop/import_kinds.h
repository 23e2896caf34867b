#pragma once
// Which command takes the rows of which file: data/import_files.csv, in the order in which a folder is imported.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isotrail {

struct ImportKind {
  std::string file;      // "orders"
  std::string command;   // "ordering/place-order"
  std::size_t rank = 0;  // place in the order of a folder
};
const std::vector<ImportKind>& importKinds();
/// The kind a file's name says: "orders.csv", "orders-2025-12-17.csv" and "10_orders.csv" are orders. Case does not matter.
std::optional<ImportKind> importKindOf(std::string_view file_name);
/// "organisations, sites, people, ...", for messages.
std::string importKindNames();

}  // namespace isotrail
