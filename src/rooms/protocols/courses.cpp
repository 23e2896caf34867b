// Courses of therapy: cycles in their order, far enough apart, and not more together than was planned.
#include <algorithm>

#include "desk/words.h"
#include "rooms/clinic/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/protocols/commands.h"
#include "rooms/protocols/records.h"

namespace isotrail::protocols {
namespace {

constexpr double kSlack = 1e-9;  // rounding of the sum
constexpr const char* kClause = "10 CFR 35.41 (procedures for administrations); GSR Part 3 para. 3.162; house rule";

CourseFacts factsOf(Db& db, const Card& card) {
  const auto c = decodePayload<PlanCourse>(card.doc);
  CourseFacts f{c.course, c.patient, c.protocol, c.cycles, c.per_cycle, c.most, c.least_gap, {}};
  for (const auto& cycle : kCycles.under(db, card.id)) {
    const Json& d = cycle.doc;
    GivenCycle g{d["cycle"].integer(), OrderId(cycle.id), std::nullopt, Activity(d["activity_bq"].number())};
    if (cycle.state == "given") g.at = instantIn(d["at"]);
    f.done.push_back(g);
  }
  std::sort(f.done.begin(), f.done.end(), [](const auto& a, const auto& b) { return a.cycle < b.cycle; });
  return f;
}

template <class Change>
void edit(Db& db, const std::string& order, Change change) {
  auto card = kCycles.find(db, order);
  if (!card) return;
  change(*card);
  kCycles.put(db, *card);
}

}  // namespace

std::optional<CourseFacts> course(Db& db, const CourseId& id) {
  const auto card = kCourses.find(db, id.str());
  if (!card) return std::nullopt;
  return factsOf(db, *card);
}

Verdict planCourse(Act& act, const PlanCourse& c) {
  if (kCourses.find(act.db(), c.course.str())) return alreadyExists("course", c.course.str());
  const auto p = protocol(act.db(), c.protocol);
  if (!p) return notFound("protocol", c.protocol.str());
  const SiteId where = c.site.value_or(act.caller().site);
  const auto site = identity::site(act.db(), where);
  if (!site) return notFound("site", where.str());
  if (c.cycles < 1 || c.cycles > 12) return Refusal::field({"cycles", "BAD_VALUE", std::to_string(c.cycles), "1 to 12", 0, 0});
  if (c.per_cycle.value <= 0) return Refusal::field({"per_cycle", "BAD_VALUE", "0", "more than 0 Bq", 0, 0});
  if (c.most < c.per_cycle) return Refusal::field({"most", "BAD_VALUE", "", "at least the activity of one cycle", 0, 0});
  if (c.least_gap.value <= 0) return Refusal::field({"least_gap", "BAD_VALUE", "", "more than 0 s", 0, 0});
  requireOwn(act, site->org, where.str().c_str());
  requireOwn(act, p->org, c.protocol.str().c_str());
  act.gates().check(act.caller().has("physician"), "NOT_A_PHYSICIAN", "CLI-01", "Macao health law (acts reserved to physicians); house rule",
                    Json::object({{"person", act.caller().person.str()}}));
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(where, "protocols/" + c.course.str(), "protocols.CoursePlanned", encodePayload(c).set("product", p->product.str()));
  return Done{};
}

void requireCycle(Act& act, const CourseFacts& c, const PatientId& patient, const ProductId& product, std::int64_t cycle, Activity activity,
                  Instant at) {
  const auto p = protocol(act.db(), c.protocol);
  Json params = Json::object({{"course", c.course.str()}, {"cycle", cycle}, {"cycles", c.cycles}});
  act.gates().check(c.patient == patient && p && p->product == product, "COURSE_OF_ANOTHER", "CLI-21", kClause, params);
  Activity sum = activity;
  std::int64_t next = 1;
  std::optional<Instant> last;
  for (const auto& g : c.done) {
    sum = sum + g.activity;
    next = std::max(next, g.cycle + 1);
    if (g.at && (!last || *last < *g.at)) last = g.at;
  }
  const bool all_given = std::all_of(c.done.begin(), c.done.end(), [](const auto& g) { return g.at.has_value(); });
  params.set("next", next);
  act.gates().check(cycle == next && cycle <= c.cycles && all_given, "COURSE_CYCLE_WRONG", "CLI-21", kClause, params);
  if (last) {
    params.set("last", last->iso()).set("gap_days", (at - *last).value / 86400).set("least_days", c.least_gap.value / 86400);
    act.gates().check(at - *last >= c.least_gap, "COURSE_TOO_SOON", "CLI-21", kClause, params);
  }
  params.set("sum", showActivity(sum)).set("most", showActivity(c.most));
  act.gates().check(sum.value <= c.most.value * (1 + kSlack), "COURSE_ACTIVITY_EXCEEDED", "CLI-21", kClause, params);
  requireOrganDose(act, c, activity);
}

void applyCourses(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("protocols.CoursePlanned")) kCourses.put(db, {p["course"].text(), p["patient"].text(), "", p});
  if (e.is("clinic.Prescribed") && p.has("course"))
    kCycles.put(db, {p["order"].text(), p["course"].text(), "prescribed", Json::object({{"cycle", p["cycle"]}, {"activity_bq", p["activity_bq"]}})});
  if (e.is("clinic.DoseGiven"))
    edit(db, p["order"].text(), [&](Card& c) {
      c.state = "given";
      c.doc.set("at", e.occurred_at.iso()).set("activity_bq", p["activity_bq"]);
    });
  if (e.is("clinic.ResidualMeasured") || e.is("clinic.OutcomeReported"))
    edit(db, p["order"].text(), [&](Card& c) { c.doc.set("activity_bq", p["net_bq"]); });
  // What is cancelled or not given leaves its place in the course free.
  if (e.is("ordering.OrderCancelled") || (e.is("clinic.DoseNotGiven") && !p["again"].boolean())) {
    const auto card = kCycles.find(db, p["order"].text());
    if (card && card->state == "prescribed") kCycles.put(db, {card->id, "", "cancelled", card->doc});
  }
}

Result<Json> coursesView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kCourses.all(q.db)) {
    const CourseFacts c = factsOf(q.db, card);
    const auto p = protocol(q.db, c.protocol);
    if (!p || !(q.caller.org == p->org || q.caller.has("admin"))) continue;
    Json cycles = Json::array();
    double sum = 0;
    for (const auto& g : c.done) {
      cycles.push(Json::object({{"cycle", g.cycle}, {"order", g.order.str()}, {"at", isoOrNull(g.at)}, {"activity_bq", g.activity.value}}));
      if (g.at) sum += g.activity.value;
    }
    Json j = Json::object({{"course", card.id}, {"patient", c.patient.str()}, {"protocol", c.protocol.str()}, {"product", p->product.str()}});
    j.set("planned_cycles", c.cycles).set("per_cycle_bq", c.per_cycle.value).set("most_bq", c.most.value).set("least_gap_s", c.least_gap.value);
    list.push(j.set("cycles", cycles).set("given_bq", sum).set("organs", organsJson(q.db, c, c.per_cycle)));
  }
  return Json::object({{"courses", list}});
}

}  // namespace isotrail::protocols
