#pragma once
// The nuclide dataset: half-lives, branches and dose-rate constants, each with source and year (data/nuclides.csv,
// data/branches.csv). One named version at a time; every inventory carries the name.
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace isotrail {

struct Branch {
  std::string daughter;
  double fraction = 0.0;
};

struct Nuclide {
  std::string name;   // "F-18", "Tc-99m"
  Seconds half_life;  // infinity-free: stable members have value 0 and `stable`
  bool stable = false;
  double half_life_unc_s = 0.0;
  double h10_usv_m2_per_mbq_h = 0.0;  // point source H*(10) rate constant, 0 when not tabulated
  double h10_with_progeny = 0.0;      // with equilibrium progeny, 0 when the same
  bool alpha = false;                 // emits alpha particles itself
  std::string source;                 // and year of the half-life
  std::vector<Branch> branches;
  double lambda() const { return stable ? 0.0 : 0.693147180559945309 / half_life.value; }  // per s
};

class Dataset {
 public:
  /// The dataset shipped with this build.
  static const Dataset& shipped();
  const std::string& version() const { return version_; }
  const Nuclide* find(std::string_view name) const;                                 // accepts F-18, F18, 18F, 99mTc, 111In, any case
  Result<const Nuclide*> get(std::string_view field, std::string_view name) const;  // UNKNOWN_NUCLIDE
  const std::vector<Nuclide>& all() const { return nuclides_; }
  /// Daughters without a row of their own become stable members. Throws Bug when branches do not sum to 1 or a chain is a
  /// ring; nothing is renormalised.
  static Dataset fromCsv(std::string version, std::string_view nuclides, std::string_view branches);

 private:
  std::string version_;
  std::vector<Nuclide> nuclides_;
};

}  // namespace isotrail
