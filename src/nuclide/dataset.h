#pragma once
// Nuclide datasets: half-lives, branches, photon lines, mean energies, masses and dose-rate constants, each with source and
// year (data/nuclides/<version>/). A program ships several versions: what was decided with one is evaluated with it for
// ever; data/nuclides/versions.csv lists them, the newest last.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace isotrail {

class Dataset;
class Descents;  // compiled chains, nuclide/cascade/descent.h

struct Branch {
  std::string daughter;
  double fraction = 0.0;
  std::string mode;    // B- EC EC/B+ A IT, "" when not said
  std::size_t at = 0;  // place of the daughter in the dataset's all()
};

struct PhotonLine {
  double energy_kev = 0.0;
  double per_decay = 0.0;  // photons of this energy a decay of the nuclide itself
  std::string kind;        // gamma annihilation X_Ka1 X_Ka2 X_Kb
  std::string source;      // and year
};

/// Half-life as its evaluation states it. `value` 0: the dataset keeps seconds only.
struct EvaluatedHalfLife {
  double value = 0.0, uncertainty = 0.0;  // uncertainty 0: not stated
  std::string unit;                       // ns us ms s m h d y ky My Gy
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
  EvaluatedHalfLife evaluated;
  double atomic_mass_u = 0.0;          // 0 when not tabulated
  double kair_ugy_m2_per_mbq_h = 0.0;  // air kerma rate constant, photons from 20 keV
  double kair_with_progeny = 0.0;
  double beta_minus_yield = 0.0, beta_minus_mean_kev = 0.0, beta_minus_endpoint_kev = 0.0;  // yields a decay, energies a particle
  double beta_plus_yield = 0.0, beta_plus_mean_kev = 0.0;
  double alpha_yield = 0.0, alpha_mean_kev = 0.0;
  double photon_kev_per_decay = 0.0;  // lines from 10 keV
  std::string mass_source, emission_source, constant_source, note;
  std::string photon_quality;  // A within 2.5 % of an independent evaluation, B within 6 %, C worse or unchecked
  std::vector<PhotonLine> lines;
  const Dataset* dataset = nullptr;                                                        // whose row this is; null for a nuclide made up by itself
  std::size_t at = 0;                                                                      // place in the dataset's all()
  double lambda() const { return stable ? 0.0 : 0.693147180559945309 / half_life.value; }  // per s
};

/// Seconds of `value` of an evaluation's unit (1 y = 31 556 926 s, tropical); UNKNOWN_UNIT for any other than those of
/// EvaluatedHalfLife, also min.
Result<Seconds> halfLifeSeconds(std::string_view field, double value, std::string_view unit);

class Dataset {
 public:
  using Shared = std::shared_ptr<const Dataset>;
  ~Dataset();
  Dataset(const Dataset&) = delete;
  Dataset& operator=(const Dataset&) = delete;

  /// The newest dataset of this program.
  static const Dataset& shipped();
  /// The one that records were kept with before the first adoption was put on record.
  static const Dataset& first();
  /// A shipped version by name; null when this program does not know it.
  static const Dataset* named(std::string_view version);
  /// Every shipped version, the newest last.
  static const std::vector<std::string>& versions();

  const std::string& version() const { return version_; }
  const Nuclide* find(std::string_view name) const;                                 // accepts F-18, F18, 18F, 99mTc, 111In, any case
  Result<const Nuclide*> get(std::string_view field, std::string_view name) const;  // UNKNOWN_NUCLIDE
  const std::vector<Nuclide>& all() const { return nuclides_; }                     // sorted by name

  /// A dataset of these members: branches name their daughters; a daughter without a row becomes a stable member. Refuses
  /// NUCLIDE_TWICE, BAD_HALF_LIFE, BRANCH_SUM (a sum off 1 by more than 1e-9; nothing is renormalised), DECAY_RING.
  static Result<Shared> build(std::string version, std::vector<Nuclide> members);
  /// From the shipped tables' text; their faults are ours, so a refusal becomes a Bug. `photons` may be empty.
  static Shared fromCsv(std::string version, std::string_view nuclides, std::string_view branches, std::string_view photons = {});
  /// From one table nuclide, half_life_s ("stable"), daughter, branching_fraction, a row a branch, as calculations bring it
  /// along. Refuses as build, and BAD_CSV, MISSING_COLUMN, NOT_A_NUMBER with the line.
  static Result<Shared> fromChainTable(std::string version, std::string_view csv);

  Descents& descents() const { return *descents_; }  // the compiled chains, made on first use

 private:
  Dataset(std::string version, std::vector<Nuclide> sorted);
  const Nuclide* exactly(std::string_view name) const;
  std::string version_;
  std::vector<Nuclide> nuclides_;
  std::unique_ptr<Descents> descents_;
};

}  // namespace isotrail
