#include "nuclide/dataset.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"

namespace isotrail {
namespace {

constexpr const char* kShippedVersion = "isotrail-nuclides-2025.1";

double number(const std::string& text) {
  double v = 0.0;
  std::from_chars(text.data(), text.data() + text.size(), v);
  return v;
}

CsvTable table(std::string_view bytes) {
  auto t = parseCsv(bytes);
  if (!t) throw Bug("nuclide data is not a table: " + t.refusal().params.dump());
  return std::move(*t);
}

/// "F18", "18F", "f-18" and "F-18" are one nuclide; mass number, symbol, isomer mark.
std::string canonical(std::string_view text) {
  std::string letters, digits, isomer;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c == '-') {
      continue;
    } else if (!digits.empty() && (c == 'm' || c == 'n') && !letters.empty()) {
      isomer += c;  // Tc-99m
    } else if (digits.size() > 0 && letters.empty() && c == 'm' && i + 1 < text.size()) {
      isomer += c;  // 99mTc
    } else {
      letters += c;
    }
  }
  if (!letters.empty()) {
    letters[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(letters[0])));
    for (std::size_t i = 1; i < letters.size(); ++i) letters[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(letters[i])));
  }
  return letters + "-" + digits + isomer;
}

}  // namespace

Dataset Dataset::fromCsv(std::string version, std::string_view nuclides, std::string_view branches) {
  Dataset set;
  set.version_ = std::move(version);
  std::map<std::string, Nuclide> all;
  for (const auto& row : table(nuclides).rows) {
    Nuclide n;
    n.name = row.cells.at(0).text;
    n.half_life = Seconds(number(row.cells.at(4).text));
    n.half_life_unc_s = number(row.cells.at(5).text);
    n.h10_usv_m2_per_mbq_h = number(row.cells.at(6).text);
    n.h10_with_progeny = number(row.cells.at(7).text);
    n.source = row.cells.at(8).text + " " + row.cells.at(9).text;
    all[n.name] = n;
  }
  for (const auto& row : table(branches).rows) {
    Nuclide& parent = all[row.cells.at(0).text];
    const std::string& daughter = row.cells.at(1).text;
    parent.branches.push_back({daughter, number(row.cells.at(3).text)});
    if (!all.contains(daughter)) {
      // A member the table stops at: stable, or radioactive but not followed further. Its atoms are kept either way.
      Nuclide end;
      end.name = daughter;
      end.stable = true;
      end.source = row.cells.at(5).text;
      all[daughter] = end;
    }
  }
  for (auto& [name, n] : all) set.nuclides_.push_back(std::move(n));
  for (const auto& n : set.nuclides_) {
    double sum = 0;
    for (const auto& b : n.branches) sum += b.fraction;
    if (!n.stable && std::abs(sum - 1.0) > 1e-9) throw Bug("branches of " + n.name + " sum to " + std::to_string(sum));
  }
  return set;
}

const Dataset& Dataset::shipped() {
  static const Dataset set = fromCsv(kShippedVersion, embeddedText("data/nuclides.csv"), embeddedText("data/branches.csv"));
  return set;
}

const Nuclide* Dataset::find(std::string_view name) const {
  const auto by_name = [](const Nuclide& n, std::string_view wanted) { return n.name < wanted; };
  auto found = std::lower_bound(nuclides_.begin(), nuclides_.end(), name, by_name);
  if (found != nuclides_.end() && found->name == name) return &*found;
  const std::string other = canonical(name);
  found = std::lower_bound(nuclides_.begin(), nuclides_.end(), other, by_name);
  return found != nuclides_.end() && found->name == other ? &*found : nullptr;
}

Result<const Nuclide*> Dataset::get(std::string_view field, std::string_view name) const {
  if (const Nuclide* n = find(name)) return n;
  Refusal r = Refusal::field({std::string(field), "UNKNOWN_NUCLIDE", std::string(name), "a nuclide of " + version_ + ", written like F-18", 0, 0});
  r.params.set("value", name);
  return r;
}

}  // namespace isotrail
