#include "workbench/making/questions.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"

namespace isotrail::workbench {
namespace {

/// A table of ours by column name; an empty cell is 0.
class Table {
 public:
  explicit Table(const char* file) : file_(file), table_(*parseCsv(embeddedText(file))) {}
  const std::vector<CsvRow>& rows() const { return table_.rows; }
  const std::string& text(const CsvRow& row, std::string_view column) const {
    const auto at = table_.columnOf(column);
    ISOTRAIL_CHECK(at.has_value());
    return row.cells[*at].text;
  }
  double number(const CsvRow& row, std::string_view column) const {
    const std::string& cell = text(row, column);
    double v = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), v);
    if (!cell.empty() && (error != std::errc() || end != cell.data() + cell.size())) throw Bug(file_ + ": '" + cell + "' is no number");
    return v;
  }

 private:
  std::string file_;
  CsvTable table_;
};

std::vector<CaptureRow> readCaptures() {
  const Table t("data/production/neutron_capture.csv");
  std::vector<CaptureRow> out;
  for (const auto& r : t.rows()) {
    CaptureRow row{t.text(r, "target"), t.text(r, "product"), t.text(r, "note"), t.text(r, "source"), {}, {}, {}, {}};
    row.abundance = Fraction(t.number(r, "abundance_percent") / 100);
    row.molar_mass = making::MolarMass(t.number(r, "molar_mass_g"));
    row.capture = {CrossSection(t.number(r, "sigma0_b")), CrossSection(t.number(r, "i0_b")), t.number(r, "westcott_g")};
    const double ground = t.number(r, "ground_b"), isomer = t.number(r, "isomer_b");
    if (isomer > 0) row.to_isomer = Fraction(isomer / (ground + isomer));
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

std::pair<std::string, std::string> splitItem(std::string_view item) {
  const auto blanks = [](std::string_view& s) {
    while (s.starts_with(' ')) s.remove_prefix(1);
  };
  const auto word = [&](std::string_view& s) {
    blanks(s);
    const std::string_view w = s.substr(0, s.find(' '));
    s.remove_prefix(w.size());
    return std::string(w);
  };
  std::string first = word(item);
  // "24 h" stands in two words, "24h" in one: a word that ends like a number is followed by its unit.
  if (!first.empty() && (first.back() == '.' || (first.back() >= '0' && first.back() <= '9')))
    if (const std::string unit = word(item); !unit.empty()) first += " " + unit;
  blanks(item);
  return {first, std::string(item)};
}

Refusal asAsked(Refusal refusal, std::initializer_list<std::pair<std::string_view, std::string_view>> names) {
  for (auto& f : refusal.fields) {
    for (const auto& [model, question] : names)
      if (f.field == model) f.field = question;
    f.value.clear();
  }
  if (!refusal.fields.empty()) refusal.params.set("field", refusal.fields.front().field).set("value", "");
  return refusal;
}

Used usedHalfLife(const std::string& name, const Nuclide& nuclide) { return used(name, nuclide.half_life, nuclide.name + ": " + nuclide.source); }

const CaptureRow* captureOf(std::string_view target) {
  static const std::vector<CaptureRow> all = readCaptures();
  const auto found = std::find_if(all.begin(), all.end(), [&](const CaptureRow& r) { return r.target == target; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<ThickTarget> thickTarget(std::string_view product, Energy energy) {
  static const Table t("data/production/thick_target.csv");
  const double mev = energy.value * 1e-3;
  const CsvRow* below = nullptr;
  for (const auto& r : t.rows()) {
    if (t.text(r, "product") != product) continue;
    const double at = t.number(r, "energy_mev"), here = t.number(r, "saturation_gbq_per_ua");
    const auto found = [&](double gbq) { return ThickTarget{SaturationYield(gbq * 1e15), t.text(r, "target") + ", " + t.text(r, "source")}; };
    if (at == mev) return found(here);
    if (at > mev) {
      if (!below) return std::nullopt;
      const double from = t.number(*below, "energy_mev"), was = t.number(*below, "saturation_gbq_per_ua");
      return found(was + (here - was) * (mev - from) / (at - from));
    }
    below = &r;
  }
  return std::nullopt;
}

std::vector<Seconds> evenly(Seconds from, Seconds to, std::size_t n) {
  std::vector<Seconds> out;
  for (std::size_t i = 0; i < n; ++i) out.emplace_back(from.value + (to.value - from.value) * (static_cast<double>(i) / static_cast<double>(n - 1)));
  return out;
}

}  // namespace isotrail::workbench
