// What people outside may receive: monitors at the boundary against the constraint of the year.
#include <algorithm>

#include "desk/words.h"
#include "nuclide/radiation/table.h"
#include "rooms/protection/places.h"
#include "rooms/protection/records.h"

namespace isotrail::protection {
namespace {

constexpr double kYear = 365.0;  // days

struct PublicLimit {
  double limit = 0, constraint = 0;  // Sv a year
  std::string clause;
};
PublicLimit limitOf(const std::string& jurisdiction) {
  static const DataTable table("data/public_limits.csv");
  for (const std::string& place : {jurisdiction, std::string("*")})
    for (std::size_t i = 0; i < table.size(); ++i)
      if (table.text(i, "jurisdiction") == place)
        return {table.number(i, "limit_msv") * 1e-3, table.number(i, "constraint_msv") * 1e-3, table.text(i, "clause")};
  ISOTRAIL_CHECK(false);
}

/// Above background, for as long as somebody is there.
double netOf(double dose_sv, double read_days, const SetMonitor& m) {
  return std::max(0.0, dose_sv - m.background.value * read_days * 24) * m.occupancy.value;
}

struct Year {
  double net = 0, read_days = 0;
  /// Of the whole year, if the rest of it is as what was read.
  double expected() const { return read_days > 0 ? net / read_days * kYear : 0; }
};
Year yearOf(Db& db, const std::string& monitor, const std::string& year) {
  Year y;
  for (const auto& card : kMonitorReadings.under(db, monitor))
    if (card.doc["until"].text().substr(0, 4) == year) {
      y.net += card.doc["net_sv"].number();
      y.read_days += card.doc["days"].number();
    }
  return y;
}
const char* levelOf(const PublicLimit& l, const Year& y) {
  if (y.net >= l.limit) return "limit";
  if (y.net >= l.constraint) return "constraint";
  return y.expected() >= l.constraint ? "heading_above" : "below";
}

}  // namespace

Verdict setMonitor(Act& act, const SetMonitor& c) {
  if (const auto before = kMonitors.find(act.db(), c.monitor.str()); before && before->parent != c.site.str())
    return alreadyExists("monitor", c.monitor.str());
  if (auto site = ownSite(act, c.site); !site) return site.refusal();
  if (auto said = readWords("place", c.place, 80); !said) return said;
  if (c.background.value > 1e-5) return Refusal::field({"background", "BAD_VALUE", "", "at most 10 uSv/h", 0, 0});
  if (!(c.occupancy.value > 0 && c.occupancy.value <= 1))
    return Refusal::field({"occupancy", "BAD_VALUE", "", "more than 0 and at most 100 %", 0, 0});
  if (c.x.has_value() != c.y.has_value()) return Refusal::field({c.x ? "y" : "x", "MISSING_FIELD", "", "both places on the plan, or none", 0, 0});
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(c.site, "protection/" + c.monitor.str(), "protection.MonitorSet", encodePayload(c));
  return Done{};
}

Verdict readMonitor(Act& act, const ReadMonitor& c) {
  const auto card = kMonitors.find(act.db(), c.monitor.str());
  if (!card) return notFound("monitor", c.monitor.str());
  const auto m = decodePayload<SetMonitor>(card->doc);
  const auto site = ownSite(act, m.site);
  if (!site) return site.refusal();
  const auto from = startOfDay("from", c.from, site->zone), until = startOfDay("until", c.until, site->zone);
  if (!from) return from.refusal();
  if (!until) return until.refusal();
  if (*until < *from || *until > act.now() || *until - *from > days(100))
    return Refusal::field({"until", "BAD_VALUE", c.until, "a day not before the first and not after today, at most 100 days later", 0, 0});
  if (c.dose.value > 1) return Refusal::field({"dose", "BAD_VALUE", "", "0 to 1 Sv", 0, 0});
  Json params = Json::object({{"monitor", c.monitor.str()}, {"from", c.from}, {"until", c.until}});
  const auto readings = kMonitorReadings.under(act.db(), c.monitor.str());
  const bool twice = std::any_of(readings.begin(), readings.end(),
                                 [&](const Card& r) { return r.doc["from"].text() <= c.until && r.doc["until"].text() >= c.from; });
  act.gates().check(!twice, "MONITOR_READ_TWICE", "PRO-07", "house rule", params);
  const double read_days = (addLocalDays(*until, 1, site->zone) - *from).value / 86400;
  const double net = netOf(c.dose.value, read_days, m);
  const PublicLimit l = limitOf(site->jurisdiction);
  const Year alone{net, read_days};
  params.set("year_msv", alone.expected() * 1e3).set("constraint_msv", l.constraint * 1e3);
  const bool explained = c.remark && c.remark->find_first_not_of(" \t\r\n") != std::string::npos;
  act.gates().check(alone.expected() < l.constraint || explained, "PUBLIC_DOSE_UNEXPLAINED", "PRO-08", l.clause, params);
  if (auto v = act.gates().verdict(); !v) return v;
  Year year = yearOf(act.db(), c.monitor.str(), c.until.substr(0, 4));
  year.net += net;
  year.read_days += read_days;
  Json payload = encodePayload(c);
  payload.set("net_sv", net).set("days", read_days).set("level", levelOf(l, year)).set("clause", l.clause).set("site", m.site.str());
  act.emit(m.site, "protection/" + c.monitor.str(), "protection.MonitorRead", payload);
  Json answer = Json::object({{"net_msv", net * 1e3}, {"year_msv", year.net * 1e3}, {"expected_msv", year.expected() * 1e3}});
  act.answer(answer.set("level", levelOf(l, year)));
  return Done{};
}

void applyPublic(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("protection.MonitorSet")) kMonitors.put(db, {p["monitor"].text(), p["site"].text(), "", p});
  if (e.is("protection.MonitorRead")) kMonitorReadings.put(db, {p["monitor"].text() + " " + p["from"].text(), p["monitor"].text(), "", p});
}

