// Datasets from their tables: the shipped ones, and one that a calculation brings along.
#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"
#include "nuclide/dataset.h"
#include "nuclide/cascade/descent.h"

namespace isotrail {
namespace {

constexpr const char* kFolder = "data/nuclides/";

/// A table of ours, cells by column name. What is wrong with it is our mistake, not a user's.
class Sheet {
 public:
  Sheet(const char* what, std::string_view bytes) : what_(what), table_(read(what, bytes)) {
    for (std::size_t i = 0; i < table_.header.size(); ++i) columns_[table_.header[i]] = i;
  }
  const std::vector<CsvRow>& rows() const { return table_.rows; }
  bool has(std::string_view column) const { return columns_.contains(column); }
  const std::string& text(const CsvRow& row, std::string_view column) const {
    const auto at = columns_.find(column);
    if (at == columns_.end()) throw Bug(what_ + " has no column " + std::string(column));
    return row.cells[at->second].text;
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
  /// "NUBASE2020 2020"
  std::string sourced(const CsvRow& row, const std::string& what) const { return text(row, what + "_source") + " " + text(row, what + "_year"); }

 private:
  static CsvTable read(const std::string& what, std::string_view bytes) {
    auto t = parseCsv(bytes);
    if (!t) throw Bug(what + " is not a table: " + t.refusal().params.dump());
    return std::move(*t);
  }
  std::string what_;
  CsvTable table_;
  std::map<std::string, std::size_t, std::less<>> columns_;
};

/// Seconds from the evaluated value and unit; the first shipped version keeps the seconds it was published with.
void readHalfLife(const Sheet& list, const CsvRow& row, Nuclide& n) {
  if (list.has("half_life")) n.evaluated = {list.number(row, "half_life"), list.number(row, "half_life_unc"), list.text(row, "half_life_unit")};
  if (list.has("half_life_s")) {
    n.half_life = Seconds(list.number(row, "half_life_s"));
    n.half_life_unc_s = list.number(row, "half_life_unc_s");
    return;
  }
  const auto seconds = halfLifeSeconds("half_life", n.evaluated.value, n.evaluated.unit);
  if (!seconds) throw Bug("half-life of " + n.name + " in an unknown unit: " + n.evaluated.unit);
  n.half_life = *seconds;
  n.half_life_unc_s = halfLifeSeconds("half_life", n.evaluated.uncertainty, n.evaluated.unit)->value;
}

void readEmissions(const Sheet& list, const CsvRow& row, Nuclide& n) {
  if (!list.has("atomic_mass_u")) return;
  n.atomic_mass_u = list.number(row, "atomic_mass_u");
  n.beta_minus_yield = list.number(row, "beta_minus_yield");
  n.beta_minus_mean_kev = list.number(row, "beta_minus_mean_kev");
  n.beta_minus_endpoint_kev = list.number(row, "beta_minus_endpoint_kev");
  n.beta_plus_yield = list.number(row, "beta_plus_yield");
  n.beta_plus_mean_kev = list.number(row, "beta_plus_mean_kev");
  n.alpha_yield = list.number(row, "alpha_yield");
  n.alpha_mean_kev = list.number(row, "alpha_mean_kev");
  n.photon_kev_per_decay = list.number(row, "photon_kev_per_decay");
  n.kair_ugy_m2_per_mbq_h = list.number(row, "kair_ugy_m2_per_mbq_h");
  n.kair_with_progeny = list.number(row, "kair_with_progeny");
  n.mass_source = list.sourced(row, "mass");
  n.emission_source = list.sourced(row, "emission");
  n.constant_source = list.sourced(row, "constant");
  n.photon_quality = list.text(row, "photon_quality");
  n.note = list.text(row, "note");
}

std::vector<Nuclide> readNuclides(std::string_view csv) {
  const Sheet list("nuclides", csv);
  std::vector<Nuclide> out;
  for (const auto& row : list.rows()) {
    Nuclide n;
    n.name = list.text(row, "nuclide");
    readHalfLife(list, row, n);
    n.h10_usv_m2_per_mbq_h = list.number(row, "h10_usv_m2_per_mbq_h");
    n.h10_with_progeny = list.number(row, "h10_with_progeny");
    n.source = list.sourced(row, "half_life");
    readEmissions(list, row, n);
    out.push_back(std::move(n));
  }
  return out;
}

void readBranches(std::string_view csv, const std::map<std::string, Nuclide*>& by_name) {
  const Sheet decays("branches", csv);
  for (const auto& row : decays.rows()) {
    const auto parent = by_name.find(decays.text(row, "parent"));
    if (parent == by_name.end()) throw Bug("branch of the unlisted nuclide " + decays.text(row, "parent"));
    const std::string& mode = decays.text(row, "mode");
    parent->second->branches.push_back({decays.text(row, "daughter"), decays.number(row, "fraction"), mode, 0});
    parent->second->alpha = parent->second->alpha || mode == "A";
  }
}

void readPhotons(std::string_view csv, const std::map<std::string, Nuclide*>& by_name) {
  if (csv.empty()) return;
  const Sheet lines("photons", csv);
  for (const auto& row : lines.rows()) {
    const auto emitter = by_name.find(lines.text(row, "nuclide"));
    if (emitter == by_name.end()) throw Bug("photon of the unlisted nuclide " + lines.text(row, "nuclide"));
    emitter->second->lines.push_back({lines.number(row, "energy_kev"), lines.number(row, "intensity_percent") / 100.0, lines.text(row, "kind"),
                                      lines.text(row, "source") + " " + lines.text(row, "year")});
  }
}

/// A shipped version, read when it is first asked for.
class ShippedSet {
 public:
  const Dataset& get(const std::string& version) {
    std::call_once(once_, [&] {
      const std::string folder = kFolder + version + "/", photons = folder + "photons.csv";
      set_ = Dataset::fromCsv(version, embeddedText(folder + "nuclides.csv"), embeddedText(folder + "branches.csv"),
                              embeddedPaths(photons).empty() ? std::string_view() : embeddedText(photons));
    });
    return *set_;
  }

