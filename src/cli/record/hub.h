#pragma once
// A hub over HTTP, signed in.
#include "node/sync/self.h"
#include "platform/http/ask.h"

namespace isotrail::cli {

class HttpHub final : public sync::Hub {
 public:
  /// Signs in. BAD_CREDENTIALS and what else the hub says; HUB_UNREACHABLE, HUB_ANSWER.
  static Result<std::unique_ptr<HttpHub>> signIn(http::Asker asker, const std::string& account, const std::string& password);

  Result<Json> get(const std::string& target) override;
  Result<Json> command(const std::string& name, const std::string& id, const Json& body) override;

 private:
  explicit HttpHub(http::Asker asker) : asker_(std::move(asker)) {}
  Result<Json> ask(std::string_view method, const std::string& target, http::Fields headers, const std::string& body);
  http::Asker asker_;
  std::string token_;
};

}  // namespace isotrail::cli
