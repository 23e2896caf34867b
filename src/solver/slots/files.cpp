#include "solver/slots/files.h"

#include <algorithm>

#include "solver/rppd/fields.h"

namespace isotrail::solver::slots {
namespace {

using rppd::element;
using rppd::Fields;
using rppd::Ids;

constexpr double kMuch = 1e9;             // MBq
constexpr int kFrom = -1440, kTo = 2880;  // minutes
constexpr const char* kBad = "SLOT_FILE_BAD";

std::size_t at(int i) { return static_cast<std::size_t>(i); }

template <class Named>
Ids idsOf(const std::vector<Named>& all) {
  Ids ids;
  for (const auto& x : all) ids.emplace(Json(x.name).dump(), static_cast<int>(ids.size()));
  return ids;
}

class Reader {
 public:
  explicit Reader(const Json& file) : file_(file) {}

  Result<List> list() {
    Fields f(file_, "", errors_);
    each(f, "products", 1, [&](Fields& x) { out_.products.push_back({name(x, products_), x.positive("half_life_min", 1e12)}); });
    each(f, "rooms", 1, [&](Fields& x) { out_.rooms.push_back(place(x, rooms_)); });
    each(f, "people", 1, [&](Fields& x) { out_.people.push_back(place(x, people_)); });
    each(f, "cameras", 0, [&](Fields& x) { camera(x); });
    each(f, "vials", 0, [&](Fields& x) {
      Vial v;
      v.name = name(x, vials_);
      v.product = x.known("product", products_, "an id of products");
      v.holds_mbq = x.number("holds_mbq", 0.0, kMuch);
      v.usable = span(x, "usable");
      out_.vials.push_back(v);
    });
    each(f, "patients", 1, [&](Fields& x) { out_.patients.push_back(patient(x)); });
    if (file_.has("grid")) out_.grid = f.whole("grid", 1, 60);
    if (file_.has("reference")) out_.reference = f.whole("reference", kFrom, kTo);
    if (file_.has("now")) out_.now = f.whole("now", kFrom, kTo);
    if (file_.has("moved_mbq")) out_.moved_mbq = f.number("moved_mbq", 0.0, kMuch);
    if (!errors_.empty()) return rppd::badFile(kBad, std::move(errors_));
    if (file_.has("begun")) {
      auto begun = Reader(file_).timetable(out_, "begun");
      if (!begun) return begun.refusal();
      for (const auto& s : *begun) out_.begun.push_back(s.served() ? std::optional<Slot>(s) : std::nullopt);
    }
    return std::move(out_);
  }

  Result<Timetable> timetable(const List& list, const char* key) {
    Timetable out(list.patients.size());
    Fields f(file_, "", errors_);
    const Ids patients = idsOf(list.patients), rooms = idsOf(list.rooms), people = idsOf(list.people), cameras = idsOf(list.cameras),
              vials = idsOf(list.vials);
    const bool begun = std::string(key) == "begun";
    each(f, key, 0, [&](Fields& x) {
      Slot& s = out[at(x.known("patient", patients, "an id of patients"))];
      if (s.served()) x.error("patient", "BAD_VALUE", x.json()["patient"], "each patient once");
      s.inject = x.whole("inject", kFrom, kTo);
      s.room = x.known("room", rooms, "an id of rooms");
      s.person = x.known("person", people, "an id of people");
      s.scan = x.json().has("scan") ? x.whole("scan", kFrom, kTo) : s.inject;
      if (x.json().has("camera")) s.camera = x.known("camera", cameras, "an id of cameras");
      if (x.json().has("vial") || !begun) s.vial = x.known("vial", vials, "an id of vials");
    });
    if (!errors_.empty()) return rppd::badFile(kBad, std::move(errors_));
    return out;
  }

  Result<std::vector<Change>> changes(const List& list) {
    using Kind = Change::Kind;
    std::vector<Change> out;
    const struct {
      const char *kind, *of;
      Kind is;
      Ids ids;
    } known[] = {{"late", "vial", Kind::vial_late, idsOf(list.vials)}, {"late", "patient", Kind::patient_late, idsOf(list.patients)},
                 {"weak", "vial", Kind::vial_weak, idsOf(list.vials)}, {"down", "camera", Kind::camera_down, idsOf(list.cameras)},
                 {"down", "room", Kind::room_shut, idsOf(list.rooms)}, {"down", "person", Kind::person_away, idsOf(list.people)}};
    Fields f(file_, "", errors_);
    each(f, "changes", 0, [&](Fields& x) {
      for (const auto& k : known) {
        if (x.json()["kind"].text() != k.kind || !x.json().has(k.of)) continue;
        Change c;
        c.kind = k.is;
        c.of = x.known(k.of, k.ids, "an id of the list");
        if (c.kind == Kind::vial_late || c.kind == Kind::patient_late) c.minutes = x.whole("minutes", 1, 1440);
        if (c.kind == Kind::vial_weak) c.percent = x.number("percent", 0.0, 100.0);
        if (x.json()["kind"].text() == "down") c.when = span(x, "when");
        out.push_back(c);
        return;
      }
      x.error("kind", "BAD_VALUE", x.json()["kind"], "late (vial, patient), weak (vial), down (camera, room, person)");
    });
    if (!errors_.empty()) return rppd::badFile(kBad, std::move(errors_));
    return out;
  }

