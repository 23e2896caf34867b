#pragma once
// For tests of the server: a node on a database of its own, a maker in the mainland and a hospital in Macao with people and
// accounts, served on a free port of 127.0.0.1. Every name is made up; each account's password is "correct horse".
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "node/node.h"
#include "platform/http/test_client.h"
#include "server/app.h"
#include "server/live/stream.h"
#include "tests/support/fixture.h"

namespace isotrail::server {

inline constexpr const char* kTestPassword = "correct horse";

/// A folder that goes with the test.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

class House {
 protected:
  House();
  ~House();

  /// Starts the server; call after options were set.
  void open(AppOptions options = {});
  unsigned short port() const { return server_->server.port(); }
  http::Client client() const { return http::Client(port()); }

  http::Answer send(const std::string& method, const std::string& path, const std::string& headers = "", const std::string& body = "");
  http::Answer get(const std::string& path, const std::string& token = "", const std::string& headers = "");
  /// A command with a fresh id, unless `headers` brings one.
  http::Answer command(const std::string& path, const std::string& body, const std::string& token, const std::string& headers = "");
  /// Signs in and answers the token, making the account when it is asked for the first time; he.yun has one from the start.
  std::string signIn(const std::string& account);
  std::int64_t entries();
  static Json json(const http::Answer& answer);
  /// "409 STALE_VERSION", for one line of expectation.
  static std::string verdict(const http::Answer& answer);

  /// Straight to the desk, as the node's operator. For setting the scene.
  void must(const std::string& command, Json body);
  /// A product with its approval in Macao, and order ORD-01 of dr.fong for patient P-01 at 09:15.
  void orders();
  Json order(const char* id, const char* inject_at = "2025-12-17T09:15:00+08:00");
  void account(const std::string& person);  // a hash takes 0.1 s, so only those a test needs
  void person(const std::string& id, const std::string& org, std::initializer_list<const char*> roles);

  TestFolder folder_;
  test::SetClock clock_;
  std::unique_ptr<Node> node_;
  std::unique_ptr<App> app_;
  std::unique_ptr<http::RunningServer> server_;
  int commands_ = 0;
  std::set<std::string> accounts_;
};

}  // namespace isotrail::server
