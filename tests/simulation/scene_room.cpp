#include "tests/simulation/scene_room.h"

#include "desk/words.h"
#include "nuclide/dataset.h"

namespace isotrail::simulation {
namespace {

struct Bring {
  ItemId item, batch;
  SiteId site;
  bool active = false;
  void fields(Fields& f) {
    f("item", item);
    f("batch", batch);
    f("site", site);
    f("active", active);
  }
};
struct Divide {
  ItemId item, part;
  void fields(Fields& f) {
    f("item", item);
    f("part", part);
  }
};
struct Use {
  ItemId item;
  void fields(Fields& f) { f("item", item); }
};
struct Release {
  ItemId batch;
  SiteId site;
  void fields(Fields& f) {
    f("batch", batch);
    f("site", site);
  }
};

Verdict bring(Act& act, const Bring& c) {
  if (findItem(act.db(), c.item)) return alreadyExists("item", c.item.str());
  Movement m;
  m.kind = MovementKind::bring_in;
  const Inventory held = c.active ? Inventory::of(**Dataset::shipped().get("nuclide", "Mo-99"), Activity(1e9), act.now()) : Inventory();
  m.puts.push_back({c.item, held, {}, NewItem{"vial", c.item.str(), {}, c.batch, {}, {}}});
  act.emit(c.site, "scene/" + c.item.str(), "scene.Brought", encodePayload(c), m);
  return Done{};
}

Verdict divide(Act& act, const Divide& c) {
  auto item = itemOf(act.db(), "item", c.item);
  if (!item) return item.refusal();
  if (findItem(act.db(), c.part)) return alreadyExists("part", c.part.str());
  requireUsable(act, *item);
  if (auto v = act.gates().verdict(); !v) return v;
  Movement m;
  m.kind = MovementKind::draw;
  const Inventory half = item->inventory.empty() ? Inventory() : item->inventoryAt(act.now()).times(0.5);
  m.takes.push_back({c.item, half, {}, false});
  m.puts.push_back({c.part, half, {}, NewItem{"dose", c.part.str(), {}, item->batch, {}, {}}});
  act.emit(item->site, "scene/" + c.item.str(), "scene.Divided", encodePayload(c), m);
  return Done{};
}

Verdict use(Act& act, const Use& c) {
  auto item = itemOf(act.db(), "item", c.item);
  if (!item) return item.refusal();
  requireUsable(act, *item);
  if (auto v = act.gates().verdict(); !v) return v;
  Movement m;
  m.kind = MovementKind::give;
  m.takes.push_back({c.item, item->inventory.empty() ? Inventory() : item->inventoryAt(act.now()), {}, true});
  act.emit(item->site, "scene/" + c.item.str(), "scene.Used", encodePayload(c), m);
  return Done{};
}

Verdict release(Act& act, const Release& c) {
  act.emit(c.site, "scene/" + c.batch.str(), "quality.BatchReleased", Json::object({{"batch", c.batch.str()}, {"markets", Json::array()}}));
  return Done{};
}

}  // namespace

RoomTable sceneRoom() {
  RoomTable t("scene");
  t.command<Bring>("bring", bring, "An item comes from outside.");
  t.command<Divide>("divide", divide, "Half of an item into another.");
  t.command<Use>("use", use, "An item is used up.");
  t.command<Release>("release", release, "A batch is released.");
  return t;
}

}  // namespace isotrail::simulation
