// Receipt of a package: surveyed, compared with its label, then accepted and unpacked, or refused into quarantine.
#include <set>

#include "desk/words.h"
#include "nuclide/radiation/sources.h"
#include "nuclide/transport.h"
#include "rooms/hotlab/commands.h"
#include "rooms/hotlab/records.h"
#include "rooms/identity/facts.h"
#include "rooms/instruments/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/logistics/facts.h"
#include "rooms/production/facts.h"

namespace isotrail::hotlab {
namespace {

constexpr double kWipeLimit = 4.0, kWipeLimitAlpha = 0.4;  // Bq/cm2, removable: SSR-6 para. 508
/// Two survey meters of good standing agree to a fifth.
constexpr double kMeterSpread = 1.2;
/// Beyond half as much again, or below half, plus what the background makes uncertain, a reading is not explained by decay.
constexpr double kUnexpectedRatio = 1.5, kBackgroundUsv = 0.5;

struct Arrived {
  Item package;
  Card card;  // as packed: label and readings
  identity::SiteFacts site;
  std::vector<Item> contents;
};

int rank(const std::string& category) {
  constexpr const char* order[] = {"I-WHITE", "II-YELLOW", "III-YELLOW", "III-YELLOW-EXCLUSIVE"};
  for (int i = 0; i < 4; ++i)
    if (category == order[i]) return i;
  return 0;  // an excepted package carries no label and keeps to the limits of the lowest
}

/// What the contents radiate at `t`, bare: only its change with time is used.
double radiates(const std::vector<Item>& contents, Instant t) {
  double sum = 0;
  for (const auto& item : contents) sum += bareRate(item.inventoryAt(t), Length(1.0)).value;
  return sum;
}
bool alphaInside(const std::vector<Item>& contents, Instant t) {
  for (const auto& item : contents) {
    const Inventory there = item.inventoryAt(t);
    for (const auto& [name, atoms] : there.atoms())
      if (const Nuclide* n = Dataset::shipped().find(name); n && n->alpha && there.activity(name).value > 0) return true;
  }
  return false;
}

/// The reading at 1 m when it was packed, decayed as the contents did.
std::optional<DoseRate> expectedRate(const Arrived& a, Instant now) {
  const double before = radiates(a.contents, instantIn(a.card.doc["at"]));
  if (before <= 0 || !a.card.doc.has("rate_1m_sv_h")) return std::nullopt;
  return DoseRate(a.card.doc["rate_1m_sv_h"].number() * radiates(a.contents, now) / before);
}

void requireWithinLabel(Act& act, const Arrived& a, const ReceivePackage& c) {
  const double ti = transportIndex(c.rate_1m);
  const std::string category = labelCategory(ti, c.surface_rate);
  const std::string& label = a.card.doc["category"].text();
  Json params = Json::object(
      {{"package", c.package.str()}, {"category", label}, {"ti", a.card.doc["ti"]}, {"measured_category", category}, {"measured_ti", ti}});
  params.set("surface_usv_h", c.surface_rate.value * 1e6);
  const bool index_ok = ti <= a.card.doc["ti"].number() * kMeterSpread + 0.1;
  act.gates().check(rank(category) <= rank(label) && index_ok, "SURVEY_ABOVE_LABEL", "HOT-03", "SSR-6 paras 523 and 529; 10 CFR 20.1906(d)", params);
}

void requireExpected(Act& act, const Arrived& a, const ReceivePackage& c) {
  const auto expected = expectedRate(a, act.now());
  if (!expected) return;
  const double found = c.rate_1m.value * 1e6, wanted = expected->value * 1e6;
  const bool explained = found <= wanted * kUnexpectedRatio + kBackgroundUsv && found >= wanted / kUnexpectedRatio - kBackgroundUsv;
  act.gates().check(explained || c.decision == "accept_with_remark", "SURVEY_UNEXPECTED", "HOT-04", "house rule",
                    Json::object({{"package", c.package.str()}, {"measured_usv_h", found}, {"expected_usv_h", wanted}}));
}

void requireAcceptable(Act& act, const Arrived& a, const ReceivePackage& c) {
  const double limit = alphaInside(a.contents, act.now()) ? kWipeLimitAlpha : kWipeLimit;
  act.gates().check(c.wipe.value <= limit, "WIPE_ABOVE_LIMIT", "HOT-02", "SSR-6 para. 508; 10 CFR 20.1906(d)",
                    Json::object({{"package", c.package.str()}, {"wipe_bq_cm2", c.wipe.value}, {"limit_bq_cm2", limit}}));
  requireWithinLabel(act, a, c);
  requireExpected(act, a, c);
  std::set<std::string> nuclides;
  for (const auto& item : a.contents) nuclides.insert(item.inventoryAt(act.now()).leading());
  for (const auto& nuclide : nuclides) {
    if (!nuclide.empty()) licensing::requireLicence(act, a.site.site, "use", nuclide, Activity(), act.now());
  }
}

/// The taker's half of the hand-over: custody of the package and all inside it.
Movement taken(const Act& act, const Arrived& a, bool refused) {
  Movement m;
  // A package that was brought in already stands at the site; only who has it changes.
  m.kind = a.package.stage == "here" ? MovementKind::take_over : MovementKind::receive;
  m.at = act.now();
  m.items = {a.package.id};
  m.to = a.site.site;
  m.to_org = a.site.org;
  m.transfer = a.card.doc["transfer"].text();  // of the driver's half
  m.place = refused ? "quarantine" : "receipt";
  return m;
}
Movement unpacked(const Act& act, const Arrived& a) {
  Movement m;
  m.kind = MovementKind::unpack;
  m.at = act.now();
  m.container = a.package.id;
  m.place = "store";
  for (const auto& item : a.contents) m.items.push_back(item.id);
  return m;
}

/// A package may be received once its consignment stands at the door.
std::optional<Refusal> notDue(Db& db, const ItemId& package, const Card& card) {
  if (card.state != "packed") return outOfOrder("packed", card.state);
  const auto id = logistics::consignmentOfPackage(db, package);
  const auto consignment = id ? logistics::consignment(db, *id) : std::nullopt;
  if (!consignment) return std::nullopt;
  const std::string& s = consignment->state;
  if (s == "delivered" || s == "received" || s == "refused") return std::nullopt;
  return outOfOrder("delivered", s);
}

}  // namespace

Verdict receivePackage(Act& act, const ReceivePackage& c) {
  auto package = itemOf(act.db(), "package", c.package);
  if (!package) return package.refusal();
  auto card = kPackages.find(act.db(), c.package.str());
  if (!card) return notFound("package", c.package.str());
  if (auto early = notDue(act.db(), c.package, *card)) return *early;
  auto site = identity::site(act.db(), package->stage == "in_transit" ? package->to_site : package->site);
  if (!site) return notFound("package", c.package.str());
  const Arrived a{*package, *card, *site, itemsIn(act.db(), c.package)};
  const bool refused = c.decision == "refuse";
  requireOwn(act, site->org, c.package.str().c_str());
  production::requireEquipment(act, c.meter, "survey_meter", site->site);
  instruments::requireChecked(act, c.meter);
  if (c.wipe_counter) {
    production::requireEquipment(act, *c.wipe_counter, "wipe_counter", site->site);
    instruments::requireChecked(act, *c.wipe_counter);
  }
  if (!refused) requireAcceptable(act, a, c);
  act.gates().check(c.decision == "accept" || (c.remark && !c.remark->empty()), "REMARK_NEEDED", "HOT-05", "house rule",
                    Json::object({{"package", c.package.str()}}));
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c), items = Json::array();
  for (const auto& item : a.contents) items.push(item.id.str());
  payload.set("consignment", card->parent).set("site", site->site.str()).set("ti", card->doc["ti"]).set("category", card->doc["category"]);
  if (const auto expected = expectedRate(a, act.now())) payload.set("expected_1m_sv_h", expected->value);
  act.emit(site->site, stream(c.package), "hotlab.PackageReceived", payload.set("items", items), taken(act, a, refused));
  if (!refused && !a.contents.empty())
    act.emit(site->site, stream(c.package), "hotlab.Unpacked", Json::object({{"package", c.package.str()}, {"items", items}}), unpacked(act, a));
  act.answer(Json::object({{"package", c.package.str()}, {"state", refused ? "refused" : "received"}, {"items", items}}));
  return Done{};
}

}  // namespace isotrail::hotlab
