#pragma once
// Rule packs: reviewed data that says who owes what to which agency by when, and which entry proves it.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace isotrail {

/// One duty of a pack. Empty text means "not stated".
struct DutyRow {
  std::string id;
  std::string jurisdiction;  // CN, MO
  std::string agency;        // to whom it is owed
  std::string stage;         // licence production transport border receipt waste vigilance
  std::string kind;          // clock: an entry starts it; standing: must be true at all times
  std::string holder_role;   // kind of organisation that owes it: maker carrier broker hospital
  std::string place;         // whose law decides: site (of the entry's chain), from or to (of the consignment), maker (of the item)
  std::string trigger;       // entry type that starts the clock; several are joined by |
  std::string condition;     // on the trigger's payload: "direction=export&drill=false"
  std::string subject;       // payload key that joins trigger and proof; "@year": one clock a holder and year
  std::string starts_at;     // payload key of the instant the clock starts; empty: the entry's own
  int value = 0;
  std::string unit;   // minutes hours days working_days before mmdd (of the year after)
  std::string proof;  // entry type that proves it, several joined by |; empty: the record cannot prove it
  std::string proof_condition;
  std::string citation, confidence;
  std::string effective_from, effective_to;  // local days, first and first no longer; empty: open
  std::string title_en, title_zh_hans, title_zh_hant, title_pt;
  std::string version;  // of the pack
  const std::string& title(std::string_view language) const;
};

struct RulePack {
  std::string pack, version, jurisdiction, zone, calendar;
  std::string sha256;  // hex, of the pack's text
  std::vector<DutyRow> rows;
};

/// Reads a pack's table. BAD_PACK names line, column and what is accepted.
Result<std::vector<DutyRow>> parsePack(std::string_view csv);

/// The packs that ship with the program (rules/packs.csv), every version.
const std::vector<RulePack>& shippedPacks();
/// Empty when there is no such pack or version.
const RulePack* findPack(std::string_view pack, std::string_view version);
/// The duty of that id as the pack version stated it.
const DutyRow* findDuty(std::string_view id, std::string_view version);

/// True when `type` is one of `types` ("quality.BatchReleased|quality.BatchRejected").
bool namesEntry(std::string_view types, std::string_view type);
/// True when every "key=value" of `condition` holds in `payload`; a list holds a value it contains. Empty: always true.
bool conditionHolds(std::string_view condition, const Json& payload);

/// An agency of a jurisdiction, also where no duty is owed to it yet.
struct Agency {
  std::string agency, jurisdiction;
  std::string name_en, name_zh_hans, name_zh_hant, name_pt;
  const std::string& name(std::string_view language) const;
  const std::string& nameLocal() const { return jurisdiction == "CN" ? name_zh_hans : name_zh_hant; }
};
const std::vector<Agency>& agencies();  // in the order they are shown
/// Empty when there is no such agency.
const Agency* findAgency(std::string_view agency);
/// The id of one that is unknown.
std::string agencyName(std::string_view agency, std::string_view language);

}  // namespace isotrail
