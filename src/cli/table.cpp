#include "cli/table.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace isotrail::cli {
namespace {

struct Range {
  std::uint32_t first, last;
};
// Unicode East Asian Width W and F, in the blocks our four languages and symbols use.
constexpr std::array kWide = {Range{0x1100, 0x115F}, Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},   Range{0x3400, 0x4DBF},  Range{0x4E00, 0x9FFF},
                              Range{0xA000, 0xA4CF}, Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},  Range{0xFF00, 0xFF60},
                              Range{0xFFE0, 0xFFE6}, Range{0x1F300, 0x1F64F}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};
constexpr std::array kNone = {Range{0x0300, 0x036F}, Range{0x200B, 0x200F}, Range{0xFE00, 0xFE0F}, Range{0xFEFF, 0xFEFF}};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, std::uint32_t c) {
  return std::any_of(ranges.begin(), ranges.end(), [c](Range r) { return c >= r.first && c <= r.last; });
}

/// The code point at the start of `text` and its length in bytes; a broken sequence counts as one byte.
std::pair<std::uint32_t, std::size_t> codePoint(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (n == 1 || n > text.size() || lead < 0xC2) return {lead, 1};
  std::uint32_t c = lead & (0xFFu >> (n + 1));
  for (std::size_t i = 1; i < n; ++i) c = (c << 6) | (static_cast<unsigned char>(text[i]) & 0x3F);
  return {c, n};
}

std::string headText(const std::string& head) { return head.starts_with('>') ? head.substr(1) : head; }

}  // namespace

std::size_t displayWidth(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const auto [c, n] = codePoint(text);
    width += within(kNone, c) ? 0 : within(kWide, c) ? 2 : 1;
    text.remove_prefix(n);
  }
  return width;
}

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto [c, n] = codePoint(text);
    if (c == '\n' || c == '\r' || c == '\t')
      out += ' ';
    else if (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0))
      out += text.substr(0, n);
    text.remove_prefix(n);
  }
  return out;
}

std::string drawTable(const Table& table, bool bold_heads) {
  std::vector<std::vector<std::string>> lines{{}};
  for (const auto& head : table.heads) lines[0].push_back(headText(head));
  std::vector<std::size_t> widths(table.heads.size(), 0);
  for (const auto& row : table.rows) {
    auto& line = lines.emplace_back();
    for (std::size_t c = 0; c < table.heads.size(); ++c) {
      line.push_back(c < row.size() ? printable(row[c]) : "");
      widths[c] = std::max(widths[c], displayWidth(line.back()));
    }
  }
  std::string out;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    std::string line;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (widths[c] == 0) continue;
      const std::size_t width = std::max(widths[c], displayWidth(lines[0][c]));
      const std::string blanks(width - displayWidth(lines[l][c]), ' ');
      if (!line.empty()) line += "  ";
      line += table.heads[c].starts_with('>') ? blanks + lines[l][c] : lines[l][c] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += l == 0 && bold_heads ? "\x1b[1m" + line + "\x1b[0m\n" : line + "\n";
  }
  return out;
}

}  // namespace isotrail::cli
