#pragma once
// Files in. A CSV file's rows are commands: the header names their fields, the file's name (or the caller) says which
// command. Everything handed over at once is accepted or refused at once, and the same rows again change nothing.
#include <filesystem>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "desk/texts.h"

namespace isotrail {

struct ImportFile {
  std::string name;     // as shown in messages, and what says the kind
  std::string bytes;    // UTF-8 with or without BOM, CRLF or LF, comma or semicolon
  std::string command;  // "ordering/place-order"; empty: by name
};

/// One thing wrong with a file, where it is and what would be accepted.
struct RowProblem {
  int line = 0;    // 1 = header; 0 when it is about the file as a whole
  int column = 0;  // character of the line where the cell begins, from 1
  std::string field;
  std::string value;
  std::string code;  // words and remedy: desk/texts.h
  std::string accepted;
  Json params;
  std::vector<GateFailure> gates;
};
struct FileReport {
  std::string file;
  std::string command;
  std::size_t rows = 0;
  std::size_t added = 0;
  std::size_t unchanged = 0;  // rows that were on the record already, exactly so
  bool reached = false;       // false for the files after a refused one, and when none was run
  std::vector<RowProblem> problems;
};
struct ImportReport {
  std::vector<FileReport> files;     // in the order of import
  std::vector<std::string> skipped;  // files of a folder whose name says no kind
  bool kept = false;                 // true when it is on the record now
  bool ok() const;
  std::size_t rows() const;
  std::size_t added() const;
  std::size_t unchanged() const;
};

struct ImportPlan {
  std::vector<ImportFile> files;
  std::vector<std::string> skipped;
};
/// The files at `paths`; of a folder every *.csv whose name says its kind, in the order of data/import_files.csv. `as` is
/// the command for all of them, empty: by name. Refuses IMPORT_UNREADABLE, IMPORT_EMPTY.
Result<ImportPlan> planImport(const std::vector<std::filesystem::path>& paths, const std::string& as = {});

/// Takes the plan's rows in, all or none, as `caller`; with `dry_run` none is kept. A command id is made of command, actor
/// and row, so that a row already taken in is counted as unchanged. Refuses only READ_ONLY and BUSY; everything about the
/// files is in the report.
Result<ImportReport> importFiles(Desk& desk, const Caller& caller, const ImportPlan& plan, bool dry_run = false);

/// {"ok","kept","rows","added","unchanged","skipped":[...],"files":[{"file","command","rows","added","unchanged","problems":
/// [{"line","column","field","value","code","text","remedy","accepted","gates":[...]}]}]}
Json importReportJson(const ImportReport& report, Language language);

}  // namespace isotrail
