#pragma once
// The script of a day as a table: one row is one command of one person at one instant, and what is to come of it.
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/csv.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/result.h"
#include "desk/texts.h"

namespace isotrail::showcase {

/// A text in the four languages, in the order of `Language`.
using Words = std::array<std::string, 4>;
inline const std::string& wordsIn(const Words& words, Language language) { return words[static_cast<std::size_t>(language)]; }

struct StoryRow {
  int n = 0;  // 1 for the first row
  Instant at;
  std::string by;                                           // account
  std::string command;                                      // "hotlab/draw-dose"
  std::vector<std::pair<std::string, std::string>> fields;  // as written; "@assay(V1)" is read off an instrument
  std::vector<std::string> expect;                          // sorted codes of the refusal; empty: accepted
  std::string chapter;
  Words note;
};

struct Chapter {
  std::string id;
  Words title;
  int first = 0;  // its first row
};

struct Story {
  Words title;
  std::vector<Chapter> chapters;  // in the order of the rows
  std::vector<StoryRow> rows;
};

/// What the reader must know of the rest of the program to point at a wrong cell.
struct KnownWords {
  std::map<std::string, std::set<std::string>> commands;  // "hotlab/draw-dose" -> its fields
};

/// `rows`: at, by, command, fields ("key=value; key=value"), expect, chapter, note_en, note_zh_hans, note_zh_hant, note_pt;
/// times never go back. `chapters`: chapter, title_en, ..., the row "day" gives the whole its title.
/// BAD_REQUEST lists every wrong cell with line and column.
Result<Story> readStory(std::string_view rows, std::string_view chapters, const KnownWords& known);

}  // namespace isotrail::showcase
