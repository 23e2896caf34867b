#pragma once
// Reference vectors for the tests of this folder: rows of tests/vectors by column name. Not part of the library.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/csv.h"

namespace isotrail::vectors {

using VectorRow = std::map<std::string, std::string>;

inline std::vector<VectorRow> rows(const std::string& file) {
  std::ifstream in(std::string(ISOTRAIL_SOURCE_DIR) + "/tests/vectors/" + file, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  const auto table = parseCsv(bytes.str());
  std::vector<VectorRow> out;
  if (!table) throw std::runtime_error(file + ": " + table.refusal().params.dump());
  for (const auto& r : table->rows) {
    VectorRow row;
    for (std::size_t i = 0; i < r.cells.size(); ++i) row[table->header[i]] = r.cells[i].text;
    out.push_back(std::move(row));
  }
  return out;
}

inline std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}
inline std::pair<std::string, std::string> pairOf(const std::string& text) {
  const auto eq = text.find('=');
  return {text.substr(0, eq), text.substr(eq + 1)};
}
inline double number(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

/// |x - expected| <= max(rel * |expected|, abs).
inline testing::AssertionResult agrees(double x, double expected, double rel, double abs = 0.0) {
  if (std::abs(x - expected) <= std::max(rel * std::abs(expected), abs)) return testing::AssertionSuccess();
  std::stringstream why;
  why.precision(17);
  why << x << " instead of " << expected << ", relative " << (x - expected) / expected;
  return testing::AssertionFailure() << why.str();
}

}  // namespace isotrail::vectors
