#include "rooms/catalogue/datasets.h"

#include "desk/words.h"
#include "rooms/catalogue/facts.h"

namespace isotrail::catalogue {
namespace {

std::string allVersions() {
  std::string all;
  for (const auto& v : Dataset::versions()) all += (all.empty() ? "" : ", ") + v;
  return all;
}

}  // namespace

const Dataset& dataset(Db& db) {
  std::string version = beganWith(db);
  // By sequence number of the adoption: the last one holds.
  if (const auto adopted = kDatasets.all(db); !adopted.empty()) version = adopted.back().doc["version"].text();
  if (version.empty()) return Dataset::shipped();
  const Dataset* set = Dataset::named(version);
  if (!set) throw Fault("DATASET_UNKNOWN", "the record adopted the dataset '" + version + "', which this program does not ship");
  return *set;
}

Verdict adoptDataset(Act& act, const AdoptDataset& c) {
  if (!Dataset::named(c.version)) return Refusal::field({"version", "UNKNOWN_DATASET", c.version, allVersions(), 0, 0});
  const std::string before = dataset(act.db()).version();
  const auto adopted = kDatasets.all(act.db());
  if (!adopted.empty() && adopted.back().doc["version"].text() == c.version) return alreadyExists("version", c.version);
  act.emit(SiteId("registry"), "catalogue/datasets", "catalogue.DatasetAdopted", encodePayload(c).set("before", before));
  act.answer(Json::object({{"dataset", c.version}, {"before", before}}));
  return Done{};
}

Verdict restateItem(Act& act, const RestateItem& c) {
  const auto item = itemOf(act.db(), "item", c.item);
  if (!item) return item.refusal();
  const Dataset& set = dataset(act.db());
  if (item->inventory.empty()) return outOfOrder("an item that holds activity", item->stage);
  const std::string before = item->inventory.dataset().version();
  if (before == set.version()) return outOfOrder("an item stated with another dataset", before);
  requireOwn(act, item->org, c.item.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  const Inventory held = item->inventoryAt(act.now());
  const auto restated = held.restated(set);
  if (!restated) return restated.refusal();
  Movement m;
  m.kind = MovementKind::restate;
  m.at = act.now();
  m.takes.push_back({c.item, held, {}, false});
  m.puts.push_back({c.item, *restated, {}, std::nullopt});
  act.emit(item->site, "catalogue/" + c.item.str(), "catalogue.ItemRestated", encodePayload(c).set("before", before).set("dataset", set.version()),
           m);
  return Done{};
}

void applyDatasets(Db& db, const Event& e) {
  if (!e.is("catalogue.DatasetAdopted")) return;
  std::string order = std::to_string(e.seq);
  order.insert(0, 20 - order.size(), '0');
  kDatasets.put(db, {order, "", "", e.payload});
}

Result<Json> datasetsView(ViewRequest& q) {
  const std::string& now = dataset(q.db).version();
  Json list = Json::array();
  for (const auto& version : Dataset::versions())
    list.push(Json::object({{"version", version},
                            {"in_use", version == now},
                            {"newest", version == Dataset::shipped().version()},
                            {"nuclides", static_cast<std::int64_t>(Dataset::named(version)->all().size())}}));
  Json adopted = Json::array();
  for (const auto& card : kDatasets.all(q.db)) adopted.push(card.doc);
  return Json::object({{"datasets", list}, {"adopted", adopted}});
}

}  // namespace isotrail::catalogue
