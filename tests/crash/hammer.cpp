#include "tests/crash/hammer.h"

#include <csignal>
#include <thread>

#include "base/hash.h"
#include "node/node.h"
#include "node/record_check.h"

namespace isotrail::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* kPassword = "correct horse";
constexpr std::size_t kFaultsKept = 20;
constexpr int kRetries = 600;  // of 50 ms

void must(Node& node, const char* command, std::initializer_list<std::pair<const char*, Json>> body) {
  static int n = 0;
  const auto done = node.desk().submit(Node::operatorCaller(), {command, Json::object(body), "scene-" + std::to_string(++n), {}, {}, false});
  if (!done) throw std::runtime_error(std::string(command) + " " + done.refusal().code + done.refusal().params.dump());
}

Sent receiveLot(const std::string& n) {
  const Json lot = Json::object({{"lot", "L-" + n},
                                 {"site", "nansha"},
                                 {"kind", "cassette"},
                                 {"name", "cassette"},
                                 {"supplier", "lingnan"},
                                 {"expires_at", "2099-01-01T00:00Z"},
                                 {"units", 3}});
  return {"crash-lot-" + n, "/api/v1/production/receive-lot", lot.dump(), ""};
}
Sent holdLot(const std::string& n, const std::string& lot) {
  return {"crash-hold-" + n, "/api/v1/quality/hold-item", Json::object({{"item", lot}, {"reason", "label torn"}}).dump(), ""};
}
Sent registerPerson(const std::string& n) {
  const Json person = Json::object(
      {{"person", "p-" + n}, {"family_name", "F"}, {"given_name", "G"}, {"org", "lingnan"}, {"site", "nansha"}, {"roles", Json::array().push("qp")}});
  return {"crash-person-" + n, "/api/v1/identity/register-person", person.dump(), ""};
}

}  // namespace

std::string setTheScene(const std::string& db) {
  Node node(db);
  must(node, "identity/register-organisation", {{"org", "lingnan"}, {"name", "L"}, {"kind", "maker"}, {"jurisdiction", "CN"}});
  must(node, "identity/register-site", {{"site", "nansha"}, {"org", "lingnan"}, {"name", "N"}, {"zone", "Asia/Shanghai"}});
  must(node, "identity/register-person",
       {{"person", "boss"},
        {"family_name", "F"},
        {"given_name", "G"},
        {"org", "lingnan"},
        {"site", "nansha"},
        {"roles", Json::array().push("admin")}});
  if (!node.accounts().set("boss", PersonId("boss"), kPassword, false)) throw std::runtime_error("no account");
  const auto session = node.accounts().signIn("boss", kPassword, "api");
  if (!session) throw std::runtime_error("no session");
  return session->token;
}

void Hammer::fault(std::string what) {
  const std::lock_guard held(lock_);
  if (faults_.size() < kFaultsKept) faults_.push_back("kill " + std::to_string(kills) + ": " + std::move(what));
}

std::vector<std::string> Hammer::faults() {
  const std::lock_guard held(lock_);
  return faults_;
}

std::int64_t Hammer::acknowledged() {
  const std::lock_guard held(lock_);
  std::int64_t count = 0;
  for (const auto& [id, s] : sent_) count += s.answer.empty() ? 0 : 1;
  return count;
}

bool Hammer::acknowledged(const Sent& sent) {
  const std::lock_guard held(lock_);
  return !sent.answer.empty();
}

/// The server answers; a fault when it does not.
bool Hammer::ready() {
  if (!served_.start()) {
    fault("the program does not start: " + served_.said());
    return false;
  }
  return true;
}

/// A command of another sort each time; holds name a lot that was acknowledged.
Sent* Hammer::next() {
  const std::lock_guard held(lock_);
  const std::string n = std::to_string(++made_);
  Sent sent = receiveLot(n);
  if (made_ % 4 == 3) sent = registerPerson(n);
  if (made_ % 4 == 0)
    for (auto it = recent_.rbegin(); it != recent_.rend(); ++it)
      if (it->starts_with("crash-lot-") && !sent_.contains("crash-hold-" + it->substr(10))) {
        sent = holdLot(it->substr(10), "L-" + it->substr(10));
        break;
      }
  return &(sent_[sent.id] = std::move(sent));
}

