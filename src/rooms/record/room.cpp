#include "rooms/record/room.h"

#include "desk/words.h"
#include "rooms/record/commands.h"

namespace isotrail::record {
namespace {

/// Which entries may be amended, in which fields: what every room's table says.
Result<Json> amendableView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& room : *q.rooms)
    for (const auto& a : room.amendables()) {
      Json fields = Json::array();
      for (const auto& f : a.fields) fields.push(f);
      list.push(Json::object({{"type", a.type}, {"fields", fields}, {"permission", a.permission}, {"may", q.caller.may(a.permission)}}));
    }
  return Json::object({{"entries", list}});
}

}  // namespace

RoomTable room() {
  RoomTable t("record");
  t.command<Amend>("amend", amend, "Say what in an earlier entry was wrong and what is right; the entry stays as it was written.",
                   {.meaning = "amended"});
  t.command<ConfirmAmendment>("confirm-amendment", confirmAmendment, "Put an amendment in force as second person.",
                              {.meaning = "amendment confirmed"});
  t.view("amendable", "record.read", amendableView, "Which entries may be amended, in which fields and with which permission.");
  return t;
}

}  // namespace isotrail::record
