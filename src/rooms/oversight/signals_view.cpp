#include "rooms/oversight/facts.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "desk/texts.h"
#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/logistics/facts.h"
#include "rooms/ordering/facts.h"
#include "rooms/oversight/answerable.h"
#include "rooms/oversight/lines.h"
#include "rooms/oversight/watched.h"
#include "rooms/production/facts.h"
#include "rooms/protection/facts.h"
#include "rooms/quality/facts.h"

namespace isotrail::oversight {
namespace {

// House assumption until lanes state it: how long the road behind a post takes to the consignee, both posts apart.
constexpr Seconds kBehindExport = minutes(30), kBehindImport = minutes(15);

/// Sites of organisations whose own worries the caller sees: their own, an agency those of its jurisdiction.
std::vector<identity::SiteFacts> watchedSites(ViewRequest& q) {
  auto sites = identity::sites(q.db);
  std::erase_if(sites, [&](const identity::SiteFacts& s) {
    if (q.caller.has("admin")) return false;
    if (q.caller.has("regulator")) return !q.caller.jurisdiction.empty() && s.jurisdiction != q.caller.jurisdiction;
    return s.org != q.caller.org;
  });
  return sites;
}

struct Waiting {
  int patients = 0;
  std::optional<Instant> first;
};
/// Patients who wait at `site` within the next day.
Waiting waitingAt(ViewRequest& q, const SiteId& site) {
  Waiting w;
  for (const auto& o : ordering::orders(q.db, site, q.now, q.now + hours(24))) {
    if (o.state != "promised") continue;
    ++w.patients;
    if (!w.first) w.first = o.inject_at;
  }
  return w;
}

void addPapersAndPeople(ViewRequest& q, const std::vector<identity::SiteFacts>& sites, SignalFacts& facts) {
  const auto watched = [&](const std::function<bool(const identity::SiteFacts&)>& is) { return std::any_of(sites.begin(), sites.end(), is); };
  for (const auto& l : licensing::licences(q.db))
    if (watched([&](const auto& s) { return s.site == l.site; })) facts.licences.push_back({l.licence.str(), l.site.str(), l.valid_until});
  for (const auto& p : identity::qualifications(q.db))
    if (watched([&](const auto& s) { return s.org == p.org; })) facts.qualifications.push_back({p.person.str(), p.qualification, p.valid_until});
}

std::vector<BorderFact> openWindows(ViewRequest& q, const logistics::ConsignmentFacts& c) {
  std::vector<BorderFact> out;
  if (c.direction != "outbound") return out;  // empties may wait
  for (const auto& w : logistics::laneWindows(q.db, c.lane)) {
    const bool is_export = w.direction == "export";
    if (c.state == "import_cleared" || (is_export && c.state == "export_cleared")) continue;
    auto closes = atTimeOfDay("closes", c.eta, w.closes, w.zone);
    if (!closes) continue;
    const Instant until = extendedUntil(q.db, c.consignment.str(), w.post).value_or(*closes);
    out.push_back({w.post, c.eta - (is_export ? kBehindExport : kBehindImport), until});
  }
  return out;
}

void addConsignments(ViewRequest& q, const std::vector<identity::SiteFacts>& sites, SignalFacts& facts) {
  static const std::set<std::string> moving = {"handed_over", "taken_over", "in_transit", "at_border", "export_cleared", "import_cleared"};
  for (const auto& c : logistics::consignments(q.db)) {
    const bool mine = c.carrier == q.caller.org ||
                      std::any_of(sites.begin(), sites.end(), [&](const auto& s) { return s.site == c.from_site || s.site == c.to_site; });
    if (!mine || !moving.contains(c.state)) continue;
    const Waiting w = waitingAt(q, c.to_site);
    facts.consignments.push_back(
        {c.consignment.str(), c.state, true, c.eta, static_cast<int>(c.delay_minutes), openWindows(q, c), w.patients, w.first});
  }
}

/// Serves the orders in turn from what there is; each leaves the rest to decay. Slack is the least over the orders.
SlackFact slackOf(const Nuclide& nuclide, const std::vector<Item>& stock, const std::vector<ordering::OrderFacts>& orders) {
  SlackFact f;
  f.slack_minutes = 1e9;
  int not_served = 0;
  std::vector<ReferencedActivity> drawn;
  for (const auto& o : orders) {
    Activity left;
    for (const auto& item : stock) left = left + item.inventory.activityAt(nuclide.name, o.inject_at);
    for (const auto& d : drawn) left = left - decayed(nuclide, d.activity, d.at, o.inject_at);
    const double slack = left.value > 0 ? decaySlack(nuclide, left, o.activity).value / 60.0 : -1e6;
    f.slack_minutes = std::min(f.slack_minutes, slack);
    if (slack < 0) {
      ++not_served;
      continue;
    }
    drawn.push_back({o.activity, o.inject_at});
  }
  f.patients = not_served > 0 ? not_served : static_cast<int>(orders.size());
  f.next_injection = orders.front().inject_at;
  return f;
}

/// Only products of which something is here or on the road: what has not left its maker is the plan's worry.
void addSlack(ViewRequest& q, const std::vector<identity::SiteFacts>& sites, SignalFacts& facts) {
  for (const auto& site : sites) {
    std::map<std::string, std::vector<ordering::OrderFacts>> waiting;
    for (const auto& o : ordering::orders(q.db, site.site, q.now, q.now + hours(24)))
      if (o.state == "promised") waiting[o.product.str()].push_back(o);
    for (const auto& [product, orders] : waiting) {
      const auto known = catalogue::product(q.db, ProductId(product));
      const Nuclide* nuclide = known ? Dataset::shipped().find(known->nuclide) : nullptr;
      if (!nuclide || nuclide->stable) continue;
      auto stock = itemsAt(q.db, site.site);
      std::erase_if(stock,
                    [&](const Item& i) { return i.product.str() != product || (i.kind != "vial" && i.kind != "preparation") || heldBy(q.db, i.id); });
      if (stock.empty()) continue;
      SlackFact f = slackOf(*nuclide, stock, orders);
      f.product = product;
      f.product_name = catalogue::productName(*known, q.language);
      f.site = site.site.str();
      facts.slack.push_back(std::move(f));
    }
  }
}

void addDuties(ViewRequest& q, SignalFacts& facts) {
  const auto day = dayView(q);
  if (!day) return;
  for (const auto& l : dutyLines(q, *day)) {
    const bool own = l.holder == q.caller.org.str() || q.caller.has("admin") || (q.caller.has("regulator") && mayOpen(q.caller, l));
    if (!own || l.row->kind != "clock" || l.state == "met" || l.met_at) continue;
    const std::string state = l.state == "overdue" ? "late" : l.state == "due" ? "running" : l.state;
    const std::string to = agencyName(l.row->agency, q.language);
    facts.duties.push_back({l.row->id, l.row->title(q.language), l.subject, l.holder, to, state, *l.started_at, *l.due_at});
  }
}

/// Holders of anything that came out of the recalled item, less those who acknowledged.
void addRecalls(ViewRequest& q, const std::vector<identity::SiteFacts>& sites, SignalFacts& facts) {
  for (const auto& r : openRecalls(q.db)) {
    RecallFact f{r.recall, r.item.str(), r.drill, r.since, {}, 0};
    std::set<std::string> holders;
    auto affected = descendants(q.db, r.item);
    affected.push_back(r.item);
    for (const auto& id : affected)
      if (auto item = findItem(q.db, id)) {
        holders.insert(item->stage == "in_transit" ? item->to_site.str() : item->site.str());
        if (item->kind == "dose") ++f.patients;
      }
    const bool concerns = std::any_of(sites.begin(), sites.end(), [&](const auto& s) { return holders.contains(s.site.str()); });
    for (const auto& site : holders)
      if (!site.empty() && std::find(r.acknowledged.begin(), r.acknowledged.end(), site) == r.acknowledged.end()) f.missing.push_back(site);
    if (concerns) facts.recalls.push_back(std::move(f));
  }
}

void addReleases(ViewRequest& q, const std::vector<identity::SiteFacts>& sites, SignalFacts& facts) {
  static const std::set<std::string> before_road = {"booked", "packed", "papers_complete"};
  for (const auto& b : production::batches(q.db)) {
    const bool mine = std::any_of(sites.begin(), sites.end(), [&](const auto& s) { return s.site == b.site; });
    if (!mine || !b.eos_at) continue;
    const auto release = quality::release(q.db, b.batch);
    if (release && (release->state == "released" || release->state == "rejected")) continue;
    const logistics::ConsignmentFacts* next = nullptr;
    const auto all = logistics::consignments(q.db);
    for (const auto& c : all)
      if (c.from_site == b.site && before_road.contains(c.state) && c.depart_at > *b.eos_at && (!next || c.depart_at < next->depart_at)) next = &c;
    if (next) facts.releases.push_back({b.batch.str(), next->consignment.str(), *b.eos_at, next->depart_at, waitingAt(q, next->to_site).patients});
  }
}

void addAccounts(ViewRequest& q, const std::vector<identity::SiteFacts>& sites, SignalFacts& facts) {
  for (const auto& site : sites) {
    const std::string day = localDay(q.now, site.zone);
    const auto from = startOfDay("day", day, site.zone);
    if (!from) continue;
    for (const auto& line : dayAccount(q.db, site.site, *from, q.now))
      if (!line.closes()) facts.accounts.push_back({site.site.str(), day, line.nuclide, line.unexplained, line.unexplained_limit});
  }
}

void addProtection(ViewRequest& q, const std::vector<identity::SiteFacts>& sites, SignalFacts& facts) {
  using Kind = protection::WarningFacts::Kind;
  for (const auto& w : protection::warnings(q.db, q.now)) {
    if (std::none_of(sites.begin(), sites.end(), [&](const auto& s) { return s.site == w.site; })) continue;
    const auto kind = w.kind == Kind::task      ? ProtectionFact::Kind::task
                      : w.kind == Kind::monitor ? ProtectionFact::Kind::monitor
                                                : ProtectionFact::Kind::point;
    facts.protection.push_back({kind, w.id, w.name, w.site.str(), w.reached, w.allowed, w.since});
  }
}

Json signalJson(const Signal& s, const Reader& reader) {
  const CodeText words = codeText(s.code, languageOf(reader.language), inWords(reader, s.params));
  Json out = Json::object({{"id", s.id}, {"group", s.group}, {"tier", s.tier}, {"code", s.code}, {"params", s.params}, {"since", s.since.iso()}});
  if (s.reaches_patient_in_minutes) out.set("reaches_patient_in_minutes", *s.reaches_patient_in_minutes);
  if (s.patients) out.set("patients", *s.patients);
  return out.set("confidence", s.confidence).set("owner_role", s.owner_role).set("text", words.text).set("action", words.remedy).set("link", s.link);
}

}  // namespace

SignalFacts gatherSignalFacts(ViewRequest& q) {
  SignalFacts facts;
  const auto sites = watchedSites(q);
  addPapersAndPeople(q, sites, facts);
  addConsignments(q, sites, facts);
  addSlack(q, sites, facts);
  addDuties(q, facts);
  addRecalls(q, sites, facts);
  addReleases(q, sites, facts);
  addAccounts(q, sites, facts);
  addProtection(q, sites, facts);
  return facts;
}

Result<Json> signalsView(ViewRequest& q) {
  Json list = Json::array();
  const Reader reader = identity::readerOf(q.db, q.caller, *q.rooms, q.language);
  for (const auto& s : evaluate(gatherSignalFacts(q), q.now)) list.push(signalJson(s, reader));
  return Json::object({{"now", q.now.iso()}, {"signals", list}});
}

}  // namespace isotrail::oversight