 private:
  template <class Read>
  void each(Fields& f, const char* key, std::size_t least, const Read& read) {
    const auto& items = f.list(key, least);
    for (std::size_t i = 0; i < items.size(); ++i) {
      Fields x(items[i], element(key, i), errors_);
      read(x);
    }
  }
  static std::string name(Fields& x, Ids& seen) {
    const Json id = x.id(seen);
    return id.isString() ? id.text() : id.dump();
  }
  static Span span(Fields& x, const char* key) { return spanOf(x, key, x.json()[key]); }
  static Span spanOf(Fields& x, const char* key, const Json& v) {
    const auto minute = [](const Json& m) { return m.isInteger() && m.integer() >= kFrom && m.integer() <= kTo; };
    if (v.size() == 2 && minute(v.items()[0]) && minute(v.items()[1]) && v.items()[0].integer() <= v.items()[1].integer())
      return {static_cast<int>(v.items()[0].integer()), static_cast<int>(v.items()[1].integer())};
    x.error(key, v.isNull() ? "MISSING_FIELD" : "BAD_VALUE", v, "[from, until], minutes, from <= until");
    return {};
  }
  Place place(Fields& x, Ids& seen) {
    Place p{name(x, seen), span(x, "open"), {}};
    if (x.json().has("shut"))
      for (const auto& s : x.list("shut", 0)) p.shut.push_back(spanOf(x, "shut", s));
    return p;
  }
  void camera(Fields& x) {
    const Place p = place(x, cameras_);
    std::vector<int> products;
    for (const auto& id : x.list("products", 1)) {
      const auto found = products_.find(id.dump());
      if (found == products_.end())
        x.error("products", "BAD_VALUE", id, "ids of products");
      else
        products.push_back(found->second);
    }
    out_.cameras.push_back({p.name, p.open, products, p.shut});
  }
  Patient patient(Fields& x) {
    Patient p;
    p.name = name(x, patients_);
    p.product = x.known("product", products_, "an id of products");
    p.dose_mbq = x.number("dose_mbq", 0.0, kMuch);
    p.window = span(x, "window");
    p.asked = x.json().has("asked") ? x.whole("asked", kFrom, kTo) : p.window.from;
    const std::pair<const char*, int*> minutes[] = {
        {"uptake", &p.uptake}, {"slack", &p.slack}, {"scan", &p.scan}, {"in_room", &p.in_room}, {"with_person", &p.with_person}};
    for (const auto& [key, into] : minutes)
      if (x.json().has(key)) *into = x.whole(key, 0, 1440);
    if (x.json().has("tolerance")) p.tolerance = x.number("tolerance", 0.0, 1.0);
    if (x.json().has("wait_mbq")) p.wait_mbq = x.number("wait_mbq", 0.0, kMuch);
    if (x.json().has("weight")) p.weight = x.positive("weight", 1e3);
    if (x.json().has("told")) p.told = x.whole("told", kFrom, kTo);
    return p;
  }

  const Json& file_;
  std::vector<FieldError> errors_;
  List out_;
  Ids products_, rooms_, people_, cameras_, vials_, patients_;
};

}  // namespace

Result<List> readList(const Json& file) { return Reader(file).list(); }
Result<Timetable> readTimetable(const Json& file, const List& list) { return Reader(file).timetable(list, "slots"); }
Result<std::vector<Change>> readListChanges(const Json& file, const List& list) { return Reader(file).changes(list); }

Json timetableJson(const List& list, const Timetable& timetable) {
  Json slots = Json::array();
  for (std::size_t i = 0; i < timetable.size(); ++i) {
    const Slot& s = timetable[i];
    if (!s.served()) continue;
    Json row = Json::object({{"patient", list.patients[i].name},
                             {"inject", s.inject},
                             {"room", list.rooms[at(s.room)].name},
                             {"person", list.people[at(s.person)].name}});
    if (s.camera >= 0) row.set("scan", s.scan).set("camera", list.cameras[at(s.camera)].name);
    if (s.vial >= 0) row.set("vial", list.vials[at(s.vial)].name);
    slots.push(row);
  }
  return Json::object({{"slots", slots}});
}

}  // namespace isotrail::solver::slots