 private:
  std::once_flag once_;
  Dataset::Shared set_;
};

const Dataset& shippedAt(std::size_t place) {
  static std::vector<ShippedSet> sets(Dataset::versions().size());
  return sets[place].get(Dataset::versions()[place]);
}

Refusal badCell(const char* code, const CsvRow& row, std::size_t column, const char* field, const char* accepted) {
  const CsvCell& cell = row.cells[column];
  return Refusal::field({field, code, cell.text, accepted, cell.line, cell.column});
}

}  // namespace

const std::vector<std::string>& Dataset::versions() {
  static const auto names = [] {
    const Sheet list("dataset versions", embeddedText(std::string(kFolder) + "versions.csv"));
    std::vector<std::string> out;
    for (const auto& row : list.rows()) out.push_back(list.text(row, "version"));
    return out;
  }();
  return names;
}
const Dataset& Dataset::shipped() { return shippedAt(versions().size() - 1); }
const Dataset& Dataset::first() { return shippedAt(0); }
const Dataset* Dataset::named(std::string_view version) {
  const auto place = std::find(versions().begin(), versions().end(), version);
  return place == versions().end() ? nullptr : &shippedAt(static_cast<std::size_t>(place - versions().begin()));
}

Dataset::Shared Dataset::fromCsv(std::string version, std::string_view nuclides, std::string_view branches, std::string_view photons) {
  std::vector<Nuclide> members = readNuclides(nuclides);
  std::map<std::string, Nuclide*> by_name;
  for (auto& n : members) by_name[n.name] = &n;
  readBranches(branches, by_name);
  readPhotons(photons, by_name);
  auto set = build(std::move(version), std::move(members));
  if (!set) throw Bug("dataset: " + set.refusal().code + " " + set.refusal().params.dump());
  return std::move(*set);
}

Result<Dataset::Shared> Dataset::fromChainTable(std::string version, std::string_view csv) {
  auto table = parseCsv(csv);
  if (!table) return table.refusal();
  std::size_t columns[4];
  const char* const names[4] = {"nuclide", "half_life_s", "daughter", "branching_fraction"};
  for (int i = 0; i < 4; ++i) {
    const auto at = table->columnOf(names[i]);
    if (!at) return Refusal::of("MISSING_COLUMN", Json::object({{"column", names[i]}}));
    columns[i] = *at;
  }
  const auto numberIn = [&](const CsvRow& row, int i, double& v) {
    const std::string& text = row.cells[columns[i]].text;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
    return error == std::errc() && end == text.data() + text.size();
  };
  std::vector<Nuclide> members;
  std::map<std::string, std::size_t> places;
  for (const auto& row : table->rows) {
    const auto [place, fresh] = places.try_emplace(row.cells[columns[0]].text, members.size());
    if (fresh) {
      Nuclide n;
      n.name = place->first;
      n.stable = row.cells[columns[1]].text == "stable";
      if (!n.stable && !numberIn(row, 1, n.half_life.value)) return badCell("NOT_A_NUMBER", row, columns[1], names[1], "seconds, or stable");
      members.push_back(std::move(n));
    }
    const std::string& daughter = row.cells[columns[2]].text;
    if (daughter.empty()) continue;
    double fraction = 0;
    if (!numberIn(row, 3, fraction)) return badCell("NOT_A_NUMBER", row, columns[3], names[3], "a fraction");
    members[place->second].branches.push_back({daughter, fraction, "", 0});
  }
  return build(std::move(version), std::move(members));
}

}  // namespace isotrail
