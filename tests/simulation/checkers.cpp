#include "tests/simulation/checkers.h"

#include <cmath>
#include <functional>

#include "ledger/log/tiles.h"
#include "node/record_check.h"
#include "node/sync/received.h"
#include "trace/movement.h"
#include "trace/trace.h"

namespace isotrail::simulation {
namespace {

using Lines = std::vector<std::string>;

void readOwn(Place& p, const std::function<void(const Event&)>& each) {
  p.read([&](Db& db) { return Journal(db).read(0, 0, [&](const Event& e) { return each(e), true; }), 0; });
}

/// One use of one item by one node, as its entry says.
struct Used {
  std::string node;
  std::int64_t seq;
  Instant at;
  bool up, dose;
};

/// Every entry of every record that the hub has, the sites' as they are held there.
void readEverything(World& w, const std::function<void(const std::string& node, const Event&)>& each) {
  Place& hub = w.hub();
  readOwn(hub, [&](const Event& e) { each("own", e); });
  for (Place* s : w.sites())
    hub.read([&](Db& db) {
      sync::readHeld(db, s->node, 0, sync::heldOf(db, s->node).size, [&](const Event& e) { each(s->node, e); });
      return 0;
    });
}

}  // namespace

void checkKept(World& w, Lines& bad) {
  for (Place* p : w.all()) {
    std::map<std::string, std::string> here, at_hub;
    readOwn(*p, [&](const Event& e) { here[e.id] = e.hash; });
    w.hub().read([&](Db& db) {
      sync::readHeld(db, p->node, 0, INT64_MAX - 1, [&](const Event& e) { at_hub[e.id] = e.hash; });
      return 0;
    });
    for (const auto& a : p->acknowledged)
      for (const auto& [id, hash] : a.entries) {
        if (here[id] != hash) bad.push_back("kept: " + p->name + " lost entry " + id + " of " + a.command_id);
        if (p != &w.hub() && at_hub[id] != hash) bad.push_back("kept: the hub has not entry " + id + " of " + p->name);
      }
  }
}

void checkOnce(World& w, Lines& bad) {
  for (Place* p : w.all()) {
    std::map<std::string, std::int64_t> left;
    readOwn(*p, [&](const Event& e) { ++left[e.command_id]; });
    for (const auto& a : p->acknowledged)
      if (left[a.command_id] != static_cast<std::int64_t>(a.entries.size()))
        bad.push_back("once: " + a.command_id + " left " + std::to_string(left[a.command_id]) + " entries, acknowledged were " +
                      std::to_string(a.entries.size()));
  }
}

void checkChains(World& w, Lines& bad) {
  for (Place* p : w.all()) {
    const auto check = p->read([&](Db& db) { return checkRecord(db, {p->keys->keyId(), {}}); });
    if (!check.report.ok) bad.push_back("chains: " + p->name + " entry " + std::to_string(check.report.first_bad_seq) + ": " + check.report.why);
  }
  const std::string why = w.hub().read([](Db& db) { return sync::checkReceived(db); });
  if (!why.empty()) bad.push_back("chains: " + why);
}

void checkRebuilt(World& w, Lines& bad) {
  for (Place* p : w.all())
    for (const auto& table : p->desk->rebuild(true)) bad.push_back("rebuilt: " + table + " of " + p->name);
}

void checkAtoms(World& w, Lines& bad) {
  for (Place* p : w.all()) {
    const Instant end = p->clock->now() + days(1);
    const auto lines = p->read([&](Db& db) { return dayAccount(db, SiteId(p->site), end - days(30), end); });
    for (const auto& line : lines) {
      const double scale = std::max({1.0, line.in, line.grown, line.closing, line.decayed, line.given});
      if (!line.closes() || std::abs(line.residue()) > 1e-9 * scale)
        bad.push_back("atoms: " + p->name + " " + line.nuclide + " does not close by " + Json(line.residue()).dump() + " of " + Json(scale).dump());
    }
    for (const auto& item : p->read([](Db& db) { return allItems(db); }))
      for (const auto& [nuclide, atoms] : item.inventory.atoms())
        if (atoms < -1e-3) bad.push_back("atoms: " + item.id.str() + " of " + p->name + " holds less than nothing of " + nuclide);
  }
}

void checkHolds(World& w, Lines& bad) {
  for (Place* p : w.all()) {
    std::map<std::string, std::set<std::string>> holds;    // item -> sources
    std::map<std::string, std::set<std::string>> parents;  // item -> what it came out of
    const std::function<bool(const std::string&)> held = [&](const std::string& item) {
      if (!holds[item].empty()) return true;
      const auto above = parents[item];
      return std::any_of(above.begin(), above.end(), held);
    };
    readOwn(*p, [&](const Event& e) {
      const std::string &item = e.payload["item"].text(), &source = e.payload["source"].text();
      if (e.is("trace.Held")) holds[item].insert(source);
      if (e.is("trace.HoldLifted")) holds[item].erase(source);
      if (e.movement.isNull()) return;
      const Movement m = Movement::fromJson(e.movement);
      for (const auto& t : m.takes) {
        if (held(t.item.str())) bad.push_back("holds: " + p->name + " used " + t.item.str() + " in entry " + std::to_string(e.seq));
        for (const auto& put : m.puts) parents[put.item.str()].insert(t.item.str());
      }
    });
  }
}

void checkConverged(World& w, Lines& bad) {
  Place& hub = w.hub();
  std::map<std::string, std::string> stopped;  // item -> who asked for it, at the hub
  readOwn(hub, [&](const Event& e) {
    if (e.is("trace.Held")) stopped[e.payload["item"].text()] = e.payload["source"].text();
  });
  for (Place* s : w.sites()) {
    const auto entries = s->read([](Db& db) { return Journal(db).lastSeq(); });
    const auto held = hub.read([&](Db& db) { return sync::heldOf(db, s->node); });
    if (held.size != entries) {
      bad.push_back("converged: the hub holds " + std::to_string(held.size) + " of " + std::to_string(entries) + " entries of " + s->name);
      continue;
    }
    if (held.root() != s->read([&](Db& db) { return LogTiles(db).root(entries); }))
      bad.push_back("converged: the hub holds another log of " + s->name);
    for (const auto& [item, source] : stopped)
      if (source != s->node && !s->read([&, id = ItemId(item)](Db& db) { return heldBy(db, id).has_value(); }))
        bad.push_back("converged: " + s->name + " does not hold " + item);
  }
}

void checkFindings(World& w, Lines& bad) {
  std::map<std::string, std::vector<Used>> uses;
  std::map<std::string, std::map<std::string, std::pair<Instant, std::string>>> active;  // item -> node -> when, batch
  std::map<std::string, std::string> batch_of;
  std::map<std::string, Instant> released;
  readEverything(w, [&](const std::string& node, const Event& e) {
    if (e.is("quality.BatchReleased")) {
      const std::string& batch = e.payload["batch"].text();
      if (!released.contains(batch) || e.occurred_at < released[batch]) released[batch] = e.occurred_at;
    }
    if (e.movement.isNull()) return;
    const Movement m = Movement::fromJson(e.movement);
    for (const auto& t : m.takes)
      uses[t.item.str()].push_back({node, e.seq, m.at, t.consumed, m.kind == MovementKind::give || m.kind == MovementKind::draw});
    for (const auto& p : m.puts)
      if (p.created && !p.amount.empty()) active[p.item.str()][node] = {m.at, p.created->batch.str()};
  });
  std::set<std::string> due;
  for (const auto& [item, list] : uses)
    for (const Used& a : list)
      for (const Used& b : list)
        if (a.node < b.node && ((a.up && b.up) || (a.up && b.at >= a.at) || (b.up && a.at >= b.at)))
          due.insert("sync.ItemUsedTwice " + item + " " + a.node + " " + b.node);
  std::set<std::string> possible;  // of two that both came after a third, of which the hub heard last
  for (const auto& [item, nodes] : active) {
    for (const auto& [a, when_a] : nodes)
      for (const auto& [b, when_b] : nodes)
        if (a < b) possible.insert("sync.ItemInTwoPlaces " + item + " " + a + " " + b);
    const auto first = std::min_element(nodes.begin(), nodes.end(), [](const auto& x, const auto& y) {
      return std::pair(x.second.first, x.first) < std::pair(y.second.first, y.first);
    });
    for (const auto& [node, when] : nodes)
      if (node != first->first) due.insert("sync.ItemInTwoPlaces " + item + " " + std::min(node, first->first) + " " + std::max(node, first->first));
  }
  std::set<std::string> told;
  w.hub().read([&](Db& db) {
    for (const auto& row : db.query("SELECT type,payload FROM sync_finding")) {
      const Json p = row.json(1);
      const std::string &a = p["node"].text(), &b = p["other_node"].text();
      if (row.text(0) == "sync.ItemUsedTwice" || row.text(0) == "sync.ItemInTwoPlaces")
        told.insert(row.text(0) + " " + p["item"].text() + " " + std::min(a, b) + " " + std::max(a, b));
      if (row.text(0) == "sync.ActBeforeRelease" && !released.contains(p["batch"].text()))
        bad.push_back("findings: nobody released " + p["batch"].text());
      if (row.text(0) == "sync.LogForked" || row.text(0) == "sync.SegmentUnfit") bad.push_back("findings: " + row.text(0) + " " + row.text(1));
    }
    return 0;
  });
  for (const auto& d : due)
    if (!told.contains(d)) bad.push_back("findings: not found: " + d);
  for (const auto& t : told)
    if (!due.contains(t) && !possible.contains(t)) bad.push_back("findings: nothing of the sort: " + t);
}

Lines checkAll(World& w) {
  Lines bad;
  const std::pair<const char*, void (*)(World&, Lines&)> checks[] = {
      {"kept", checkKept},   {"once", checkOnce},   {"chains", checkChains},       {"rebuilt", checkRebuilt},
      {"atoms", checkAtoms}, {"holds", checkHolds}, {"converged", checkConverged}, {"findings", checkFindings}};
  for (const auto& [name, check] : checks) try {
      check(w, bad);
    } catch (const std::exception& failure) {  // what cannot even be read
      bad.push_back(std::string(name) + ": " + failure.what());
    }
  return bad;
}

}  // namespace isotrail::simulation
