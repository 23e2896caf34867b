#include "rooms/identity/room.h"

#include "base/csv.h"
#include "base/embedded.h"
#include "desk/retention.h"
#include "desk/shelf.h"
#include "desk/texts.h"
#include "desk/vault.h"
#include "desk/words.h"
#include "duties/pack.h"
#include "rooms/identity/commands.h"
#include "rooms/identity/facts.h"

namespace isotrail::identity {
namespace {

constexpr Shelf kOrgs("identity_org"), kSites("identity_site"), kPeople("identity_person"), kQualifications("identity_qualification");

/// Master data that belongs to no site is on the registry's chain.
const SiteId kRegistry("registry");

Verdict registerOrganisation(Act& act, const RegisterOrganisation& c) {
  if (kOrgs.find(act.db(), c.org.str())) return alreadyExists("org", c.org.str());
  RegisterOrganisation recorded = c;
  if (!recorded.name_local) recorded.name_local = c.name;  // readers of every language see a name
  act.emit(kRegistry, "identity/org." + c.org.str(), "identity.OrganisationRegistered", encodePayload(recorded));
  return Done{};
}

Verdict registerSite(Act& act, const RegisterSite& c) {
  if (kSites.find(act.db(), c.site.str())) return alreadyExists("site", c.site.str());
  if (!kOrgs.find(act.db(), c.org.str())) return notFound("org", c.org.str());
  if (!isZone(c.zone)) return Refusal::field({"zone", "BAD_VALUE", c.zone, "an IANA zone such as Asia/Macau", 0, 0});
  RegisterSite recorded = c;
  if (!recorded.name_local) recorded.name_local = c.name;
  act.emit(c.site, "identity/site." + c.site.str(), "identity.SiteRegistered", encodePayload(recorded));
  return Done{};
}

Verdict registerPerson(Act& act, const RegisterPerson& c) {
  if (kPeople.find(act.db(), c.person.str())) return alreadyExists("person", c.person.str());
  if (!kOrgs.find(act.db(), c.org.str())) return notFound("org", c.org.str());
  if (c.site && !kSites.find(act.db(), c.site->str())) return notFound("site", c.site->str());
  for (const auto& role : c.roles)
    if (permissionsOf({role}).empty()) return Refusal::field({"roles", "BAD_VALUE", role, "a role of data/roles.csv", 0, 0});
  if (auto open = requireVault(act.db()); !open) return open;
  Json kept = Json::object(), payload = Json::object();
  const Json all = encodePayload(c);
  for (const auto& [key, v] : all.members()) (key == "family_name" || key == "given_name" || key == "contact" ? kept : payload).set(key, v);
  keepInVault(act.db(), VaultOf::person, c.person.str(), kept);
  act.emit(kRegistry, "identity/person." + c.person.str(), "identity.PersonRegistered", payload);
  return Done{};
}

Verdict erasePerson(Act& act, const ErasePerson& c) {
  const auto who = person(act.db(), c.person);
  if (!who) return notFound("person", c.person.str());
  if (c.reason.find_first_not_of(" \t\r\n") == std::string::npos) return Refusal::field({"reason", "BAD_VALUE", "", "why", 0, 0});
  requireOwn(act, who->org, c.person.str().c_str());
  const auto home = org(act.db(), who->org);
  requireErasable(act, VaultOf::person, c.person.str(), home ? home->jurisdiction : "", "UTC");
  if (auto v = act.gates().verdict(); !v) return v;
  eraseFromVault(act.db(), VaultOf::person, c.person.str(), "identity/person." + c.person.str());
  closeAccounts(act.db(), c.person.str());
  act.reason(c.reason);
  act.emit(kRegistry, "identity/person." + c.person.str(), "identity.PersonErased",
           Json::object({{"person", c.person.str()}, {"org", who->org.str()}}));
  return Done{};
}

Verdict grantQualification(Act& act, const GrantQualification& c) {
  if (!kPeople.find(act.db(), c.person.str())) return notFound("person", c.person.str());
  if (c.valid_until <= c.valid_from) return Refusal::field({"valid_until", "BAD_VALUE", c.valid_until.iso(), "an instant after valid_from", 0, 0});
  act.emit(kRegistry, "identity/person." + c.person.str(), "identity.QualificationGranted", encodePayload(c));
  return Done{};
}

void apply(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("identity.OrganisationRegistered")) kOrgs.put(db, {p["org"].text(), "", "", p});
  if (e.is("identity.SiteRegistered")) kSites.put(db, {p["site"].text(), p["org"].text(), "", p});
  if (e.is("identity.PersonRegistered")) {
    kPeople.put(db, {p["person"].text(), p["org"].text(), "", p});
    if (p.has("account"))
      db.exec("INSERT INTO person_account(account,person) VALUES($1,$2) ON CONFLICT(account) DO UPDATE SET person=excluded.person",
              {p["account"].text(), p["person"].text()});
  }
  if (e.is("identity.QualificationGranted"))
    kQualifications.put(db, {p["person"].text() + " " + p["qualification"].text(), p["person"].text(), "", p});
}

/// A later grant of the same qualification stands.
void regrant(Db& db, const Event& before, const Event& corrected) {
  const auto card = kQualifications.find(db, corrected.payload["person"].text() + " " + corrected.payload["qualification"].text());
  if (card && card->doc == before.payload) apply(db, corrected);
}

Json qualificationsOf(Db& db, const std::string& person, Instant now) {
  Json list = Json::array();
  for (const auto& card : kQualifications.under(db, person)) {
    const Instant until = instantIn(card.doc["valid_until"]);
    list.push(Json::object({{"qualification", card.doc["qualification"]},
                            {"authority", card.doc["authority"]},
                            {"valid_until", card.doc["valid_until"]},
                            {"days_left", (until - now).value / 86400.0},
                            {"state", now >= until ? "lapsed" : "valid"}}));
  }
  return list;
}

Result<Json> people(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kPeople.all(q.db)) {
    // Names stay inside the organisation; an inspector sees people by their id.
    const bool own = card.parent == q.caller.org.str() || q.caller.has("admin");
    if (!own && !q.caller.has("regulator")) continue;
    Json person = Json::object({{"person", card.id}, {"org", card.parent}, {"site", card.doc["site"]}, {"roles", card.doc["roles"]}});
    if (own) person.set("name", personName(q.db, PersonId(card.id), q.language));
    person.set("qualifications", qualificationsOf(q.db, card.id, q.now));
    list.push(std::move(person));
  }
  return Json::object({{"people", list}});
}

