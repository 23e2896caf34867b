#include "interop/csv_import.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "interop/import_kinds.h"
#include "interop/import_rows.h"

namespace isotrail {
namespace {

namespace fs = std::filesystem;

Refusal unreadable(const fs::path& path, const std::string& why) {
  return Refusal::of("IMPORT_UNREADABLE", Json::object({{"field", "path"}, {"value", path.string()}, {"why", why}}));
}

Result<ImportFile> readFile(const fs::path& path, const std::string& as) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return unreadable(path, fs::exists(path, error) ? "not a file" : "no such file");
  std::ifstream in(path, std::ios::binary);
  if (!in) return unreadable(path, std::strerror(errno));
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return ImportFile{path.string(), bytes.str(), as};
}

bool isCsv(const fs::path& path) {
  std::string end = path.extension().string();
  for (char& c : end) c = static_cast<char>(c | 0x20);
  return end == ".csv";
}

/// The folder's files in the order of import.
Verdict addFolder(const fs::path& folder, const std::string& as, ImportPlan& plan) {
  std::vector<std::pair<std::size_t, fs::path>> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_regular_file() || !isCsv(entry.path())) continue;
    const auto kind = importKindOf(entry.path().filename().string());
    if (kind || !as.empty())
      found.emplace_back(kind ? kind->rank : 0, entry.path());
    else
      plan.skipped.push_back(entry.path().string());
  }
  if (found.empty())
    return Refusal::of("IMPORT_EMPTY", Json::object({{"field", "path"}, {"value", folder.string()}, {"accepted", importKindNames()}}));
  std::sort(found.begin(), found.end());
  std::sort(plan.skipped.begin(), plan.skipped.end());
  for (const auto& [rank, path] : found) {
    auto file = readFile(path, as);
    if (!file) return file.refusal();
    plan.files.push_back(std::move(*file));
  }
  return Done{};
}

/// Counts a file's rows and takes over the desk's refusals.
void judge(PreparedFile& file, const Desk::Outcomes& outcomes) {
  file.report.reached = true;
  for (std::size_t row = 0; row < outcomes.size(); ++row) {
    if (!outcomes[row]) {
      for (auto& p : rowProblems(file, row, outcomes[row].refusal())) file.report.problems.push_back(std::move(p));
    } else {
      ++(outcomes[row]->replay ? file.report.unchanged : file.report.added);
    }
  }
}

Json problemOf(const RowProblem& p, Language language) {
  const CodeText words = codeText(p.code, language, p.params);
  Json j = Json::object({{"line", p.line},
                         {"column", p.column},
                         {"field", p.field},
                         {"value", p.value},
                         {"code", p.code},
                         {"text", words.text},
                         {"remedy", words.remedy}});
  if (!p.accepted.empty()) j.set("accepted", p.accepted);
  if (p.gates.empty()) return j;
  Json gates = Json::array();
  for (const auto& g : p.gates) {
    const CodeText gate_words = codeText(g.code, language, g.params);
    gates.push(Json::object(
        {{"code", g.code}, {"rule", g.rule}, {"clause", g.clause}, {"text", gate_words.text}, {"remedy", gate_words.remedy}, {"params", g.params}}));
  }
  return j.set("gates", gates);
}

template <class Member>
std::size_t sum(const std::vector<FileReport>& files, Member member) {
  std::size_t n = 0;
  for (const auto& f : files) n += f.*member;
  return n;
}

}  // namespace

bool ImportReport::ok() const {
  return std::all_of(files.begin(), files.end(), [](const FileReport& f) { return f.problems.empty(); });
}
std::size_t ImportReport::rows() const { return sum(files, &FileReport::rows); }
std::size_t ImportReport::added() const { return sum(files, &FileReport::added); }
std::size_t ImportReport::unchanged() const { return sum(files, &FileReport::unchanged); }

Result<ImportPlan> planImport(const std::vector<fs::path>& paths, const std::string& as) {
  ImportPlan plan;
  for (const auto& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      if (auto added = addFolder(path, as, plan); !added) return added.refusal();
      continue;
    }
    auto file = readFile(path, as);
    if (!file) return file.refusal();
    plan.files.push_back(std::move(*file));
  }
  return plan;
}

Result<ImportReport> importFiles(Desk& desk, const Caller& caller, const ImportPlan& plan, bool dry_run) {
  ImportReport report;
  report.skipped = plan.skipped;
  std::vector<PreparedFile> files;
  std::vector<std::vector<Submission>> groups;
  bool readable = true;
  for (const auto& file : plan.files) {
    files.push_back(prepareFile(desk, caller, file));
    readable = readable && files.back().report.problems.empty();
    groups.push_back(files.back().submissions);
  }
  if (readable) {  // a header that is wrong is told for all files before any row is tried
    auto outcomes = desk.submitGroups(caller, groups, !dry_run);
    if (!outcomes) return outcomes.refusal();
    for (std::size_t i = 0; i < outcomes->size(); ++i) judge(files[i], (*outcomes)[i]);
  }
  for (auto& file : files) report.files.push_back(std::move(file.report));
  report.kept = report.ok() && !dry_run;
  return report;
}

Json importReportJson(const ImportReport& report, Language language) {
  Json files = Json::array(), skipped = Json::array();
  for (const auto& f : report.files) {
    Json problems = Json::array();
    for (const auto& p : f.problems) problems.push(problemOf(p, language));
    files.push(Json::object(
        {{"file", f.file}, {"command", f.command}, {"rows", f.rows}, {"added", f.added}, {"unchanged", f.unchanged}, {"problems", problems}}));
  }
  for (const auto& s : report.skipped) skipped.push(s);
  return Json::object({{"ok", report.ok()},
                       {"kept", report.kept},
                       {"rows", report.rows()},
                       {"added", report.added()},
                       {"unchanged", report.unchanged()},
                       {"skipped", skipped},
                       {"files", files}});
}

}  // namespace isotrail
