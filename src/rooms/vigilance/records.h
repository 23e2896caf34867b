#pragma once
// The vigilance room's own tables; used only inside the room.
#include <set>
#include <string>

#include "desk/room.h"
#include "desk/shelf.h"

namespace isotrail::vigilance {

constexpr Shelf kCases("vigilance_case");      // parent: dose
constexpr Shelf kRecalls("vigilance_recall");  // parent: item; states proposed confirmed closed

void applyVigilance(Db& db, const Event& e);
Verdict settleReaction(Act& act, Event& corrected);
Result<Json> casesView(ViewRequest& q);
Result<Json> recallsView(ViewRequest& q);

inline std::string stream(const std::string& id) { return "vigilance/" + id; }

/// What became of a recalled item and everything that came out of it, as the record has it now.
struct Reach {
  std::set<std::string> sites;  // that hold or held any of it; of what is on the road, where it goes and who drives it
  std::int64_t items = 0, doses_given = 0, doses_left = 0;
};
/// From `lineage` where one is given (then `db` is a connection that only reads), else by query.
Reach reachOf(Db& db, const ItemId& item, LineageIndex* lineage = nullptr);
/// Sites told when the recall was confirmed, and those that it reaches now, that have not answered.
std::vector<std::string> unanswered(const Card& recall, const Reach& reach);

}  // namespace isotrail::vigilance
