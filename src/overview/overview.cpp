#include "overview/overview.h"

#include "overview/report/month.h"
#include "overview/views.h"

namespace isotrail {

std::vector<RoomTable> overviewTables() {
  using namespace overview;
  RoomTable board("board");
  board.view("", "board.read", boardView, "Every vial, preparation, eluate, generator and waste container on one clock.");
  RoomTable today("today");
  today.view("", "today.read", todayView, "What waits for the reader, what might go wrong, and what changed.");
  RoomTable trace("trace");
  trace.view("back", "trace.read", traceBackView, "Everything an item, a dose or an order came from, with who and what took part.", false,
             {"item", "as", "at"});
  trace.view("forward", "trace.read", traceForwardView, "Everything that came of an item, with the patients who wait for it.", false,
             {"item", "as", "at"});
  trace.view("handled", "trace.read", handledView, "Who handled a vessel or what stands in a room between two instants, and in whose custody it was.",
             false, {"item", "room", "incident", "from", "until"});
  RoomTable recall("recall");
  recall.view("simulate", "recall.read", recallView, "What a recall of an item would reach, what can still be stopped, and who must be told by when.",
              false, {"item"});
  RoomTable audit("audit");
  audit.view("entries", "audit.read", auditView, "The record, newest first, with the heads of its chains.", false,
             {"after", "before", "site", "type", "stream", "about", "limit", "as", "at"});
  audit.view("entries", "audit.read", auditEntryView, "One entry whole, with its amendments and what its signatures and links are checked by.", true,
             {"as", "at"});
  RoomTable account("account");
  account.view("day", "account.read", accountDayView, "A site's day in atoms: what came, went, decayed, was given and is left.", false,
               {"site", "day"});
  RoomTable report("report");
  report.view("month", "report.read", monthView, "A site's month for its authority, and the entries its numbers come from.", true, {"site"});
  report.sheet("month-sheet", "report.read", monthSheet, "The month as a paper in the reader's language.", {"site"});
  return {board, today, trace, recall, audit, account, report};
}

}  // namespace isotrail
