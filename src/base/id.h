#pragma once
// Strong business identifiers: text [A-Za-z0-9._-]{1,64}; an item's id does not compile where a person's is due.
#include <compare>
#include <string>
#include <string_view>

namespace isotrail {

/// True when `text` is 1 to 64 characters of A-Z a-z 0-9 '.' '_' '-'.
bool isIdText(std::string_view text);

template <class Tag>
struct Id {
  std::string value;

  Id() = default;
  explicit Id(std::string v) : value(std::move(v)) {}
  const std::string& str() const { return value; }
  bool empty() const { return value.empty(); }
  auto operator<=>(const Id&) const = default;
};

using ItemId = Id<struct ItemTag>;
using PersonId = Id<struct PersonTag>;
using OrgId = Id<struct OrgTag>;
using SiteId = Id<struct SiteTag>;
using ProductId = Id<struct ProductTag>;
using OrderId = Id<struct OrderTag>;
using PatientId = Id<struct PatientTag>;
using ConsignmentId = Id<struct ConsignmentTag>;
using EquipmentId = Id<struct EquipmentTag>;
using LicenceId = Id<struct LicenceTag>;
using PlanId = Id<struct PlanTag>;
using LaneId = Id<struct LaneTag>;
using CaseId = Id<struct CaseTag>;

}  // namespace isotrail
