#include "overview/report/month.h"

#include <algorithm>
#include <map>
#include <set>

#include "desk/words.h"
#include "ledger/journal.h"
#include "nuclide/dataset.h"
#include "overview/sight.h"
#include "rooms/catalogue/facts.h"
#include "rooms/identity/facts.h"
#include "rooms/waste/facts.h"
#include "trace/days.h"

namespace isotrail::overview {
namespace {

constexpr const char* kRefused = "refuse";

/// Entries of a site's chain of one type, oldest first; of the record only the part in which they lie is read.
class Entries {
 public:
  Entries(Db& db, const SiteId& site, const Month& m)
      : journal_(db), site_(site), month_(m), in_(entriesOf(db, site, m.from, m.to)), since_(entriesOf(db, site, m.from, kEver)) {}
  /// Of the month.
  std::vector<Event> of(const std::string& type) {
    auto all = read(type, in_);
    std::erase_if(all, [&](const Event& e) { return !month_.holds(e.occurred_at); });
    return all;
  }
  /// Of the month and later: what came to be known of it.
  std::vector<Event> since(const std::string& type) { return read(type, since_); }
  /// Whenever: permits are few, and asked for by a month before them too.
  std::vector<Event> ever(const std::string& type) { return read(type, SeqSpan{1, journal_.lastSeq()}); }
  /// The last of a stream before the month's end, of whatever age.
  std::optional<Event> last(const std::string& type, const std::string& stream) {
    std::optional<Event> found;
    journal_.readBack({0, 0, site_.str(), type, stream}, [&](const Event& e) {
      if (!month_.after(e.occurred_at)) found = e;
      return !found;
    });
    return found;
  }

 private:
  static constexpr Instant kEver = Instant::fromMicros(253'370'764'800'000'000);  // the year 9999

  std::vector<Event> read(const std::string& type, const std::optional<SeqSpan>& span) {
    std::vector<Event> all;
    if (!span) return all;
    journal_.readBack({span->first - 1, span->last + 1, site_.str(), type, ""}, [&](const Event& e) { return all.push_back(e), true; });
    std::reverse(all.begin(), all.end());
    return all;
  }

  Journal journal_;
  SiteId site_;
  const Month& month_;
  std::optional<SeqSpan> in_, since_;
};

double lambdaOf(const std::string& nuclide) {
  const Nuclide* n = Dataset::shipped().find(nuclide);
  return n && !n->stable ? n->lambda() : 0;
}

class Gathering {
 public:
  Gathering(ViewRequest& q, const identity::SiteFacts& site, const Month& m) : q_(q), site_(site), m_(m), entries_(q.db, site.site, m), sight_(q) {}

  Json all() {
    Json j = Json::object({{"site", site_.site.str()}, {"site_name", site_.nameIn(q_.language)}, {"zone", site_.zone}, {"month", m_.month}});
    j.set("from", isoWithOffset(m_.from, site_.zone)).set("to", isoWithOffset(m_.to, site_.zone));
    const Json account = closings();
    j.set("received", received()).set("made", made()).set("administered", administered()).set("not_given", notGiven());
    j.set("nuclides", byNuclide()).set("waste", waste()).set("returns", returns()).set("doses", doses()).set("incidents", incidents());
    return j.set("account", account).set("sources", sources());
  }

 private:
  Json line(const Event& e) const { return Json::object({{"at", isoWithOffset(e.occurred_at, site_.zone)}, {"seq", e.seq}}); }

  /// Of several kinds of entries, in the order of time.
  static Json inOrder(const Json& list) {
    auto lines = list.items();
    std::stable_sort(lines.begin(), lines.end(), [](const Json& a, const Json& b) { return a["at"].text() < b["at"].text(); });
    return Json(std::move(lines));
  }

