#pragma once
// `isotrail serve` as a process of its own, to be asked, killed and started again.
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "platform/http/test_client.h"

namespace isotrail::test {

using Environment = std::vector<std::pair<std::string, std::string>>;

class Served {
 public:
  /// `home`: the folder it runs in, where its outputs are kept. Nothing is started yet.
  Served(std::string binary, std::filesystem::path home, std::string db, Environment environment = {});
  ~Served();
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  /// Starts it without waiting until it answers.
  void spawn();
  /// Starts it, unless it runs, and waits until it answers. False when it ended instead; said() has its words.
  bool start();
  bool running() const { return pid_ != 0; }
  pid_t pid() const { return pid_; }
  /// Sends the signal and waits for the end; answers the wait status.
  int end(int signal);
  unsigned short port() const { return port_; }
  /// What it wrote to standard error.
  std::string said() const;

  /// One request on a connection of its own; status 0 when none came.
  http::Answer ask(const std::string& bytes) const;
  http::Answer post(const std::string& path, const std::string& body, const std::string& headers = "") const;
  /// The session's token. Throws std::runtime_error when signing in is refused.
  std::string signIn(const std::string& account, const std::string& password) const;

 private:
  bool ended();

  std::string binary_, db_;
  std::filesystem::path home_, out_, err_;
  Environment environment_;
  pid_t pid_ = 0;
  unsigned short port_ = 0;
};

std::string postRequest(const std::string& path, const std::string& body, const std::string& headers = "");

}  // namespace isotrail::test
