#include "platform/http/session.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

#include "platform/http/wire.h"

namespace isotrail::http {
namespace {

constexpr std::size_t kPiece = 64 * 1024;       // written under one write timeout
constexpr milliseconds kFarewell{2'000};        // for the peer to take the last answer and close
constexpr milliseconds kShortFarewell{300};     // the same while the server stops
constexpr milliseconds kStreamRound{1'000};     // every stream is polled at least this often
constexpr milliseconds kStreamSilence{15'000};  // then a comment, which finds out whether the peer is still there

}  // namespace

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
    if (open)
      source = (*open)(request, own);
    else
      own = house_.handler(request);
    if (!source) (void)replyHead(own, keep_alive);  // a header that breaks its line is the handler's fault, so it is found here
    reply = std::move(own);
  };
  co_await onWorker(std::move(work));
  keep_alive = keep_alive && !house_.stopping;
  if (!source) {
    const bool sent = co_await send(reply, request.head, keep_alive);
    co_return sent&& keep_alive;
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
      if (!taken || source.ended()) break;
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
      if (!open)
        co_await farewell();
      else
        allow(house_.options.idle_timeout);
    }
  } catch (const std::exception& e) {
    report(std::string("http: connection: ") + e.what());
  }
  allowForEver();
  error_code ignored;
  io_->socket().close(ignored);
  house_.left(this);
}

}  // namespace isotrail::http
