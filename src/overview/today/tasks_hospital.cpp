// Tasks of a hot lab and its clinic, each before the injection it serves. Lead times are house rules.
#include <algorithm>
#include <set>

#include "overview/today/tasks.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/facts.h"
#include "rooms/hotlab/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/production/facts.h"
#include "rooms/waste/facts.h"
#include "units/time.h"

namespace isotrail::overview {
namespace {

constexpr Seconds kReceiveWithin = minutes(30), kElutedBefore = minutes(90), kPreparedBefore = minutes(60), kDrawnBefore = minutes(15),
                  kPrescribedBefore = minutes(60), kLabelledBefore = minutes(10), kResidualWithin = minutes(30), kCheckedBefore = minutes(60);

/// One hospital site on one day.
struct Ward {
  Waiting& w;
  identity::SiteFacts site;
  std::vector<ordering::OrderFacts> orders;  // of today and tomorrow, not cancelled

  Task task(const char* kind, const std::string& about, const char* code, const char* role, std::optional<Instant> due,
            const std::string& link) const {
    return {kind, about, code, Json::object({{"about", about}}), due, link, role, site.zone};
  }
  std::string productName(const ProductId& id) const {
    const auto product = catalogue::product(w.q.db, id);
    return product ? catalogue::productName(*product, w.q.language) : id.str();
  }
  Task forOrder(const char* kind, const ordering::OrderFacts& o, const char* code, const char* role, Instant due) const {
    Task t = task(kind, o.order.str(), code, role, due, "/doses/" + o.order.str());
    t.params.set("order", o.order.str()).set("patient", w.sight.patientsOf(o.org) ? o.patient.str() : "–").set("product", productName(o.product));
    t.params.set("time", isoWithOffset(o.inject_at, site.zone).substr(11, 5));
    return t;
  }
  std::optional<Instant> firstInjection() const {
    for (const auto& o : orders)
      if (o.state == "promised" && o.inject_at > w.q.now) return o.inject_at;
    return std::nullopt;
  }
};

void addReceipts(const Ward& d) {
  for (const auto& c : logistics::consignments(d.w.q.db)) {
    if (c.to_site != d.site.site || c.state != "delivered") continue;
    for (const auto& package : logistics::packagesOf(d.w.q.db, c.consignment)) {
      const auto item = findItem(d.w.q.db, package);
      if (!item || item->org == d.site.org) continue;  // custody passes with the survey
      Task t = d.task("hotlab.receive-package", package.str(), "TASK_RECEIVE", "technologist", c.eta + kReceiveWithin, "/hotlab");
      t.params.set("package", package.str()).set("consignment", c.consignment.str());
      d.w.add(std::move(t));
    }
  }
}

void addCalibrators(const Ward& d) {
  const auto first = d.firstInjection();
  if (!first) return;
  for (const auto& e : production::equipmentAt(d.w.q.db, d.site.site)) {
    if (e.kind != "calibrator" || hotlab::calibratorChecked(d.w.q.db, e.equipment, d.w.q.now, d.site.zone)) continue;
    Task t = d.task("hotlab.check-calibrator", e.equipment.str(), "TASK_CHECK_CALIBRATOR", "technologist", *first - kCheckedBefore, "/hotlab");
    t.params.set("calibrator", e.name);
    d.w.add(std::move(t));
  }
}

/// What a generator or an eluate must become before somebody's injection, and what is still to be tested.
void addSources(const Ward& d) {
  for (const auto& s : d.w.sources) {
    if (s.item.site != d.site.site || s.item.stage != "here") continue;
    const std::optional<Instant> first = s.served.empty() ? std::nullopt : std::optional<Instant>(s.served.front().order.inject_at);
    const std::string id = s.item.id.str();
    if (s.item.kind == "eluate" && s.state == "untested")
      d.w.add(d.task("supply.test-breakthrough", id, "TASK_TEST_ELUATE", "technologist", first ? std::optional(*first - kPreparedBefore) : first,
                     "/hotlab"));
    if (s.item.kind == "preparation" && s.state == "untested")
      d.w.add(d.task("hotlab.test-preparation", id, "TASK_TEST_PREPARATION", "technologist", first ? std::optional(*first - kDrawnBefore) : first,
                     "/hotlab"));
    if (!first) continue;
    if (s.item.kind == "generator") d.w.add(d.task("supply.elute", id, "TASK_ELUTE", "technologist", *first - kElutedBefore, "/hotlab"));
    if (s.item.kind == "eluate" && s.state == "available") {
      Task t = d.task("hotlab.prepare-kit", id, "TASK_PREPARE", "technologist", *first - kPreparedBefore, "/hotlab");
      t.params.set("product", d.productName(s.served.front().order.product));
      d.w.add(std::move(t));
    }
  }
}

void addPrescriptions(const Ward& d) {
  for (const auto& o : d.orders) {
    if (o.state != "requested" && o.state != "promised") continue;
    const auto p = clinic::prescription(d.w.q.db, o.order);
    const auto product = catalogue::product(d.w.q.db, o.product);
    if (!p) d.w.add(d.forOrder("clinic.prescribe", o, "TASK_PRESCRIBE", "physician", o.inject_at - kPrescribedBefore));
    const bool therapy = product && product->use == "therapeutic";
    if (p && therapy && !p->directive)
      d.w.add(d.forOrder("clinic.sign-directive", o, "TASK_DIRECTIVE", "physician", o.inject_at - kPrescribedBefore));
  }
}

/// Orders a vial or preparation on the shelf covers now.
void addDraws(const Ward& d) {
  for (const auto& s : d.w.sources) {
    if (s.item.site != d.site.site || s.state != "available" || (s.item.kind != "vial" && s.item.kind != "preparation")) continue;
    for (const auto& served : s.served) {
      if (served.order.site != d.site.site || !served.covered) continue;
      Task t = d.forOrder("hotlab.draw-dose", served.order, "TASK_DRAW", "technologist", served.order.inject_at - kDrawnBefore);
      t.params.set("vial", s.item.id.str());
      d.w.add(std::move(t));
    }
  }
}

void addDoses(const Ward& d) {
  for (const auto& dose : hotlab::doses(d.w.q.db, d.site.site)) {
    const auto o = ordering::order(d.w.q.db, dose.order);
    if (!o) continue;
    const auto given = clinic::given(d.w.q.db, dose.dose);
    const auto one = [&](const char* kind, const char* code, Instant due) {
      Task t = d.forOrder(kind, *o, code, "technologist", due);
      t.params.set("dose", dose.dose.str());
      d.w.add(std::move(t));
    };
    const auto item = findItem(d.w.q.db, dose.dose);
    const bool at_hand = item && item->stage == "here" && item->container.empty();
    if (!given && at_hand && !dose.labelled) one("hotlab.label-dose", "TASK_LABEL", o->inject_at - kLabelledBefore);
    if (!given && at_hand && dose.labelled) one("clinic.administer", "TASK_GIVE", o->inject_at);
    if (given && !given->residual) one("clinic.measure-residual", "TASK_RESIDUAL", given->at + kResidualWithin);
  }
}

/// Containers that have decayed long enough, at makers' and hospitals' sites alike.
void addClearances(Waiting& w, const identity::SiteFacts& site) {
  for (const auto& c : waste::inStore(w.q.db, site.site)) {
    if (!c.clear_at || *c.clear_at > w.q.now) continue;
    w.add({"waste.clear", c.container.str(), "TASK_CLEAR_WASTE", Json::object({{"container", c.container.str()}}), c.clear_at,
           "/board?item=" + c.container.str(), "rso", site.zone});
  }
}

}  // namespace

void addHospitalTasks(Waiting& w) {
  for (const auto& site : identity::sites(w.q.db)) {
    if (w.own(site.site)) addClearances(w, site);
    const auto org = identity::org(w.q.db, site.org);
    if (!w.own(site.site) || !org || org->kind != "hospital") continue;
    Ward d{w, site, ordering::orders(w.q.db, site.site, w.q.now - hours(12), w.q.now + hours(36))};
    std::erase_if(d.orders, [](const auto& o) { return o.state == "cancelled"; });
    addReceipts(d);
    addCalibrators(d);
    addSources(d);
    addPrescriptions(d);
    addDraws(d);
    addDoses(d);
  }
}

}  // namespace isotrail::overview
