// isotrail import: what was taken in, or everything that is wrong with the files.
#include <filesystem>

#include "cli/verbs.h"
#include "interop/csv_import.h"

namespace isotrail::cli {
namespace {

void tellProblem(const std::string& file, const Json& p, Output& out) {
  std::string place = printable(file);
  if (p["line"].integer() > 0) place += ", " + out.word("CLI_LINE", p);
  out.note(place + ": " + printable(p["text"].text()) + " (" + p["code"].text() + ")");
  const auto& gates = p["gates"].items();
  for (const auto& g : gates)
    out.note("    " + printable(g["text"].text()) + " (" + g["code"].text() + ", " + g["rule"].text() + ", " + printable(g["clause"].text()) +
             ")\n      " + printable(g["remedy"].text()));
  if (gates.empty() && !p["remedy"].text().empty()) out.note("    " + printable(p["remedy"].text()));
}

/// 1 when anything was not understood; otherwise as the gravest refusal: by rule, conflict, not found.
int exitOfProblems(const ImportReport& report) {
  bool refused = false, conflict = false, not_found = false;
  for (const auto& file : report.files)
    for (const auto& p : file.problems) {
      const int exit = exitOf(codeText(p.code, Language::en, p.params).status);
      if (exit == kUsage || exit == kFailed) return kFailed;
      refused = refused || exit == kRefused;
      conflict = conflict || exit == kConflict;
      not_found = not_found || exit == kNotFound;
    }
  return refused ? kRefused : conflict ? kConflict : not_found ? kNotFound : kDone;
}

void tell(const ImportReport& report, const Json& json, Output& out) {
  Table table{{out.word("CLI_H_FILE"), out.word("CLI_H_COMMAND"), ">" + out.word("CLI_H_ROWS"), ">" + out.word("CLI_H_ADDED"),
               ">" + out.word("CLI_H_UNCHANGED")},
              {}};
  for (const auto& f : report.files)
    table.rows.push_back(
        {f.file, f.command, std::to_string(f.rows), f.reached ? std::to_string(f.added) : "-", f.reached ? std::to_string(f.unchanged) : "-"});
  out.table(table);
  for (const auto& skipped : report.skipped) out.note(out.word("CLI_SKIPPED", Json::object({{"file", printable(skipped)}})));
  for (const auto& file : json["files"].items())
    for (const auto& p : file["problems"].items()) tellProblem(file["file"].text(), p, out);
  if (!report.ok()) return out.note(out.word("CLI_NOT_KEPT"));
  const bool nothing_new = report.added() == 0 && report.unchanged() > 0;
  out.note(out.word(nothing_new ? "CLI_NOTHING_NEW" : "CLI_IMPORTED", json));
  if (!report.kept) out.note(out.word("CLI_DRY_RUN"));
}

}  // namespace

int importVerb(const Invocation& in, Output& out) {
  auto plan = planImport({in.paths.begin(), in.paths.end()}, in.as);
  if (!plan) return out.refuse(plan.refusal());
  const std::string path = in.database();
  const bool absent = Place(path).isFile() && !std::filesystem::exists(path);
  if (!in.dry_run) makeFolderOf(path);
  Node node(in.dry_run && absent ? ":memory:" : path);  // a dry run leaves no file either
  auto report = importFiles(node.desk(), Node::operatorCaller(), *plan, in.dry_run);
  if (!report) return out.refuse(report.refusal());
  const Json json = importReportJson(*report, out.language());
  if (out.json())
    out.answer(json);
  else
    tell(*report, json, out);
  return exitOfProblems(*report);
}

}  // namespace isotrail::cli
