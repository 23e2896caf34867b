#pragma once
// What was typed, verb by verb.
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "cli/output.h"
#include "platform/files/embedded.h"

namespace isotrail::workbench {
struct Calculation;
}

namespace isotrail::cli {

inline constexpr const char* kDefaultDb = "var/isotrail.db";

struct Invocation {
  std::string db;  // empty: the verb's default
  bool json = false;
  bool dry_run = false;
  std::string language;                      // empty: the environment's
  std::vector<std::string> paths;            // import; the folder of a backup; from and to of a copy
  bool without_key = false;                  // backup create
  std::string as;                            // import: a command; ledger show: a reading
  std::string at;                            // ledger show
  std::string item;                          // trace, recall; the month of a report
  std::string site;                          // report
  std::string title, media_type, retention;  // document attach; item: what it is about
  bool events = false;
  std::string room, incident, from, until;                         // trace handled
  std::string public_key, record;                                  // ledger verify; record: cosign and export too
  std::vector<std::string> checkpoints, witnesses;                 // ledger verify
  std::string out_file, keep;                                      // ledger checkpoint; out_file: cosign too
  std::string log_key, key_file, witness_name, previous, against;  // ledger cosign
  std::string request, reply, authority;                           // ledger timestamp
  bool make_key = false, prepare = false;
  std::string reason;                                     // ledger rotate-key
  bool check = false;                                     // projections rebuild
  const workbench::Calculation* calculation = nullptr;    // decay, chain, shield ...
  std::map<std::string, std::vector<std::string>> typed;  // its fields
  std::vector<std::string> units;                         // wanted
  bool csv = false, curve = false, log_axis = false;
  std::string nuclide, data;  // physics
  double seconds = 0.0;       // plan solve; 0: the verb's default
  int threads = 0, seed = 1;
  std::int64_t iterations = 0;
  std::string format, now, changes, spreads, scenarios, day_file;  // plan: of the day's file; what-if; risk; capacity
  std::vector<std::string> delays, yields, cancelled, downs;       // plan what-if
  double change_price = -1.0;                                      // below 0: the default
  int days = 1'000;                                                // plan risk: of chance
  bool expected = false;                                           // plan solve
  std::string account, person;                                     // user add
  bool patient = false;                                            // person erase
  bool password_stdin = false, replace = false;
  std::string state, ask, again;  // jobs
  bool work = false;
  std::string address, ca;                            // sync
  std::string host = "127.0.0.1", tls_cert, tls_key;  // serve, showcase
  int port = 8080;
  bool lan = false;
  double speed = 60.0;  // showcase
  bool play = false, empty = false;
  std::span<const files::File> ui;  // the browser UI compiled into the program

  std::string database() const { return db.empty() ? kDefaultDb : db; }
};

using Verb = int (*)(const Invocation&, Output&);

/// What the arguments say: a verb to run, or, without one, an exit code with everything said already.
struct Parsed {
  Verb verb = nullptr;
  Invocation invocation;
  int exit = kDone;
};
Parsed parseArguments(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

}  // namespace isotrail::cli