/// Sends it and keeps or compares the answer. False when none came.
bool Hammer::send(http::Client& connection, Sent& sent, bool again) {
  connection.send(postRequest(sent.path, sent.body, "Authorization: Bearer " + token_ + "\r\nCommand-Id: " + sent.id + "\r\n"));
  const auto answer = connection.answer(false, http::milliseconds(30'000));
  if (answer.status == 0) return false;
  const bool replayed = answer.header("Replayed") == "true";
  const bool cut = std::to_string(answer.body.size()) != answer.header("Content-Length");
  if (answer.status == 200 && !cut) {
    const std::lock_guard held(lock_);
    if (sent.answer.empty()) {
      sent.answer = answer.body;
      recent_.push_back(sent.id);
      kept_unheard += replayed ? 1 : 0;
    } else if (answer.body != sent.answer || !replayed) {
      if (faults_.size() < kFaultsKept)
        faults_.push_back("kill " + std::to_string(kills) + ": " + sent.id + " was acknowledged and then answered otherwise: " + sent.answer + " " +
                          answer.body);
    }
    return true;
  }
  if (answer.status == 503 || answer.status == 409) {
    const auto body = Json::parse(answer.body);
    const std::string code = body ? (*body)["code"].text() : "";
    if (code == "ENTRIES_LOST") {  // the node noticed by itself what this test is here to find
      fault(sent.id + " answered " + answer.body);
      return false;
    }
    const std::lock_guard held(lock_);
    ++unavailable;
    ++told[code];
    return true;
  }
  if (!cut) fault(sent.id + (again ? " sent again" : "") + " answered " + std::to_string(answer.status) + " " + answer.body);
  return !cut;
}

void Hammer::press() {
  try {
    http::Client connection(served_.port());
    while (pressing_) {
      Sent& sent = *next();
      while (pressing_) {
        if (!send(connection, sent, false)) return;
        if (acknowledged(sent)) break;
        std::this_thread::sleep_for(20ms);  // the store is away: the same again
      }
    }
  } catch (const std::runtime_error&) {  // killed before it could connect
  }
}

/// Everything without an acknowledgement is sent again until it has one.
void Hammer::settle() {
  std::vector<Sent*> open;
  {
    const std::lock_guard held(lock_);
    for (auto& [id, s] : sent_)
      if (s.answer.empty()) open.push_back(&s);
  }
  retried += static_cast<std::int64_t>(open.size());
  for (Sent* s : open) {
    for (int i = 0; i < kRetries && s->answer.empty(); ++i) {
      try {
        http::Client connection(served_.port());
        (void)send(connection, *s, true);
      } catch (const std::runtime_error&) {
      }
      if (s->answer.empty()) std::this_thread::sleep_for(50ms);
      if (!faults().empty()) return;
    }
    if (s->answer.empty()) fault(s->id + " is never acknowledged");
  }
}

/// What was acknowledged since the last comparison answers the same again.
void Hammer::compare() {
  std::vector<std::string> ids;
  {
    const std::lock_guard held(lock_);
    ids.swap(recent_);
  }
  if (ids.empty()) return;
  http::Client connection(served_.port());
  for (const auto& id : ids)
    if (!send(connection, sent_.at(id), true)) return fault("the server went away by itself");
}

void Hammer::round(const std::function<void()>& kill) {
  if (!faults().empty() || !ready()) return;
  settle();
  compare();
  pressing_ = true;
  std::vector<std::thread> clients;
  for (int c = 0; c < kClients; ++c) clients.emplace_back([this] { press(); });
  std::this_thread::sleep_for(std::chrono::microseconds(2'000 + chance_() % 90'000));
  kill();
  ++kills;
  pressing_ = false;
  for (auto& c : clients) c.join();
}

void Hammer::killWhileStarting(int signal) {
  if (!faults().empty() || served_.running()) return;
  served_.spawn();
  std::this_thread::sleep_for(std::chrono::microseconds(chance_() % 250'000));
  served_.end(signal);
  ++kills;
}

void Hammer::finish(const std::string& db) {
  if (!faults().empty() || !ready()) return;
  settle();
  compare();
  served_.end(SIGTERM);
  if (!faults().empty()) return;
  Node node(db, true);
  auto store = node.source().connect();
  const auto check = checkRecord(*store, {node.publicKey(), {}});
  if (!check.report.ok) fault("entry " + std::to_string(check.report.first_bad_seq) + ": " + check.report.why);
  for (const auto& table : node.desk().rebuild(true)) fault("table " + table + " differs from a rebuild");
  std::map<std::string, std::vector<std::string>> hashes;  // by command
  for (const auto& row : store->query("SELECT command_id,hash FROM event WHERE command_id LIKE 'crash-%'")) {
    const Blob& hash = row.blob(1);
    hashes[row.text(0)].push_back(hex({reinterpret_cast<const char*>(hash.data()), hash.size()}));
  }
  for (const auto& [id, s] : sent_) {
    const auto kept = hashes.find(id);
    if (kept == hashes.end()) {
      fault(id + " was acknowledged and is lost");
      continue;
    }
    if (kept->second.size() != 1) fault(id + " is kept " + std::to_string(kept->second.size()) + " times");
    const auto answer = Json::parse(s.answer);
    if (!answer || (*answer)["events"].items().at(0)["hash"].text() != kept->second.front()) fault(id + " is not the entry that was acknowledged");
  }
  if (hashes.size() != sent_.size()) fault("there are entries that nobody sent");
}

}  // namespace isotrail::test
