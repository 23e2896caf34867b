#include "overview/sight.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "desk/texts.h"
#include "rooms/identity/facts.h"
#include "trace/lineage_index.h"

namespace isotrail::overview {
namespace {

constexpr std::array<std::string_view, 5> kPatientKeys = {"patient", "patients", "patient_name", "family_name", "given_name"};

bool namesPatient(std::string_view key) { return std::find(kPatientKeys.begin(), kPatientKeys.end(), key) != kPatientKeys.end(); }

/// A movement's "with" names things by kind: {"kind":"patient","id":...}.
bool isPatient(const Json& v) { return v.isObject() && v["kind"].text() == "patient"; }

}  // namespace

Json withoutPatients(const Json& json) {
  if (json.isArray()) {
    Json out = Json::array();
    for (const auto& v : json.items())
      if (!isPatient(v)) out.push(withoutPatients(v));
    return out;
  }
  if (!json.isObject()) return json;
  Json out = Json::object();
  for (const auto& [key, v] : json.members())
    if (!namesPatient(key)) out.set(key, withoutPatients(v));
  return out;
}

Sight::Sight(ViewRequest& q)
    : db_(q.db), lineage_(q.lineage), caller_(q.caller), language_(q.language), all_(q.caller.has("admin")), agency_(q.caller.has("regulator")) {
  for (const auto& s : identity::sites(db_)) sites_[s.site.str()] = {s.org, s.jurisdiction, s.zone, s.nameIn(language_)};
  for (const auto& o : identity::orgs(db_)) jurisdictions_[o.org.str()] = o.jurisdiction;
  gatherConsignments();
}

/// Carrier, both ends, and the broker and the agencies of either end.
void Sight::gatherConsignments() {
  for (const auto& c : logistics::consignments(db_)) {
    const bool broker =
        caller_.org_kind == "broker" && (jurisdictionOf(c.from_site) == caller_.jurisdiction || jurisdictionOf(c.to_site) == caller_.jurisdiction);
    if (!broker && c.carrier != caller_.org && !site(c.from_site) && !site(c.to_site)) continue;
    consignments_.insert(c.consignment.str());
    lane_sites_.insert(c.to_site.str());
    for (const auto& p : logistics::packagesOf(db_, c.consignment)) packages_.insert(p.str());
  }
}

const Sight::Place* Sight::place(const SiteId& id) const {
  auto found = sites_.find(id.str());
  return found == sites_.end() ? nullptr : &found->second;
}
std::string Sight::zoneOf(const SiteId& id) const {
  const Place* p = place(id);
  return p && !p->zone.empty() ? p->zone : "Asia/Macau";
}
std::string Sight::nameOfSite(const SiteId& id) const {
  const Place* p = place(id);
  return p ? p->name : id.str();
}
OrgId Sight::orgOf(const SiteId& id) const {
  const Place* p = place(id);
  return p ? p->org : OrgId();
}
std::string Sight::jurisdictionOf(const SiteId& id) const {
  const Place* p = place(id);
  return p ? p->jurisdiction : "";
}

bool Sight::mine(const OrgId& org) const {
  if (org.empty()) return false;
  if (!agency_) return org == caller_.org;
  auto found = jurisdictions_.find(org.str());
  return found != jurisdictions_.end() && (caller_.jurisdiction.empty() || found->second == caller_.jurisdiction);
}

bool Sight::site(const SiteId& id) const {
  if (all_) return true;
  const Place* p = place(id);
  return p && mine(p->org);
}

bool Sight::item(const Item& i) const {
  if (all_ || mine(i.org) || mine(i.maker) || site(i.site) || site(i.to_site)) return true;
  return packages_.contains(i.id.str()) || (!i.container.empty() && packages_.contains(i.container.str()));
}

bool Sight::traceable(const ItemId& id) {
  if (all_) return true;
  if (auto known = traced_.find(id.str()); known != traced_.end()) return known->second;
  const auto found = findItem(db_, id);
  return traced_[id.str()] = found && (item(*found) || concernsLineage(id));
}
bool Sight::traceable(const Item& i) {
  if (all_) return true;
  if (auto known = traced_.find(i.id.str()); known != traced_.end()) return known->second;
  return traced_[i.id.str()] = item(i) || concernsLineage(i.id);
}

/// Carriers and brokers see what they carry, not how it was made or who was treated with it.
bool Sight::concernsLineage(const ItemId& id) {
  if (caller_.org_kind == "carrier" || caller_.org_kind == "broker") return false;
  return anyOf(ancestors(db_, id, lineage_), [&](const Item& i) { return mine(i.maker); }) ||
         anyOf(descendants(db_, id, lineage_), [&](const Item& i) { return item(i); });
}
/// Reads no more of them than it takes.
bool Sight::anyOf(const std::vector<ItemId>& ids, const std::function<bool(const Item&)>& is) const {
  constexpr std::size_t kSome = 64;
  for (std::size_t from = 0; from < ids.size(); from += kSome) {
    const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(from);
    const auto some = itemsOf(db_, {begin, begin + static_cast<std::ptrdiff_t>(std::min(kSome, ids.size() - from))});
    if (std::any_of(some.begin(), some.end(), is)) return true;
  }
  return false;
}

bool Sight::order(const ordering::OrderFacts& o) const {
  return all_ || mine(o.org) || site(o.site) || site(o.maker_site) || lane_sites_.contains(o.site.str());
}

std::string Sight::nameOf(const PersonId& id) const {
  const auto person = identity::person(db_, id);
  if (!person || (!all_ && person->org != caller_.org)) return "";
  return identity::personName(db_, id, language_);
}

Json Sight::payload(const Event& event) const { return patientsOf(event.org) ? event.payload : withoutPatients(event.payload); }

std::string Sight::text(const Event& event) const {
  Json p = payload(event);
  if (p.isObject() && event.payload.has("patient") && !p.has("patient")) p.set("patient", "–");
  return eventText(event.type, languageOf(language_), p);
}

}  // namespace isotrail::overview
