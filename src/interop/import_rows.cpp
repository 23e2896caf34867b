#include "interop/import_rows.h"

#include <algorithm>

#include "base/hash.h"
#include "interop/import_kinds.h"

namespace isotrail {
namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& t : texts) out += (out.empty() ? "" : ", ") + t;
  return out;
}

RowProblem fileProblem(const char* code, const std::string& value, const std::string& accepted) {
  return {0, 0, "file", value, code, accepted, Json::object({{"value", value}, {"accepted", accepted}}), {}};
}

RowProblem columnProblem(const CsvCell& cell, const std::string& name, const char* code, const std::string& accepted) {
  return {cell.line, cell.column, name, "", code, accepted, Json::object({{"field", name}, {"value", ""}, {"accepted", accepted}}), {}};
}

/// Parts of "a|b|c"; empty parts are left out.
Json listOf(std::string_view text) {
  Json list = Json::array();
  while (true) {
    const auto bar = text.find('|');
    if (std::string part = trimmed(text.substr(0, bar)); !part.empty()) list.push(std::move(part));
    if (bar == std::string_view::npos) return list;
    text.remove_prefix(bar + 1);
  }
}

Json cellValue(const std::string& text, const std::string& type) {
  if (type == "array") return listOf(text);
  if (type != "object") return text;  // numbers, quantities and instants are read from their text
  auto parsed = Json::parse(text);
  return parsed ? std::move(*parsed) : Json(text);
}

/// The command's fields as the header must name them.
struct Columns {
  std::vector<std::string> names;
  Json schema;
  std::vector<std::optional<std::size_t>> at;  // column of each field in the file
};

Columns columnsOf(const CommandInfo& info) {
  SchemaWriter writer;
  info.describe(writer);
  return {writer.names(), writer.take(), {}};
}

/// Finds each field's column; what the header has too much or too little goes to the problems.
void matchHeader(Columns& columns, const CsvTable& table, std::vector<RowProblem>& problems) {
  std::vector<std::string> header;
  for (const auto& cell : table.header_cells) {
    const std::string name = trimmed(cell.text);
    if (std::find(columns.names.begin(), columns.names.end(), name) == columns.names.end())
      problems.push_back(columnProblem(cell, name, "UNKNOWN_FIELD", joined(columns.names)));
    else if (std::find(header.begin(), header.end(), name) != header.end())
      problems.push_back(columnProblem(cell, name, "BAD_VALUE", "each column once"));
    header.push_back(name);
  }
  const auto& required = columns.schema["required"].items();
  for (const auto& name : columns.names) {
    const auto found = std::find(header.begin(), header.end(), name);
    columns.at.push_back(found == header.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - header.begin())));
    if (found == header.end() && std::find(required.begin(), required.end(), Json(name)) != required.end())
      problems.push_back(columnProblem({"", 1, 1}, name, "MISSING_FIELD", "a column of this name"));
  }
}

/// The row as the command's body, fields in the command's order whatever order the columns have.
Json bodyOf(const Columns& columns, const CsvRow& row) {
  Json body = Json::object();
  for (std::size_t i = 0; i < columns.names.size(); ++i) {
    if (!columns.at[i]) continue;
    const std::string text = trimmed(row.cells[*columns.at[i]].text);
    if (!text.empty()) body.set(columns.names[i], cellValue(text, columns.schema["properties"][columns.names[i]]["type"].text()));
  }
  return body;
}

std::string commandId(const std::string& command, const Caller& caller, const Json& body) {
  return "import-" + sha256Hex(command + "\n" + caller.person.str() + "\n" + body.dump()).substr(0, 40);
}

/// The command of the file, or why it has none.
const CommandInfo* commandOf(const Desk& desk, const ImportFile& file, FileReport& report) {
  report.command = file.command;
  if (report.command.empty()) {
    auto kind = importKindOf(file.name);
    if (!kind) return report.problems.push_back(fileProblem("IMPORT_KIND", file.name, importKindNames())), nullptr;
    report.command = kind->command;
  }
  const CommandInfo* info = desk.command(report.command);
  if (!info) {
    std::vector<std::string> known;
    for (const auto& room : desk.rooms())
      for (const auto& c : room.commands())
        if (c.meaning.empty()) known.push_back(c.key());
    return report.problems.push_back(fileProblem("IMPORT_COMMAND", report.command, joined(known))), nullptr;
  }
  if (info->meaning.empty()) return info;
  RowProblem problem = fileProblem("IMPORT_SIGNED", report.command, "");
  problem.params.set("meaning", info->meaning);
  return report.problems.push_back(std::move(problem)), nullptr;
}

}  // namespace

PreparedFile prepareFile(const Desk& desk, const Caller& caller, const ImportFile& file) {
  PreparedFile out;
  out.report.file = file.name;
  const CommandInfo* info = commandOf(desk, file, out.report);
  if (!info) return out;
  auto table = parseCsv(file.bytes);
  if (!table) {
    for (const auto& f : table.refusal().fields)
      out.report.problems.push_back({f.line, f.column, "", "", f.code, f.accepted, Json::object({{"why", f.value}}), {}});
    return out;
  }
  out.table = std::move(*table);
  out.report.rows = out.table.rows.size();
  Columns columns = columnsOf(*info);
  matchHeader(columns, out.table, out.report.problems);
  if (!out.report.problems.empty()) return out;
  for (const auto& row : out.table.rows) {
    Json body = bodyOf(columns, row);
    std::string id = commandId(info->key(), caller, body);
    out.submissions.push_back({info->key(), std::move(body), std::move(id), {}, {}, false});
  }
  return out;
}

std::vector<RowProblem> rowProblems(const PreparedFile& file, std::size_t row, const Refusal& refusal) {
  const CsvRow& cells = file.table.rows[row];
  const auto place = [&](RowProblem problem) {
    problem.line = cells.line;
    problem.column = 1;
    for (std::size_t i = 0; i < file.table.header.size(); ++i)
      if (trimmed(file.table.header[i]) == problem.field) {
        problem.line = cells.cells[i].line;
        problem.column = cells.cells[i].column;
        if (problem.value.empty()) problem.value = trimmed(cells.cells[i].text);
      }
    return problem;
  };
  std::vector<RowProblem> problems;
  for (const auto& f : refusal.fields)
    problems.push_back(
        place({0, 0, f.field, f.value, f.code, f.accepted, Json::object({{"field", f.field}, {"value", f.value}, {"accepted", f.accepted}}), {}}));
  if (problems.empty())
    problems.push_back(
        place({0, 0, refusal.params["field"].text(), refusal.params["value"].text(), refusal.code, "", refusal.params, refusal.gates}));
  return problems;
}

}  // namespace isotrail
