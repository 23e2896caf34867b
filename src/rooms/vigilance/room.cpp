#include "rooms/vigilance/room.h"

#include "rooms/vigilance/commands.h"
#include "rooms/vigilance/records.h"

namespace isotrail::vigilance {

RoomTable room() {
  RoomTable t("vigilance");
  t.command<ReportReaction>("report-reaction", reportReaction, "Report an adverse reaction to a dose; the clocks of both sides start.");
  t.command<StartRecall>("start-recall", startRecall, "Propose a recall of an item and everything that came out of it.", {.meaning = "proposed"});
  t.command<ConfirmRecall>("confirm-recall", confirmRecall, "Put a recall in force as second person; unless it is a drill the item is held.",
                           {.meaning = "confirmed"});
  t.command<AcknowledgeRecall>("acknowledge-recall", acknowledgeRecall, "Answer for a site that what it holds is stopped.");
  t.command<CloseRecall>("close-recall", closeRecall, "Close a recall that every site has answered.", {.meaning = "closed"});
  t.amendable<ReportReaction>("vigilance.ReactionReported", "report-reaction", {"text"}, foldAgain(applyVigilance), {.settle = settleReaction});
  t.view("cases", "vigilance.read", casesView, "Adverse reactions with the clocks they started.");
  t.view("recalls", "vigilance.read", recallsView, "Recalls with every site's answer.");
  t.projection("vigilance", {"vigilance_case", "vigilance_recall"}, applyVigilance);
  return t;
}

}  // namespace isotrail::vigilance
