#pragma once
// Local accounts (argon2id), sessions and fresh re-authentication for signatures. Times here are the real clock's.
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"

namespace isotrail {

struct Session {
  std::string token;  // only right after sign-in
  std::string account;
  Caller caller;
  std::string name;
  std::string org_name;
};

/// Who signs an act, and as whom it runs: the session's person, or a second person who signs on the same screen.
struct Signer {
  SigningPerson person;
  Caller caller;
};

class Accounts {
 public:
  Accounts(Desk& desk, const Clock& real_clock) : desk_(desk), clock_(real_clock) {}

  /// Adds or changes an account for a registered person. `showcase` marks it as fictitious. BAD_VALUE when the password is
  /// shorter than 8 or longer than 1024 bytes.
  Verdict set(const std::string& account, const PersonId& person, const std::string& password, bool showcase);
  /// What set() asks of an account's name and password, without keeping anything.
  static Verdict acceptable(const std::string& account, const std::string& password);
  bool knows(const std::string& account);
  /// BAD_CREDENTIALS without saying which part; TOO_MANY_TRIES after five failures in a minute.
  Result<Session> signIn(const std::string& account, const std::string& password, const std::string& device);
  /// NO_SESSION or SESSION_EXPIRED (12 h, or 2 h unused). An open page alone is no use: live streams ask with `used` false.
  Result<Session> session(const std::string& token, const std::string& device, bool used = true);
  void signOut(const std::string& token);
  /// Re-authenticates for a signature {account, password}. First of a session: both; within 15 minutes the password alone.
  /// With another account that person signs and acts with their own rights; the session only lends them its screen, and the
  /// device says so, with that person's id: an account's name is not for the record. SIGNATURE_WRONG, TOO_MANY_TRIES.
  Result<Signer> confirm(const std::string& token, const Session& session, const Json& signature);
  /// The showcase's accounts, labelled fictitious: {account, person, role, org}.
  std::vector<std::pair<std::string, PersonId>> showcaseAccounts();
  /// The caller a person acts as: organisation, site, roles and permissions from the identity room.
  static Caller callerOf(Db& db, const PersonId& person, const std::string& device);

 private:
  Result<Session> describe(Db& db, const std::string& account, const PersonId& person, const std::string& device);
  /// Ok when account and password belong together; `wrong` otherwise, TOO_MANY_TRIES after five failures in a minute.
  Verdict authenticate(const std::string& account, const std::string& password, const char* wrong, PersonId* person);
  bool passwordMatches(const std::string& account, const std::string& password, PersonId* person);
  bool mayTry(const std::string& account);

  Desk& desk_;
  const Clock& clock_;
  std::mutex lock_;  // one try at a time: five means five, and a hash takes 64 MiB
  std::map<std::string, std::vector<Instant>> failures_;
};

}  // namespace isotrail