Result<Json> organisations(ViewRequest& q) {
  Json orgs = Json::array(), site_list = Json::array();
  for (const auto& card : kOrgs.all(q.db)) orgs.push(card.doc);
  for (const auto& card : kSites.all(q.db)) site_list.push(card.doc);
  return Json::object({{"organisations", orgs}, {"sites", site_list}});
}

/// People other than the caller whose qualification holds now, for the remedy.
std::string whoCan(Act& act, const std::string& qualification) {
  std::string out;
  for (const auto& card : kPeople.under(act.db(), act.caller().org.str())) {
    if (card.id == act.caller().person.str() || !qualified(act.db(), PersonId(card.id), qualification, act.now())) continue;
    out += (out.empty() ? "" : ", ") + card.id;
  }
  return out.empty() ? "-" : out;
}

const std::string& written(std::string_view language, const std::string& name, const std::string& name_local) {
  return language.starts_with("zh") && !name_local.empty() ? name_local : name;
}

}  // namespace

std::optional<PersonFacts> person(Db& db, const PersonId& id) {
  auto card = kPeople.find(db, id.str());
  if (!card) return std::nullopt;
  PersonFacts out{id, OrgId(card->parent), SiteId(card->doc["site"].text()), {}};
  for (const auto& role : card->doc["roles"].items()) out.roles.push_back(role.text());
  return out;
}
std::optional<OrgFacts> org(Db& db, const OrgId& id) {
  auto card = kOrgs.find(db, id.str());
  if (!card) return std::nullopt;
  const Json& d = card->doc;
  return OrgFacts{id, d["name"].text(), d["name_local"].text(), d["kind"].text(), d["jurisdiction"].text()};
}
std::optional<SiteFacts> site(Db& db, const SiteId& id) {
  auto card = kSites.find(db, id.str());
  if (!card) return std::nullopt;
  const Json& d = card->doc;
  auto owner = org(db, OrgId(card->parent));
  return SiteFacts{id, OrgId(card->parent), d["name"].text(), d["name_local"].text(), d["zone"].text(), owner ? owner->jurisdiction : ""};
}
const std::string& OrgFacts::nameIn(std::string_view language) const { return written(language, name, name_local); }
const std::string& SiteFacts::nameIn(std::string_view language) const { return written(language, name, name_local); }
std::string orgName(Db& db, const OrgId& id, std::string_view language) {
  const auto known = org(db, id);
  return known ? known->nameIn(language) : id.str();
}
std::string siteName(Db& db, const SiteId& id, std::string_view language) {
  const auto known = site(db, id);
  return known ? known->nameIn(language) : id.str();
}
std::string issuerName(Db& db, const std::string& issuer, std::string_view language) {
  const Agency* agency = findAgency(issuer);
  return agency ? agency->name(language) : orgName(db, OrgId(issuer), language);
}
std::vector<OrgFacts> orgs(Db& db) {
  std::vector<OrgFacts> out;
  for (const auto& card : kOrgs.all(db)) out.push_back(*org(db, OrgId(card.id)));
  return out;
}
std::vector<SiteFacts> sites(Db& db) {
  std::vector<SiteFacts> out;
  for (const auto& card : kSites.all(db)) out.push_back(*site(db, SiteId(card.id)));
  return out;
}
std::string personName(Db& db, const PersonId& id, const std::string& language) {
  if (const auto kept = fromVault(db, VaultOf::person, id.str())) return (*kept)["family_name"].text() + " " + (*kept)["given_name"].text();
  return erasedFromVault(db, VaultOf::person, id.str()) ? erasedName(language) : id.str();
}
std::string erasedName(const std::string& language) { return codeText("NAME_ERASED", languageOf(language), Json::object()).text; }

