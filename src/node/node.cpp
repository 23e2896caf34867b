#include "node/node.h"

#include <algorithm>
#include <chrono>

#include "base/check.h"
#include "base/hash.h"
#include "ledger/log/keys.h"
#include "ledger/migrations.h"
#include "node/sync/exchange.h"
#include "node/vault_file.h"
#include "overview/overview.h"
#include "platform/crypto/crypto.h"
#include "rooms/all.h"
#include "rooms/keys/facts.h"

namespace isotrail {
namespace {

std::int64_t monotonicMicros() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

/// The key that signs for the node. A record that has entries was signed with a key: another one would not fit it.
crypto::SigningKey keyFromFile(const std::filesystem::path& file, bool may_make) {
  if (std::filesystem::exists(file) || !may_make) return crypto::SigningKey::load(file);
  auto key = crypto::SigningKey::generate();
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);  // save() tells when there is none
  key.save(file);
  return key;
}

crypto::SigningKey keyOf(const Place& place, Db& db) {
  if (place.isMemory()) return crypto::SigningKey::generate();
  const bool empty = Journal(db).lastSeq() == 0;
  auto key = keyFromFile(place.keyFile(), empty);
  if (!empty || !place.isServer()) return key;
  // Several machines may start on a new database: the first one's key is the node's.
  if (nodeKeyAt(db, Journal(db).lastSeq() + 1)) return key;  // the record names the key: the ring compares
  const std::string ours = hexKey(key);
  db.exec("INSERT INTO node(name,value) VALUES('first_key',$1) ON CONFLICT(name) DO NOTHING", {ours});
  if (db.query("SELECT value FROM node WHERE name='first_key'").at(0).text(0) != ours)
    throw Fault("KEY_FILE", place.keyFile() + " is not the key that this database was begun with");
  return key;
}

std::vector<RoomTable> allTables() {
  auto tables = allRooms();
  for (auto& t : overviewTables()) tables.push_back(std::move(t));
  tables.push_back(sync::syncRoom());
  return tables;
}

}  // namespace

Instant SystemClock::now() const {
  using namespace std::chrono;
  return Instant::fromMicros(duration_cast<microseconds>(system_clock::now().time_since_epoch()).count());
}

Instant StoryClock::nowLocked() const {
  if (speed_ == 0.0) return base_;
  const Instant t = base_ + Seconds(static_cast<double>(monotonicMicros() - real_base_us_) * 1e-6 * speed_);
  return limit_ && t > *limit_ ? std::max(base_, *limit_) : t;
}
Instant StoryClock::now() const {
  std::lock_guard lock(lock_);
  return nowLocked();
}
void StoryClock::set(Instant at) {
  std::lock_guard lock(lock_);
  base_ = at;
  real_base_us_ = monotonicMicros();
}
void StoryClock::run(double speed) {
  std::lock_guard lock(lock_);
  base_ = nowLocked();
  real_base_us_ = monotonicMicros();
  speed_ = speed;
}
void StoryClock::limit(std::optional<Instant> at) {
  std::lock_guard lock(lock_);
  base_ = nowLocked();
  real_base_us_ = monotonicMicros();
  limit_ = at;
}
double StoryClock::speed() const {
  std::lock_guard lock(lock_);
  return speed_;
}

Node::Node(const std::string& where, bool must_exist, const Clock* real)
    : place_(where), source_(openPlace(place_, must_exist)), real_(real ? real : &machine_) {
  std::error_code unknown;
  if (place_.isFile() && !std::filesystem::exists(place_.where, unknown)) KeptMark::forget(place_);  // a new record begins here
  auto db = source_->connect();
  migrate(*db);
  keys_ = std::make_unique<KeyRing>(place_.keyFile(), keyOf(place_, *db));
  if (const auto in_force = nodeKeyAt(*db, Journal(*db).lastSeq() + 1)) keys_->settle(*in_force);
  if (!db->query("SELECT value FROM node WHERE name='showcase'").empty()) {
    Instant last;
    Journal(*db).read(Journal(*db).lastSeq() - 1, 1, [&](const Event& e) {
      last = e.recorded_at;
      return false;
    });
    auto start = db->query("SELECT value FROM node WHERE name='showcase_start'");
    if (last == Instant() && !start.empty()) last = Instant::fromMicros(std::stoll(start[0].text(0)));
    story_clock_ = std::make_unique<StoryClock>(last);
  }
  vault_ = openVault(place_, *db);
  lookForLoss(*db);
  openDesk();
}

/// A write-ahead log that was cut off reads as one that ends there. What is found is kept in the database, so that a copy knows it too.
void Node::lookForLoss(Db& db) {
  try {
    const auto lost = lostTail(db, kept_);
    if (!lost) return;
    db.begin();
    keys::noteLoss(db, lost->toJson());
    db.commit();
  } catch (const Fault&) {
    // A store that cannot be read or written: whoever reads or writes next is told by the store itself.
    db.rollback();
  }
}

std::optional<Refusal> Node::loss() {
  std::optional<Json> open;
  desk_->read([&](Db& db) { open = keys::openLoss(db); });
  if (!open) return std::nullopt;
  return Refusal::of("ENTRIES_LOST", *open);
}
std::optional<Refusal> Node::closed() {
  if (desk_->readOnly()) return Refusal::of("READ_ONLY");
  return desk_->halted() ? loss() : std::nullopt;
}
Node::~Node() = default;

void Node::openDesk() {
  const Clock& clock = story_clock_ ? static_cast<const Clock&>(*story_clock_) : *real_;
  accounts_.reset();
  log_.reset();
  desk_ = std::make_unique<Desk>(*source_, clock, *keys_, allTables());
  accounts_ = std::make_unique<Accounts>(*desk_, *real_);
  log_ = std::make_unique<NodeLog>(*desk_, *keys_);
  desk_->onKept([this](const Event& last) { kept_.write({last.seq, last.hash}); });
  if (auto lost = loss()) desk_->halt({std::move(*lost), keys::kAcknowledgeLoss, [](Db& db) { return !keys::openLoss(db); }});
}

void Node::makeShowcase(Instant start) {
  auto db = source_->connect();
  if (Journal(*db).lastSeq() != 0) throw Fault("NOT_EMPTY", "the showcase is only loaded into an empty database");
  db->begin();
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"showcase", "1"}, {"showcase_start", std::to_string(start.micros())}})
    db->exec("INSERT INTO node(name,value) VALUES($1,$2) ON CONFLICT(name) DO UPDATE SET value=excluded.value", {name, value});
  db->commit();
  story_clock_ = std::make_unique<StoryClock>(start);
  openDesk();
}

std::string Node::publicKey() const { return keys_->keyId(); }

Caller Node::operatorCaller() { return {PersonId("local-admin"), OrgId("node"), SiteId("registry"), "", "", {"admin"}, {"*"}, "cli"}; }

}  // namespace isotrail
