#pragma once
// For tests: a server on a free port of 127.0.0.1, and a client that sends exactly the bytes it is told.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/http.h"

namespace isotrail::http {

using std::chrono::milliseconds;

struct Answer {
  int status = 0;  // 0: none came
  std::string head;
  std::string body;
  /// The value of a header as the server spells its name, or "".
  std::string header(const std::string& name) const {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const std::size_t from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
  }
  std::string statusLine() const { return head.substr(0, head.find("\r\n")); }
};

class Client {
 public:
  explicit Client(unsigned short port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("cannot connect");
  }
  ~Client() { ::close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  int fd() const { return fd_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  /// Reads once; false at the end of the connection or when nothing came in time.
  bool receive(milliseconds within) {
    pollfd ready{fd_, POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(within.count())) <= 0) return false;
    char buffer[65536];
    const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
    ended_ = n <= 0;
    if (n > 0) text_.append(buffer, static_cast<std::size_t>(n));
    return n > 0;
  }
  /// Reads until `text` has come; answers everything read so far and forgets it.
  std::string receiveUntil(std::string_view text, milliseconds within = milliseconds(5000)) {
    const auto end = std::chrono::steady_clock::now() + within;
    while (text_.find(text) == std::string::npos) {
      const auto left = std::chrono::duration_cast<milliseconds>(end - std::chrono::steady_clock::now());
      if (left.count() <= 0 || !receive(left)) break;
    }
    return std::exchange(text_, {});
  }
  Answer answer(bool head_only = false, milliseconds within = milliseconds(5000)) {
    Answer a;
    while (text_.find("\r\n\r\n") == std::string::npos)
      if (!receive(within)) return a;
    a.head = text_.substr(0, text_.find("\r\n\r\n") + 4);
    text_.erase(0, a.head.size());
    a.status = std::stoi(a.head.substr(9, 3));
    const std::string length = a.header("Content-Length");
    const std::size_t size = head_only || length.empty() ? 0 : std::stoul(length);
    while (text_.size() < size)
      if (!receive(within)) break;
    a.body = text_.substr(0, size);
    text_.erase(0, a.body.size());
    return a;
  }
  Answer ask(std::string_view bytes) {
    send(bytes);
    return answer();
  }
  /// True when the server ends the connection in time, having sent nothing more.
  bool closed(milliseconds within = milliseconds(3000)) {
    while (receive(within)) {
    }
    return ended_ && text_.empty();
  }

 private:
  int fd_;
  std::string text_;
  bool ended_ = false;
};

inline std::string get(const std::string& target, const std::string& headers = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n";
}

class RunningServer {
 public:
  static Options quick() {
    Options o;
    o.port = 0;
    return o;
  }
  explicit RunningServer(Options options) : server(noted(std::move(options))) {}
  ~RunningServer() { stop(); }
  void start() {
    thread_ = std::thread([this] { server.run(); });
  }
  void stop() {
    server.stop();
    if (thread_.joinable()) thread_.join();
  }
  std::vector<std::string> reports() {
    const std::lock_guard held(lock_);
    return reports_;
  }

 private:
  Options noted(Options options) {
    options.report = [this](const std::string& line) {
      const std::lock_guard held(lock_);
      reports_.push_back(line);
    };
    return options;
  }
  std::mutex lock_;
  std::vector<std::string> reports_;
  std::thread thread_;

 public:
  Server server;  // last: it reports into what stands above
};

}  // namespace isotrail::http
