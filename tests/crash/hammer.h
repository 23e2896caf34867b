#pragma once
// A served node under load that is killed again and again, and what must be true of it afterwards: no acknowledged command is lost,
// none is kept twice, a command sent again gets its first answer, the chain verifies, projections equal a rebuild.
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "tests/support/served.h"

namespace isotrail::test {

/// Makes a node at `db` with an organisation, a site and an account that may do everything. Answers the token of a session.
std::string setTheScene(const std::string& db);

/// A command as a client knows it.
struct Sent {
  std::string id, path, body;
  std::string answer;  // the first acknowledgement; empty while there is none
};

class Hammer {
 public:
  static constexpr int kClients = 3;

  Hammer(Served& served, std::string token, unsigned seed) : served_(served), token_(std::move(token)), chance_(seed) {}

  /// Starts the server unless it runs, sends what was not acknowledged again, compares the last round's answers, presses with several
  /// clients at once for a random moment and then calls `kill`, which ends the server, the store behind it, or both.
  void round(const std::function<void()>& kill);
  /// As round(), but the server is killed at a random moment of its start.
  void killWhileStarting(int signal);
  /// Starts it, asks everything again and checks the record through the program and the store. The server is stopped then.
  void finish(const std::string& db);

  /// What was found wrong, in words; empty is right.
  std::vector<std::string> faults();
  int kills = 0;
  std::int64_t retried = 0;         // commands without an acknowledgement when the server died
  std::int64_t kept_unheard = 0;    // of these, kept all the same: they answer as a replay
  std::int64_t unavailable = 0;     // answers 503 or 409
  std::map<std::string, int> told;  // their codes
  std::int64_t acknowledged();

 private:
  bool ready();
  bool acknowledged(const Sent& sent);
  Sent* next();
  bool send(http::Client& connection, Sent& sent, bool again);
  void press();
  void settle();
  void compare();
  void fault(std::string what);

  Served& served_;
  const std::string token_;
  std::mt19937 chance_;
  std::mutex lock_;
  std::map<std::string, Sent> sent_;
  std::vector<std::string> recent_;  // ids acknowledged since the last comparison
  std::vector<std::string> faults_;
  std::atomic<bool> pressing_{false};
  std::int64_t made_ = 0;
};

}  // namespace isotrail::test
