// The room's table: who may exchange with this node, what was received, what was found.
#include <algorithm>

#include "desk/texts.h"
#include "desk/words.h"
#include "node/sync/exchange.h"
#include "platform/crypto/note.h"
#include "rooms/identity/facts.h"
#include "trace/trace.h"

namespace isotrail::sync {
namespace {

const SiteId kRegistry("registry");

struct HoldItem {
  ItemId item;
  std::string reason;
  void fields(Fields& f) {
    f("item", item, "an item that another node's record names");
    f("reason", reason, "why");
  }
};
struct SettleFinding {
  std::string finding, how;
  void fields(Fields& f) {
    f("finding", finding, "the finding");
    f("how", how, "what was found out and done");
  }
};

bool isNamed(Db& db, const ItemId& item) {
  return !db.query(
                "SELECT 1 FROM sync_item WHERE item=$1 UNION ALL SELECT 1 FROM sync_use WHERE item=$1 UNION ALL SELECT 1 FROM sync_edge WHERE "
                "child=$1 LIMIT 1",
                {item.str()})
              .empty();
}

/// An item of this node's own record is held by quality, which asks who has it.
Verdict holdItem(Act& act, const HoldItem& c) {
  if (findItem(act.db(), c.item) || !isNamed(act.db(), c.item)) return notFound("item", c.item.str());
  if (heldHere(act.db(), c.item)) return alreadyExists("hold", c.item.str());
  act.reason(c.reason);
  act.emit(kRegistry, "quality/" + c.item.str(), "trace.Held", encodePayload(c));
  return Done{};
}

Verdict liftHold(Act& act, const HoldItem& c) {
  if (findItem(act.db(), c.item) || !heldHere(act.db(), c.item)) return notFound("hold", c.item.str());
  act.reason(c.reason);
  act.emit(kRegistry, "quality/" + c.item.str(), "trace.HoldLifted", encodePayload(c));
  return Done{};
}

Verdict settleFinding(Act& act, const SettleFinding& c) {
  const auto rows = act.db().query("SELECT settled FROM sync_finding WHERE finding=$1", {c.finding});
  if (rows.empty()) return notFound("finding", c.finding.substr(0, 64));
  if (!rows[0].text(0).empty()) return alreadyExists("settled", c.finding);
  act.reason(c.how);
  act.emit(kRegistry, "sync/finding-" + c.finding, "sync.FindingSettled", encodePayload(c));
  return Done{};
}

Json peerJson(Db& db, const Peer& p) {
  Json sites = Json::array();
  for (const auto& s : p.sites) sites.push(s);
  const auto rows = db.query("SELECT contact_at,clock_offset_us FROM sync_held WHERE node=$1", {p.node});
  const Held held = heldOf(db, p.node);
  const bool known = !rows.empty();
  const bool site = p.role == "site";
  return Json::object(
      {{"node", p.node},
       {"role", p.role},
       {"org", p.org.str()},
       {"name", p.name},
       {"sites", sites},
       {"held", held.size},
       {"root", site ? Json(hex(held.root())) : Json()},
       {"waiting", db.query("SELECT COUNT(*) FROM sync_waiting WHERE node=$1", {p.node})[0].integer(0)},
       {"contact_at", known ? Json(rows[0].instant(0).iso()) : Json()},
       {"clock_offset_s", known ? Json(static_cast<double>(rows[0].integer(1)) * 1e-6) : Json()},
       {"open_findings", db.query("SELECT COUNT(*) FROM sync_finding WHERE settled='' AND (node=$1 OR other_node=$1)", {p.node})[0].integer(0)}});
}

Result<Json> nodesView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& p : peers(q.db)) list.push(peerJson(q.db, p));
  return Json::object({{"nodes", list}});
}

Result<Json> nodeView(ViewRequest& q) {
  const auto peer = peerOf(q.db, q.id);
  if (!peer) return Refusal::of("SYNC_NODE_UNKNOWN", Json::object({{"node", q.id.substr(0, 64)}}));
  return peerJson(q.db, *peer);
}

Result<Json> findingsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& row : q.db.query("SELECT finding,type,seq,at,payload,settled FROM sync_finding ORDER BY seq DESC")) {
    if (q.param("open") == "true" && !row.text(5).empty()) continue;
    const Json payload = row.json(4);
    list.push(Json::object({{"finding", row.text(0)},
                            {"type", row.text(1)},
                            {"seq", row.integer(2)},
                            {"at", row.instant(3).iso()},
                            {"text", eventText(row.text(1), languageOf(q.language), payload)},
                            {"settled", row.text(5).empty() ? Json() : Json(row.text(5))},
                            {"facts", payload}}));
  }
  return Json::object({{"findings", list}});
}

void registered(Db& db, const Event& e) {
  const Json& p = e.payload;
  const bool first_site = p["role"].text() == "site" && db.query("SELECT 1 FROM sync_node WHERE role='site' LIMIT 1").empty();
  db.exec(
      "INSERT INTO sync_node(node,role,key,org,name,sites) VALUES($1,$2,$3,$4,$5,$6) ON CONFLICT(node) DO UPDATE SET "
      "org=excluded.org,name=excluded.name,sites=excluded.sites",
      {nodeName(p["key"].text()), p["role"].text(), p["key"].text(), p["org"].text(), p["name"].text(),
       p["sites"].isArray() ? p["sites"].dump() : "[]"});
  if (first_site)  // from here on it is a hub: its own record stands beside the others, from its beginning
    Journal(db).read(0, e.seq - 1, [&](const Event& own) { return setBeside(db, kOwn, own), true; });
}

