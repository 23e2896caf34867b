#pragma once
// The batch record as folded from its entries, and what is due next in it.
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "desk/room.h"
#include "desk/shelf.h"
#include "rooms/catalogue/facts.h"

namespace isotrail::production {

std::optional<Card> recordOf(Db& db, const ItemId& batch);
/// "step 4", "check of step 2", or "nothing".
std::string nextDue(const std::vector<catalogue::Step>& steps, const Json& record);
bool stepDone(const catalogue::Step& step, const Json& record);
bool phasesDone(const std::vector<catalogue::Step>& steps, const Json& record, std::initializer_list<const char*> phases);
void applyProduction(Db& db, const Event& event);
void refoldStep(Db& db, const Event& before, const Event& corrected);
bool stepWasChecked(Db& db, const Event& performed);
Verdict settleStep(Act& act, Event& corrected);
Result<Json> batchList(ViewRequest& q);
Result<Json> batchRecord(ViewRequest& q);

struct RegisterEquipment;
struct ReceiveLot;
struct StartBatch;
struct SignStep;
struct CheckStep;
struct CompleteSynthesis;
struct FillVial;
Verdict registerEquipment(Act& act, const RegisterEquipment& c);
Verdict receiveLot(Act& act, const ReceiveLot& c);
Verdict startBatch(Act& act, const StartBatch& c);
Verdict signStep(Act& act, const SignStep& c);
Verdict checkStep(Act& act, const CheckStep& c);
Verdict completeSynthesis(Act& act, const CompleteSynthesis& c);
Verdict fillVial(Act& act, const FillVial& c);

}  // namespace isotrail::production
