// Slots of a day set, all or none: every order keeps its place unless it is named, and what the names ask for must be possible.
#include <algorithm>
#include <numeric>

#include "desk/words.h"
#include "rooms/clinic/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/slots/answer.h"
#include "rooms/slots/commands.h"
#include "rooms/slots/records.h"

namespace isotrail::slots {

namespace solver = isotrail::solver::slots;

namespace {

constexpr std::size_t kMostSlots = 200;
constexpr std::size_t kMaxWords = 2000;
constexpr int kMoves = 300;
constexpr std::int64_t kSteps = 500;
constexpr const char* kHouse = "house rule";

std::size_t at(int i) { return static_cast<std::size_t>(i); }

struct Wanted {
  int patient = -1;
  solver::Slot slot;  // -1 where nothing was chosen; scan 0: not chosen
};

class Mover {
 public:
  Mover(Act& act, SlotDay& day) : act_(act), day_(day) {}

  Verdict read(const Json& list) {
    if (!list.isArray() || list.size() == 0 || list.size() > kMostSlots)
      return Refusal::field({"slots", "BAD_VALUE", "", "a list of 1 to 200 slots", 0, 0});
    for (std::size_t i = 0; i < list.size(); ++i) one(list.items()[i], "slots[" + std::to_string(i) + "].");
    if (!refusal_.fields.empty()) return refusal_;
    return Done{};
  }

  void askGates() {
    for (const auto& w : wanted_) {
      const auto& o = day_.orders[at(w.patient)];
      const auto& p = day_.list.patients[at(w.patient)];
      const Instant when = day_.clock.at(w.slot.inject);
      Json params = Json::object({{"order", o.order.str()}, {"state", o.state}, {"patient", o.patient.str()}, {"product", o.product.str()}});
      params.set("inject_at", when.iso()).set("inject_at_local", showInstant(when, day_.clock.zone));
      params.set("from_local", showInstant(day_.clock.at(p.window.from), day_.clock.zone));
      params.set("until_local", showInstant(day_.clock.at(p.window.until), day_.clock.zone));
      if (!act_.gates().check(o.state == "requested" || o.state == "promised", "SLOT_BEGUN", "SLT-01", kHouse, params)) continue;
      act_.gates().check(when > act_.now(), "ORDER_TIME", "ORD-01", kHouse, params);
      const bool said = kAvailable.find(act_.db(), o.order.str()).has_value();
      const bool inside = w.slot.inject >= p.window.from && w.slot.inject <= p.window.until;
      act_.gates().check(!said || inside, "SLOT_PATIENT_AWAY", "SLT-02", kHouse, params);
      act_.gates().check(!twice(w), "ORDER_DUPLICATE", "ORD-02", kHouse, params);
    }
  }

  /// Every order at its own minute, those named at theirs: who is served by the booking and would not be then is named with what binds.
  solver::Timetable place() {
    solver::List fixed = day_.list, as_it_is = day_.list;
    solver::Timetable hint(fixed.patients.size());
    fixed.moved_mbq = as_it_is.moved_mbq = 0.0;
    for (auto& p : fixed.patients) p.window = {*p.told, *p.told};
    as_it_is.patients = fixed.patients;
    for (const auto& w : wanted_) {
      fixed.patients[at(w.patient)].window = {w.slot.inject, w.slot.inject};
      fixed.grid = std::gcd(fixed.grid, w.slot.inject);
      hint[at(w.patient)] = w.slot;
    }
    const solver::Effort effort{1, kMoves, 10, kSteps};
    hint = withVials(fixed, hint);
    const auto before = solver::solve(as_it_is, effort);
    for (std::size_t i = 0; i < fixed.patients.size(); ++i)  // nobody gives way to one who had no place before
      if (before.timetable[i].served()) fixed.patients[i].weight = 2.0;
    const auto after = solver::solve(fixed, effort, &hint);
    for (std::size_t i = 0; i < after.timetable.size(); ++i) {
      const bool named = std::any_of(wanted_.begin(), wanted_.end(), [&](const Wanted& w) { return at(w.patient) == i; });
      if (after.timetable[i].served() || (!named && !before.timetable[i].served())) continue;
      const Why why = whyOf(day_, fixed, after.timetable, static_cast<int>(i));
      const char* code = why.code == "SLOT_WHY_ACTIVITY" ? "SLOT_TOO_WEAK" : why.code == "SLOT_WHY_VIAL" ? "SLOT_NO_VIAL" : "SLOT_TAKEN";
      act_.gates().check(false, code,
                         code == std::string("SLOT_TAKEN")      ? "SLT-03"
                         : code == std::string("SLOT_TOO_WEAK") ? "SLT-04"
                                                                : "SLT-05",
                         kHouse, params(why, static_cast<int>(i), fixed));
    }
    return after.timetable;
  }

  void emit(const solver::Timetable& t, const std::string& reason) {
    for (const auto& w : wanted_) {
      const solver::Slot& s = t[at(w.patient)];
      const auto& o = day_.orders[at(w.patient)];
      const Instant when = day_.clock.at(s.inject);
      Json p = Json::object({{"order", o.order.str()}, {"patient", o.patient.str()}, {"inject_at", when.iso()}, {"was", o.inject_at.iso()}});
      p.set("inject_at_local", showInstant(when, day_.clock.zone)).set("was_local", showInstant(o.inject_at, day_.clock.zone));
      p.set("told_at", day_.clock.at(told(w)).iso());
      p.set("room", day_.rooms[at(s.room)]).set("person", day_.people[at(s.person)]);
      p.set("camera", s.camera >= 0 ? Json(day_.cameras[at(s.camera)]) : Json());
      p.set("scan_at", s.camera >= 0 ? Json(day_.clock.at(s.scan).iso()) : Json()).set("reason", reason);
      act_.emit(o.site, "slots/" + o.order.str(), "slots.SlotSet", std::move(p));
    }
  }

