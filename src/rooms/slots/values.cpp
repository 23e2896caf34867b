#include "rooms/slots/values.h"

#include <charconv>
#include <cmath>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"

namespace isotrail::slots {

double Value::number() const {
  double v = 0;
  std::from_chars(text.data(), text.data() + text.size(), v);
  return v;
}
int Value::minutes() const { return static_cast<int>(std::ceil(number() - 1e-9)); }

Value value(const std::string& subject, const std::string& of, const std::string& quantity) {
  static const CsvTable table = *parseCsv(embeddedText("data/slot_values.csv"));
  Value found;
  for (const auto& row : table.rows) {
    const auto& cells = row.cells;
    if (cells[0].text != subject || cells[2].text != quantity || (cells[1].text != of && cells[1].text != "*")) continue;
    if (!found.text.empty() && cells[1].text == "*") continue;
    found = {cells[3].text, cells[4].text, cells[5].text};
  }
  ISOTRAIL_CHECK(!found.text.empty());
  return found;
}

}  // namespace isotrail::slots
