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

class Accounts {
 public:
  Accounts(Desk& desk, const Clock& real_clock) : desk_(desk), clock_(real_clock) {}

  /// Adds or changes an account for a registered person. `showcase` marks it as fictitious. BAD_VALUE when the password is
  /// shorter than 8 characters.
  Verdict set(const std::string& account, const PersonId& person, const std::string& password, bool showcase);
  /// BAD_CREDENTIALS without saying which part; TOO_MANY_TRIES after five failures in a minute.
  Result<Session> signIn(const std::string& account, const std::string& password, const std::string& device);
  /// NO_SESSION or SESSION_EXPIRED (12 h, or 2 h unused).
  Result<Session> session(const std::string& token, const std::string& device);
  void signOut(const std::string& token);
  /// Re-authenticates for a signature. First of a session: account and password; within 15 minutes the password alone.
  Result<SigningPerson> confirm(const std::string& token, const Session& session, const Json& signature);
  /// The showcase's accounts, labelled fictitious: {account, person, role, org}.
  std::vector<std::pair<std::string, PersonId>> showcaseAccounts();
  /// The caller a person acts as: organisation, site, roles and permissions from the identity room.
  static Caller callerOf(Db& db, const PersonId& person, const std::string& device);

 private:
  Result<Session> describe(Db& db, const std::string& account, const PersonId& person, const std::string& device);
  bool passwordMatches(const std::string& account, const std::string& password, PersonId* person);
  bool mayTry(const std::string& account);
  void noteFailure(const std::string& account);

  Desk& desk_;
  const Clock& clock_;
  std::mutex lock_;
  std::map<std::string, std::vector<Instant>> failures_;
};

}  // namespace isotrail
