#pragma once
// Numbers a timetable needs where neither a protocol nor a declared place says them, each with its source.
#include <string>

namespace isotrail::slots {

struct Value {
  std::string text, unit, source;
  double number() const;
  int minutes() const;  // rounded up
};
/// A row of data/slot_values.csv: of `of`, else of "*". Only rows that exist are asked for.
Value value(const std::string& subject, const std::string& of, const std::string& quantity);

}  // namespace isotrail::slots
