#pragma once
// The views of this floor; the paths are in overview.cpp.
#include "desk/room.h"

namespace isotrail::overview {

Result<Json> boardView(ViewRequest& q);
Result<Json> todayView(ViewRequest& q);
Result<Json> traceBackView(ViewRequest& q);     // ?item= &as= &at=
Result<Json> traceForwardView(ViewRequest& q);  // ?item= &as= &at=
Result<Json> handledView(ViewRequest& q);       // ?item= &room= &incident= &from= &until=
Result<Json> recallView(ViewRequest& q);        // ?item=
Result<Json> auditView(ViewRequest& q);         // ?after= &before= &site= &type= &stream= &about= &limit= &as= &at=
Result<Json> auditEntryView(ViewRequest& q);    // ?as= &at=
Result<Json> accountDayView(ViewRequest& q);    // ?site= &day=

/// For the command line: an item's id, or an order's or patient's that leads to a dose.
Result<Json> traceBackJson(ViewRequest& q, const ItemId& item);
Result<Json> traceForwardJson(ViewRequest& q, const ItemId& item);
Result<Json> recallJson(ViewRequest& q, const ItemId& item);

}  // namespace isotrail::overview
