#pragma once
// Decay containers as other rooms may see them.
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::waste {

struct ContainerFacts {
  ItemId container;
  SiteId site;
  std::string state;                // stored cleared
  std::optional<Instant> clear_at;  // from when it may be cleared; none: not by decay
};
std::optional<ContainerFacts> container(Db& db, const ItemId& id);
/// Those that stand in a site's decay store.
std::vector<ContainerFacts> inStore(Db& db, const SiteId& site);

}  // namespace isotrail::waste
