#pragma once
// Papers a lane needs, and what of them a consignment has on file.
#include <string>
#include <vector>

#include "rooms/logistics/commands.h"
#include "rooms/logistics/records.h"

namespace isotrail::logistics {

/// Rules of the lane for a direction, hand-over first, then export, then import.
std::vector<SetPaperRule> paperRules(Db& db, const LaneId& lane, const std::string& direction);
std::string paperTitle(const SetPaperRule& rule, const std::string& language);
/// Where the packs of rules speak of the paper: their citation; else the house's word.
std::string paperClause(const std::string& paper);
/// The shortest of what was written on the paper, the lane's validity and the packs' greatest age (class 7 licences of
/// Macao: 20 days from issue, Law 12/2022); none when nothing limits it.
std::optional<Instant> validUntil(const SetPaperRule& rule, Instant issued_at, const std::optional<Instant>& written);
/// "missing", "on_file" or "expired" at `t`, from what the consignment's document keeps of the paper.
std::string paperState(const Json& filed, Instant t);
/// Every paper due at hand-over is on file and in date.
bool papersComplete(Db& db, const LaneId& lane, const std::string& direction, const Json& filed, Instant t);
/// Gates PAPER_MISSING and PAPER_EXPIRED for the papers due at "hand_over", "export" or "import".
void requirePapers(Act& act, const Consignment& c, const std::string& at);

}  // namespace isotrail::logistics
