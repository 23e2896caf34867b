#pragma once
// What other rooms may know of organisations, sites and people.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/act.h"
#include "desk/names/names.h"
#include "desk/vault.h"

namespace isotrail::identity {

struct PersonFacts {
  PersonId person;
  OrgId org;
  SiteId site;
  std::vector<std::string> roles;
};
struct OrgFacts {
  OrgId org;
  std::string name, name_local, kind, jurisdiction;
  const std::string& nameIn(std::string_view language) const;  // in its own script for who reads Chinese, where it has one
};
struct SiteFacts {
  SiteId site;
  OrgId org;
  std::string name, name_local, zone, jurisdiction;
  const std::string& nameIn(std::string_view language) const;
};

struct QualificationFacts {
  PersonId person;
  OrgId org;
  std::string qualification, authority;
  Instant valid_from, valid_until;
};

std::optional<PersonFacts> person(Db& db, const PersonId& id);
std::optional<OrgFacts> org(Db& db, const OrgId& id);
std::optional<SiteFacts> site(Db& db, const SiteId& id);
/// As nameIn(); the id of one that is unknown.
std::string orgName(Db& db, const OrgId& id, std::string_view language);
std::string siteName(Db& db, const SiteId& id, std::string_view language);
/// An agency's name, else an organisation's, else as it was written.
std::string issuerName(Db& db, const std::string& issuer, std::string_view language);
std::vector<OrgFacts> orgs(Db& db);
std::vector<SiteFacts> sites(Db& db);
/// From the vault; the reader's word for "erased" when the name was destroyed, the id when it is unknown or the vault is shut.
std::string personName(Db& db, const PersonId& id, const std::string& language = "en");
std::string erasedName(const std::string& language);
/// The site is of the caller's organisation, or the caller looks after all of them: what stands there may be called by name.
bool ofTheHouse(Db& db, const Caller& caller, const SiteId& site);
/// Who reads, with the clock of the caller's site; of Macao for those who have none.
Reader readerOf(Db& db, const Caller& caller, const std::vector<RoomTable>& rooms, const std::string& language);
/// Gates of every erasure: ALREADY_ERASED; RETENTION_HOLDS while a duty keeps the name, says until when.
void requireErasable(Act& act, VaultOf of, const std::string& id, const std::string& jurisdiction, const std::string& zone);
/// The person an account belongs to, from the record of people.
std::optional<PersonId> personOfAccount(Db& db, const std::string& account);
/// Every account a person was registered with, by account.
std::vector<std::pair<std::string, PersonId>> accounts(Db& db);
/// Every qualification on record, by person and code; the latest grant counts.
std::vector<QualificationFacts> qualifications(Db& db);
bool qualified(Db& db, const PersonId& person, const std::string& qualification, Instant at);
/// Gate: the caller holds `qualification` now. QUALIFICATION_MISSING or QUALIFICATION_LAPSED name who else can.
void requireQualified(Act& act, const std::string& qualification);
/// What `roles` allow, from data/roles.csv; "*.read" and "hotlab.*" are patterns (see Caller::may).
std::vector<std::string> permissionsOf(const std::vector<std::string>& roles);

}  // namespace isotrail::identity
