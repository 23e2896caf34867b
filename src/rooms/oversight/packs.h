#pragma once
// Which rule packs this house has adopted.
#include <string>
#include <vector>

#include "desk/room.h"
#include "duties/pack.h"

namespace isotrail::oversight {

struct AdoptPack {
  std::string pack, version;
  void fields(Fields& f) {
    f("pack", pack, "the pack: cn, mo");
    f("version", version, "its version, see rules/packs.csv");
  }
};
Verdict adoptPack(Act& act, const AdoptPack& c);
void applyPackAdopted(Db& db, const Event& e);

/// The adopted version of each pack; a later adoption replaces an earlier one for clocks that start afterwards.
std::vector<const RulePack*> adoptedPacks(Db& db);
Result<Json> packsView(ViewRequest& q);

}  // namespace isotrail::oversight
