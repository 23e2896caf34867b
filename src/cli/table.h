#pragma once
// Tables for terminals: columns as wide as what they show, Chinese counted as two columns.
#include <string>
#include <string_view>
#include <vector>

namespace isotrail::cli {

/// Terminal columns a UTF-8 text takes: 2 for wide East Asian characters, 0 for combining marks.
std::size_t displayWidth(std::string_view utf8);
/// Without control characters, which could rewrite the reader's screen; line ends become blanks.
std::string printable(std::string_view utf8);

struct Table {
  std::vector<std::string> heads;  // a leading '>' aligns the column right
  std::vector<std::vector<std::string>> rows;
};
/// One line a row, two blanks between columns, no trailing blanks; columns without any text are left out.
std::string drawTable(const Table& table, bool bold_heads);

}  // namespace isotrail::cli
