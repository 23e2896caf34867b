#pragma once
// Tables as people send them: RFC 4180 with a header row, UTF-8 with or without BOM, CRLF or LF, comma or semicolon.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace isotrail {

struct CsvCell {
  std::string text;
  int line = 0;    // of the file, 1 = header
  int column = 0;  // character position in the line where the cell begins, from 1
};
struct CsvRow {
  std::vector<CsvCell> cells;
  int line = 0;
};
struct CsvTable {
  std::vector<std::string> header;
  std::vector<CsvCell> header_cells;  // the same with their places
  std::vector<CsvRow> rows;
  /// Position of the column with exactly this header.
  std::optional<std::size_t> columnOf(std::string_view name) const;
};

/// The separator is the one the header row has more of. Empty lines are skipped. BAD_CSV names line, column and why:
/// invalid UTF-8, an unclosed quote, no header row, a header twice, and every row with another number of cells than the header.
Result<CsvTable> parseCsv(std::string_view bytes);
/// One row with its line end; cells are quoted where they must be.
std::string csvLine(const std::vector<std::string>& cells);
bool isUtf8(std::string_view bytes);

}  // namespace isotrail
