// isotrail report month: a site's month as numbers (--json), as text, or as PDF.
#include "cli/record/files.h"
#include "cli/verbs.h"
#include "platform/pdf/pdf.h"

namespace isotrail::cli {
namespace {

Result<Json> viewOf(Node& node, const char* name, const Invocation& in, Language language) {
  const Caller caller = Node::operatorCaller();
  Result<Json> answer = Refusal::of("INTERNAL");
  node.desk().read([&](Db& db) {
    answer =
        node.desk().view(caller, "report", name, ViewRequest{db, caller, node.desk().now(), in.item, {{"site", in.site}}, languageTag(language)});
  });
  return answer;
}

std::vector<std::string> cellsOf(const Json& row) {
  std::vector<std::string> cells;
  for (const auto& c : row.items()) cells.push_back(c.text());
  return cells;
}

/// A sheet (desk/sheet.h) on a terminal.
void tell(const Json& sheet, Output& out) {
  out.heading(sheet["title"].text());
  for (const auto& b : sheet["blocks"].items()) {
    if (b["kind"].text() == "heading") {
      out.heading(b["text"].text());
    } else if (b["kind"].text() == "table") {
      Table table{cellsOf(b["head"]), {}};
      for (const auto& row : b["rows"].items()) table.rows.push_back(cellsOf(row));
      out.table(table);
    } else {
      out.print(b["text"].text());
    }
  }
}

}  // namespace

int reportMonthVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  const auto month = viewOf(node, "month", in, out.language());
  if (!month) return out.refuse(month.refusal());
  const auto sheet = viewOf(node, "month-sheet", in, out.language());
  if (!sheet) return out.refuse(sheet.refusal());
  if (!in.out_file.empty()) {
    const auto pdf = pdf::print(*sheet, languageTag(out.language()));
    if (!pdf) return out.refuse(pdf.refusal());
    if (auto written = writeFile(in.out_file, *pdf); !written) return out.refuse(written.refusal());
  }
  if (out.json())
    out.answer(*month);
  else if (in.out_file.empty())
    tell(*sheet, out);
  return kDone;
}

}  // namespace isotrail::cli
