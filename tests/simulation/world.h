#pragma once
// A hub and its sites for one run: what people do there, what goes wrong, and what was acknowledged to them.
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "node/key_ring.h"
#include "node/log/node_log.h"
#include "node/node.h"
#include "tests/simulation/chance.h"
#include "tests/support/faulty_db.h"

namespace isotrail::simulation {

/// The true time at a rate and an offset of its own.
class DriftingClock final : public Clock {
 public:
  DriftingClock(const Instant& truth, Seconds offset, double rate) : truth_(truth), start_(truth), offset_(offset), rate_(rate) {}
  Instant now() const override { return start_ + Seconds((truth_ - start_).value * rate_) + offset_; }

 private:
  const Instant& truth_;
  Instant start_;
  Seconds offset_;
  double rate_;
};

/// What somebody was told is on record.
struct Acknowledged {
  std::string command_id;
  std::vector<std::pair<std::string, std::string>> entries;  // id, hash
};

/// One node: its store outlives its program.
struct Place {
  std::string name, site, node;
  std::unique_ptr<DbSource> store;
  std::unique_ptr<test::FaultySource> faulty;
  std::unique_ptr<DriftingClock> clock;
  std::unique_ptr<KeyRing> keys;
  std::unique_ptr<Desk> desk;
  std::unique_ptr<NodeLog> log;
  std::optional<Instant> down_until;
  bool online = true;
  std::deque<Submission> unanswered;  // sent, and no answer came: they are sent again
  std::vector<Acknowledged> acknowledged;
  std::vector<std::string> items;
  int commands = 0, restarts = 0;
  std::int64_t hub_held = 0;  // as the hub last said

  void start();
  template <class F>
  auto read(F f) {
    std::optional<decltype(f(std::declval<Db&>()))> out;
    desk->read([&](Db& db) { out = f(db); });
    return *out;
  }
};

struct Message {
  Instant due;
  std::int64_t number;
  std::size_t from, to;
  std::string what;  // ask-held held segment ask-notices notices
  Json body;
};

struct Settings {
  int sites = 3, steps = 150;
  bool faults = true;
};

class World {
 public:
  World(std::uint64_t seed, Settings settings = {});
  /// Plays the run, then lets every site reach the hub until nothing is left to say.
  void play();
  /// Nothing fails any more, and the sites talk with the hub until nobody has anything new.
  void meet();

  Place& hub() { return *places_.front(); }
  std::vector<Place*> sites();
  std::vector<Place*> all();
  /// Everything that was done, sent and answered, in one digest.
  std::string digest() const { return digest_; }
  std::map<std::string, int> counts;  // what the run had of each: "crash", "lost", "taken", ...

 private:
  void begin(Place& p, std::size_t number);
  void must(Place& p, const std::string& command, Json body);
  void step();
  void act(Place& p);
  void submit(Place& p, Submission s);
  void breakSomething(Place& p);
  void goDown(Place& p, const char* why);
  void send(std::size_t from, std::size_t to, std::string what, Json body);
  void deliver(const Message& m);
  void deliverDue();
  void askHub(std::size_t site);
  void sendSegments(std::size_t site, std::int64_t held);
  void note(const std::string& line);

  Chance chance_;
  Settings settings_;
  Instant truth_;
  std::vector<std::unique_ptr<Place>> places_;
  std::vector<Message> under_way_;
  std::int64_t messages_ = 0;
  bool settling_ = false;
  std::string digest_;
};

}  // namespace isotrail::simulation
