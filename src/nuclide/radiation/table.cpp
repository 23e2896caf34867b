#include "nuclide/radiation/table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/check.h"
#include "base/embedded.h"

namespace isotrail {
namespace {

CsvTable read(std::string_view path) {
  auto table = parseCsv(embeddedText(path));
  if (!table) throw Bug(std::string(path) + " is not a table: " + table.refusal().params.dump());
  return std::move(*table);
}

}  // namespace

DataTable::DataTable(std::string_view path) : path_(path), table_(read(path)) {}

const std::string& DataTable::text(std::size_t row, std::string_view column) const {
  const auto at = table_.columnOf(column);
  if (!at) throw Bug(path_ + " has no column " + std::string(column));
  return table_.rows[row].cells[*at].text;
}

double DataTable::number(std::size_t row, std::string_view column) const {
  const std::string& cell = text(row, column);
  double v = 0.0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), v);
  if (error != std::errc() || end != cell.data() + cell.size())
    throw Bug(path_ + " line " + std::to_string(table_.rows[row].line) + ": '" + cell + "' is not a number");
  return v;
}

std::string DataTable::source(std::size_t row) const {
  const std::string& year = text(row, "year");
  return text(row, "source") + (year.empty() ? "" : ", " + year);
}

void TabulatedCurve::add(double x, double y) {
  ISOTRAIL_CHECK(x > 0 && (xs_.empty() || x >= xs_.back()) && (scale_ == Scale::log_x || y > 0));
  xs_.push_back(x);
  ys_.push_back(y);
}

double TabulatedCurve::at(double x) const {
  ISOTRAIL_CHECK(!xs_.empty());
  const auto above = std::lower_bound(xs_.begin(), xs_.end(), x);
  if (above == xs_.begin()) return ys_.front();
  if (above == xs_.end()) return ys_.back();
  const auto i = static_cast<std::size_t>(above - xs_.begin());
  if (*above == x) return ys_[i];
  const double share = std::log(x / xs_[i - 1]) / std::log(xs_[i] / xs_[i - 1]);
  if (scale_ == Scale::log_x) return ys_[i - 1] + share * (ys_[i] - ys_[i - 1]);
  return std::exp(std::log(ys_[i - 1]) + share * std::log(ys_[i] / ys_[i - 1]));
}

std::vector<double> TabulatedCurve::steps() const {
  std::vector<double> out;
  for (std::size_t i = 1; i < xs_.size(); ++i)
    if (xs_[i] == xs_[i - 1]) out.push_back(xs_[i]);
  return out;
}

}  // namespace isotrail
