#include "rooms/slots/slot_day.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/protocols/facts.h"
#include "rooms/slots/day_builder.h"
#include "rooms/slots/records.h"
#include "rooms/slots/values.h"
#include "rooms/supply/facts.h"
#include "solver/slots/draft.h"

namespace isotrail::slots {

namespace solver = isotrail::solver::slots;

namespace {

constexpr int kGrid = 5;  // minutes: a timetable people keep

std::size_t at(int i) { return static_cast<std::size_t>(i); }
int ceilMinutes(Seconds s) { return static_cast<int>(std::ceil(s.value / 60.0 - 1e-9)); }

}  // namespace

int DayClock::minute(Instant t) const { return static_cast<int>(std::floor((t - midnight).value / 60.0)); }

void DayBuilder::note(const std::string& what, const std::string& of, Json number, const std::string& unit, const std::string& source) {
  const Json input = Json::object({{"what", what}, {"of", of}, {"value", std::move(number)}, {"unit", unit}, {"source", source}});
  const auto& known = out_.inputs.items();
  if (std::find(known.begin(), known.end(), input) == known.end()) out_.inputs.push(input);
}

double DayBuilder::noted(const char* subject, const std::string& of, const char* quantity) {
  const Value v = value(subject, of, quantity);
  note(std::string(subject) + " " + quantity, of, v.number(), v.unit, v.source);
  return v.number();
}

Span DayBuilder::hours(const std::string& of, const std::string& opens, const std::string& closes, const std::string& source) {
  const Instant noon = out_.clock.midnight + isotrail::hours(12);
  const auto from = atTimeOfDay("opens", noon, opens, out_.clock.zone), to = atTimeOfDay("closes", noon, closes, out_.clock.zone);
  note("hours", of, opens + " to " + closes, out_.clock.zone, source);
  return {from ? out_.clock.minute(*from) : 0, to ? out_.clock.minute(*to) : 0};
}

void DayBuilder::addPlaces() {
  const Value opens = value("place", "*", "opens"), closes = value("place", "*", "closes");
  solver::List& l = out_.list;
  for (const auto& card : kPlaces.under(db_, out_.site.str())) {
    const Span open = hours(card.id, card.doc["opens"].text(), card.doc["closes"].text(), "declared place " + card.id);
    std::vector<Span> shut;
    for (const auto& s : card.doc["shut"].items()) {
      const Span when{out_.clock.minute(instantIn(s["from"])), out_.clock.minute(instantIn(s["until"]))};
      if (when.from >= open.until || when.until <= open.from) continue;
      shut.push_back({std::max(when.from, open.from), std::min(when.until, open.until)});
    }
    if (card.state == "injection_room") {
      l.rooms.push_back({card.doc["name"].text(), open, shut});
      out_.rooms.push_back(card.id);
      continue;
    }
    std::vector<int> products;
    for (std::size_t p = 0; p < l.products.size(); ++p) {
      const auto& said = card.doc["products"].items();
      if (said.empty() || std::any_of(said.begin(), said.end(), [&](const Json& j) { return j.text() == l.products[p].name; }))
        products.push_back(static_cast<int>(p));
    }
    l.cameras.push_back({card.doc["name"].text(), open, products, shut});
    out_.cameras.push_back(card.id);
  }
  const auto house = [&](const char* kind, const auto& add) {
    const int count = static_cast<int>(noted("place", kind, "count"));
    for (int k = 1; k <= count; ++k) add(std::string(kind) + "-" + std::to_string(k));
  };
  if (l.rooms.empty())
    house("injection_room", [&](const std::string& id) {
      l.rooms.push_back({id, hours(id, opens.text, closes.text, opens.source), {}});
      out_.rooms.push_back(id);
    });
  std::vector<int> all(l.products.size());
  std::iota(all.begin(), all.end(), 0);
  if (l.cameras.empty())
    house("camera", [&](const std::string& id) {
      l.cameras.push_back({id, hours(id, opens.text, closes.text, opens.source), all, {}});
      out_.cameras.push_back(id);
    });
}

/// Those of the hospital whose qualification for giving doses holds at noon.
void DayBuilder::addPeople() {
  const Value opens = value("place", "*", "opens"), closes = value("place", "*", "closes");
  const auto site = identity::site(db_, out_.site);
  const Instant noon = out_.clock.midnight + isotrail::hours(12);
  for (const auto& q : identity::qualifications(db_)) {
    if (q.org != site->org || q.qualification != "administration" || q.valid_from > noon || q.valid_until <= noon) continue;
    out_.list.people.push_back({q.person.str(), hours(q.person.str(), opens.text, closes.text, opens.source), {}});
    out_.people.push_back(q.person.str());
    note("qualified to give doses", q.person.str(), q.valid_until.iso(), "", "qualification administration");
  }
}

int DayBuilder::productOf(const ProductId& id) {
  auto& all = out_.list.products;
  for (std::size_t p = 0; p < all.size(); ++p)
    if (all[p].name == id.str()) return static_cast<int>(p);
  const auto product = catalogue::product(db_, id);
  const Nuclide* nuclide = Dataset::shipped().find(product->nuclide);
  all.push_back({id.str(), nuclide->half_life.value / 60.0});
  products_.push_back(*product);
  note("half-life", product->nuclide, nuclide->half_life.value / 60.0, "min", "nuclide dataset");
  return static_cast<int>(all.size()) - 1;
}

/// Minutes of the examination: of the prescription's protocol, else of the nuclide, else of the house.
void DayBuilder::addTimes(const ordering::OrderFacts& o, const catalogue::ProductFacts& product, solver::Patient& p) {
  std::optional<protocols::ProtocolFacts> protocol;
  if (const auto rx = clinic::prescription(db_, o.order); rx && !rx->protocol.empty())
    protocol = protocols::protocol(db_, protocols::ProtocolId(rx->protocol));
  const bool therapy = product.use == "therapeutic";
  const auto take = [&](const char* quantity, const std::optional<Seconds>& said, const char* subject = "examination") {
    if (!said) return static_cast<int>(std::ceil(noted(subject, product.nuclide, quantity)));
    note(std::string("protocol ") + quantity, o.order.str(), ceilMinutes(*said), "min", "protocol " + protocol->protocol.str());
    return ceilMinutes(*said);
  };
  const auto none = std::optional<Seconds>();
  p.in_room = take("in_room", protocol ? protocol->in_room : none, therapy ? "therapy" : "examination");
  p.with_person = static_cast<int>(noted("person", "*", "minutes"));
  if (therapy && !(protocol && protocol->scan)) return;
  p.scan = take("scan", protocol ? protocol->scan : none);
  if (p.scan == 0) return;
  p.uptake = take("uptake", protocol ? protocol->uptake : none);
  // Who names an uptake and no slack means that uptake.
  p.slack = protocol && protocol->uptake && !protocol->uptake_slack ? 0 : take("slack", protocol ? protocol->uptake_slack : none);
}

/// The injection the patient was first told, or agreed to anew. What is permitted and how long one has waited count from there, so
/// that a list that is timed again and again moves nobody a step further each time.
int DayBuilder::firstTold(const ordering::OrderFacts& o) const {
  const auto set = kSlots.find(db_, o.order.str());
  return out_.clock.minute(set ? instantIn(set->doc["told_at"]) : o.inject_at);
}

void DayBuilder::addPatient(const ordering::OrderFacts& o) {
  solver::Patient p;
  p.name = o.order.str();
  p.product = productOf(o.product);
  p.dose_mbq = o.activity.value / 1e6 / (1.0 - supply::lineValue("syringe", "residual_fraction"));
  p.tolerance = o.tolerance.value;
  const int booked = out_.clock.minute(o.inject_at);
  p.asked = firstTold(o);
  p.told = booked;
  p.wait_mbq = noted("price", "*", "waiting");
  addTimes(o, products_[at(p.product)], p);
  const int now = out_.list.now;
  const int notice = static_cast<int>(noted("patient", "*", "notice")), earlier = static_cast<int>(noted("patient", "*", "earlier"));
  p.window = {std::max(p.asked - earlier, now == 0 ? 0 : now + notice), p.asked + static_cast<int>(noted("patient", "*", "later"))};
  p.window = {std::max(now, std::min(booked, p.window.from)), std::max(booked, p.window.until)};
  if (const auto said = kAvailable.find(db_, o.order.str())) {
    const Span s{out_.clock.minute(instantIn(said->doc["from"])), out_.clock.minute(instantIn(said->doc["until"]))};
    p.window = {std::max(now, s.from), s.until};
    note("patient can come", o.order.str(), said->doc["from_local"].text() + " to " + said->doc["until_local"].text(), "", "said for the order");
  }
  note("dose at injection", o.order.str(), o.activity.value, "Bq", "order " + o.order.str());
  if (o.state == "requested" || o.state == "promised") out_.list.grid = std::gcd(out_.list.grid, std::abs(booked));
  out_.list.patients.push_back(p);
  out_.orders.push_back(o);
}

std::optional<solver::Slot> DayBuilder::keptOf(const OrderId& order) const {
  const auto card = kSlots.find(db_, order.str());
  if (!card) return std::nullopt;
  const auto place = [&](const std::vector<std::string>& all, const char* key) {
    const auto found = std::find(all.begin(), all.end(), card->doc[key].text());
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
  };
  solver::Slot s;
  s.inject = out_.clock.minute(instantIn(card->doc["inject_at"]));
  s.scan = card->doc["scan_at"].isNull() ? s.inject : out_.clock.minute(instantIn(card->doc["scan_at"]));
  s.room = place(out_.rooms, "room");
  s.person = place(out_.people, "person");
  s.camera = place(out_.cameras, "camera");
  return s;
}

/// Drawn or given: the injection stays, and so does the scan that was set for it.
void DayBuilder::begin(int patient) {
  const auto& o = out_.orders[at(patient)];
  solver::List& l = out_.list;
  int inject = std::max(*l.patients[at(patient)].told, l.now);
  if (o.state == "fulfilled")
    if (const auto dose = hotlab::doseOfOrder(db_, o.order))
      if (const auto given = clinic::given(db_, dose->dose)) inject = out_.clock.minute(given->at);
  const auto kept = out_.kept[at(patient)];
  const solver::Draft d(l);
  solver::Slot s;
  s.inject = inject;
  s.room = s.person = 0;
  for (int r = static_cast<int>(l.rooms.size()) - 1; r >= 0; --r)
    if (d.roomFree(patient, r, inject)) s.room = r;
  for (int k = static_cast<int>(l.people.size()) - 1; k >= 0; --k)
    if (d.personFree(patient, k, inject)) s.person = k;
  const solver::Patient& p = l.patients[at(patient)];
  s.scan = inject + p.uptake;
  if (p.scan > 0 && kept && kept->camera >= 0 && kept->scan >= s.scan && d.cameraFree(patient, kept->camera, kept->scan)) {
    s.scan = kept->scan;
    s.camera = kept->camera;
  }
  for (int c = 0; p.scan > 0 && c < static_cast<int>(l.cameras.size()) && s.camera < 0; ++c)
    if (const int scan = d.scanFrom(patient, c, inject + p.uptake, inject + p.uptake + p.slack); scan >= 0) s.scan = scan, s.camera = c;
  l.begun[at(patient)] = s;
}

Result<SlotDay> DayBuilder::build(const SiteId& site_id, const std::string& day, Instant now) {
  const auto site = identity::site(db_, site_id);
  if (!site) return notFound("site", site_id.str());
  const auto midnight = startOfDay("day", day, site->zone);
  if (!midnight) return midnight.refusal();
  out_.site = site_id;
  out_.inputs = Json::array();
  out_.clock = {day, site->zone, *midnight, addLocalDays(*midnight, 1, site->zone)};
  out_.list.grid = kGrid;
  out_.list.now = now <= *midnight ? 0 : ceilMinutes(std::min(now, out_.clock.end) - *midnight);
  out_.list.moved_mbq = noted("price", "*", "moved");
  for (const auto& o : ordering::orders(db_, site_id, *midnight, out_.clock.end))
    if (o.state != "cancelled") addPatient(o);
  addPlaces();
  addPeople();
  solver::List& l = out_.list;
  l.reference = l.rooms.front().open.from;
  for (const auto& r : l.rooms) l.reference = std::min(l.reference, r.open.from);
  addVials(now);
  for (const auto& o : out_.orders) out_.kept.push_back(keptOf(o.order));
  l.begun.assign(l.patients.size(), std::nullopt);
  for (std::size_t i = 0; i < out_.orders.size() && !l.people.empty(); ++i)
    if (out_.orders[i].state == "drawn" || out_.orders[i].state == "fulfilled") begin(static_cast<int>(i));
  return std::move(out_);
}

Result<SlotDay> slotDay(Db& db, const SiteId& site, const std::string& day, Instant now) { return DayBuilder(db).build(site, day, now); }

solver::Timetable booked(const SlotDay& day) {
  solver::List plain = day.list;
  plain.moved_mbq = 0.0;
  for (auto& p : plain.patients) p.asked = *std::exchange(p.told, std::nullopt);
  solver::Draft d(plain);
  const auto vialFor = [&](int i, int inject) {
    for (int v = 0; v < static_cast<int>(plain.vials.size()); ++v)
      if (d.vialServes(i, v, inject)) return v;
    return -1;
  };
  for (const int i : d.open()) {
    const auto& kept = day.kept[at(i)];
    if (!kept || kept->room < 0 || kept->person < 0 || kept->inject != plain.patients[at(i)].asked) continue;
    solver::Slot s = *kept;
    s.vial = vialFor(i, s.inject);
    const bool camera = plain.patients[at(i)].scan == 0 ? s.camera < 0 : s.camera >= 0 && d.cameraFree(i, s.camera, s.scan);
    if (s.vial >= 0 && s.inject >= plain.now && camera && d.roomFree(i, s.room, s.inject) && d.personFree(i, s.person, s.inject)) d.put(i, s);
  }
  for (const int i : d.open())  // orders stand by their booked time
    if (!d.served(i))
      if (const solver::Slot s = solver::bestSlot(plain, d, i, plain.patients[at(i)].asked); s.served()) d.put(i, s);
  return d.timetable();
}

}  // namespace isotrail::slots
