#include "showcase/story.h"

#include <algorithm>

#include "units/time.h"

namespace isotrail::showcase {
namespace {

constexpr std::array<const char*, 10> kColumns = {"at",      "by",      "command",      "fields",       "expect",
                                                  "chapter", "note_en", "note_zh_hans", "note_zh_hant", "note_pt"};
constexpr std::array<const char*, 5> kChapterColumns = {"chapter", "title_en", "title_zh_hans", "title_zh_hant", "title_pt"};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Characters, not bytes, so that the column is the one an editor shows.
int characters(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// A table whose columns are known by name; wrong cells are gathered, not thrown.
class Reader {
 public:
  template <std::size_t N>
  Reader(const CsvTable& table, const std::array<const char*, N>& columns, std::vector<FieldError>& errors) : errors_(errors) {
    for (const char* name : columns) {
      const auto at = table.columnOf(name);
      if (!at) errors_.push_back({name, "MISSING_FIELD", "", "a column " + std::string(name), 1, 1});
      where_.push_back(at);
    }
  }
  bool complete() const {
    return std::all_of(where_.begin(), where_.end(), [](const auto& at) { return at.has_value(); });
  }
  const CsvCell& cell(const CsvRow& row, std::size_t column) const { return row.cells[*where_[column]]; }
  void wrong(const CsvCell& cell, const char* field, const char* code, std::string accepted, std::size_t offset = 0) {
    errors_.push_back(
        {field, code, cell.text, std::move(accepted), cell.line, cell.column + characters(std::string_view(cell.text).substr(0, offset))});
  }

 private:
  std::vector<FieldError>& errors_;
  std::vector<std::optional<std::size_t>> where_;
};

void readFields(Reader& in, const CsvCell& cell, const std::set<std::string>* known, StoryRow& row) {
  std::size_t from = 0;
  while (from < cell.text.size()) {
    const std::size_t end = std::min(cell.text.find(';', from), cell.text.size());
    const std::string_view part = trimmed(std::string_view(cell.text).substr(from, end - from));
    const std::size_t equals = part.find('=');
    if (part.empty() || equals == std::string_view::npos || equals == 0) {
      in.wrong(cell, "fields", "BAD_VALUE", "key=value; key=value", from);
    } else {
      const std::string key(part.substr(0, equals));
      if (known && !known->contains(key)) in.wrong(cell, "fields", "UNKNOWN_FIELD", "a field of " + row.command, from);
      row.fields.emplace_back(key, trimmed(part.substr(equals + 1)));
    }
    from = end + 1;
  }
}

void readExpect(const CsvCell& cell, StoryRow& row) {
  std::size_t from = 0;
  while (from < cell.text.size()) {
    const std::size_t end = std::min(cell.text.find(' ', from), cell.text.size());
    if (end > from) row.expect.push_back(cell.text.substr(from, end - from));
    from = end + 1;
  }
  std::sort(row.expect.begin(), row.expect.end());
}

Chapter* chapterNamed(Story& story, const std::string& id) {
  const auto found = std::find_if(story.chapters.begin(), story.chapters.end(), [&](const Chapter& c) { return c.id == id; });
  return found == story.chapters.end() ? nullptr : &*found;
}

void readChapters(const CsvTable& table, Story& story, std::vector<FieldError>& errors) {
  Reader in(table, kChapterColumns, errors);
  if (!in.complete()) return;
  for (const auto& row : table.rows) {
    Words title;
    for (std::size_t i = 0; i < title.size(); ++i) title[i] = in.cell(row, i + 1).text;
    const CsvCell& id = in.cell(row, 0);
    if (id.text == "day")
      story.title = title;
    else if (chapterNamed(story, id.text))
      in.wrong(id, "chapter", "ALREADY_EXISTS", "each chapter once");
    else
      story.chapters.push_back({id.text, title, 0});
  }
}

void readRow(Reader& in, const CsvRow& line, const KnownWords& known, Story& story) {
  StoryRow row;
  row.n = static_cast<int>(story.rows.size()) + 1;
  const CsvCell& at = in.cell(line, 0);
  const auto instant = parseInstant("at", at.text);
  if (!instant)
    in.wrong(at, "at", "BAD_INSTANT", "an instant: 2025-12-17T09:15:00+08:00");
  else if (!story.rows.empty() && *instant < story.rows.back().at)
    in.wrong(at, "at", "BAD_VALUE", "an instant not before the row above");
  row.at = instant ? *instant : story.rows.empty() ? Instant() : story.rows.back().at;
  row.by = in.cell(line, 1).text;
  if (!isIdText(row.by)) in.wrong(in.cell(line, 1), "by", "BAD_VALUE", "an account");
  row.command = in.cell(line, 2).text;
  const auto command = known.commands.find(row.command);
  if (command == known.commands.end()) in.wrong(in.cell(line, 2), "command", "BAD_VALUE", "a command such as hotlab/draw-dose");
  readFields(in, in.cell(line, 3), command == known.commands.end() ? nullptr : &command->second, row);
  readExpect(in.cell(line, 4), row);
  row.chapter = in.cell(line, 5).text;
  Chapter* chapter = chapterNamed(story, row.chapter);
  if (!chapter)
    in.wrong(in.cell(line, 5), "chapter", "BAD_VALUE", "a chapter of the table of chapters");
  else if (chapter->first == 0)
    chapter->first = row.n;
  else if (story.rows.back().chapter != row.chapter)
    in.wrong(in.cell(line, 5), "chapter", "BAD_VALUE", "the rows of a chapter together");
  for (std::size_t i = 0; i < row.note.size(); ++i) {
    row.note[i] = in.cell(line, 6 + i).text;
    if (row.note[i].empty()) in.wrong(in.cell(line, 6 + i), kColumns[6 + i], "MISSING_FIELD", "what happens, in one line");
  }
  story.rows.push_back(std::move(row));
}

}  // namespace

Result<Story> readStory(std::string_view rows, std::string_view chapters, const KnownWords& known) {
  auto row_table = parseCsv(rows);
  if (!row_table) return row_table.refusal();
  auto chapter_table = parseCsv(chapters);
  if (!chapter_table) return chapter_table.refusal();
  Story story;
  std::vector<FieldError> errors;
  readChapters(*chapter_table, story, errors);
  Reader in(*row_table, kColumns, errors);
  if (in.complete())
    for (const auto& line : row_table->rows) readRow(in, line, known, story);
  if (errors.empty()) {
    std::erase_if(story.chapters, [](const Chapter& c) { return c.first == 0; });
    return story;
  }
  Refusal refusal = Refusal::of("BAD_REQUEST");
  refusal.params.set("field", errors.front().field).set("value", errors.front().value).set("accepted", errors.front().accepted);
  refusal.fields = std::move(errors);
  return refusal;
}

}  // namespace isotrail::showcase