bool ofTheHouse(Db& db, const Caller& caller, const SiteId& id) {
  const auto known = site(db, id);
  return known && (known->org == caller.org || caller.has("admin"));
}
Reader readerOf(Db& db, const Caller& caller, const std::vector<RoomTable>& rooms, const std::string& language) {
  const auto here = site(db, caller.site);
  return {rooms, db, caller, language, here && !here->zone.empty() ? here->zone : "Asia/Macau"};
}

void requireErasable(Act& act, VaultOf of, const std::string& id, const std::string& jurisdiction, const std::string& zone) {
  const Json params = Json::object({{"who", id}});
  act.gates().check(!erasedFromVault(act.db(), of, id), "ALREADY_ERASED", "ID-05", "house rule", params);
  const auto kept = keptName(act.db(), of == VaultOf::person ? "person" : "patient", id, jurisdiction, zone);
  Json held = params;
  if (kept) held.set("number", kept->last.seq).set("last", localDay(kept->last.occurred_at, zone)).set("until", localDay(kept->until, zone));
  act.gates().check(!kept || act.now() >= kept->until, "RETENTION_HOLDS", "ID-06", kept ? kept->clause : "", held);
}

std::optional<PersonId> personOfAccount(Db& db, const std::string& account) {
  auto rows = db.query("SELECT person FROM person_account WHERE account=$1", {account});
  if (rows.empty()) return std::nullopt;
  return PersonId(rows[0].text(0));
}
std::vector<std::pair<std::string, PersonId>> accounts(Db& db) {
  std::vector<std::pair<std::string, PersonId>> out;
  for (const auto& row : db.query("SELECT account,person FROM person_account ORDER BY account")) out.emplace_back(row.text(0), PersonId(row.text(1)));
  return out;
}
std::vector<QualificationFacts> qualifications(Db& db) {
  std::vector<QualificationFacts> out;
  for (const auto& card : kQualifications.all(db)) {
    const auto q = decodePayload<GrantQualification>(card.doc);
    const auto holder = person(db, q.person);
    out.push_back({q.person, holder ? holder->org : OrgId(), q.qualification, q.authority, q.valid_from, q.valid_until});
  }
  return out;
}
bool qualified(Db& db, const PersonId& id, const std::string& qualification, Instant at) {
  auto card = kQualifications.find(db, id.str() + " " + qualification);
  return card && at >= instantIn(card->doc["valid_from"]) && at < instantIn(card->doc["valid_until"]);
}

