#include "node/accounts.h"

#include <algorithm>

#include "platform/crypto/crypto.h"
#include "rooms/identity/facts.h"

namespace isotrail {
namespace {

constexpr Seconds kLongest = hours(12);
constexpr Seconds kUnused = hours(2);
constexpr std::size_t kTries = 5;               // in a minute
constexpr std::size_t kLongestPassword = 1024;  // bytes
constexpr Seconds kSigning = minutes(15);       // architecture: further signatures within 15 minutes need one component

Refusal wrong(const char* code) { return Refusal::of(code); }

}  // namespace

Caller Accounts::callerOf(Db& db, const PersonId& id, const std::string& device) {
  Caller caller;
  caller.person = id;
  caller.device = device;
  auto person = identity::person(db, id);
  if (!person) return caller;
  caller.org = person->org;
  caller.site = person->site;
  caller.roles = person->roles;
  caller.permissions = identity::permissionsOf(person->roles);
  if (auto org = identity::org(db, person->org)) {
    caller.org_kind = org->kind;
    caller.jurisdiction = org->jurisdiction;
  }
  return caller;
}

Verdict Accounts::acceptable(const std::string& account, const std::string& password) {
  if (!isIdText(account)) return Refusal::field({"account", "BAD_VALUE", account, "1 to 64 of A-Z a-z 0-9 . _ -", 0, 0});
  if (password.size() < 8 || password.size() > kLongestPassword) return Refusal::field({"password", "BAD_VALUE", "", "8 to 1024 bytes", 0, 0});
  return Done{};
}

bool Accounts::knows(const std::string& account) {
  bool known = false;
  desk_.read([&](Db& db) { known = !db.query("SELECT 1 FROM account WHERE account=$1", {account}).empty(); });
  return known;
}

Verdict Accounts::set(const std::string& account, const PersonId& person, const std::string& password, bool showcase) {
  if (auto fine = acceptable(account, password); !fine) return fine;
  const std::string hash = crypto::hashPassword(password);
  desk_.write([&](Db& db) {
    db.exec(
        "INSERT INTO account(account,person,password_hash,showcase) VALUES($1,$2,$3,$4) "
        "ON CONFLICT(account) DO UPDATE SET person=excluded.person,password_hash=excluded.password_hash,showcase=excluded.showcase",
        {account, person.str(), hash, dbBool(showcase)});
    db.exec("DELETE FROM session WHERE account=$1", {account});
  });
  return Done{};
}

bool Accounts::passwordMatches(const std::string& account, const std::string& password, PersonId* person) {
  std::string stored;
  desk_.read([&](Db& db) {
    auto rows = db.query("SELECT person,password_hash FROM account WHERE account=$1", {account});
    if (rows.empty()) return;
    *person = PersonId(rows[0].text(0));
    stored = rows[0].text(1);
  });
  // An unknown account costs the same time as a wrong password.
  static const std::string decoy = crypto::hashPassword("no such account");
  const bool right = crypto::verifyPassword(stored.empty() ? decoy : stored, password);
  return right && !stored.empty();
}

bool Accounts::mayTry(const std::string& account) {
  const Instant now = clock_.now();
  for (auto it = failures_.begin(); it != failures_.end();) {
    std::erase_if(it->second, [&](Instant t) { return now - t > minutes(1); });
    it = it->second.empty() ? failures_.erase(it) : std::next(it);
  }
  auto tries = failures_.find(account);
  return tries == failures_.end() || tries->second.size() < kTries;
}

Verdict Accounts::authenticate(const std::string& account, const std::string& password, const char* wrong_code, PersonId* person) {
  if (!isIdText(account) || password.empty() || password.size() > kLongestPassword) return wrong(wrong_code);
  std::lock_guard lock(lock_);
  if (!mayTry(account)) return wrong("TOO_MANY_TRIES");
  if (passwordMatches(account, password, person)) return Done{};
  failures_[account].push_back(clock_.now());
  return wrong(wrong_code);
}

Result<Session> Accounts::describe(Db& db, const std::string& account, const PersonId& person, const std::string& device) {
  Session s;
  s.account = account;
  s.caller = callerOf(db, person, device);
  if (s.caller.org.empty()) return wrong("BAD_CREDENTIALS");  // the person is no longer on the record
  s.name = identity::personName(db, person);
  if (auto org = identity::org(db, s.caller.org)) s.org_name = org->name;
  return s;
}

Result<Session> Accounts::signIn(const std::string& account, const std::string& password, const std::string& device) {
  PersonId person;
  if (auto known = authenticate(account, password, "BAD_CREDENTIALS", &person); !known) return known.refusal();
  const std::string token = crypto::randomToken(32);
  const Instant now = clock_.now();
  Result<Session> out = wrong("BAD_CREDENTIALS");
  desk_.write([&](Db& db) {
    db.exec("DELETE FROM session WHERE created_at<$1", {dbInstant(now - kLongest)});
    db.exec("INSERT INTO session(token_hash,account,person,created_at,seen_at) VALUES($1,$2,$3,$4,$4)",
            {sha256Hex(token), account, person.str(), dbInstant(now)});
    out = describe(db, account, person, device);
  });
  if (out) out->token = token;
  return out;
}

Result<Session> Accounts::session(const std::string& token, const std::string& device, bool used) {
  if (token.empty()) return wrong("NO_SESSION");
  const std::string key = sha256Hex(token);
  const Instant now = clock_.now();
  Result<Session> out = wrong("NO_SESSION");
  bool stale = false;
  desk_.read([&](Db& db) {
    auto rows = db.query("SELECT account,person,created_at,seen_at FROM session WHERE token_hash=$1", {key});
    if (rows.empty()) return;
    if (now - rows[0].instant(2) > kLongest || now - rows[0].instant(3) > kUnused) {
      out = wrong("SESSION_EXPIRED");
      return;
    }
    stale = now - rows[0].instant(3) > minutes(5);
    out = describe(db, rows[0].text(0), PersonId(rows[0].text(1)), device);
  });
  if (out && stale && used) desk_.write([&](Db& db) { db.exec("UPDATE session SET seen_at=$2 WHERE token_hash=$1", {key, dbInstant(now)}); });
  return out;
}

void Accounts::signOut(const std::string& token) {
  desk_.write([&](Db& db) { db.exec("DELETE FROM session WHERE token_hash=$1", {sha256Hex(token)}); });
}

Result<Signer> Accounts::confirm(const std::string& token, const Session& session, const Json& signature) {
  const std::string& account = signature["account"].text();
  const bool own = account.empty() || account == session.account;
  const std::string key = sha256Hex(token);
  const Instant now = clock_.now();
  if (account.empty()) {
    bool recent = false;
    desk_.read([&](Db& db) {
      auto rows = db.query("SELECT signed_at FROM session WHERE token_hash=$1", {key});
      recent = !rows.empty() && !rows[0].isNull(0) && now - rows[0].instant(0) <= kSigning;
    });
    if (!recent) return wrong("SIGNATURE_WRONG");
  }
  PersonId person;
  if (auto known = authenticate(own ? session.account : account, signature["password"].text(), "SIGNATURE_WRONG", &person); !known)
    return known.refusal();
  Signer signer{{person, "", account.empty() ? "password" : "account and password"}, session.caller};
  if (!own) {
    desk_.read([&](Db& db) { signer.caller = callerOf(db, person, session.caller.device + ", screen of " + session.caller.person.str()); });
    return signer;
  }
  if (person != session.caller.person) return wrong("SIGNATURE_WRONG");
  desk_.write([&](Db& db) { db.exec("UPDATE session SET signed_at=$2 WHERE token_hash=$1", {key, dbInstant(now)}); });
  return signer;
}

std::vector<std::pair<std::string, PersonId>> Accounts::showcaseAccounts() {
  std::vector<std::pair<std::string, PersonId>> out;
  desk_.read([&](Db& db) {
    for (const auto& row : db.query("SELECT account,person FROM account WHERE showcase=1 ORDER BY account"))
      out.emplace_back(row.text(0), PersonId(row.text(1)));
  });
  return out;
}

}  // namespace isotrail
