#pragma once
// The room's own table, as folded from its entries.
#include <string>

#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/catalogue/facts.h"

namespace isotrail::quality {

/// A batch's results and decision; a card exists from the first sample or result on.
inline constexpr Shelf kBatches("quality_batch");

void applyQuality(Db& db, const Event& event);
/// An amended result is judged again; one that fails now holds a batch that was released.
Verdict settleResult(Act& act, Event& corrected);
void holdIfFails(Act& act, const Event& before, const Event& corrected);
Result<Json> queueView(ViewRequest& q);

/// Whether a result meets one filed limit.
bool meets(const catalogue::Limit& limit, const std::optional<double>& value, const std::optional<std::string>& text);
/// "pass", "fail" or "pending" for one filed limit, from the batch's card ("" document: nothing recorded).
std::string verdictOf(const Json& results, const catalogue::Limit& limit);

}  // namespace isotrail::quality
