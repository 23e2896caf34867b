#include "nuclide/dataset.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

#include "base/check.h"
#include "nuclide/cascade/descent.h"

namespace isotrail {
namespace {

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

Refusal refusal(const char* code, const std::string& nuclide, double value = 0.0) {
  return Refusal::of(code, Json::object({{"nuclide", nuclide}, {"value", value}}));
}

/// Daughters get their places; branches of a parent sum to 1.
Verdict checkBranches(std::vector<Nuclide>& sorted) {
  std::map<std::string_view, std::size_t> places;
  for (const auto& n : sorted) places[n.name] = places.size();
  for (auto& n : sorted) {
    double sum = 0;
    for (auto& b : n.branches) {
      b.at = places.at(b.daughter);
      if (!(b.fraction >= 0)) return refusal("BRANCH_SUM", n.name, b.fraction);
      sum += b.fraction;
    }
    if (!n.stable && !(n.half_life.value > 0 && std::isfinite(n.half_life.value))) return refusal("BAD_HALF_LIFE", n.name, n.half_life.value);
    if (n.stable ? !n.branches.empty() : !(std::abs(sum - 1.0) <= 1e-9)) return refusal("BRANCH_SUM", n.name, sum);
  }
  return Done{};
}

/// No chain comes back to where it was. Walked without recursion: a user's table may hold a chain of any length.
Verdict checkRings(const std::vector<Nuclide>& sorted) {
  std::vector<int> feeders(sorted.size(), 0);
  for (const auto& n : sorted)
    for (const auto& b : n.branches) ++feeders[b.at];
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < sorted.size(); ++i)
    if (feeders[i] == 0) free.push_back(i);
  for (std::size_t done = 0; done < free.size(); ++done)
    for (const auto& b : sorted[free[done]].branches)
      if (--feeders[b.at] == 0) free.push_back(b.at);
  for (std::size_t i = 0; i < sorted.size(); ++i)
    if (feeders[i] > 0) return refusal("DECAY_RING", sorted[i].name);
  return Done{};
}

/// Members that only branches name: stable, or radioactive but not followed further. Their atoms are kept either way.
std::vector<Nuclide> unlistedEnds(const std::vector<Nuclide>& members) {
  std::set<std::string_view> known;
  for (const auto& n : members) known.insert(n.name);
  std::vector<Nuclide> ends;
  for (const auto& n : members)
    for (const auto& b : n.branches) {
      if (!known.insert(b.daughter).second) continue;
      Nuclide end;
      end.name = b.daughter;
      end.stable = true;
      end.source = n.source;
      ends.push_back(std::move(end));
    }
  return ends;
}

}  // namespace

Result<Seconds> halfLifeSeconds(std::string_view field, double value, std::string_view unit) {
  struct Unit {
    std::string_view name;
    double times, over;  // powers of ten below one divide, so that 299 ns is the double nearest to 2.99e-7
  };
  static constexpr double kYear = 31'556'926.0;
  static constexpr std::array<Unit, 12> kUnits{{{"ns", 1, 1e9},
                                                {"us", 1, 1e6},
                                                {"ms", 1, 1e3},
                                                {"s", 1, 1},
                                                {"m", 60, 1},
                                                {"min", 60, 1},
                                                {"h", 3600, 1},
                                                {"d", 86400, 1},
                                                {"y", kYear, 1},
                                                {"ky", kYear * 1e3, 1},
                                                {"My", kYear * 1e6, 1},
                                                {"Gy", kYear * 1e9, 1}}};
  for (const auto& u : kUnits)
    if (u.name == unit) return Seconds(value * u.times / u.over);
  return Refusal::field({std::string(field), "UNKNOWN_UNIT", std::string(unit), "ns, us, ms, s, m, min, h, d, y, ky, My, Gy", 0, 0});
}

Dataset::Dataset(std::string version, std::vector<Nuclide> sorted)
    : version_(std::move(version)), nuclides_(std::move(sorted)), descents_(std::make_unique<Descents>(*this)) {
  for (std::size_t i = 0; i < nuclides_.size(); ++i) nuclides_[i].dataset = this, nuclides_[i].at = i;
}
Dataset::~Dataset() = default;

Result<Dataset::Shared> Dataset::build(std::string version, std::vector<Nuclide> members) {
  for (auto& end : unlistedEnds(members)) members.push_back(std::move(end));
  std::sort(members.begin(), members.end(), [](const Nuclide& a, const Nuclide& b) { return a.name < b.name; });
  for (std::size_t i = 1; i < members.size(); ++i)
    if (members[i].name == members[i - 1].name) return refusal("NUCLIDE_TWICE", members[i].name);
  if (auto sums = checkBranches(members); !sums) return sums.refusal();
  if (auto rings = checkRings(members); !rings) return rings.refusal();
  return Shared(new Dataset(std::move(version), std::move(members)));
}

const Nuclide* Dataset::exactly(std::string_view name) const {
  const auto found =
      std::lower_bound(nuclides_.begin(), nuclides_.end(), name, [](const Nuclide& n, std::string_view wanted) { return n.name < wanted; });
  return found != nuclides_.end() && found->name == name ? &*found : nullptr;
}

const Nuclide* Dataset::find(std::string_view name) const {
  if (const Nuclide* n = exactly(name)) return n;
  for (const auto& other : readings(name))
    if (const Nuclide* n = exactly(other)) return n;
  return nullptr;
}

Result<const Nuclide*> Dataset::get(std::string_view field, std::string_view name) const {
  if (const Nuclide* n = find(name)) return n;
  Refusal r = Refusal::field({std::string(field), "UNKNOWN_NUCLIDE", std::string(name), "a nuclide of " + version_ + ", written like F-18", 0, 0});
  r.params.set("value", name);
  return r;
}

}  // namespace isotrail
