#include "rooms/licensing/room.h"

#include <algorithm>
#include <iterator>

#include "desk/words.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/licensing/records.h"
#include "rooms/ordering/facts.h"

namespace isotrail::licensing {
namespace {

/// What is done, in the words of the texts table's languages.
struct OperationWords {
  const char *code, *en, *zh_hans, *zh_hant, *pt;
};
constexpr OperationWords kOperations[] = {{"hold", "holding", "持有", "持有", "posse"},
                                          {"make", "making", "生产", "生產", "produção"},
                                          {"transport", "transport", "运输", "運輸", "transporte"},
                                          {"export", "export", "出口", "出口", "exportação"},
                                          {"import", "import", "进口", "進口", "importação"},
                                          {"use", "use", "使用", "使用", "uso"},
                                          {"administer", "administration", "给药", "給藥", "administração"}};

void setOperation(Json& params, const std::string& operation) {
  params.set("operation", operation);
  for (const auto& w : kOperations)
    if (operation == w.code)
      params.set("operation_en", w.en).set("operation_zh_hans", w.zh_hans).set("operation_zh_hant", w.zh_hant).set("operation_pt", w.pt);
}

struct RegisterLicence {
  LicenceId licence;
  OrgId org;
  SiteId site;
  std::string kind, agency, number;
  Instant valid_from, valid_until;
  std::vector<std::string> operations;
  void fields(Fields& f) {
    f("licence", licence, "our id of the licence");
    f("org", org, "who holds it");
    f("site", site, "the place it is for");
    f("kind", kind, "what the agency calls it");
    f("agency", agency, "who issued it");
    f("number", number, "the number on the paper");
    f("valid_from", valid_from, "first instant");
    f("valid_until", valid_until, "first instant it no longer holds");
    f("operations", operations, "of hold, make, transport, export, import, use, administer");
  }
};
struct SetCap {
  LicenceId licence;
  std::string nuclide;
  Activity max_activity;
  void fields(Fields& f) {
    f("licence", licence, "the licence that states it");
    f("nuclide", nuclide, "nuclide");
    f("max_activity", max_activity, "the most that may be held at one time");
  }
};

Verdict registerLicence(Act& act, const RegisterLicence& c) {
  if (kLicences.find(act.db(), c.licence.str())) return alreadyExists("licence", c.licence.str());
  if (!identity::org(act.db(), c.org)) return notFound("org", c.org.str());
  if (!identity::site(act.db(), c.site)) return notFound("site", c.site.str());
  for (const auto& o : c.operations)
    if (std::none_of(std::begin(kOperations), std::end(kOperations), [&](const OperationWords& w) { return o == w.code; }))
      return Refusal::field({"operations", "BAD_VALUE", o, "hold, make, transport, export, import, use, administer", 0, 0});
  if (c.valid_until <= c.valid_from) return Refusal::field({"valid_until", "BAD_VALUE", c.valid_until.iso(), "an instant after valid_from", 0, 0});
  act.emit(c.site, "licensing/" + c.licence.str(), "licensing.LicenceRegistered", encodePayload(c));
  return Done{};
}

Verdict setCap(Act& act, const SetCap& c) {
  auto licence = kLicences.find(act.db(), c.licence.str());
  if (!licence) return notFound("licence", c.licence.str());
  auto nuclide = Dataset::shipped().get("nuclide", c.nuclide);
  if (!nuclide) return nuclide.refusal();
  if (c.max_activity.value <= 0) return Refusal::field({"max_activity", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  act.emit(SiteId(licence->doc["site"].text()), "licensing/" + c.licence.str(), "licensing.CapSet", encodePayload(c));
  return Done{};
}

void apply(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("licensing.LicenceRegistered")) kLicences.put(db, {p["licence"].text(), p["site"].text(), "", p});
  if (e.is("licensing.CapSet")) kCaps.put(db, {p["licence"].text() + " " + p["nuclide"].text(), p["licence"].text(), "", p});
}

bool covers(const Card& licence, const std::string& operation) {
  for (const auto& o : licence.doc["operations"].items())
    if (o.text() == operation) return true;
  return false;
}

Json capUse(ViewRequest& q, const Card& licence, const Card& cap) {
  const std::string& nuclide = cap.doc["nuclide"].text();
  const SiteId site(licence.parent);
  const double max = cap.doc["max_activity_bq"].number();
  const double held = holding(q.db, site, nuclide, q.now).value;
  const double reserved = ordering::reserved(q.db, site, nuclide, q.now).value;
  return Json::object(
      {{"nuclide", nuclide}, {"max_activity_bq", max}, {"held_bq", held}, {"reserved_bq", reserved}, {"share", (held + reserved) / max}});
}

Result<Json> licencesView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kLicences.all(q.db)) {
    Json licence = card.doc;
    const Instant until = instantIn(card.doc["valid_until"]);
    licence.set("days_left", (until - q.now).value / 86400.0).set("state", q.now >= until ? "expired" : "valid");
    Json caps = Json::array();
    // A partner may see that a licence is valid, not how much of the nuclide is in the house.
    const bool own = card.doc["org"].text() == q.caller.org.str() || q.caller.has("regulator") || q.caller.has("admin");
    if (own)
      for (const auto& cap : kCaps.under(q.db, card.id)) caps.push(capUse(q, card, cap));
    list.push(licence.set("caps", caps));
  }
  return Json::object({{"licences", list}});
}

}  // namespace

