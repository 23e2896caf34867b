// Tasks between beam and release, and of orders and plans.
#include <set>

#include "overview/today/tasks.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/planning/facts.h"
#include "rooms/production/facts.h"
#include "rooms/quality/facts.h"
#include "rooms/supply/facts.h"
#include "units/time.h"

namespace isotrail::overview {
namespace {

std::string productName(const Waiting& w, const ProductId& id) {
  const auto product = catalogue::product(w.q.db, id);
  return product ? catalogue::productName(*product, w.q.language) : id.str();
}

/// The departure a batch has to catch.
std::optional<Instant> departureFrom(const Waiting& w, const SiteId& site) {
  std::optional<Instant> next;
  for (const auto& c : logistics::consignments(w.q.db)) {
    const bool ahead = c.state == "booked" || c.state == "packed" || c.state == "papers_complete";
    if (ahead && c.from_site == site && (!next || c.depart_at < *next)) next = c.depart_at;
  }
  return next;
}

const std::string& stepTitle(const catalogue::Step& s, const std::string& language) {
  if (language == "zh-Hans") return s.title_zh_hans;
  if (language.starts_with("zh")) return s.title_zh_hant;
  return language.starts_with("pt") ? s.title_pt : s.title;
}

Task batchTask(const Waiting& w, const production::BatchFacts& b, const char* kind, const char* code, const char* role) {
  Task t{kind, b.batch.str(),         code, Json::object({{"batch", b.batch.str()}}), departureFrom(w, b.site), "/production/" + b.batch.str(),
         role, w.sight.zoneOf(b.site)};
  t.params.set("product", productName(w, b.product));
  return t;
}

void addStep(Waiting& w, const production::BatchFacts& b) {
  if (b.next_step == 0) return;
  const auto steps = catalogue::steps(w.q.db, b.product);
  for (const auto& s : steps) {
    if (s.step != b.next_step) continue;
    // Product steps wait for the end of synthesis.
    if (b.state == "in_process" && (s.phase == "product" || s.phase == "close")) {
      w.add(batchTask(w, b, "production.complete-synthesis", "TASK_COMPLETE_SYNTHESIS", "radiochemist"));
      continue;
    }
    // Nobody checks his own step.
    if (b.next_is_check && b.next_performed_by == w.q.caller.person) continue;
    Task t = b.next_is_check ? batchTask(w, b, "production.check-step", "TASK_CHECK_STEP", "radiochemist")
                             : batchTask(w, b, "production.sign-step", "TASK_SIGN_STEP", "radiochemist");
    t.about += "." + std::to_string(s.step);
    t.params.set("step", s.step).set("title", stepTitle(s, w.q.language)).set("person", b.next_performed_by.str());
    w.add(std::move(t));
  }
}

/// Results that must be there before release, each test once however many markets ask for it; answers how many.
std::int64_t addResults(Waiting& w, const production::BatchFacts& b) {
  std::set<std::string> open;
  const Json tests = quality::testsJson(w.q.db, b.batch, b.product);
  for (const auto& t : tests.items())
    if (t["timing"].text() == "pre_release" && t["verdict"].text() == "pending") open.insert(t["test"].text());
  for (const auto& test : open) {
    Task t = batchTask(w, b, "quality.record-result", "TASK_RESULT", "qc_analyst");
    t.about += "." + test;
    t.params.set("test", test);
    w.add(std::move(t));
  }
  return static_cast<std::int64_t>(open.size());
}

void addBatches(Waiting& w) {
  for (const auto& b : production::batches(w.q.db)) {
    if (!w.own(b.site) || quality::release(w.q.db, b.batch)) continue;
    addStep(w, b);
    if (!b.eos_at) continue;
    const std::int64_t open = addResults(w, b);
    const bool ready = open == 0 && b.steps_done;
    Task t = batchTask(w, b, "quality.release-batch", ready ? "TASK_RELEASE" : "TASK_RELEASE_WAITS", "qp");
    t.link += "?step=release";
    t.params.set("open", open);
    w.add(std::move(t));
  }
}

void addBeams(Waiting& w) {
  for (const auto& site : identity::sites(w.q.db)) {
    if (!w.own(site.site)) continue;
    for (const auto& run : supply::runs(w.q.db, site.site))
      if (run.state == "on")
        w.add({"supply.end-beam",
               run.run.str(),
               "TASK_END_BEAM",
               Json::object({{"run", run.run.str()}, {"cyclotron", run.cyclotron.str()}}),
               {},
               "/production",
               "radiochemist",
               site.zone});
  }
}

void addOrdersAndPlans(Waiting& w) {
  for (const auto& o : ordering::orders(w.q.db, SiteId(), w.q.now, w.q.now + days(30))) {
    if (o.state != "requested" || !w.own(o.maker_site)) continue;
    const std::string zone = w.sight.zoneOf(o.site);
    Json params = Json::object({{"order", o.order.str()}, {"product", productName(w, o.product)}, {"time", showInstant(o.inject_at, zone)}});
    w.add({"ordering.accept-order", o.order.str(), "TASK_PROMISE", params, o.inject_at - hours(12), "/orders", "planner", zone});
  }
  for (const auto& p : planning::plans(w.q.db))
    if (p.state == "draft" && w.own(p.maker_site))
      w.add({"planning.publish-plan",
             p.plan.str(),
             "TASK_PUBLISH",
             Json::object({{"plan", p.plan.str()}, {"product", productName(w, p.product)}}),
             {},
             "/plan",
             "planner",
             w.sight.zoneOf(p.maker_site)});
}

}  // namespace

void addMakerTasks(Waiting& w) {
  addBeams(w);
  addBatches(w);
  addOrdersAndPlans(w);
}

}  // namespace isotrail::overview
