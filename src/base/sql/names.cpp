#include "base/sql/names.h"

#include <algorithm>

namespace isotrail {
namespace {
bool inWord(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
}  // namespace

bool namesTable(std::string_view sql, std::string_view table) {
  for (std::size_t at = 0; (at = sql.find(table, at)) != std::string_view::npos; ++at) {
    const std::size_t end = at + table.size();
    if ((at == 0 || !inWord(sql[at - 1])) && (end == sql.size() || !inWord(sql[end]))) return true;
  }
  return false;
}

std::string_view changedTable(std::string_view sql) {
  if (sql.find(';') != std::string_view::npos) return {};
  for (const std::string_view verb : {"INSERT INTO ", "UPDATE ", "DELETE FROM "}) {
    if (!sql.starts_with(verb)) continue;
    sql.remove_prefix(verb.size());
    const auto end = std::find_if(sql.begin(), sql.end(), [](char c) { return !inWord(c); });
    return sql.substr(0, static_cast<std::size_t>(end - sql.begin()));
  }
  return {};
}

}  // namespace isotrail
