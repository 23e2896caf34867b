#include <libpq-fe.h>
#include <poll.h>

#include <atomic>
#include <thread>

#include "base/check.h"
#include "platform/postgres/door.h"

namespace isotrail {

using namespace std::chrono_literals;

class CommitWatch::Listener {
 public:
  Listener(std::string uri, std::function<void()> hint) : uri_(std::move(uri)), hint_(std::move(hint)), thread_([this] { listen(); }) {}
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() {
    stop_ = true;
    thread_.join();
  }

 private:
  void listen() {
    postgres::Connection connection;
    while (!stop_) {
      if (connection && PQstatus(connection.get()) == CONNECTION_OK)
        hear(connection.get());
      else
        connection = again();
    }
  }
  /// A new connection, or none after a pause.
  postgres::Connection again() {
    try {
      postgres::Connection connection = postgres::dial(uri_);
      const postgres::Answer answer(PQexec(connection.get(), "LISTEN isotrail"));
      hint_();  // what was missed meanwhile
      return connection;
    } catch (const Fault&) {  // whoever writes reports the loss; hints alone are no news
      for (int i = 0; i < 10 && !stop_; ++i) std::this_thread::sleep_for(100ms);
      return nullptr;
    }
  }
  void hear(PGconn* connection) {
    pollfd ready{PQsocket(connection), POLLIN, 0};
    if (::poll(&ready, 1, 100) <= 0) return;
    PQconsumeInput(connection);
    bool heard = false;
    while (auto* notification = PQnotifies(connection)) {
      PQfreemem(notification);
      heard = true;
    }
    if (heard) hint_();
  }

  std::string uri_;
  std::function<void()> hint_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

CommitWatch::CommitWatch(std::string uri, std::function<void()> hint) : listener_(std::make_unique<Listener>(std::move(uri), std::move(hint))) {}
CommitWatch::~CommitWatch() = default;

}  // namespace isotrail
