// Sockets, TLS and time limits: the single file that knows Asio. Coroutines carry bytes through the small interface Io,
// so plain and TLS connections share one compiled session.
// A co_await stands alone in its statement, never as an operand of && || ?:, for what g++ 12 makes of those crashes.
#include <utility>  // first: Boost 1.74 uses std::exchange without it

#if defined(__SANITIZE_THREAD__)
#define BOOST_ASIO_DISABLE_FENCED_BLOCK  // the thread sanitizer does not know fences; mutexes order everything already
#endif
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <set>
#include <thread>

#include "base/check.h"
#include "platform/http/http.h"
#include "platform/http/wire.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // g++ 12 false alarm in Boost 1.74 coroutine frames
#endif

namespace isotrail::http {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;
using std::chrono::milliseconds;
template <class T>
using Later = net::awaitable<T>;

constexpr std::size_t kPiece = 64 * 1024;     // written under one write timeout
constexpr milliseconds kFarewell{2'000};      // for the peer to take the last answer and close
constexpr milliseconds kShortFarewell{300};   // the same while the server stops
constexpr milliseconds kStreamRound{1'000};   // every stream is polled at least this often
constexpr milliseconds kStreamSilence{15'000}; // then a comment, which finds out whether the peer is still there
constexpr milliseconds kAcceptPause{100};     // when the process is out of descriptors

/// A connection's bytes. Reads and writes answer 0 or false when the connection is gone or cancel() was called.
class Io {
 public:
  virtual ~Io() = default;
  virtual Later<bool> start() = 0;
  virtual Later<std::size_t> read(char* into, std::size_t size) = 0;
  virtual Later<bool> write(std::string_view head, std::string_view body) = 0;
  virtual Later<void> finish() = 0;  // says that no more will come
  virtual tcp::socket& socket() = 0;
};

std::array<net::const_buffer, 2> pieces(std::string_view head, std::string_view body) {
  return {net::const_buffer(head.data(), head.size()), net::const_buffer(body.data(), body.size())};
}

template <class Stream>
class StreamIo : public Io {
 public:
  template <class... Args>
  explicit StreamIo(Args&&... args) : stream_(std::forward<Args>(args)...) {}

  Later<std::size_t> read(char* into, std::size_t size) override {
    error_code error;
    const std::size_t count = co_await stream_.async_read_some(net::buffer(into, size), net::redirect_error(net::use_awaitable, error));
    co_return error ? 0 : count;
  }
  Later<bool> write(std::string_view head, std::string_view body) override {
    error_code error;
    co_await net::async_write(stream_, pieces(head, body), net::redirect_error(net::use_awaitable, error));
    co_return !error;
  }

 protected:
  Stream stream_;
};

class PlainIo final : public StreamIo<tcp::socket> {
 public:
  using StreamIo::StreamIo;
  tcp::socket& socket() override { return stream_; }
  Later<bool> start() override { co_return true; }
  Later<void> finish() override {
    error_code ignored;
    stream_.shutdown(tcp::socket::shutdown_send, ignored);
    co_return;
  }
};

class TlsIo final : public StreamIo<net::ssl::stream<tcp::socket>> {
 public:
  using StreamIo::StreamIo;
  tcp::socket& socket() override { return stream_.next_layer(); }
  Later<bool> start() override {
    error_code error;
    co_await stream_.async_handshake(net::ssl::stream_base::server, net::redirect_error(net::use_awaitable, error));
    co_return !error;
  }
  Later<void> finish() override {
    error_code ignored;
    co_await stream_.async_shutdown(net::redirect_error(net::use_awaitable, ignored));
    socket().shutdown(tcp::socket::shutdown_send, ignored);
  }
};

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
      : io_(std::move(io)), house_(house), remote_(std::move(remote)), welcome_(welcome), limit_(io_->socket().get_executor()),
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

/// From now on the connection's operations may take `time`; then they are cancelled.
void Session::allow(milliseconds time) {
  const unsigned number = ++limit_number_;
  limit_.expires_after(time);
  limit_.async_wait([weak = weak_from_this(), number](error_code error) {
    const auto self = weak.lock();
    // A limit that ran out while the next one was being set is not the next one's.
    if (self && !error && number == self->limit_number_) self->cancel();
  });
}

/// Runs `work` on a worker and comes back to the strand. `work` may refer to the coroutine's locals: they outlive it.
Later<void> Session::onWorker(std::function<void()> work) {
  auto start = [this, work = std::move(work)](auto done) mutable {
    auto strand = net::make_work_guard(executor());
    net::post(house_.workers, [this, work = std::move(work), done = std::move(done), strand = std::move(strand)]() mutable {
      try {
        work();
      } catch (const std::exception& e) {
        report(std::string("http: ") + e.what());
      } catch (...) {
        report("http: a handler threw what is no exception");
      }
      net::post(strand.get_executor(), std::move(done));
    });
  };
  co_await net::async_initiate<const net::use_awaitable_t<>&, void()>(std::move(start), net::use_awaitable);
}

Later<Session::Next> Session::readRequest(Request& request, Reply& refusal, bool& keep_alive) {
  RequestParser parser(house_.options.max_header, house_.options.max_body);
  bool begun = false;
  bool continued = false;
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    while (!begun && unread_.rfind("\r\n", 0) == 0) unread_.erase(0, 2);  // RFC 9112, section 2.2: empty lines before it
    if (!unread_.empty()) {
      if (!begun) allow(house_.options.read_timeout);
      begun = true;
      const auto state = parser.feed(unread_);
      if (state == RequestParser::State::refused) {
        refusal = parser.refusal();
        co_return Next::refused;
      }
      if (state == RequestParser::State::done) break;
      if (parser.expectsContinue() && !std::exchange(continued, true)) co_await io_->write("HTTP/1.1 100 Continue\r\n\r\n", {});
    }
    idle_ = !begun;
    std::size_t count = 0;
    if (!cancelled_ && !(idle_ && house_.stopping)) count = co_await io_->read(buffer.data(), buffer.size());
    idle_ = false;
    if (count == 0 && begun && cancelled_) {
      refusal = problem(408, "REQUEST_TIMEOUT", "The request did not arrive in time.");
      co_return Next::refused;
    }
    if (count == 0) co_return Next::gone;
    unread_.append(buffer.data(), count);
  }
  keep_alive = parser.keepAlive();
  request = parser.take();
  request.remote = remote_;
  co_return Next::answer;
}

Later<bool> Session::sendText(std::string_view head, std::string_view body) {
  bool fine = !cancelled_;
  while (fine && !(head.empty() && body.empty())) {
    allow(house_.options.write_timeout);
    const std::string_view piece = body.substr(0, kPiece);
    fine = co_await io_->write(head, piece);
    fine = fine && !cancelled_;
    head = {};
    body.remove_prefix(piece.size());
  }
  co_return fine;
}

Later<bool> Session::send(const Reply& reply, bool head_only, bool keep_alive) {
  const bool bodiless = head_only || reply.status == 204 || reply.status == 304;
  const std::string head = replyHead(reply, keep_alive);
  const std::string_view body = bodiless ? std::string_view() : content(reply);
  const bool sent = co_await sendText(head, body);
  co_return sent;
}

/// Answers true when the connection may carry another request.
Later<bool> Session::answerOne(const Request& request, bool keep_alive) {
  Reply reply = problem(500, "INTERNAL", "The server made a mistake; nothing was written.");
  std::unique_ptr<StreamSource> source;
  const StreamHandler* open = house_.streamFor(request);
  allowForEver();  // the handler's time is its own affair
  std::function<void()> work = [&] {
    Reply own;
    if (open) source = (*open)(request, own);
    else own = house_.handler(request);
    if (!source) (void)replyHead(own, keep_alive);  // a header that breaks its line is the handler's fault, so it is found here
    reply = std::move(own);
  };
  co_await onWorker(std::move(work));
  keep_alive = keep_alive && !house_.stopping;
  if (!source) {
    const bool sent = co_await send(reply, request.head, keep_alive);
    co_return sent && keep_alive;
  }
  const std::string head = streamHead();
  const bool sent = co_await sendText(head, {});
  if (sent && !request.head) co_await runStream(*source);
  co_return false;
}

Later<void> Session::runStream(StreamSource& source) {
  using Time = std::chrono::steady_clock;
  house_.joined_stream(this);
  auto spoke = Time::now();
  while (!house_.stopping && !cancelled_) {
    woken_ = false;
    allowForEver();
    bool fine = false;
    std::string text;
    std::function<void()> work = [&] {
      text = source.poll();
      fine = text.size() <= house_.options.max_stream_text;
      if (!fine) report("http: a stream had " + std::to_string(text.size()) + " bytes to say at once; closed");
    };
    co_await onWorker(std::move(work));
    if (!fine) break;
    if (text.empty() && Time::now() - spoke >= kStreamSilence) text = ":\n\n";
    if (!text.empty()) {
      // While the peer does not take this, nothing more is asked for: a slow reader holds one text, not a queue.
      const bool taken = co_await sendText(text, {});
      if (!taken) break;
      spoke = Time::now();
      continue;
    }
    if (woken_ || house_.stopping) continue;
    error_code ignored;
    pulse_.expires_after(kStreamRound);
    co_await pulse_.async_wait(net::redirect_error(net::use_awaitable, ignored));
  }
}

/// Closing with unread bytes would reset the connection and take the last answer with it: so the rest is read and dropped.
Later<void> Session::farewell() {
  cancelled_ = false;
  allow(house_.stopping ? kShortFarewell : kFarewell);
  co_await io_->finish();
  std::array<char, 16 * 1024> buffer;
  std::size_t count = 1;
  while (count > 0 && !cancelled_) count = co_await io_->read(buffer.data(), buffer.size());
}

Later<void> Session::serve() {
  const auto self = shared_from_this();
  try {
    allow(house_.options.read_timeout);
    bool open = co_await io_->start();
    while (open) {
      Request request;
      Reply refusal;
      bool keep_alive = false;
      const Next next = co_await readRequest(request, refusal, keep_alive);
      if (next == Next::gone) break;
      if (next == Next::answer && !welcome_) refusal = problem(503, "BUSY", "Too many connections; try again in a moment.");
      if (next == Next::refused || !welcome_) {
        cancelled_ = false;  // a request that took too long is still told so
        co_await send(refusal, false, false);
        open = false;
      } else {
        open = co_await answerOne(request, keep_alive);
      }
      if (!open) co_await farewell();
      else allow(house_.options.idle_timeout);
    }
  } catch (const std::exception& e) {
    report(std::string("http: connection: ") + e.what());
  }
  allowForEver();
  error_code ignored;
  io_->socket().close(ignored);
  house_.left(this);
}

}  // namespace

class Server::Core {
 public:
  explicit Core(Options options);
  void run();
  void stop();
  void wake();

  net::io_context io;
  net::ssl::context tls{net::ssl::context::tls_server};
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
      tls.set_options(net::ssl::context::default_workarounds | net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1);
      tls.use_certificate_chain_file(house.options.certificate);
      tls.use_private_key_file(house.options.key, net::ssl::context::pem);
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
  std::unique_ptr<Io> bytes;
  if (house.options.certificate.empty()) bytes = std::make_unique<PlainIo>(std::move(socket));
  else bytes = std::make_unique<TlsIo>(std::move(socket), tls);
  std::unique_lock held(lock);
  if (sessions.size() >= 2 * house.options.max_connections) return;  // not even a refusal
  const bool welcome = sessions.size() < house.options.max_connections;
  const auto session = std::make_shared<Session>(std::move(bytes), house, peer.address().to_string(), welcome);
  sessions.insert(session.get());
  held.unlock();
  net::co_spawn(session->executor(), [session] { return session->serve(); }, net::detached);
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
