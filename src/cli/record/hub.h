#pragma once
// Another node over HTTP: a hub to exchange with, a record to read.
#include "cli/invocation.h"
#include "cli/output.h"
#include "node/sync/self.h"
#include "platform/http/ask.h"

namespace isotrail::cli {

class HttpHub final : public sync::Hub {
 public:
  /// Signs in. BAD_CREDENTIALS and what else the hub says; HUB_UNREACHABLE, HUB_ANSWER.
  static Result<std::unique_ptr<HttpHub>> signIn(http::Asker asker, const std::string& account, const std::string& password);
  /// Asks as anybody may, without an account.
  explicit HttpHub(http::Asker asker) : asker_(std::move(asker)) {}

  Result<Json> get(const std::string& target) override;
  Result<Json> command(const std::string& name, const std::string& id, const Json& body) override;
  /// The bytes at a path from the server's root. Refusals as it tells them; HUB_UNREACHABLE, HUB_ANSWER.
  Result<std::string> fetch(const std::string& path);

 private:
  Result<Json> ask(std::string_view method, const std::string& target, http::Fields headers, const std::string& body);
  http::Asker asker_;
  std::string token_;
};

/// The server at `address`, signed in with the account and the password that are given or asked for; as anybody without an account.
/// BAD_VALUE, PASSWORD_NEEDED and what signing in says.
Result<std::unique_ptr<HttpHub>> hubOf(const Invocation& in, const std::string& address, Output& out);

}  // namespace isotrail::cli