  Json received() {
    Json list = Json::array();
    for (const auto& e : entries_.of("hotlab.PackageReceived"))
      list.push(line(e).set("what", "package").set("id", e.payload["package"]).set("decision", e.payload["decision"]));
    for (const auto& e : entries_.of("supply.GeneratorReceived"))
      list.push(line(e)
                    .set("what", "generator")
                    .set("id", e.payload["generator"])
                    .set("nuclide", e.payload["parent"])
                    .set("activity_bq", e.payload["activity_bq"]));
    for (const auto& e : entries_.of("supply.BulkReceived"))
      list.push(
          line(e).set("what", "bulk").set("id", e.payload["item"]).set("nuclide", e.payload["nuclide"]).set("activity_bq", e.payload["activity_bq"]));
    return inOrder(list);
  }
  Json made() {
    struct Made {
      const char *type, *what, *id;
    };
    Json list = Json::array();
    for (const Made& k : {Made{"supply.BeamEnded", "beam", "run"}, Made{"production.SynthesisCompleted", "batch", "batch"},
                          Made{"supply.Eluted", "eluate", "eluate"}, Made{"hotlab.KitPrepared", "preparation", "preparation"}})
      for (const auto& e : entries_.of(k.type))
        list.push(
            line(e).set("what", k.what).set("id", e.payload[k.id]).set("product", e.payload["product"]).set("activity_bq", e.payload["activity_bq"]));
    return inOrder(list);
  }
  /// By product: how many, what left the syringe, and what was received once residuals and outcomes were known.
  Json administered() {
    struct Sum {
      std::string nuclide;
      int count = 0;
      double activity = 0, net = 0;
    };
    std::map<std::string, Sum> sums;
    for (const char* type : {"clinic.ResidualMeasured", "clinic.OutcomeReported"})
      for (const auto& e : entries_.since(type)) net_at_[e.payload["dose"].text()][e.seq] = e.payload["net_bq"].number();
    for (const auto& e : entries_.of("clinic.DoseGiven")) {
      Sum& s = sums[e.payload["product"].text()];
      const double given = e.payload["activity_bq"].number();
      const auto later = net_at_.find(e.payload["dose"].text());
      s.nuclide = e.payload["nuclide"].text();
      ++s.count;
      s.activity += given;
      s.net += later == net_at_.end() ? given : later->second.rbegin()->second;
    }
    Json list = Json::array();
    for (const auto& [product, s] : sums)
      list.push(Json::object({{"product", product}, {"nuclide", s.nuclide}, {"count", s.count}, {"activity_bq", s.activity}, {"net_bq", s.net}}));
    return list;
  }
  int notGiven() { return static_cast<int>(entries_.of("clinic.DoseNotGiven").size()); }

  /// Of the account, each night from local midnight on; and what it says of the month by nuclide.
  Json closings() {
    Json open = Json::array();
    int days_counted = 0, closed = 0;
    std::vector<Instant> edges{m_.from};
    while (edges.back() < m_.to) edges.push_back(std::min(m_.to, addLocalDays(edges.back(), 1, site_.zone)));
    const auto accounts = dayAccounts(q_.db, site_.site, edges);
    for (std::size_t k = 0; k < accounts.size(); ++k) {
      bool whole = true;
      for (const AccountLine& l : accounts[k]) {
        AccountLine& sum = month_[l.nuclide];
        sum.in += l.in, sum.made += l.made, sum.given += l.given, sum.out += l.out, sum.discharged += l.discharged, sum.cleared += l.cleared;
        if (l.closes()) continue;
        whole = false;
        open.push(Json::object({{"day", localDay(edges[k], site_.zone)},
                                {"nuclide", l.nuclide},
                                {"unexplained_bq", l.unexplained * lambdaOf(l.nuclide)},
                                {"limit_bq", l.unexplained_limit * lambdaOf(l.nuclide)},
                                {"residue_bq", l.residue() * lambdaOf(l.nuclide)}}));
      }
      ++days_counted;
      closed += whole;
    }
    return Json::object({{"days", days_counted}, {"closed", closed}, {"open", open}});
  }
  /// Atoms times decay constant: each act's activity at its own moment.
  Json byNuclide() const {
    Json list = Json::array();
    for (const auto& [nuclide, l] : month_) {
      const double lambda = lambdaOf(nuclide);
      if (lambda <= 0 || (l.in == 0 && l.made == 0 && l.given == 0 && l.out == 0 && l.discharged == 0 && l.cleared == 0)) continue;
      list.push(Json::object({{"nuclide", nuclide},
                              {"in_bq", l.in * lambda},
                              {"made_bq", l.made * lambda},
                              {"given_bq", l.given * lambda},
                              {"out_bq", l.out * lambda},
                              {"discharged_bq", l.discharged * lambda},
                              {"cleared_bq", l.cleared * lambda}}));
    }
    return list;
  }

