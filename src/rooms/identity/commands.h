#pragma once
// The commands of the identity room as people send them.
#include "desk/schema.h"

namespace isotrail::identity {

struct RegisterOrganisation {
  OrgId org;
  std::string name, kind, jurisdiction;
  std::optional<std::string> name_local;
  void fields(Fields& f) {
    f("org", org, "short id of the organisation");
    f("name", name, "its name in English");
    f("name_local", name_local, "its name in its own script");
    f.choice("kind", kind, "maker|carrier|broker|hospital|agency|supplier", "what it does");
    f.choice("jurisdiction", jurisdiction, "CN|MO|HK|INT", "whose law it is under");
  }
};
struct RegisterSite {
  SiteId site;
  OrgId org;
  std::string name, zone;
  std::optional<std::string> name_local;
  void fields(Fields& f) {
    f("site", site, "short id of the site; it gets a chain of its own");
    f("org", org, "the organisation it belongs to");
    f("name", name, "its name in English");
    f("name_local", name_local, "its name in its own script");
    f("zone", zone, "IANA time zone");
  }
};
struct RegisterPerson {
  PersonId person;
  std::string family_name, given_name;
  OrgId org;
  std::optional<SiteId> site;
  std::vector<std::string> roles;
  std::optional<std::string> account, contact;
  void fields(Fields& f) {
    f("person", person, "pseudonymous id used on the record");
    f("family_name", family_name, "kept in the vault, never on the record");
    f("given_name", given_name, "kept in the vault, never on the record");
    f("org", org, "the organisation the person acts for");
    f("site", site, "where the person works");
    f("roles", roles, "roles, see data/roles.csv");
    f("account", account, "account to sign in with");
    f("contact", contact, "telephone or address, kept in the vault, never on the record");
  }
};
struct ErasePerson {
  PersonId person;
  std::string reason;
  void fields(Fields& f) {
    f("person", person, "whose name and contact are to be destroyed");
    f("reason", reason, "why; never a name");
  }
};
struct GrantQualification {
  PersonId person;
  std::string qualification, authority;
  Instant valid_from, valid_until;
  void fields(Fields& f) {
    f("person", person, "who is qualified");
    f("qualification", qualification, "code such as qp or hotlab-dispensing");
    f("authority", authority, "who granted it");
    f("valid_from", valid_from, "first instant");
    f("valid_until", valid_until, "first instant it no longer holds");
  }
};

}  // namespace isotrail::identity
