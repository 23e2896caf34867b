#pragma once
// The commands of the decay store as people send them.
#include "desk/act.h"

namespace isotrail::waste {

struct Store {
  ItemId container;
  std::vector<ItemId> items;
  std::optional<DoseRate> reading;
  std::optional<Mass> mass;
  void fields(Fields& f) {
    f("container", container, "the decay container: a new one, or one that is being filled");
    f.ids("items", items, "what goes into it");
    f("reading", reading, "dose rate at its surface");
    f("mass", mass, "of the container's contents; 1 kg is assumed when it was not weighed");
  }
};
struct Clear {
  ItemId container;
  DoseRate reading, background;
  EquipmentId meter;
  void fields(Fields& f) {
    f("container", container, "the decay container");
    f("reading", reading, "dose rate at its surface");
    f("background", background, "dose rate of the place without it");
    f("meter", meter, "the survey meter");
  }
};

Verdict store(Act& act, const Store& c);
Verdict clear(Act& act, const Clear& c);

}  // namespace isotrail::waste
