#pragma once
// A hub and sites, each a whole node in memory with a clock of its own. Every name is made up.
#include "ledger/log/tiles.h"
#include "node/node.h"
#include "node/record_check.h"
#include "tests/support/desk_hub.h"
#include "tests/support/fixture.h"

namespace isotrail::test {

/// One node. Its organisation and site are registered; "lab" supplies everybody.
struct Station {
  explicit Station(const std::string& name, const std::string& where = ":memory:", bool begin = true) : org(name), site(name + "-hotlab") {
    at("2025-12-17T08:00:00+08:00");
    node = std::make_unique<Node>(where, false, &clock);
    if (!begin) return;
    organisation(org, "hospital");
    organisation("lab", "supplier");
    must("identity/register-site", body({{"site", site}, {"org", org}, {"name", site}, {"zone", "Asia/Macau"}}));
  }
  SetClock clock;
  std::string org, site;
  std::unique_ptr<Node> node;
  int commands = 0;

  void at(const std::string& iso) { clock.set(instant(iso)); }
  Desk& desk() { return node->desk(); }
  template <class F>
  auto read(F f) {
    std::optional<decltype(f(std::declval<Db&>()))> out;
    desk().read([&](Db& db) { out = f(db); });
    return *out;
  }
  std::string name() { return sync::nodeName(sync::firstKey(*node)); }
  std::string refusal(const std::string& command, Json what, const Caller& who = Node::operatorCaller()) {
    auto done = submit(command, std::move(what), who);
    if (done) return "";
    return done.refusal().gates.empty() ? done.refusal().code : done.refusal().gates.front().code;
  }
  Result<Json> submit(const std::string& command, Json what, const Caller& who = Node::operatorCaller()) {
    Submission s{command, std::move(what), org + "-c-" + std::to_string(++commands), {}, {}, false};
    const CommandInfo* info = desk().command(command);
    if (info && !info->meaning.empty()) s.signer = SigningPerson{who.person, "", "test"};
    auto done = desk().submit(who, s);
    if (!done) return done.refusal();
    return done->answer["result"];
  }
  Json must(const std::string& command, Json what, const Caller& who = Node::operatorCaller()) {
    auto done = submit(command, std::move(what), who);
    if (!done)
      throw std::runtime_error(command + " " + done.refusal().code + done.refusal().params.dump() +
                               (done.refusal().gates.empty() ? "" : done.refusal().gates[0].code + done.refusal().gates[0].params.dump()));
    return *done;
  }
  void organisation(const std::string& id, const char* kind) {
    must("identity/register-organisation", body({{"org", id}, {"name", id}, {"kind", kind}, {"jurisdiction", "MO"}}));
  }
  void lot(const std::string& id) {
    must("production/receive-lot", body({{"lot", id},
                                         {"site", site},
                                         {"kind", "kit"},
                                         {"name", "kit"},
                                         {"supplier", "lab"},
                                         {"expires_at", "2026-06-30T00:00:00Z"},
                                         {"units", 5}}));
  }
  void licence(const std::string& id, const std::string& of_site, const std::string& of_org, const char* cap) {
    must("licensing/register-licence", body({{"licence", id},
                                             {"org", of_org},
                                             {"site", of_site},
                                             {"kind", "radiation safety"},
                                             {"agency", "SSM"},
                                             {"number", "1"},
                                             {"valid_from", "2025-01-01T00:00:00Z"},
                                             {"valid_until", "2027-01-01T00:00:00Z"},
                                             {"operations", Json::array().push("hold")}}));
    for (const char* nuclide : {"Mo-99", "Tc-99m"}) must("licensing/set-cap", body({{"licence", id}, {"nuclide", nuclide}, {"max_activity", cap}}));
  }
  void generator(const std::string& id) {
    must("supply/receive-generator", body({{"generator", id},
                                           {"site", site},
                                           {"parent", "Mo-99"},
                                           {"activity", "12 GBq"},
                                           {"reference_at", clock.now().iso()},
                                           {"efficiency", "92 %"},
                                           {"expires_at", "2025-12-30T00:00:00Z"},
                                           {"supplier", "lab"}}));
  }
  /// An entry as a room that is not at hand here would leave it, folded by every projection.
  void happened(const char* type, const std::string& stream, Json payload, std::optional<Movement> m = {}, const char* at_site = nullptr) {
    Event e;
    e.id = sha256Hex(org + type + stream + std::to_string(++commands)).substr(0, 32);
    e.site = SiteId(at_site ? at_site : site);
    e.org = OrgId(org);
    e.actor = PersonId("chen.bo");
    e.stream = stream;
    e.type = type;
    e.occurred_at = e.recorded_at = clock.now();
    e.command_id = "scene " + e.id;
    e.payload = std::move(payload);
    if (m && m->at == Instant()) m->at = clock.now();
    if (m) e.movement = m->toJson();
    desk().write([&](Db& lane) {
      Journal(lane).append(e);
      applyLog(lane, e);
      applyTrace(lane, e);
      for (const auto& room : desk().rooms())
        for (const auto& p : room.projections()) p.apply(lane, e);
    });
  }
  std::int64_t entries() {
    return read([](Db& db) { return Journal(db).lastSeq(); });
  }
  Digest root(std::int64_t size) {
    return read([&](Db& db) { return LogTiles(db).root(size); });
  }
  RecordCheck check() {
    return read([&](Db& db) { return checkRecord(db, {node->publicKey(), {}}); });
  }
  /// Types of the open findings, oldest first, joined by ' '.
  std::string findings() {
    return read([](Db& db) {
      std::string all;
      for (const auto& row : db.query("SELECT type FROM sync_finding WHERE settled='' ORDER BY seq")) all += (all.empty() ? "" : " ") + row.text(0);
      return all;
    });
  }
};

/// A hub that knows its sites, and sites that know their hub.
struct Lands {
  Station hub{"hub"};
  Station cotai{"cotai"}, taipa{"taipa"};

  Lands() {
    hub.organisation("cotai", "hospital");
    hub.organisation("taipa", "hospital");
    for (Station* s : {&cotai, &taipa}) join(*s);
  }
  void join(Station& s) {
    hub.must("sync/register-node",
             body({{"role", "site"}, {"key", sync::firstKey(*s.node)}, {"org", s.org}, {"name", s.org}, {"sites", Json::array().push(s.site)}}));
    s.organisation("hub", "agency");
    s.must("sync/register-node",
           body({{"role", "hub"}, {"key", sync::firstKey(*hub.node)}, {"org", "hub"}, {"name", "hub"}, {"sites", Json::array()}}));
  }
  DeskHub door(const Caller& who = Node::operatorCaller()) { return {hub.desk(), hub.node->log(), who}; }
  Result<sync::Pushed> push(Station& s) {
    auto d = door();
    return sync::push(*s.node, d);
  }
  Result<Json> pull(Station& s) {
    auto d = door();
    return sync::pull(*s.node, d, hub.name(), Node::operatorCaller());
  }
  std::int64_t held(Station& s) {
    return hub.read([&](Db& db) { return sync::heldOf(db, s.name()).size; });
  }
  std::string received() {
    return hub.read([](Db& db) { return sync::checkReceived(db); });
  }
};

}  // namespace isotrail::test
