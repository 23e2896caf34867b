#include "base/csv.h"

#include <algorithm>

namespace isotrail {
namespace {

Refusal badCsv(const std::string& why, int line, int column) {
  Refusal r = Refusal::of("BAD_CSV", Json::object({{"why", why + " at line " + std::to_string(line) + ", column " + std::to_string(column)}}));
  r.fields.push_back({"file", "BAD_CSV", why, "UTF-8 table with a header row", line, column});
  return r;
}

/// Length of the UTF-8 sequence that begins at `s`, 0 when it is not one.
std::size_t sequenceLength(std::string_view s) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char lead = byte(0);
  const std::size_t n = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
  if (n == 0 || n > s.size()) return 0;
  for (std::size_t i = 1; i < n; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  if (n == 3 && lead == 0xE0 && byte(1) < 0xA0) return 0;   // overlong
  if (n == 3 && lead == 0xED && byte(1) >= 0xA0) return 0;  // surrogate
  if (n == 4 && lead == 0xF0 && byte(1) < 0x90) return 0;   // overlong
  if (n == 4 && lead == 0xF4 && byte(1) >= 0x90) return 0;  // beyond U+10FFFF
  return n;
}

class CsvReader {
 public:
  CsvReader(std::string_view bytes, char separator) : in_(bytes), separator_(separator) {}

  /// One row; empty at the end of the file. `error_` is set when the row cannot be read.
  CsvRow next() {
    CsvRow row;
    row.line = line_;
    while (at_ < in_.size() && !failed_) {
      row.cells.push_back(cell());
      if (at_ >= in_.size()) break;
      if (in_[at_] == separator_) {
        step();
        if (at_ >= in_.size()) row.cells.push_back({"", line_, column_});
        continue;
      }
      endLine();
      break;
    }
    return row;
  }
  bool done() const { return at_ >= in_.size(); }
  bool failed() const { return failed_; }
  Refusal error() const { return badCsv(why_, line_, column_); }

 private:
  CsvCell cell() {
    CsvCell c{"", line_, column_};
    if (in_[at_] == '"') return quoted(std::move(c));
    while (at_ < in_.size() && in_[at_] != separator_ && in_[at_] != '\n' && in_[at_] != '\r') take(c.text);
    return c;
  }
  CsvCell quoted(CsvCell c) {
    step();  // c remembers where the quote was opened
    while (at_ < in_.size()) {
      if (in_[at_] != '"') {
        take(c.text);
        continue;
      }
      step();
      if (at_ >= in_.size() || in_[at_] != '"') return c;
      take(c.text);  // a doubled quote stands for one
    }
    if (!failed_) {
      line_ = c.line;  // the end of the file says nothing; the opening quote is what must be mended
      column_ = c.column;
      fail("a quote is not closed");
    }
    return c;
  }
  void take(std::string& text) {
    const std::size_t n = sequenceLength(in_.substr(at_));
    if (n == 0) return fail("not UTF-8");
    text += in_.substr(at_, n);
    if (in_[at_] == '\n') {
      ++line_;
      column_ = 0;
    }
    at_ += n;
    ++column_;
  }
  void step() {
    ++at_;
    ++column_;
  }
  void endLine() {
    if (in_[at_] == '\r') ++at_;
    if (at_ < in_.size() && in_[at_] == '\n')
      ++at_;
    else if (at_ < in_.size() && in_[at_ - 1] != '\r')
      return fail("text after a closing quote");
    ++line_;
    column_ = 1;
  }
  void fail(std::string why) {
    failed_ = true;
    if (why_.empty()) why_ = std::move(why);
    at_ = in_.size();
  }
  std::string_view in_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1, column_ = 1;
  bool failed_ = false;
  std::string why_;
};

/// Whichever of comma and semicolon the header row has more of, outside quotes.
char separatorOf(std::string_view bytes) {
  int commas = 0, semicolons = 0;
  bool quoted = false;
  for (const char c : bytes) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    commas += c == ',';
    semicolons += c == ';';
  }
  return semicolons > commas ? ';' : ',';
}

}  // namespace

bool isUtf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t n = sequenceLength(bytes);
    if (n == 0) return false;
    bytes.remove_prefix(n);
  }
  return true;
}

Result<CsvTable> parseCsv(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  CsvReader reader(bytes, separatorOf(bytes));
  const CsvRow header = reader.next();
  if (reader.failed()) return reader.error();
  if (header.cells.empty() || (header.cells.size() == 1 && header.cells[0].text.empty())) return badCsv("there is no header row", 1, 1);
  CsvTable table;
  for (const auto& c : header.cells) {
    if (std::find(table.header.begin(), table.header.end(), c.text) != table.header.end())
      return badCsv("column \"" + c.text + "\" appears twice", c.line, c.column);
    table.header.push_back(c.text);
  }
  table.header_cells = header.cells;
  std::optional<Refusal> ragged;
  while (!reader.done()) {
    CsvRow row = reader.next();
    if (reader.failed()) return reader.error();
    if (row.cells.size() == 1 && row.cells[0].text.empty()) continue;
    if (row.cells.size() != table.header.size()) {
      Refusal r = badCsv(std::to_string(row.cells.size()) + " cells where the header has " + std::to_string(table.header.size()), row.line, 1);
      if (ragged)
        ragged->fields.push_back(std::move(r.fields.front()));
      else
        ragged = std::move(r);
      continue;
    }
    table.rows.push_back(std::move(row));
  }
  if (ragged) return std::move(*ragged);
  return table;
}

std::optional<std::size_t> CsvTable::columnOf(std::string_view name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

std::string csvLine(const std::vector<std::string>& cells) {
  std::string out;
  for (const auto& text : cells) {
    if (&text != &cells.front()) out += ',';
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
      out += text;
      continue;
    }
    out += '"';
    for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
    out += '"';
  }
  return out + "\n";
}

}  // namespace isotrail