  Json waste() {
    Json cleared = Json::array();
    for (const auto& e : entries_.of("waste.Cleared"))
      cleared.push(
          line(e).set("container", e.payload["container"]).set("mass_kg", e.payload["mass_kg"]).set("activity_bq", e.payload["activity_bq"]));
    return Json::object(
        {{"filled", entries_.of("waste.Stored").size()}, {"cleared", cleared}, {"in_store", inStore()}, {"discharged", discharged()}});
  }
  /// What stood in the decay store at the month's end: of what still stands there and what was cleared since.
  Json inStore() {
    std::set<ItemId> there;
    for (const auto& c : waste::inStore(q_.db, site_.site)) there.insert(c.container);
    for (const auto& e : entries_.since("waste.Cleared"))
      if (m_.after(e.occurred_at)) there.insert(ItemId(e.payload["container"].text()));
    Json list = Json::array();
    for (const auto& id : there) {
      const auto stored = entries_.last("waste.Stored", "waste/" + id.str());
      if (!stored) continue;
      const auto item = findItem(q_.db, id);
      Json j = Json::object({{"container", id.str()}, {"nuclide", stored->payload["nuclide"]}, {"clear_at", stored->payload["clear_at"]}});
      if (item && !item->inventory.empty()) j.set("activity_bq", item->inventoryAt(std::max(m_.to, item->inventory.reference())).total().value);
      list.push(j);
    }
    return list;
  }
  /// By permit: what was let go in the month beside what the permit allows in one.
  Json discharged() {
    std::map<std::string, Json> permits;
    for (const auto& e : entries_.ever("waste.PermitRegistered")) permits[e.payload["permit"].text()] = e.payload;
    std::map<std::string, std::pair<int, double>> sums;
    for (const auto& e : entries_.of("waste.Discharged")) {
      auto& [count, bq] = sums[e.payload["permit"].text()];
      ++count;
      bq += e.payload["activity_bq"].number();
    }
    Json list = Json::array();
    for (const auto& [permit, p] : permits) {
      const auto& [count, bq] = sums[permit];
      list.push(Json::object({{"permit", permit},
                              {"nuclide", p["nuclide"]},
                              {"releases", count},
                              {"activity_bq", bq},
                              {"per_month_bq", p["per_month_bq"]},
                              {"within", bq <= p["per_month_bq"].number()}}));
    }
    return list;
  }
  Json returns() {
    Json list = Json::array();
    for (const auto& e : entries_.of("waste.SourceReturned"))
      list.push(line(e).set("item", e.payload["item"]).set("activity_bq", e.payload["activity_bq"]).set("in_time", e.payload["in_time"]));
    return list;
  }
  /// By quantity: what was read of periods that ended in the month, whenever it was recorded.
  Json doses() {
    struct Sum {
      std::map<std::string, double> people;
      int above = 0;
    };
    std::map<std::string, Sum> sums;
    for (const auto& e : entries_.since("protection.DoseRecorded")) {
      if (e.payload["until"].text().substr(0, 7) != m_.month) continue;
      Sum& s = sums[e.payload["quantity"].text()];
      s.people[e.payload["person"].text()] += e.payload["dose_sv"].number();
      s.above += e.payload["level"].text() != "below";
    }
    Json list = Json::array();
    for (const auto& [quantity, s] : sums) {
      double sum = 0, most = 0;
      for (const auto& [person, sv] : s.people) sum += sv, most = std::max(most, sv);
      list.push(Json::object({{"quantity", quantity}, {"people", s.people.size()}, {"sum_sv", sum}, {"highest_sv", most}, {"above_level", s.above}}));
    }
    return list;
  }
  Json incidents() {
    std::map<std::int64_t, Event> found;
    const auto add = [&](const char* type, const std::function<bool(const Json&)>& bad) {
      for (auto& e : entries_.of(type))
        if (bad(e.payload)) found.emplace(e.seq, e);
    };
    const auto failed = [](const Json& p) { return p["verdict"].text() == "fail"; };
    const auto any = [](const Json&) { return true; };
    add("hotlab.PackageReceived", [](const Json& p) { return p["decision"].text() == kRefused || p["decision"].text() == "accept_with_remark"; });
    for (const char* type : {"hotlab.CalibratorChecked", "hotlab.PreparationTested", "supply.BreakthroughTested", "protection.PlaceSurveyed"})
      add(type, failed);
    for (const char* type : {"clinic.OutcomeReported", "vigilance.ReactionReported", "quality.BatchRejected", "protection.IncidentReported"})
      add(type, any);
    add("hotlab.StockCounted", [](const Json& p) { return !p["open"].text().empty() || p["missing"].size() > 0; });
    Json list = Json::array();
    for (const auto& [seq, e] : found)
      list.push(line(e)
                    .set("type", e.type)
                    .set("text", sight_.text(e))
                    .set("clause", e.payload["reportable"].isString() ? e.payload["reportable"] : e.payload["clause"]));
    return list;
  }
  static Json sources() {
    return Json::object(
        {{"received", "hotlab.PackageReceived, supply.GeneratorReceived, supply.BulkReceived"},
         {"made", "supply.BeamEnded, production.SynthesisCompleted, supply.Eluted, hotlab.KitPrepared"},
         {"administered", "clinic.DoseGiven, clinic.ResidualMeasured, clinic.OutcomeReported, clinic.DoseNotGiven"},
         {"nuclides", "movements"},
         {"waste", "waste.Stored, waste.Cleared, waste.Discharged, waste.PermitRegistered"},
         {"returns", "waste.SourceReturned"},
         {"doses", "protection.DoseRecorded"},
         {"incidents",
          "clinic.OutcomeReported, vigilance.ReactionReported, quality.BatchRejected, protection.PlaceSurveyed, protection.IncidentReported, "
          "hotlab.PackageReceived, hotlab.CalibratorChecked, hotlab.PreparationTested, supply.BreakthroughTested, hotlab.StockCounted"},
         {"account", "movements"}});
  }

