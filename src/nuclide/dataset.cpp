#include "nuclide/dataset.h"

#include <algorithm>
#include <charconv>
#include <cctype>
#include <cmath>
#include <functional>
#include <map>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"

namespace isotrail {
namespace {

constexpr const char* kShippedVersion = "isotrail-nuclides-2025.1";

/// A table of ours, cells by column name. What is wrong with it is our mistake, not a user's.
class Sheet {
 public:
  Sheet(const char* what, std::string_view bytes) : what_(what), table_(read(what, bytes)) {}
  const std::vector<CsvRow>& rows() const { return table_.rows; }
  const std::string& text(const CsvRow& row, std::string_view column) const {
    const auto at = table_.columnOf(column);
    if (!at) throw Bug(what_ + " has no column " + std::string(column));
    return row.cells[*at].text;
  }
  /// An empty cell is 0: not tabulated.
  double number(const CsvRow& row, std::string_view column) const {
    const std::string& cell = text(row, column);
    double v = 0.0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), v);
    if (!cell.empty() && (error != std::errc() || end != cell.data() + cell.size() || !(v >= 0)))
      throw Bug(what_ + " line " + std::to_string(row.line) + ": " + std::string(column) + " '" + cell + "' is not a number");
    return v;
  }

 private:
  static CsvTable read(const std::string& what, std::string_view bytes) {
    auto t = parseCsv(bytes);
    if (!t) throw Bug(what + " is not a table: " + t.refusal().params.dump());
    return std::move(*t);
  }
  std::string what_;
  CsvTable table_;
};

std::string asSymbol(std::string_view letters) {
  std::string out;
  for (const char c : letters)
    out += static_cast<char>(out.empty() ? std::toupper(static_cast<unsigned char>(c)) : std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string tableName(std::string_view symbol, std::string_view mass, std::string_view isomer) {
  std::string name = asSymbol(symbol) + "-" + std::string(mass);
  for (const char c : isomer) name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

/// The table's spellings that a text may stand for: mass number before or after the symbol, with or without a hyphen, any
/// case. "99mTc" could be read as a symbol "Mtc", "99mo" as an isomer of O; both readings are offered, the table decides.
std::vector<std::string> readings(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  const auto from = std::min(text.find_first_of(kDigits), text.size());
  const auto to = std::min(text.find_first_not_of(kDigits, from), text.size());
  std::string_view before = text.substr(0, from);
  const std::string_view mass = text.substr(from, to - from), after = text.substr(to);
  if (!before.empty()) {
    if (before.back() == '-') before.remove_suffix(1);
    return {tableName(before, mass, after)};  // F-18, F18, Tc-99m
  }
  if (const auto hyphen = after.find('-'); hyphen != std::string_view::npos)
    return {tableName(after.substr(hyphen + 1), mass, after.substr(0, hyphen))};              // 99m-Tc
  std::vector<std::string> out{tableName(after, mass, "")};                                   // 18F, 111In
  if (after.size() > 1) out.push_back(tableName(after.substr(1), mass, after.substr(0, 1)));  // 99mTc
  return out;
}

using Members = std::map<std::string, Nuclide>;

/// Branches of a parent sum to 1, and no chain comes back to where it was.
void checkChains(const Members& all) {
  for (const auto& [name, n] : all) {
    double sum = 0;
    for (const auto& b : n.branches) sum += b.fraction;
    if (n.stable ? !n.branches.empty() : !(n.half_life.value > 0) || std::abs(sum - 1.0) > 1e-9)
      throw Bug("branches of " + name + " sum to " + std::to_string(sum) + ", or its half-life is not above 0");
  }
  std::map<std::string, int> state;  // 1 on the present path, 2 done
  const std::function<void(const std::string&)> walk = [&](const std::string& name) {
    if (state[name] == 2) return;
    if (state[name] == 1) throw Bug("the decay chain of " + name + " comes back to it");
    state[name] = 1;
    for (const auto& b : all.at(name).branches) walk(b.daughter);
    state[name] = 2;
  };
  for (const auto& [name, n] : all) walk(name);
}

}  // namespace

Dataset Dataset::fromCsv(std::string version, std::string_view nuclides, std::string_view branches) {
  Members all;
  const Sheet list("nuclides", nuclides);
  for (const auto& row : list.rows()) {
    Nuclide n;
    n.name = list.text(row, "nuclide");
    n.half_life = Seconds(list.number(row, "half_life_s"));
    n.half_life_unc_s = list.number(row, "half_life_unc_s");
    n.h10_usv_m2_per_mbq_h = list.number(row, "h10_usv_m2_per_mbq_h");
    n.h10_with_progeny = list.number(row, "h10_with_progeny");
    n.source = list.text(row, "half_life_source") + " " + list.text(row, "half_life_year");
    if (!all.emplace(n.name, n).second) throw Bug("nuclide " + n.name + " is listed twice");
  }
  const Sheet decays("branches", branches);
  for (const auto& row : decays.rows()) {
    const auto parent = all.find(decays.text(row, "parent"));
    if (parent == all.end() || parent->second.stable) throw Bug("branch of the unlisted nuclide " + decays.text(row, "parent"));
    const std::string& daughter = decays.text(row, "daughter");
    parent->second.branches.push_back({daughter, decays.number(row, "fraction")});
    parent->second.alpha = parent->second.alpha || decays.text(row, "mode") == "A";
    if (all.contains(daughter)) continue;
    // A member the table stops at: stable, or radioactive but not followed further. Its atoms are kept either way.
    Nuclide end;
    end.name = daughter;
    end.stable = true;
    end.source = decays.text(row, "source");
    all.emplace(daughter, end);
  }
  checkChains(all);
  Dataset set;
  set.version_ = std::move(version);
  for (auto& [name, n] : all) set.nuclides_.push_back(std::move(n));
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
  for (const auto& other : readings(name)) {
    found = std::lower_bound(nuclides_.begin(), nuclides_.end(), other, by_name);
    if (found != nuclides_.end() && found->name == other) return &*found;
  }
  return nullptr;
}

Result<const Nuclide*> Dataset::get(std::string_view field, std::string_view name) const {
  if (const Nuclide* n = find(name)) return n;
  Refusal r = Refusal::field({std::string(field), "UNKNOWN_NUCLIDE", std::string(name), "a nuclide of " + version_ + ", written like F-18", 0, 0});
  r.params.set("value", name);
  return r;
}

}  // namespace isotrail
