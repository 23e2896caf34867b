#pragma once
// Tables of data/ as the models of this folder read them. What is wrong with one of ours is our mistake: Bug.
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"

namespace isotrail {

class DataTable {
 public:
  /// `path` such as "data/attenuation.csv".
  explicit DataTable(std::string_view path);
  std::size_t size() const { return table_.rows.size(); }
  const std::string& text(std::size_t row, std::string_view column) const;
  double number(std::size_t row, std::string_view column) const;
  /// "AAPM Task Group 108, Table V, 2006": the row's source with its year.
  std::string source(std::size_t row) const;

 private:
  std::string path_;
  CsvTable table_;
};

/// A curve through tabulated points; outside them the value of the nearest end. Two points at one place are a step: each side
/// is interpolated with its own points, the place itself belongs to the lower side.
class TabulatedCurve {
 public:
  enum class Scale { log_log, log_x };
  explicit TabulatedCurve(Scale scale) : scale_(scale) {}
  /// In ascending order of x > 0.
  void add(double x, double y);
  double at(double x) const;
  bool covers(double x) const { return !xs_.empty() && x >= xs_.front() && x <= xs_.back(); }
  double first() const { return xs_.front(); }
  double last() const { return xs_.back(); }
  std::vector<double> steps() const;

 private:
  Scale scale_;
  std::vector<double> xs_, ys_;
};

}  // namespace isotrail
