// The end of the day: what stands in the hot lab against what the record says stands there, and whether the account closes.
#include <algorithm>
#include <set>

#include "desk/words.h"
#include "rooms/hotlab/commands.h"
#include "rooms/hotlab/records.h"
#include "rooms/identity/facts.h"

namespace isotrail::hotlab {
namespace {

/// What is counted one by one. Kits are counted by lot, waste by container, packages are not opened.
bool counted(const Item& item) {
  constexpr const char* kinds[] = {"vial", "preparation", "eluate", "generator", "sample", "dose"};
  return item.stage == "here" && item.container.empty() && std::find(std::begin(kinds), std::end(kinds), item.kind) != std::end(kinds);
}

Json listed(const std::set<ItemId>& ids) {
  Json out = Json::array();
  for (const auto& id : ids) out.push(id.str());
  return out;
}
std::string joined(const std::set<ItemId>& ids) {
  std::string out;
  for (const auto& id : ids) out += (out.empty() ? "" : ", ") + id.str();
  return out.empty() ? "-" : out;
}

/// Nuclides whose day does not close until now.
std::string openNuclides(Db& db, const SiteId& site, Instant from, Instant now) {
  std::string out;
  for (const auto& line : dayAccount(db, site, from, now))
    if (!line.closes()) out += (out.empty() ? "" : ", ") + line.nuclide;
  return out;
}

}  // namespace

Verdict countStock(Act& act, const CountStock& c) {
  const auto site = identity::site(act.db(), c.site);
  if (!site) return notFound("site", c.site.str());
  std::set<ItemId> found(c.present.begin(), c.present.end()), missing, surplus;
  if (found.size() != c.present.size()) return Refusal::field({"present", "BAD_VALUE", "", "every item once", 0, 0});
  for (const auto& item : itemsAt(act.db(), c.site)) {
    if (!counted(item)) continue;
    if (found.erase(item.id) == 0) missing.insert(item.id);
  }
  surplus = found;
  const std::string day = localDay(act.now(), site->zone);
  const auto start = startOfDay("day", day, site->zone);
  const std::string open = start ? openNuclides(act.db(), c.site, *start, act.now()) : "";
  requireOwn(act, site->org, c.site.str().c_str());
  const bool explained = c.remark && c.remark->find_first_not_of(" \t\r\n") != std::string::npos;
  Json params = Json::object({{"site", c.site.str()}, {"day", day}, {"missing", joined(missing)}, {"surplus", joined(surplus)}, {"open", open}});
  act.gates().check((missing.empty() && surplus.empty()) || explained, "COUNT_DIFFERS", "HOT-21", "GB 18871-2002 6.4.5 (inventory); house rule",
                    params);
  act.gates().check(open.empty() || explained, "ACCOUNT_OPEN", "HOT-21", "house rule", params);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  const bool fine = missing.empty() && surplus.empty() && open.empty();
  payload.set("day", day).set("missing", listed(missing)).set("surplus", listed(surplus)).set("open", open).set("verdict", fine ? "pass" : "fail");
  act.emit(c.site, "hotlab/" + c.site.str(), "hotlab.StockCounted", payload);
  act.answer(Json::object({{"day", day}, {"missing", listed(missing)}, {"surplus", listed(surplus)}, {"open", open}}));
  return Done{};
}

}  // namespace isotrail::hotlab
