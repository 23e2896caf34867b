// Protocols: a hospital's way of using a product, resting on rows of the shipped tables.
#include <algorithm>

#include "desk/words.h"
#include "nuclide/radiation/dose.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/protocols/commands.h"
#include "rooms/protocols/records.h"
#include "rooms/protocols/tables.h"

namespace isotrail::protocols {
namespace {

/// The card ends here; below its lightest weight the lightest counts.
constexpr Mass kHeaviest = Mass(68.0), kLightest = Mass(3.0);

/// Every row named must exist; a wrong one would propose nothing to anybody.
Verdict knownRows(const DefineProtocol& c) {
  if (c.card)
    if (auto row = cardRow("card", *c.card); !row) return row.refusal();
  if (c.dose)
    if (auto row = effectiveDoseRow("dose", *c.dose); !row) return row.refusal();
  if (c.reference && !referenceLevel(*c.reference))
    return Refusal::field({"reference", "BAD_VALUE", *c.reference, "a level of data/reference_levels.csv", 0, 0});
  if (c.interruption && !interruption(*c.interruption))
    return Refusal::field({"interruption", "BAD_VALUE", *c.interruption, "a radiopharmaceutical of data/breastfeeding.csv", 0, 0});
  if (c.repeat_after && c.repeat_after->value <= 0) return Refusal::field({"repeat_after", "BAD_VALUE", "", "more than 0 s", 0, 0});
  const std::pair<const char*, std::optional<Seconds>> times[] = {
      {"uptake", c.uptake}, {"uptake_slack", c.uptake_slack}, {"scan", c.scan}, {"in_room", c.in_room}};
  for (const auto& [field, time] : times)
    if (time && (time->value < 0 || time->value > days(1).value)) return Refusal::field({field, "BAD_VALUE", "", "0 min to 24 h", 0, 0});
  return Done{};
}

ProtocolFacts factsOf(const Card& card) {
  const auto c = decodePayload<DefineProtocol>(card.doc);
  ProtocolFacts f{c.protocol,          c.org, c.product, c.card.value_or(""), c.reference.value_or(""), c.interruption.value_or(""),
                  c.dose.value_or(""), {},    {}};
  f.repeat_after = c.repeat_after;
  f.contraindications = c.contraindications.value_or(std::vector<std::string>());
  f.uptake = c.uptake;
  f.uptake_slack = c.uptake_slack;
  f.scan = c.scan;
  f.in_room = c.in_room;
  f.paired_scan = c.paired_scan.value_or(ProtocolId());
  f.paired_within = c.paired_within.value_or(Seconds());
  return f;
}

std::string nameOf(const Card& card, const std::string& language) {
  if (language == "zh-Hans") return card.doc["name_zh_hans"].text();
  if (language == "zh-Hant") return card.doc["name_zh_hant"].text();
  return card.doc[language == "pt" ? "name_pt" : "name"].text();
}

bool sees(const ViewRequest& q, const std::string& org) { return q.caller.has("admin") || q.caller.has("regulator") || q.caller.org.str() == org; }

Json interruptionJson(const std::string& name) {
  const Interruption* row = interruption(name);
  if (!row) return Json();
  Json advised = Json::object();
  for (const auto& [source, time] : row->advised) advised.set(source, time);
  return Json::object(
      {{"radiopharmaceutical", name}, {"longest", row->longest}, {"advised", advised}, {"source", row->source}, {"confidence", row->confidence}});
}

Json row(ViewRequest& q, const Card& card) {
  const ProtocolFacts p = factsOf(card);
  Json list = Json::array();
  for (const auto& c : p.contraindications) list.push(c);
  Json j = Json::object({{"protocol", card.id}, {"org", card.parent}, {"product", p.product.str()}, {"name", nameOf(card, q.language)}});
  j.set("card", p.card).set("reference", p.reference).set("interruption", interruptionJson(p.interruption)).set("dose", p.dose);
  if (const ReferenceLevel* level = referenceLevel(p.reference)) j.set("reference_bq", level->activity.value).set("reference_source", level->source);
  j.set("repeat_after_s", p.repeat_after ? Json(p.repeat_after->value) : Json());
  const std::pair<const char*, std::optional<Seconds>> times[] = {
      {"uptake_s", p.uptake}, {"uptake_slack_s", p.uptake_slack}, {"scan_s", p.scan}, {"in_room_s", p.in_room}};
  for (const auto& [key, time] : times) j.set(key, time ? Json(time->value) : Json());
  j.set("paired_scan", p.paired_scan.empty() ? Json() : Json(p.paired_scan.str()))
      .set("paired_within_s", p.paired_scan.empty() ? Json() : Json(p.paired_within.value));
  return j.set("contraindications", list).set("limits", limitsJson(q.db, p.protocol));
}

}  // namespace

std::optional<ProtocolFacts> protocol(Db& db, const ProtocolId& id) {
  const auto card = kProtocols.find(db, id.str());
  if (!card) return std::nullopt;
  return factsOf(*card);
}

std::optional<Proposal> proposalFor(const ProtocolFacts& p, std::optional<Mass> body, bool child) {
  if (child && body && !p.card.empty() && *body <= kHeaviest) {
    const auto card = cardRow("card", p.card);
    if (!card) return std::nullopt;
    const auto activity = activityByCard(**card, std::max(*body, kLightest));
    if (activity) return Proposal{*activity, (*card)->source, true};
  }
  // A child without a weight, or without a line of the card, gets no proposal: an adult's activity would be one too much.
  const ReferenceLevel* level = referenceLevel(p.reference);
  if (!level || (child && (!body || *body <= kHeaviest))) return std::nullopt;
  return Proposal{level->activity, level->source, false};
}

Verdict defineProtocol(Act& act, const DefineProtocol& c) {
  const auto org = identity::org(act.db(), c.org);
  if (!org) return notFound("org", c.org.str());
  if (!catalogue::product(act.db(), c.product)) return notFound("product", c.product.str());
  if (auto known = knownRows(c); !known) return known;
  if (c.paired_scan.has_value() != c.paired_within.has_value())
    return Refusal::field({c.paired_scan ? "paired_within" : "paired_scan", "MISSING_FIELD", "", "the scan, and how old it may be", 0, 0});
  if (c.paired_scan) {
    const auto scan = protocol(act.db(), *c.paired_scan);
    if (!scan || scan->org != c.org) return notFound("paired_scan", c.paired_scan->str());
    const auto shown = catalogue::product(act.db(), scan->product);
    if (!shown || shown->use != "diagnostic")
      return Refusal::field({"paired_scan", "BAD_VALUE", c.paired_scan->str(), "a protocol of a diagnostic product", 0, 0});
    if (!(c.paired_within->value > 0)) return Refusal::field({"paired_within", "BAD_VALUE", "", "more than 0 s", 0, 0});
  }
  if (const auto before = protocol(act.db(), c.protocol); before && before->org != c.org) return alreadyExists("protocol", c.protocol.str());
  const auto all = identity::sites(act.db());
  const auto site = std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.org == c.org; });
  if (site == all.end()) return notFound("site", c.org.str());
  requireOwn(act, c.org, c.protocol.str().c_str());
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(site->site, "protocols/" + c.protocol.str(), "protocols.ProtocolDefined", encodePayload(c));
  return Done{};
}

