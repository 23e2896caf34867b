#include "tests/simulation/world.h"

#include <algorithm>

#include "base/check.h"
#include "node/sync/exchange.h"
#include "platform/sqlite/sqlite_db.h"
#include "rooms/all.h"
#include "tests/simulation/scene_room.h"

namespace isotrail::simulation {
namespace {

using test::Failure;

const Caller kOperator = Node::operatorCaller();

std::vector<RoomTable> rooms() {
  auto tables = allRooms();
  tables.push_back(sync::syncRoom());
  tables.push_back(sceneRoom());
  return tables;
}

crypto::SigningKey keyFrom(std::uint64_t seed, std::size_t number) {
  const Digest digest = sha256("simulation " + std::to_string(seed) + " " + std::to_string(number));
  crypto::Seed bytes{};
  std::copy(digest.begin(), digest.end(), bytes.begin());
  return crypto::SigningKey::fromSeed(bytes);
}

std::string commandId(const Json& body, const char* what) { return std::string(what) + "-" + sha256Hex(body.dump()).substr(0, 24); }

}  // namespace

void Place::start() {
  log.reset();
  desk.reset();
  faulty->plan.disarm();
  desk = std::make_unique<Desk>(*faulty, *clock, *keys, rooms());
  log = std::make_unique<NodeLog>(*desk, *keys);
  down_until.reset();
}

World::World(std::uint64_t seed, Settings settings) : chance_(seed), settings_(settings), truth_(Instant::fromMicros(1'765'900'800'000'000)) {
  for (int i = 0; i <= settings_.sites; ++i) {
    auto& p = *places_.emplace_back(std::make_unique<Place>());
    p.name = i == 0 ? "hub" : "site" + std::to_string(i);
    p.site = p.name + "-lab";
    p.store = std::make_unique<SqliteSource>(":memory:");
    p.faulty = std::make_unique<test::FaultySource>(*p.store);
    // Most clocks are right to seconds; one in four runs away or stands minutes off.
    const bool wrong = i > 0 && chance_.oneIn(4);
    const Seconds offset(static_cast<double>(chance_.between(-5, 5)) * (wrong ? 60.0 : 1.0));
    p.clock = std::make_unique<DriftingClock>(truth_, offset, 1.0 + static_cast<double>(chance_.between(-200, 200)) * (wrong ? 1e-4 : 1e-6));
    auto key = keyFrom(seed, places_.size());
    p.keys = std::make_unique<KeyRing>("", std::move(key));
    p.node = sync::nodeName(p.keys->keyId());
    p.start();
  }
  for (std::size_t i = 0; i < places_.size(); ++i) begin(*places_[i], i);
}

std::vector<Place*> World::all() {
  std::vector<Place*> out;
  for (auto& p : places_) out.push_back(p.get());
  return out;
}
std::vector<Place*> World::sites() {
  auto out = all();
  out.erase(out.begin());
  return out;
}

void World::must(Place& p, const std::string& command, Json body) {
  auto done = p.desk->submit(kOperator, {command, std::move(body), p.name + "-begin-" + std::to_string(++p.commands), {}, {}, false});
  if (!done) throw Bug(command + ": " + done.refusal().code);
}

void World::begin(Place& p, std::size_t number) {
  for (const auto& other : places_)
    must(p, "identity/register-organisation",
         Json::object({{"org", other->name}, {"name", other->name}, {"kind", "hospital"}, {"jurisdiction", "MO"}}));
  must(p, "identity/register-site", Json::object({{"site", p.site}, {"org", p.name}, {"name", p.site}, {"zone", "Asia/Macau"}}));
  const auto know = [&](Place& other, const char* role) {
    const Json sites = role == std::string("site") ? Json::array().push(other.site) : Json::array();
    must(p, "sync/register-node",
         Json::object({{"role", role}, {"key", other.keys->keyId()}, {"org", other.name}, {"name", other.name}, {"sites", sites}}));
  };
  if (number > 0) return know(hub(), "hub");
  for (Place* s : sites()) know(*s, "site");
}

void World::note(const std::string& line) { digest_ = sha256Hex(digest_ + "\n" + line); }

void World::goDown(Place& p, const char* why) {
  ++counts[why];
  note(p.name + " is down: " + why);
  p.down_until = truth_ + Seconds(static_cast<double>(chance_.between(1, 900)));
}

void World::submit(Place& p, Submission s) {
  try {
    auto done = p.desk->submit(kOperator, s);
    note(p.name + " " + s.command + " " + s.command_id + " " + (done ? done->answer.dump() : done.refusal().code));
    if (!done) {
      const Refusal& no = done.refusal();
      ++counts["refused " + (no.gates.empty() ? no.code : no.gates.front().code)];
      if (done.refusal().code == "BUSY") p.unanswered.push_back(std::move(s));
      if (done.refusal().code == "READ_ONLY") {
        p.unanswered.push_back(std::move(s));
        goDown(p, "read-only");
      }
      return;
    }
    ++counts[done->replay ? "replayed" : "accepted " + s.command];
    Acknowledged told{s.command_id, {}};
    for (const auto& e : done->answer["events"].items()) told.entries.emplace_back(e["id"].text(), e["hash"].text());
    p.acknowledged.push_back(std::move(told));
    if (s.command == "scene/bring") p.items.push_back(s.body["item"].text());
    if (s.command == "scene/divide") p.items.push_back(s.body["part"].text());
  } catch (const test::Crash&) {
    p.unanswered.push_back(std::move(s));
    goDown(p, "crash");
  } catch (const Fault& fault) {
    p.unanswered.push_back(std::move(s));
    goDown(p, fault.code.c_str());
  }
}

void World::act(Place& p) {
  const auto once = [&](const char* command, Json body) {
    submit(p, {command, std::move(body), p.name + "-c-" + std::to_string(++p.commands), {}, {}, false});
  };
  const std::string shared = "SHARED-" + std::to_string(chance_.below(4)), batch = "B-" + std::to_string(chance_.below(4));
  const std::int64_t what = chance_.below(12);
  const bool hub_acts = p.name == "hub";
  const std::string mine = p.items.empty() ? shared : chance_.of(p.items);
  if (what < 3 || p.items.empty()) {
    const bool contended = chance_.oneIn(2);
    once("scene/bring", Json::object({{"item", contended ? shared : p.name + "-" + std::to_string(p.commands)},
                                      {"batch", batch},
                                      {"site", p.site},
                                      {"active", !contended || chance_.oneIn(3)}}));
  } else if (what < 6) {
    once("scene/divide", Json::object({{"item", mine}, {"part", p.name + "-" + std::to_string(p.commands) + "-p"}}));
  } else if (what < 9) {
    once("scene/use", Json::object({{"item", chance_.oneIn(2) ? shared : mine}}));
  } else if (what == 9) {
    once("scene/release", Json::object({{"batch", batch}, {"site", p.site}}));
  } else if (hub_acts && chance_.oneIn(2)) {
    const Place* from = chance_.of(sites());
    if (!from->items.empty()) once("sync/hold-item", Json::object({{"item", chance_.of(from->items)}, {"reason", "recalled"}}));
  } else {
    once("quality/hold-item", Json::object({{"item", mine}, {"reason", "doubt"}}));
  }
}

void World::breakSomething(Place& p) {
  if (settling_ || !settings_.faults || p.faulty->plan.at != 0 || !chance_.oneIn(6)) return;
  const Failure kinds[] = {Failure::crash, Failure::crash, Failure::disk_full, Failure::io_error, Failure::conflict, Failure::crash_after_commit};
  const auto kind = kinds[chance_.below(6)];
  const bool at_commit = kind == Failure::crash_after_commit;
  p.faulty->plan.arm(kind, static_cast<int>(at_commit ? chance_.between(1, 2) : chance_.between(1, 40)));
  ++counts["armed"];
}

void World::send(std::size_t from, std::size_t to, std::string what, Json body) {
  const bool cut = !places_[from]->online || !places_[to]->online;
  const int copies = settling_ ? 1 : cut || chance_.oneIn(8) ? 0 : chance_.oneIn(8) ? 2 : 1;
  if (copies == 0) ++counts["lost"];
  if (copies == 2) ++counts["doubled"];
  for (int i = 0; i < copies; ++i)
    under_way_.push_back({truth_ + Seconds(settling_ ? 0.0 : static_cast<double>(chance_.between(0, 240))), ++messages_, from, to, what, body});
}

void World::deliverDue() {
  for (;;) {
    const auto next = std::min_element(under_way_.begin(), under_way_.end(),
                                       [](const Message& a, const Message& b) { return std::pair(a.due, a.number) < std::pair(b.due, b.number); });
    if (next == under_way_.end() || next->due > truth_) return;
    const Message m = std::move(*next);
    under_way_.erase(next);
    if (places_[m.to]->down_until || places_[m.from]->down_until)
      ++counts["lost"];
    else
      deliver(m);
  }
}

void World::askHub(std::size_t site) {
  Place& p = *places_[site];
  const auto after = p.read([&](Db& db) { return sync::heldOf(db, hub().node).size; });
  send(site, 0, "ask-held", Json::object({{"node", p.node}}));
  send(site, 0, "ask-notices", Json::object({{"node", p.node}, {"after", after}}));
}

/// Two segments at once, the second before the first has been answered.
void World::sendSegments(std::size_t site, std::int64_t held) {
  Place& p = *places_[site];
  const auto checkpoint = p.log->checkpoint();
  for (int i = 0; i < 2 && held < checkpoint.checkpoint.size; ++i) {
    const sync::SegmentLimits limits{settling_ ? 500 : chance_.between(1, 12), 400'000};
    const Json body = p.read([&](Db& db) { return sync::sealSegment(db, checkpoint, held, p.clock->now(), limits); });
    held += static_cast<std::int64_t>(body["entries"].size());
    send(site, 0, "segment", body);
  }
}

void World::deliver(const Message& m) {
  Place& to = *places_[m.to];
  ++counts["delivered " + m.what];
  note(m.what + " " + std::to_string(m.number));
  if (m.what == "ask-held") {
    const auto held = to.read([&](Db& db) { return sync::heldOf(db, m.body["node"].text()).size; });
    send(m.to, m.from, "held", Json::object({{"held", held}}));
  } else if (m.what == "held") {
    to.hub_held = std::max(to.hub_held, m.body["held"].integer());
    sendSegments(m.to, m.body["held"].integer());
  } else if (m.what == "segment") {
    submit(to, {"sync/receive-segment", m.body, commandId(m.body, "segment"), {}, {}, false});
    if (settling_)
      send(m.to, m.from, "held", Json::object({{"held", to.read([&](Db& db) { return sync::heldOf(db, m.body["node"].text()).size; })}}));
  } else if (m.what == "ask-notices") {
    const auto checkpoint = to.log->checkpoint();
    const Json body =
        to.read([&](Db& db) { return sync::noticesFor(db, checkpoint, m.body["node"].text(), m.body["after"].integer(), to.clock->now()); });
    if (body["notices"].size() > 0) send(m.to, m.from, "notices", body);
  } else if (m.what == "notices") {
    Json body = Json::object();
    for (const auto& [key, value] : m.body.members())
      if (key != "upto") body.set(key, value);
    submit(to, {"sync/take-notices", body, commandId(body, "notices"), {}, {}, false});
  }
}

void World::step() {
  truth_ = truth_ + Seconds(static_cast<double>(chance_.between(1, 120)));
  for (auto& p : places_)
    if (p->down_until && *p->down_until <= truth_) {
      p->start();
      ++p->restarts;
      auto again = std::move(p->unanswered);
      p->unanswered.clear();
      for (auto& s : again) p->down_until ? p->unanswered.push_back(std::move(s)) : submit(*p, std::move(s));
    }
  deliverDue();
  const auto number = static_cast<std::size_t>(chance_.below(static_cast<std::int64_t>(places_.size())));
  Place& p = *places_[number];
  if (number > 0 && chance_.oneIn(10)) p.online = !p.online;
  if (p.down_until) return;
  breakSomething(p);
  act(p);
  if (!p.down_until && number > 0 && chance_.oneIn(2)) askHub(number);
}

void World::meet() {
  settling_ = true;
  under_way_.clear();
  for (auto& p : places_) {
    p->online = true;
    p->start();
  }
  for (auto& p : places_) {
    auto again = std::move(p->unanswered);
    p->unanswered.clear();
    for (auto& s : again) submit(*p, std::move(s));
  }
  for (int round = 0; round < 4; ++round)  // a site's hold goes to the hub, from there to the others, whose entries go to the hub
    for (std::size_t i = 1; i < places_.size(); ++i) {
      askHub(i);
      deliverDue();
    }
}

void World::play() {
  for (int i = 0; i < settings_.steps; ++i) step();
  meet();
}

}  // namespace isotrail::simulation