Result<Json> publicView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kMonitors.all(q.db)) {
    const auto m = decodePayload<SetMonitor>(card.doc);
    const auto site = identity::site(q.db, m.site);
    if (!site || !seesSite(q, *site)) continue;
    const PublicLimit l = limitOf(site->jurisdiction);
    const Year y = yearOf(q.db, card.id, localDay(q.now, site->zone).substr(0, 4));
    Json j = Json::object({{"monitor", card.id}, {"site", m.site.str()}, {"place", m.place}, {"kind", m.kind}});
    j.set("occupancy_percent", m.occupancy.value * 100).set("background_usv_h", m.background.value * 1e6);
    j.set("year_msv", y.net * 1e3).set("read_days", y.read_days).set("expected_msv", y.read_days > 0 ? Json(y.expected() * 1e3) : Json());
    j.set("constraint_msv", l.constraint * 1e3).set("limit_msv", l.limit * 1e3).set("level", levelOf(l, y)).set("clause", l.clause);
    list.push(j);
  }
  return Json::object({{"monitors", list}});
}

void warnOfPublic(Db& db, Instant now, std::vector<WarningFacts>& out) {
  for (const auto& card : kMonitors.all(db)) {
    const auto site = identity::site(db, SiteId(card.parent));
    if (!site) continue;
    const PublicLimit l = limitOf(site->jurisdiction);
    const Year y = yearOf(db, card.id, localDay(now, site->zone).substr(0, 4));
    if (std::string(levelOf(l, y)) != "below")
      out.push_back({WarningFacts::Kind::monitor, card.id, card.doc["place"].text(), site->site, std::max(y.net, y.expected()) * 1e3,
                     l.constraint * 1e3, std::nullopt});
  }
}

}  // namespace isotrail::protection
