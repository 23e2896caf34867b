#pragma once
// The commands and the question of the slots room as people send them.
#include "desk/act.h"
#include "desk/room.h"

namespace isotrail::slots {

using PlaceId = Id<struct PlaceTag>;

struct DeclarePlace {
  PlaceId place;
  SiteId site;
  std::string kind, name, opens, closes;
  std::optional<std::vector<std::string>> products;
  void fields(Fields& f) {
    f("place", place, "its number");
    f("site", site, "the hospital's site");
    f.choice("kind", kind, "injection_room|camera", "what it is");
    f("name", name, "what people call it");
    f("opens", opens, "such as 07:30, on the site's clock");
    f("closes", closes, "such as 18:00");
    f("products", products, "of a camera: the products it takes; all when nothing is said");
  }
};
struct ShutPlace {
  PlaceId place;
  Instant from, until;
  std::string reason;
  void fields(Fields& f) {
    f("place", place, "the injection room or camera");
    f("from", from, "since when it cannot be used");
    f("until", until, "until when");
    f("reason", reason, "why; never a name");
  }
};
struct SayAvailable {
  OrderId order;
  Instant from, until;
  std::optional<std::string> reason;
  void fields(Fields& f) {
    f("order", order, "whose patient it is about");
    f("from", from, "the patient can be injected from then on");
    f("until", until, "and until then: a fast that ends, transport that waits");
    f("reason", reason, "why; never a name");
  }
};
struct MoveSlots {
  std::string day;
  std::optional<SiteId> site;
  Json slots;
  std::string reason;
  void fields(Fields& f) {
    f("day", day, "the day, such as 2025-12-17, on the site's clock");
    f("site", site, "the hospital's site; the caller's when nothing is said");
    f("slots", slots, "a list of {order, inject_at}, and scan_at, room, camera, person where they are chosen");
    f("reason", reason, "why they are moved; never a name");
  }
};
struct Timetable {
  std::string day;
  std::optional<SiteId> site;
  std::optional<Json> changes;
  std::optional<std::int64_t> wait, moves, seed;
  void fields(Fields& f) {
    f("day", day, "the day, such as 2025-12-17, on the site's clock");
    f("site", site, "the hospital's site; the caller's when nothing is said");
    f("changes", changes,
      "a list of {kind:late, vial or order, minutes}, {kind:weak, vial, percent}, {kind:down, place or person, from, until}; nothing is kept");
    f("wait", wait, "minutes for which it is asked who can best wait; 30 when nothing is said");
    f("moves", moves, "moves of the search, at most 20000; a number of moves and a seed give the same timetable every time");
    f("seed", seed, "seed of the search");
  }
};

Verdict declarePlace(Act& act, const DeclarePlace& c);
Verdict shutPlace(Act& act, const ShutPlace& c);
Verdict sayAvailable(Act& act, const SayAvailable& c);
Verdict moveSlots(Act& act, const MoveSlots& c);
Result<Json> timetable(ViewRequest& q, const Timetable& c);

}  // namespace isotrail::slots
