#pragma once
// A table's rows as submissions: header checked against the command's fields, cells by their kind.
#include <string>
#include <vector>

#include "base/csv.h"
#include "interop/csv_import.h"

namespace isotrail {

/// A file made ready for the desk, or its problems.
struct PreparedFile {
  CsvTable table;
  std::vector<Submission> submissions;  // one a row
  FileReport report;
};
PreparedFile prepareFile(const Desk& desk, const Caller& caller, const ImportFile& file);
/// What is wrong with row `row` of the file, from the desk's refusal.
std::vector<RowProblem> rowProblems(const PreparedFile& file, std::size_t row, const Refusal& refusal);

}  // namespace isotrail
