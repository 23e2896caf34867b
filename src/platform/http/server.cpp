// The listening socket, the threads, and all connections together.
#include "platform/http/session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdio>
#include <mutex>
#include <set>
#include <thread>

#include "base/check.h"

namespace isotrail::http {
namespace {

constexpr milliseconds kAcceptPause{100};  // when the process is out of descriptors

}  // namespace

class Server::Core {
 public:
  explicit Core(Options options);
  void run();
  void stop();
  void wake();

  net::io_context io;
  std::unique_ptr<TlsIdentity> tls;  // none: plain
  tcp::acceptor acceptor{net::make_strand(io)};
  unsigned short port = 0;  // kept: the acceptor forgets it when it closes
  net::steady_timer grace{io};
  std::mutex lock;  // guards the two sets
  std::set<Session*> sessions;
  std::set<Session*> streams;
  std::atomic<bool> waking{false};
  Session::House house;  // last: its workers end before what they use goes

 private:
  void bind();
  Later<void> accept();
  void open(tcp::socket socket);
  void each(std::set<Session*> Core::*which, void (Session::*what)());
  void left(Session* session);
};

Server::Core::Core(Options options) : house(std::move(options)) {
  if (!house.options.report) house.options.report = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  house.handler = [](const Request&) { return problem(404, "NOT_FOUND", "There is nothing here."); };
  house.joined_stream = [this](Session* s) {
    const std::lock_guard held(lock);
    streams.insert(s);
  };
  house.left = [this](Session* s) { left(s); };
  if (!house.options.certificate.empty()) {
    try {
      tls = std::make_unique<TlsIdentity>(house.options.certificate, house.options.key);
    } catch (const std::exception& e) {
      throw Fault("TLS", "certificate " + house.options.certificate + " or its key: " + e.what());
    }
  }
  bind();
}

void Server::Core::bind() {
  try {
    const tcp::endpoint endpoint(net::ip::make_address(house.options.address), house.options.port);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    port = acceptor.local_endpoint().port();
  } catch (const std::exception& e) {
    throw Fault("LISTEN", house.options.address + ":" + std::to_string(house.options.port) + ": " + e.what());
  }
}

Later<void> Server::Core::accept() {
  net::steady_timer pause(io);
  while (!house.stopping) {
    error_code error;
    tcp::socket socket = co_await acceptor.async_accept(net::make_strand(io), net::redirect_error(net::use_awaitable, error));
    if (!error) {
      open(std::move(socket));
    } else if (acceptor.is_open()) {
      pause.expires_after(kAcceptPause);
      co_await pause.async_wait(net::use_awaitable);
    }
  }
}

void Server::Core::open(tcp::socket socket) {
  error_code gone;
  const auto peer = socket.remote_endpoint(gone);
  socket.set_option(tcp::no_delay(true), gone);
  if (gone) return;
  std::unique_ptr<Io> bytes = tls ? tls->io(std::move(socket)) : plainIo(std::move(socket));
  std::unique_lock held(lock);
  if (sessions.size() >= 2 * house.options.max_connections) return;  // not even a refusal
  const bool welcome = sessions.size() < house.options.max_connections;
  const auto session = std::make_shared<Session>(std::move(bytes), house, peer.address().to_string(), welcome);
  sessions.insert(session.get());
  held.unlock();
  net::co_spawn(
      session->executor(), [session] { return session->serve(); }, net::detached);
}

void Server::Core::left(Session* session) {
  const std::lock_guard held(lock);
  streams.erase(session);
  sessions.erase(session);
  if (house.stopping && sessions.empty()) io.stop();
}

void Server::Core::each(std::set<Session*> Core::*which, void (Session::*what)()) {
  const std::lock_guard held(lock);
  for (Session* s : this->*which)
    net::post(s->executor(), [weak = s->weak_from_this(), what] {
      if (const auto self = weak.lock()) ((*self).*what)();
    });
}

void Server::Core::wake() {
  if (waking.exchange(true)) return;
  net::post(io, [this] {
    waking = false;
    each(&Core::streams, &Session::wake);
  });
}

void Server::Core::stop() {
  if (house.stopping.exchange(true)) return;
  net::post(acceptor.get_executor(), [this] {
    error_code ignored;
    acceptor.close(ignored);
    {
      const std::lock_guard held(lock);
      if (sessions.empty()) io.stop();
    }
    each(&Core::sessions, &Session::stop);
    grace.expires_after(house.options.stop_grace);
    grace.async_wait([this](error_code) { io.stop(); });
  });
}

void Server::Core::run() {
  net::co_spawn(acceptor.get_executor(), accept(), net::detached);
  std::vector<std::thread> others;
  for (int i = 1; i < house.options.threads; ++i) others.emplace_back([this] { io.run(); });
  io.run();
  for (auto& thread : others) thread.join();
  house.workers.stop();  // a handler under way ends; those still waiting for a worker have nobody to answer
  house.workers.join();
}

Server::Server(Options options) : core_(std::make_unique<Core>(std::move(options))) {}
Server::~Server() = default;
void Server::handle(Handler handler) { core_->house.handler = std::move(handler); }
void Server::stream(std::string path, StreamHandler handler) { core_->house.streams.emplace_back(std::move(path), std::move(handler)); }
void Server::run() { core_->run(); }
void Server::stop() { core_->stop(); }
void Server::wake() { core_->wake(); }
unsigned short Server::port() const { return core_->port; }

}  // namespace isotrail::http
