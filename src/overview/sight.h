#pragma once
// What a caller may see across rooms: his organisation's things, what came of them and what they came from. An agency sees
// the lanes that touch its jurisdiction. Patients and people's names stay with their own organisation.
#include <map>
#include <set>
#include <string>

#include "desk/room.h"
#include "rooms/logistics/facts.h"
#include "rooms/ordering/facts.h"

namespace isotrail::overview {

class Sight {
 public:
  explicit Sight(ViewRequest& q);

  bool site(const SiteId& id) const;  // own; an agency: of its jurisdiction
  bool item(const Item& item) const;  // held, made, awaited or carried by the caller's organisation
  /// The item, or one it came from or that came of it, is the caller's concern.
  bool traceable(const ItemId& id);
  bool traceable(const Item& item);
  bool order(const ordering::OrderFacts& order) const;
  bool consignment(const ConsignmentId& id) const { return all_ || consignments_.contains(id.str()); }
  bool patientsOf(const OrgId& hospital) const { return all_ || (!agency_ && hospital == caller_.org); }
  /// "" for people of other organisations.
  std::string nameOf(const PersonId& person) const;
  bool agency() const { return agency_; }
  bool everything() const { return all_; }

  /// An entry's payload as the caller may read it: without patients unless they are his organisation's.
  Json payload(const Event& event) const;
  /// One line for the entry, a dash in place of a patient the caller must not see.
  std::string text(const Event& event) const;

  std::string zoneOf(const SiteId& site) const;  // "Asia/Macau" for chains that are no place
  std::string nameOfSite(const SiteId& site) const;
  OrgId orgOf(const SiteId& site) const;
  std::string jurisdictionOf(const SiteId& site) const;

 private:
  struct Place {
    OrgId org;
    std::string jurisdiction, zone, name;
  };
  const Place* place(const SiteId& site) const;
  bool mine(const OrgId& org) const;
  void gatherConsignments();
  bool concernsLineage(const ItemId& id);
  bool anyOf(const std::vector<ItemId>& ids, const std::function<bool(const Item&)>& is) const;

  Db& db_;
  LineageIndex* lineage_;
  const Caller& caller_;
  std::string language_;
  bool all_, agency_;
  std::map<std::string, Place> sites_;
  std::map<std::string, std::string> jurisdictions_;  // by organisation
  std::set<std::string> consignments_, packages_, lane_sites_;
  std::map<std::string, bool> traced_;
};

/// The entry stands on a chain of the caller's organisation, on one shared by all, or is about something shared with it.
bool seesEntry(ViewRequest& q, const Sight& sight, const Event& event);

/// `json` without any member that names a patient, at any depth.
Json withoutPatients(const Json& json);

}  // namespace isotrail::overview
