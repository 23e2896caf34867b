#include "workbench/decay/members.h"

#include <algorithm>

#include "nuclide/chain.h"

namespace isotrail::workbench {

Atoms atomsOf(const Dataset& set, const std::vector<NamedActivity>& contents) {
  Atoms atoms;
  for (const auto& c : contents) atoms[c.nuclide] += c.activity.value / set.find(c.nuclide)->lambda();
  return atoms;
}

Activity activityOf(const Dataset& set, const Atoms& atoms, const std::string& nuclide) {
  const auto found = atoms.find(nuclide);
  return Activity(found == atoms.end() ? 0.0 : found->second * set.find(nuclide)->lambda());
}

std::vector<std::string> familyOf(const Dataset& set, const std::vector<std::string>& named) {
  std::vector<std::string> family = named;
  for (std::size_t i = 0; i < family.size(); ++i) {
    const Nuclide* n = set.find(family[i]);
    if (!n) continue;
    for (const auto& b : n->branches)
      if (std::find(family.begin(), family.end(), b.daughter) == family.end()) family.push_back(b.daughter);
  }
  return family;
}

std::vector<std::string> activeMembers(const Dataset& set, const std::vector<Atoms>& states, const std::vector<std::string>& named) {
  std::vector<std::string> members;
  for (const auto& name : familyOf(set, named)) {
    const bool active = std::any_of(states.begin(), states.end(), [&](const Atoms& atoms) { return activityOf(set, atoms, name).value > 0; });
    if (active || std::find(named.begin(), named.end(), name) != named.end()) members.push_back(name);
  }
  return members;
}

std::vector<Curve> memberCurves(const Dataset& set, const Atoms& start, const std::vector<Seconds>& times, const std::vector<std::string>& members) {
  std::vector<Curve> curves;
  for (const auto& name : members) curves.push_back({name, Kind::time, Kind::activity});
  for (const Seconds t : times) {
    const Atoms atoms = decayChain(set, start, t);
    for (std::size_t i = 0; i < members.size(); ++i) {
      curves[i].xs.push_back(t.value);
      curves[i].ys.push_back(activityOf(set, atoms, members[i]).value);
    }
  }
  return curves;
}

}  // namespace isotrail::workbench
