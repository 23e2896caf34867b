#include "rooms/slots/answer.h"

#include <algorithm>
#include <cmath>

#include "desk/texts.h"
#include "rooms/catalogue/facts.h"
#include "solver/slots/draft.h"
#include "solver/slots/reasons.h"
#include "units/time.h"

namespace isotrail::slots {

namespace solver = isotrail::solver::slots;

namespace {

constexpr double kMega = 1e6;

std::size_t at(int i) { return static_cast<std::size_t>(i); }

template <class Places>
Json placesJson(const SlotDay& day, const Places& places, const std::vector<std::string>& ids) {
  Json out = Json::array();
  for (std::size_t k = 0; k < places.size(); ++k) {
    Json shut = Json::array();
    for (const auto& s : places[k].shut) shut.push(Json::object({{"from", day.clock.at(s.from).iso()}, {"until", day.clock.at(s.until).iso()}}));
    out.push(Json::object({{"id", ids[k]},
                           {"name", places[k].name},
                           {"opens", day.clock.at(places[k].open.from).iso()},
                           {"closes", day.clock.at(places[k].open.until).iso()},
                           {"shut", shut}}));
  }
  return out;
}

Json vialsJson(Db& db, const SlotDay& day, const std::string& language) {
  Json out = Json::array();
  for (std::size_t v = 0; v < day.vials.size(); ++v) {
    const VialSource& s = day.vials[v];
    const auto product = catalogue::product(db, s.product);
    Json row = Json::object({{"vial", s.id}, {"state", s.state}, {"product", s.product.str()}, {"nuclide", s.nuclide}});
    row.set("product_name", product ? catalogue::productName(*product, language) : "");
    row.set("activity_bq", day.list.vials[v].holds_mbq * kMega).set("volume_ml", s.volume.value > 0 ? Json(s.volume.value * 1e3) : Json());
    row.set("from", day.clock.at(day.list.vials[v].usable.from).iso()).set("until", day.clock.at(day.list.vials[v].usable.until).iso());
    out.push(row.set("source", s.source));
  }
  return out;
}

Json slotJson(const SlotDay& day, const solver::Slot& s, int patient) {
  const solver::Patient& p = day.list.patients[at(patient)];
  const auto id = [](const std::vector<std::string>& ids, int k) { return k >= 0 ? Json(ids[at(k)]) : Json(); };
  Json out = Json::object({{"inject_at", day.clock.at(s.inject).iso()},
                           {"leaves_room_at", day.clock.at(s.inject + p.in_room).iso()},
                           {"room", id(day.rooms, s.room)},
                           {"person", id(day.people, s.person)},
                           {"camera", id(day.cameras, s.camera)}});
  out.set("scan_at", s.camera >= 0 ? Json(day.clock.at(s.scan).iso()) : Json());
  out.set("scan_ends_at", s.camera >= 0 ? Json(day.clock.at(s.scan + p.scan).iso()) : Json());
  out.set("vial", s.vial >= 0 ? Json(day.vials[at(s.vial)].id) : Json());
  return out.set("need_bq", s.vial >= 0 ? Json(solver::needOf(day.list, p, s.inject) * kMega) : Json());
}

}  // namespace

Why whyOf(const SlotDay& day, const solver::List& list, const solver::Timetable& t, int patient) {
  const solver::Reason r = solver::whyNot(list, t, patient);
  const auto& o = day.orders[at(patient)];
  Json params = Json::object({{"order", o.order.str()}, {"product", o.product.str()}});
  if (r.binds == solver::Binding::activity)
    params.set("missing_bq", r.change * kMega).set("at", day.clock.at(list.reference).iso());
  else
    params.set("minutes", static_cast<std::int64_t>(std::lround(r.change)));
  params.set("at_local", showInstant(day.clock.at(r.binds == solver::Binding::activity ? list.reference : std::max(0, r.inject)), day.clock.zone));
  switch (r.binds) {
    case solver::Binding::activity:
      return {"SLOT_WHY_ACTIVITY", params};
    case solver::Binding::window:
      return {"SLOT_WHY_WINDOW", params};
    case solver::Binding::vial:
      return {"SLOT_WHY_VIAL", params};
    case solver::Binding::camera:
      return {"SLOT_WHY_CAMERA", params};
    case solver::Binding::room:
      return {"SLOT_WHY_ROOM", params};
    case solver::Binding::person:
      return {"SLOT_WHY_PERSON", params};
    case solver::Binding::several:
      break;
  }
  return {"SLOT_WHY_SEVERAL", params};
}

Json dayJson(Db& db, const SlotDay& day, bool patients, const std::string& language) {
  Json orders = Json::array();
  for (std::size_t i = 0; i < day.orders.size(); ++i) {
    const auto& o = day.orders[i];
    const auto& p = day.list.patients[i];
    const auto product = catalogue::product(db, o.product);
    Json row =
        Json::object({{"order", o.order.str()}, {"patient", patients ? o.patient.str() : ""}, {"product", o.product.str()}, {"state", o.state}});
    row.set("product_name", product ? catalogue::productName(*product, language) : "").set("nuclide", product ? product->nuclide : "");
    row.set("activity_bq", o.activity.value).set("tolerance_percent", o.tolerance.value * 100).set("inject_at", o.inject_at.iso());
    row.set("told_at", day.clock.at(p.asked).iso());
    row.set("from", day.clock.at(p.window.from).iso()).set("until", day.clock.at(p.window.until).iso());
    row.set("uptake_min", p.uptake).set("uptake_slack_min", p.slack).set("scan_min", p.scan).set("in_room_min", p.in_room);
    orders.push(row.set("begun", day.list.begun[i].has_value()));
  }
  Json j = Json::object({{"day", day.clock.day}, {"site", day.site.str()}, {"zone", day.clock.zone}, {"midnight", day.clock.midnight.iso()}});
  j.set("now", day.clock.at(day.list.now).iso()).set("reference_at", day.clock.at(day.list.reference).iso()).set("grid_min", day.list.grid);
  j.set("orders", orders).set("rooms", placesJson(day, day.list.rooms, day.rooms)).set("people", placesJson(day, day.list.people, day.people));
  j.set("cameras", placesJson(day, day.list.cameras, day.cameras)).set("vials", vialsJson(db, day, language));
  return j.set("inputs", day.inputs);
}

Json timetableJson(const SlotDay& day, const solver::Timetable& t, const std::string& language) {
  const auto c = solver::check(day.list, t);
  Json slots = Json::array(), left = Json::array();
  int waiting = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    const std::string order = day.orders[i].order.str();
    if (t[i].served()) {
      waiting += std::max(0, t[i].inject - day.list.patients[i].asked);
      slots.push(
          slotJson(day, t[i], static_cast<int>(i)).set("order", order).set("given_bq", t[i].vial >= 0 ? Json(c.given_mbq[i] * kMega) : Json()));
      continue;
    }
    const Why why = whyOf(day, day.list, t, static_cast<int>(i));
    const CodeText words = codeText(why.code, languageOf(language), why.params);
    left.push(Json::object({{"order", order}, {"code", why.code}, {"text", words.text}, {"remedy", words.remedy}, {"params", why.params}}));
  }
  return Json::object({{"slots", slots},
                       {"left_out", left},
                       {"served", c.served},
                       {"need_bq", c.cost.need_mbq * kMega},
                       {"short_bq", c.cost.short_mbq * kMega},
                       {"waiting_min", waiting}});
}

}  // namespace isotrail::slots