std::vector<LicenceFacts> licences(Db& db) {
  std::vector<LicenceFacts> out;
  for (const auto& card : kLicences.all(db)) {
    const auto l = decodePayload<RegisterLicence>(card.doc);
    out.push_back({l.licence, l.org, l.site, l.kind, l.agency, l.number, l.valid_from, l.valid_until, l.operations});
  }
  return out;
}

CapState capState(Db& db, const SiteId& site, const std::string& operation, const std::string& nuclide, Instant at) {
  CapState out;
  int best = 0;
  for (const auto& card : kLicences.under(db, site.str())) {
    if (!covers(card, operation)) continue;
    auto cap = kCaps.find(db, card.id + " " + nuclide);
    const bool valid = at >= instantIn(card.doc["valid_from"]) && at < instantIn(card.doc["valid_until"]);
    const int fit = 1 + (valid ? 1 : 0) + (cap ? 2 : 0);
    const Activity most(cap ? cap->doc["max_activity_bq"].number() : 0.0);
    if (fit < best || (fit == best && !(cap && most < *out.cap))) continue;
    best = fit;
    out.licensed = true;
    out.expired = !valid;
    out.licence = LicenceId(card.id);
    out.cap = cap ? std::optional<Activity>(most) : std::nullopt;
  }
  out.held = holding(db, site, nuclide, at);
  out.reserved = ordering::reserved(db, site, nuclide, at);
  return out;
}

namespace {
/// Gates of the licence itself; answers whether there is one to compare amounts with.
bool requireValid(Act& act, const CapState& s, const std::string& operation, Json& params) {
  setOperation(params, operation);
  if (!act.gates().check(s.licensed && s.cap, "LICENCE_MISSING", "LIC-01", "Order 449 Art. 5; Macao Law 12/2022", params)) return false;
  act.gates().check(!s.expired, "LICENCE_EXPIRED", "LIC-02", "Order 449 Art. 13; Macao Law 12/2022", params);
  return true;
}
Json paramsOf(const CapState& s, const SiteId& site, const std::string& nuclide) {
  return Json::object({{"site", site.str()}, {"nuclide", nuclide}, {"licence", s.licence.str()}});
}
}  // namespace

void requireLicensed(Act& act, const SiteId& site, const std::string& operation, const std::string& nuclide, Instant at) {
  const CapState s = capState(act.db(), site, operation, nuclide, at);
  Json params = paramsOf(s, site, nuclide);
  requireValid(act, s, operation, params);
}

void requireLicence(Act& act, const SiteId& site, const std::string& operation, const std::string& nuclide, Activity added, Instant at) {
  const CapState s = capState(act.db(), site, operation, nuclide, at);
  Json params = paramsOf(s, site, nuclide);
  if (!requireValid(act, s, operation, params)) return;
  params.set("cap", showActivity(*s.cap))
      .set("held", showActivity(s.held))
      .set("reserved", showActivity(s.reserved))
      .set("added", showActivity(added));
  act.gates().check((s.held + s.reserved + added).value <= s.cap->value, "CAP_EXCEEDED", "LIC-03", "Order 449 Art. 15 (scope of the licence)",
                    params);
}

RoomTable room() {
  RoomTable t("licensing");
  t.command<RegisterLicence>("register-licence", registerLicence, "Put a licence on file.");
  t.command<SetCap>("set-cap", setCap, "State the most of a nuclide that a licence allows at one time.");
  t.amendable<RegisterLicence>("licensing.LicenceRegistered", "register-licence", {"kind", "agency", "number", "valid_from", "valid_until"},
                               foldAgain(apply), {.settle = validInOrder});
  t.view("licences", "licensing.read", licencesView, "Licences with days left and how full their caps are.");
  t.view("holdings", "licensing.read", holdingsView, "What is held against each cap, how full it will be, and when it would be exceeded.");
  t.projection("licensing", {"licensing_licence", "licensing_cap"}, apply);
  return t;
}

}  // namespace isotrail::licensing
