// The tables of release: limits by place, how bodies empty, patterns of contact.
#include <algorithm>

#include "base/check.h"
#include "nuclide/radiation/table.h"
#include "rooms/clinic/release/release.h"

namespace isotrail::clinic {
namespace {

double inside(const std::string& unit, double value) {
  if (unit == "MBq") return value * 1e6;
  if (unit == "uSv/h") return value * 1e-6;
  if (unit == "mSv") return value * 1e-3;
  if (unit == "h") return value * 3600;
  ISOTRAIL_CHECK(unit.empty());
  return 0;
}

}  // namespace

std::optional<ReleaseLimit> releaseLimit(const std::string& jurisdiction, const std::string& nuclide, const std::string& quantity) {
  static const DataTable table("data/patient_release.csv");
  for (const auto& [place, what] : {std::pair{jurisdiction, nuclide}, {jurisdiction, std::string("*")}, {std::string("*"), nuclide}, {"*", "*"}})
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table.text(i, "jurisdiction") != place || table.text(i, "nuclide") != what || table.text(i, "quantity") != quantity) continue;
      const std::string& unit = table.text(i, "unit");
      return ReleaseLimit{quantity,
                          unit.empty() ? 0.0 : inside(unit, table.number(i, "value")),
                          table.text(i, "kind") == "default",
                          table.text(i, "clause"),
                          table.text(i, "confidence"),
                          table.text(i, "per")};
    }
  return std::nullopt;
}

std::vector<std::string> retentionModels(const std::string& nuclide) {
  static const DataTable table("data/patient_retention.csv");
  std::vector<std::string> all{"physical"};
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table.text(i, "nuclide") == nuclide && all.back() != table.text(i, "model")) all.push_back(table.text(i, "model"));
  return all;
}

const std::vector<Contact>& releaseContacts() {
  static const std::vector<Contact> all = [] {
    const DataTable table("data/release_contacts.csv");
    std::vector<Contact> rows;
    for (std::size_t i = 0; i < table.size(); ++i)
      rows.push_back({table.text(i, "contact"), table.text(i, "person"), table.text(i, "limit"), Length(table.number(i, "distance_m")),
                      table.number(i, "hours"), table.number(i, "share")});
    return rows;
  }();
  return all;
}

}  // namespace isotrail::clinic