  void requireNoNames(const std::string& reason) const {
    for (const auto& w : wanted_) clinic::requireNoName(act_, day_.orders[at(w.patient)].patient, "reason", reason);
  }

 private:
  void one(const Json& j, const std::string& path) {
    Wanted w;
    w.patient = placeOf(orders(), j, "order", path, true);
    if (w.patient >= 0 && std::any_of(wanted_.begin(), wanted_.end(), [&](const Wanted& o) { return o.patient == w.patient; }))
      wrong(path + "order", j["order"], "each order once");
    w.slot.inject = minuteOf(j, "inject_at", path, true);
    w.slot.scan = minuteOf(j, "scan_at", path, false);
    w.slot.room = placeOf(day_.rooms, j, "room", path, false);
    w.slot.person = placeOf(day_.people, j, "person", path, false);
    w.slot.camera = placeOf(day_.cameras, j, "camera", path, false);
    wanted_.push_back(w);
  }
  std::vector<std::string> orders() const {
    std::vector<std::string> out;
    for (const auto& o : day_.orders) out.push_back(o.order.str());
    return out;
  }
  int placeOf(const std::vector<std::string>& all, const Json& j, const char* key, const std::string& path, bool needed) {
    if (j[key].isNull() && !needed) return -1;
    const auto found = std::find(all.begin(), all.end(), j[key].text());
    if (found != all.end()) return static_cast<int>(found - all.begin());
    wrong(path + key, j[key], "one of the day");
    return -1;
  }
  int minuteOf(const Json& j, const char* key, const std::string& path, bool needed) {
    if (j[key].isNull() && !needed) return 0;
    const auto t = parseInstant(key, j[key].text());
    if (t && *t >= day_.clock.midnight && *t < day_.clock.end && (*t - day_.clock.at(day_.clock.minute(*t))).value == 0.0)
      return day_.clock.minute(*t);
    wrong(path + key, j[key], "a whole minute of the day, such as 2025-12-17T09:15:00+08:00");
    return 0;
  }
  void wrong(const std::string& field, const Json& v, const std::string& accepted) {
    refusal_.fields.push_back({field, v.isNull() ? "MISSING_FIELD" : "BAD_VALUE", v.text().substr(0, 80), accepted, 0, 0});
  }

  /// From when the patient's permitted time counts on: as before, unless somebody sets a minute outside it, which the patient agreed to.
  int told(const Wanted& w) const {
    const auto& p = day_.list.patients[at(w.patient)];
    return w.slot.inject < p.window.from || w.slot.inject > p.window.until ? w.slot.inject : p.asked;
  }
  /// Another order of the same patient and product stands at that minute, or is put there too.
  bool twice(const Wanted& w) const {
    const auto& o = day_.orders[at(w.patient)];
    for (std::size_t i = 0; i < day_.orders.size(); ++i) {
      const auto& other = day_.orders[i];
      if (at(w.patient) == i || other.patient != o.patient || other.product != o.product) continue;
      const auto moved = std::find_if(wanted_.begin(), wanted_.end(), [&](const Wanted& x) { return at(x.patient) == i; });
      if ((moved == wanted_.end() ? *day_.list.patients[i].told : moved->slot.inject) == w.slot.inject) return true;
    }
    return false;
  }
  /// The slots that name everything, each with the first vial that serves it.
  static solver::Timetable withVials(const solver::List& list, solver::Timetable t) {
    for (std::size_t i = 0; i < t.size(); ++i)
      for (std::size_t v = 0; v < list.vials.size() && t[i].served() && t[i].vial < 0; ++v)
        if (list.vials[v].product == list.patients[i].product && list.vials[v].usable.from <= t[i].inject &&
            t[i].inject <= list.vials[v].usable.until)
          t[i].vial = static_cast<int>(v);
    for (auto& s : t)
      if (s.vial < 0 || s.person < 0) s = {};
    return t;
  }
  Json params(const Why& why, int patient, const solver::List& list) const {
    Json out = why.params;
    const auto& p = list.patients[at(patient)];
    return out.set("inject_at_local", showInstant(day_.clock.at(p.window.from), day_.clock.zone));
  }

  Act& act_;
  SlotDay& day_;
  std::vector<Wanted> wanted_;
  Refusal refusal_ = Refusal::of("BAD_REQUEST");
};

}  // namespace

Verdict moveSlots(Act& act, const MoveSlots& c) {
  const SiteId place = c.site.value_or(act.caller().site);
  const auto site = identity::site(act.db(), place);
  if (!site) return notFound("site", place.str());
  if (c.reason.empty() || c.reason.size() > kMaxWords) return Refusal::field({"reason", "BAD_VALUE", "", "1 to 2000 characters", 0, 0});
  auto day = slotDay(act.db(), place, c.day, act.now());
  if (!day) return day.refusal();
  Mover mover(act, *day);
  if (auto read = mover.read(c.slots); !read) return read;
  requireOwn(act, site->org, place.str().c_str());
  mover.requireNoNames(c.reason);
  mover.askGates();
  if (auto v = act.gates().verdict(); !v) return v;
  const auto timetable = mover.place();
  if (auto v = act.gates().verdict(); !v) return v;
  act.reason(c.reason);
  mover.emit(timetable, c.reason);
  return Done{};
}

}  // namespace isotrail::slots