void contact(Db& db, const Event& e, std::int64_t held, const Json& edge) {
  db.exec(
      "INSERT INTO sync_held(node,held,edge,contact_at,clock_offset_us) VALUES($1,$2,$3,$4,$5) ON CONFLICT(node) DO UPDATE SET "
      "held=excluded.held,edge=excluded.edge,contact_at=excluded.contact_at,clock_offset_us=excluded.clock_offset_us",
      {e.payload["node"].text(), held, edge.dump(), dbInstant(e.recorded_at), e.payload["clock_offset_us"].integer()});
}

void apply(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("sync.NodeRegistered")) registered(db, e);
  if (e.is("sync.SegmentReceived")) {
    contact(db, e, p["to"].integer(), p["edge"]);
    readHeld(db, p["node"].text(), p["from"].integer() - 1, p["to"].integer(), [&](const Event& other) { setBeside(db, p["node"].text(), other); });
  }
  if (e.is("sync.NoticesTaken")) {
    contact(db, e, p["upto"].integer(), Json::array());
    db.exec("UPDATE sync_node SET key=$2 WHERE node=$1", {p["node"].text(), p["key"].text()});
  }
  if (p.has("finding") && e.is("sync.FindingSettled"))
    db.exec("UPDATE sync_finding SET settled=$2 WHERE finding=$1", {p["finding"].text(), p["how"].text()});
  else if (p.has("finding") && e.type.starts_with("sync."))
    db.exec(
        "INSERT INTO sync_finding(finding,type,node,other_node,seq,at,payload,settled) VALUES($1,$2,$3,$4,$5,$6,$7,'') ON CONFLICT(finding) DO "
        "NOTHING",
        {p["finding"].text(), e.type, p["node"].text(), p["other_node"].text(), e.seq, dbInstant(e.recorded_at), p.dump()});
  const bool stands_beside = !e.movement.isNull() || e.is("quality.BatchReleased") || e.type.starts_with("licensing.");
  if (stands_beside && !db.query("SELECT 1 FROM sync_node WHERE role='site' LIMIT 1").empty()) setBeside(db, kOwn, e);
}

}  // namespace

Verdict registerNode(Act& act, const RegisterNode& c) {
  const auto key = crypto::publicKeyFromHex(c.key);
  if (!key) return Refusal::field({"key", "BAD_VALUE", c.key.substr(0, 80), "64 hex digits", 0, 0});
  if (!identity::org(act.db(), c.org)) return notFound("org", c.org.str());
  const std::string node = nodeName(c.key);
  const std::vector<std::string> sites = c.sites.value_or(std::vector<std::string>());
  for (const auto& site : sites)
    if (!isIdText(site)) return Refusal::field({"sites", "BAD_VALUE", site.substr(0, 80), "ids of sites", 0, 0});
  for (const auto& other : peers(act.db())) {
    if (other.node == node && (other.role != c.role || other.key != c.key)) return alreadyExists("node", node);
    for (const auto& site : sites)
      if (other.node != node && std::find(other.sites.begin(), other.sites.end(), site) != other.sites.end())
        return Refusal::of("SYNC_SITE_TAKEN", Json::object({{"site", site}, {"node", other.node}}));
    if (other.node == node && other.sites == sites && other.name == c.name && other.org == c.org) return alreadyExists("node", node);
  }
  act.emit(kRegistry, "sync/" + node, "sync.NodeRegistered", encodePayload(c).set("node", node));
  act.answer(Json::object({{"node", node}}));
  return Done{};
}

RoomTable syncRoom() {
  RoomTable t("sync");
  t.command<RegisterNode>("register-node", registerNode, "Register another node: a site whose log comes here, or a hub whose notices do.");
  t.command<ReceiveSegment>("receive-segment", receiveSegment, "Take in a sealed segment of a site's log.");
  t.command<TakeNotices>("take-notices", takeNotices, "Take a hub's holds and liftings into this record.");
  t.command<HoldItem>("hold-item", holdItem, "Hold an item that only other nodes' records name.");
  t.command<HoldItem>("lift-hold", liftHold, "Lift a hold that was placed here on another node's item.");
  t.command<SettleFinding>("settle-finding", settleFinding, "Say what came of a finding.");
  t.view("nodes", "sync.read", nodesView, "Nodes that this one exchanges with: how far each is held, its last contact and clock.");
  t.view("nodes", "sync.read", nodeView, "One node.", true);
  t.view("findings", "sync.read", findingsView, "Where records of several nodes contradict each other, newest first.", false, {"open"});
  std::vector<std::string> tables = {"sync_node", "sync_held", "sync_finding"};
  for (auto& name : besideTables()) tables.push_back(std::move(name));
  t.projection("sync", std::move(tables), apply);
  return t;
}

}  // namespace isotrail::sync
