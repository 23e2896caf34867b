// isotrail physics nuclides: the dataset, and one nuclide with everything it says of it.
#include "base/csv.h"
#include "cli/verbs.h"
#include "workbench/nuclides.h"

namespace isotrail::cli {
namespace {

Table listTable(const Json& list, const Output& out) {
  Table table{{out.word("PHYS_NUCLIDE"), ">" + out.word("PHYS_HALF_LIFE"), out.word("CLI_H_SOURCE")}, {}};
  for (const auto& n : list["nuclides"].items())
    table.rows.push_back({n["nuclide"].text(), n["stable"].boolean() ? out.word("CLI_STABLE") : n["half_life_shown"].text(), n["source"].text()});
  return table;
}

/// A value a line, parts of an object under its name; lists of objects a line each, so that nothing is left out.
void addLines(const std::string& name, const Json& v, Table& table) {
  if (v.isObject()) {
    for (const auto& [key, part] : v.members()) addLines(name + "." + key, part, table);
    return;
  }
  if (!v.isArray()) {
    table.rows.push_back({name, v.isString() ? v.text() : v.dump()});
    return;
  }
  std::string texts;
  for (const auto& item : v.items()) {
    if (item.isString()) {
      texts += (texts.empty() ? "" : ", ") + item.text();
      continue;
    }
    std::string line;
    for (const auto& [key, value] : item.members()) line += (line.empty() ? "" : ", ") + key + " " + (value.isString() ? value.text() : value.dump());
    table.rows.push_back({name, line});
  }
  if (!texts.empty()) table.rows.push_back({name, texts});
}

}  // namespace

int nuclidesVerb(const Invocation& in, Output& out) {
  const Dataset& set = Dataset::shipped();
  auto shown = in.nuclide.empty() ? Result<Json>(workbench::nuclidesJson(set)) : workbench::nuclideJson(set, in.nuclide);
  if (!shown) return out.refuse(shown.refusal());
  if (out.json()) {
    out.answer(*shown);
    return kDone;
  }
  Table table;
  if (in.nuclide.empty()) {
    out.note(set.version());
    table = listTable(*shown, out);
  } else {
    table.heads = {"", ""};
    for (const auto& [name, value] : shown->members()) addLines(name, value, table);
  }
  if (!in.csv) {
    out.table(table);
    return kDone;
  }
  if (in.nuclide.empty()) out.stream() << "nuclide,half_life,source\n";
  for (const auto& row : table.rows) out.stream() << csvLine(row);
  return kDone;
}

}  // namespace isotrail::cli