void applyProtocols(Db& db, const Event& e) {
  if (e.is("protocols.ProtocolDefined")) kProtocols.put(db, {e.payload["protocol"].text(), e.payload["org"].text(), "", e.payload});
}

Result<Json> protocolsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kProtocols.all(q.db))
    if (sees(q, card.parent)) list.push(row(q, card));
  return Json::object({{"protocols", list}});
}

Result<Json> tablesView(ViewRequest&) {
  Json cards = Json::array(), references = Json::array(), pauses = Json::array(), doses = Json::array(), bloods = Json::array();
  for (const auto& row : dosageCard()) cards.push(row.radiopharmaceutical);
  for (const auto& r : referenceLevels()) references.push(Json::object({{"level", r.level}, {"examination", r.examination}}));
  for (const auto& i : interruptions()) pauses.push(i.radiopharmaceutical);
  for (const auto& row : effectiveDoseTable()) doses.push(row.radiopharmaceutical);
  for (const auto& [test, t] : bloodTests()) bloods.push(Json::object({{"test", test}, {"unit", t.unit}}));
  Json j = Json::object({{"cards", cards}, {"references", references}, {"interruptions", pauses}, {"doses", doses}});
  return j.set("bloods", bloods);
}

Result<Json> proposalView(ViewRequest& q) {
  const auto card = kProtocols.find(q.db, q.id);
  if (!card || !sees(q, card->parent)) return notFound("protocol", q.id);
  std::optional<Mass> body;
  if (!q.param("weight").empty()) {
    auto weight = parseQuantity<Mass>("weight", q.param("weight"));
    if (!weight) return weight.refusal();
    body = *weight;
  }
  const auto proposed = proposalFor(factsOf(*card), body, q.param("child") == "true");
  Json j = row(q, *card);
  j.set("proposed_bq", proposed ? Json(proposed->activity.value) : Json()).set("proposed_by", proposed ? Json(proposed->clause) : Json());
  return j;
}

}  // namespace isotrail::protocols
