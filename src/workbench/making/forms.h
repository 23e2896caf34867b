#pragma once
// Forms of files about making and dispensing: each answers all rows of a file.
#include "workbench/rows.h"

namespace isotrail::workbench::making_forms {

std::vector<RowAnswer> generators(const std::vector<EvalRow>& rows, const Dataset* data);
std::vector<RowAnswer> generatorMaxima(const std::vector<EvalRow>& rows, const Dataset* data);
std::vector<RowAnswer> production(const std::vector<EvalRow>& rows, const Dataset* data);
std::vector<RowAnswer> dispensing(const std::vector<EvalRow>& rows, const Dataset* data);
std::vector<RowAnswer> uncertainty(const std::vector<EvalRow>& rows, const Dataset* data);

}  // namespace isotrail::workbench::making_forms