  ViewRequest& q_;
  const identity::SiteFacts& site_;
  const Month& m_;
  Entries entries_;
  Sight sight_;
  std::map<std::string, AccountLine> month_;                      // by nuclide
  std::map<std::string, std::map<std::int64_t, double>> net_at_;  // of a dose, by entry
};

}  // namespace

Result<Month> monthFrom(const std::string& text, const std::string& zone, Instant now) {
  const auto bad = [&] { return Refusal::field({"id", "BAD_VALUE", text, "a month that has begun, such as 2025-12", 0, 0}); };
  if (text.size() != 7 || text[4] != '-') return bad();
  const auto from = startOfDay("id", text + "-01", zone);
  if (!from || *from > now) return bad();
  Instant end = addLocalDays(*from, 27, zone);
  while (localDay(end, zone).substr(0, 7) == text) end = addLocalDays(end, 1, zone);
  return Month{text, zone, *from, std::min(end, std::max(now, *from)), now < end};
}

Result<Json> monthView(ViewRequest& q) {
  Sight sight(q);
  const SiteId id(q.param("site").empty() ? q.caller.site.str() : q.param("site"));
  const auto site = identity::site(q.db, id);
  if (!site || !sight.site(id)) return notFound("site", id.str());
  const auto month = monthFrom(q.id, site->zone, q.now);
  if (!month) return month.refusal();
  return Gathering(q, *site, *month).all();
}

}  // namespace isotrail::overview