void requireQualified(Act& act, const std::string& qualification) {
  auto card = kQualifications.find(act.db(), act.caller().person.str() + " " + qualification);
  Json params = Json::object({{"qualification", qualification}, {"person", act.caller().person.str()}, {"who_can", whoCan(act, qualification)}});
  if (!act.gates().check(card.has_value(), "QUALIFICATION_MISSING", "ID-02", "house rule; China GMP 2010 Art. 27", params)) return;
  const auto here = site(act.db(), act.caller().site);
  params.set("valid_until", card->doc["valid_until"])
      .set("valid_until_local", showInstant(instantIn(card->doc["valid_until"]), here ? here->zone : "UTC"));
  act.gates().check(qualified(act.db(), act.caller().person, qualification, act.now()), "QUALIFICATION_LAPSED", "ID-03",
                    "house rule; MoH Order 55 (radiation worker training)", params);
}

std::vector<std::string> permissionsOf(const std::vector<std::string>& roles) {
  static const auto table = parseCsv(embeddedText("data/roles.csv"));
  std::vector<std::string> out;
  for (const auto& row : table->rows)
    for (const auto& role : roles)
      if (row.cells[0].text == role) out.push_back(row.cells[1].text);
  return out;
}

namespace {

/// A person's name stays inside the organisation; one that was erased is told apart by the id.
std::string nameForColleague(Db& db, const Caller& caller, const std::string& id, const std::string& language) {
  const auto known = person(db, PersonId(id));
  if (!known || !(known->org == caller.org || caller.has("admin")) || erasedFromVault(db, VaultOf::person, id)) return "";
  return personName(db, known->person, language);
}
std::string nameOfOrg(Db& db, const Caller&, const std::string& id, const std::string& language) {
  return findAgency(id) || org(db, OrgId(id)) ? issuerName(db, id, language) : "";
}
std::string nameOfSite(Db& db, const Caller&, const std::string& id, const std::string& language) {
  const auto known = site(db, SiteId(id));
  return known ? known->nameIn(language) : "";
}

}  // namespace

RoomTable room() {
  RoomTable t("identity");
  t.command<RegisterOrganisation>("register-organisation", registerOrganisation, "Register an organisation.");
  t.command<RegisterSite>("register-site", registerSite, "Register a site of an organisation; it gets its own chain.");
  t.command<RegisterPerson>("register-person", registerPerson, "Register a person; the name goes to the vault.", {.meaning = "", .secret = true});
  t.command<ErasePerson>("erase-person", erasePerson, "Destroy the key to a person's name and contact; the record stays.", {.meaning = "erased"});
  t.command<GrantQualification>("grant-qualification", grantQualification, "Record a person's qualification.");
  t.amendable<RegisterOrganisation>("identity.OrganisationRegistered", "register-organisation", {"name", "name_local"}, foldAgain(apply));
  t.amendable<RegisterSite>("identity.SiteRegistered", "register-site", {"name", "name_local"}, foldAgain(apply));
  t.amendable<GrantQualification>("identity.QualificationGranted", "grant-qualification", {"authority", "valid_from", "valid_until"}, regrant,
                                  {.settle = validInOrder});
  t.names({"person", "driver", "who_can", "who", "what"}, nameForColleague);
  t.names({"org", "yours", "carrier", "issuer"}, nameOfOrg);
  t.names({"site", "sites", "from_site", "maker_site", "hospital", "to", "wanted", "what"}, nameOfSite);
  t.view("people", "identity.read", people, "People with their qualifications.");
  t.view("organisations", "identity.read", organisations, "Organisations and sites.");
  t.projection("identity", {"identity_org", "identity_site", "identity_person", "identity_qualification", "person_account"}, apply);
  return t;
}

}  // namespace isotrail::identity
