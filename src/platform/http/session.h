#pragma once
// Private to session.cpp and server.cpp: one connection, from its first byte to its last.
#include "platform/http/io.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <chrono>

#include "platform/http/http.h"

namespace isotrail::http {

using std::chrono::milliseconds;

/// One connection. Everything runs on its strand; only workers' functions run elsewhere, while the coroutine waits.
class Session : public std::enable_shared_from_this<Session> {
 public:
  /// What sessions share with the server.
  struct House {
    Options options;
    Handler handler;
    std::vector<std::pair<std::string, StreamHandler>> streams;
    net::thread_pool workers;
    std::atomic<bool> stopping{false};
    std::function<void(Session*)> joined_stream;
    std::function<void(Session*)> left;
    explicit House(Options o) : options(std::move(o)), workers(static_cast<std::size_t>(options.workers)) {}
    const StreamHandler* streamFor(const Request& request) const {
      for (const auto& [path, open] : streams)
        if (request.method == "GET" && request.path == path) return &open;
      return nullptr;
    }
  };

  Session(std::unique_ptr<Io> io, House& house, std::string remote, bool welcome)
      : io_(std::move(io)),
        house_(house),
        remote_(std::move(remote)),
        welcome_(welcome),
        limit_(io_->socket().get_executor()),
        pulse_(io_->socket().get_executor()) {}

  net::any_io_executor executor() { return io_->socket().get_executor(); }
  Later<void> serve();
  void wake() {  // on the strand
    woken_ = true;
    pulse_.cancel();
  }
  void stop() {  // on the strand: a request under way is still answered
    if (idle_) cancel();
    wake();
  }

 private:
  enum class Next { answer, refused, gone };

  Later<Next> readRequest(Request& request, Reply& refusal, bool& keep_alive);
  Later<bool> answerOne(const Request& request, bool keep_alive);
  Later<bool> send(const Reply& reply, bool head_only, bool keep_alive);
  Later<bool> sendText(std::string_view head, std::string_view body);
  Later<void> runStream(StreamSource& source);
  Later<void> farewell();
  Later<void> onWorker(std::function<void()> work);
  void report(const std::string& line) { house_.options.report(line); }
  void allow(milliseconds time);
  void allowForEver() {
    ++limit_number_;
    limit_.cancel();
  }
  void cancel() {
    cancelled_ = true;
    error_code ignored;
    io_->socket().cancel(ignored);
  }

  std::unique_ptr<Io> io_;
  House& house_;
  std::string remote_;
  bool welcome_;  // false: one connection too many
  std::string unread_;
  net::steady_timer limit_;
  unsigned limit_number_ = 0;
  bool cancelled_ = false;
  bool idle_ = false;
  net::steady_timer pulse_;
  bool woken_ = false;
};

}  // namespace isotrail::http
