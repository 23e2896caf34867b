// isotrail doctor: what is well, what is not, and what to do about it. Changes nothing.
#include <filesystem>

#include "base/check.h"
#include "cli/machine.h"
#include "cli/verbs.h"
#include "ledger/migrations.h"
#include "desk/vault.h"
#include "ledger/tables.h"
#include "node/vault_file.h"
#include "node/record_check.h"
#include "units/time.h"

namespace isotrail::cli {
namespace {

enum class State { ok, note, problem };

/// Code of the text (its remedy is what to do) and what fills it.
struct Finding {
  const char* check;  // also the JSON's key: DR_MACHINE
  State state;
  const char* code;
  Json params;
};
using Findings = std::vector<Finding>;

Finding machine(const std::string& path) {
  const double disk = freeGiB(path);
  const Json params = Json::object({{"cores", cores()}, {"memory", oneDecimal(memoryGiB())}, {"disk", oneDecimal(disk)}});
  if (disk < 1.0) return {"DR_MACHINE", State::problem, "DR_DISK_FULL", params};
  return {"DR_MACHINE", State::ok, "DR_MACHINE_OK", params};
}

/// The database as the later checks need it; none when it cannot be read.
struct Opened {
  std::unique_ptr<DbSource> source;
  std::unique_ptr<Db> db;
  bool showcase = false;
  Instant last;  // of the record's last entry
};

std::optional<Opened> database(const std::string& path, Findings& findings) {
  const Place place(path);
  try {
    Opened o;
    o.source = openPlace(place, true);
    o.db = o.source->connect();
    o.showcase = !o.db->query("SELECT value FROM node WHERE name='showcase'").empty();
    const auto entries = Journal(*o.db).lastSeq();
    const double mib = static_cast<double>(databaseBytes(*o.db)) / (1024.0 * 1024.0);
    findings.push_back({"DR_DATABASE", State::ok, o.showcase ? "DR_SHOWCASE" : "DR_DATABASE_OK",
                        Json::object({{"path", place.shown()}, {"size", oneDecimal(mib)}, {"entries", entries}})});
    return o;
  } catch (const Fault& fault) {
    findings.push_back({"DR_DATABASE", State::problem, fault.code == "NO_DATABASE" ? "DR_DATABASE_MISSING" : "DR_DATABASE_BAD",
                        Json::object({{"why", fault.what()}, {"path", place.shown()}})});
    return std::nullopt;
  }
}

/// Answers whether every migration is applied.
bool migrations(Db& db, Findings& findings) {
  const MigrationState state = migrationState(db);
  const Json params = Json::object({{"applied", state.applied}, {"pending", state.pending.size()}, {"why", state.problem}});
  if (!state.problem.empty())
    findings.push_back({"DR_MIGRATIONS", State::problem, "DR_MIGRATIONS_BAD", params});
  else if (!state.pending.empty())
    findings.push_back({"DR_MIGRATIONS", State::note, "DR_MIGRATIONS_PENDING", params});
  else
    findings.push_back({"DR_MIGRATIONS", State::ok, "DR_MIGRATIONS_OK", params});
  return state.problem.empty() && state.pending.empty();
}

/// The public key, empty when the file is missing or unusable.
std::string key(const std::string& path, Findings& findings) {
  try {
    const Place place(path);
    const std::string id = publicKeyOf(place);
    std::error_code error;
    const auto mode = std::filesystem::status(place.keyFile(), error).permissions();
    using std::filesystem::perms;
    const bool open = (mode & (perms::group_all | perms::others_all)) != perms::none;
    findings.push_back(
        {"DR_KEY", open ? State::problem : State::ok, open ? "DR_KEY_OPEN" : "DR_KEY_OK", Json::object({{"key", id}, {"path", place.keyFile()}})});
    return id;
  } catch (const Fault& fault) {
    findings.push_back({"DR_KEY", State::problem, "DR_KEY_BAD", Json::object({{"why", fault.what()}})});
    return {};
  }
}

/// Whether names can be read: the vault's key is the one that the database asks for.
void vault(const std::string& path, Opened& o, Findings& findings) {
  const std::string wanted = vaultKeyName(*o.db), file = Place(path).vaultFile();
  std::optional<SecretKey> there;
  try {
    there = loadVaultKey(file);
  } catch (const Fault&) {  // a file of another length is as good as none
  }
  const bool fits = wanted.empty() || (there && there->name() == wanted);  // a database before its first start has none yet
  findings.push_back(
      {"DR_VAULT", fits ? State::ok : State::problem, fits ? "DR_VAULT_OK" : "DR_VAULT_SHUT", Json::object({{"key", wanted}, {"path", file}})});
}

bool chain(Opened& o, const std::string& public_key, Findings& findings) {
  const RecordCheck check = checkRecord(*o.db, {public_key, {}});
  const VerifyReport& r = check.report;
  if (r.ok)
    findings.push_back({"DR_CHAIN", State::ok, "DR_CHAIN_OK", Json::object({{"entries", r.entries}, {"signatures", check.signatures}})});
  else
    findings.push_back(
        {"DR_CHAIN", State::problem, "DR_CHAIN_BAD", Json::object({{"seq", r.first_bad_seq}, {"id", r.first_bad_id}, {"why", r.why}})});
  if (!r.ok) return false;
  Journal(*o.db).read(r.entries - 1, 1, [&](const Event& e) {
    o.last = e.recorded_at;
    return false;
  });
  return true;
}

void projections(const std::string& path, bool may_check, Findings& findings) {
  if (!may_check) return findings.push_back({"DR_PROJECTIONS", State::note, "DR_NOT_CHECKED", Json::object()});
  Node node(path, true);
  Json tables = Json::array();
  for (const auto& t : node.desk().rebuild(true)) tables.push(t);
  const bool same = tables.items().empty();
  findings.push_back(
      {"DR_PROJECTIONS", same ? State::ok : State::problem, same ? "DR_PROJECTIONS_OK" : "DR_PROJECTIONS_BAD", Json::object({{"tables", tables}})});
}

void clockAndZones(const std::optional<Opened>& o, Findings& findings) {
  const Instant now = SystemClock().now();
  Json params = Json::object({{"now", showInstant(now, "UTC")}});
  const bool behind = o && !o->showcase && o->last > now;  // a showcase has a clock of its own
  const bool ahead = o && !o->showcase && o->last != Instant() && now - o->last > days(366);
  if (behind || ahead) params.set("last", showInstant(o->last, "UTC"));
  if (behind)
    findings.push_back({"DR_CLOCK", State::problem, "DR_CLOCK_BEHIND", params});
  else if (ahead)
    findings.push_back({"DR_CLOCK", State::note, "DR_CLOCK_AHEAD", params});
  else if (!clockIsSynchronised())
    findings.push_back({"DR_CLOCK", State::note, "DR_CLOCK_FREE", params});
  else
    findings.push_back({"DR_CLOCK", State::ok, "DR_CLOCK_OK", params});
  const bool zones = isZone("Asia/Macau") && isZone("Asia/Shanghai");
  const Json shown =
      zones ? Json::object({{"macau", showInstant(now, "Asia/Macau")}, {"shanghai", showInstant(now, "Asia/Shanghai")}}) : Json::object();
  findings.push_back({"DR_ZONES", zones ? State::ok : State::problem, zones ? "DR_ZONES_OK" : "DR_ZONES_BAD", shown});
}

Findings examine(const Invocation& in) {
  const std::string path = in.database();
  Findings findings{machine(path)};
  auto opened = database(path, findings);
  if (opened) {
    const bool current = migrations(*opened->db, findings);
    const std::string public_key = key(path, findings);
    vault(path, *opened, findings);
    const bool whole = !public_key.empty() && chain(*opened, public_key, findings);
    projections(path, current && whole, findings);
  }
  clockAndZones(opened, findings);
  const bool free = portIsFree("127.0.0.1", in.port);
  findings.push_back({"DR_PORT", free ? State::ok : State::note, free ? "DR_PORT_FREE" : "DR_PORT_TAKEN", Json::object({{"port", in.port}})});
  return findings;
}

/// "DR_MACHINE" is "machine" in JSON.
std::string keyOf(const char* check) {
  std::string key = check + 3;
  for (char& c : key) c = static_cast<char>(c | 0x20);
  return key;
}

}  // namespace

int doctorVerb(const Invocation& in, Output& out) {
  bool well = true;
  Json list = Json::array();
  Table table{{out.word("CLI_H_WHAT"), out.word("CLI_H_STATE"), out.word("CLI_H_FOUND"), out.word("CLI_H_DO")}, {}};
  for (const auto& f : examine(in)) {
    well = well && f.state != State::problem;
    const CodeText words = codeText(f.code, out.language(), f.params);
    const char* state = f.state == State::ok ? "ok" : f.state == State::note ? "note" : "problem";
    list.push(Json::object(
        {{"check", keyOf(f.check)}, {"state", state}, {"code", f.code}, {"found", words.text}, {"do", words.remedy}, {"params", f.params}}));
    table.rows.push_back({out.word(f.check),
                          out.word(f.state == State::ok     ? "CLI_OK"
                                   : f.state == State::note ? "CLI_NOTE"
                                                            : "CLI_PROBLEM"),
                          words.text, words.remedy});
  }
  if (out.json())
    out.answer(Json::object({{"ok", well}, {"checks", list}}));
  else
    out.table(table);
  return well ? kDone : kFailed;
}

}  // namespace isotrail::cli
