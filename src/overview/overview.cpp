#include "overview/overview.h"

#include "overview/views.h"

namespace isotrail {

std::vector<RoomTable> overviewTables() {
  using namespace overview;
  RoomTable board("board");
  board.view("", "board.read", boardView, "Every vial, preparation, eluate, generator and waste container on one clock.");
  RoomTable trace("trace");
  trace.view("back", "trace.read", traceBackView, "Everything an item, a dose or an order came from, with who and what took part.", false, {"item"});
  trace.view("forward", "trace.read", traceForwardView, "Everything that came of an item, with the patients who wait for it.", false, {"item"});
  return {board, trace};
}

}  // namespace isotrail
