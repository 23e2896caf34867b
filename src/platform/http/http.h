#pragma once
// HTTP/1.1 for blocking handlers: two I/O threads carry the bytes, four workers run the handlers.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isotrail::http {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // as sent; HEAD arrives as GET with `head` set, the server leaves the body out
  bool head = false;
  std::string target;  // as sent, "/api/v1/board?lang=pt"
  std::string path;    // percent-decoded, begins with '/'
  Fields query;        // decoded ('+' is a space), in the order sent
  Fields headers;      // in the order sent
  std::string body;
  std::string remote;  // the peer's address without port

  // All answer "" for what is absent, and the first of several.
  const std::string& header(std::string_view name) const;  // names in any case
  const std::string& param(std::string_view name) const;
  std::string cookie(std::string_view name) const;
  bool hasParam(std::string_view name) const;
};

struct Reply {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  /// Further headers. Without a Cache-Control the server says no-store: answers carry patients' data.
  Fields headers;
  /// Sent instead of `body`, without a copy: bytes that live as long as the program.
  std::span<const unsigned char> fixed;
};

/// RFC 9457 {type,title,status,detail,code} with the status's reason phrase as title; `detail` is plain English.
Reply problem(int status, std::string_view code, std::string_view detail);
/// "Not Found" for 404; "Unknown" for a number without a phrase.
std::string_view reasonPhrase(int status);

/// Called on a worker, may block. What it throws becomes a 500 and goes to Options::report.
using Handler = std::function<Reply(const Request&)>;

/// What a client that keeps its stream open still has to hear. Destroyed when the client is gone.
class StreamSource {
 public:
  virtual ~StreamSource() = default;
  /// What is there to say now, as Server-Sent Events text, or "". Called on a worker, never twice at a time: after
  /// Server::wake(), every second, and again at once while it had something to say and the client took it. Answers at most
  /// Options::max_stream_text bytes and keeps its place; a longer answer closes the stream, and so does a throw.
  virtual std::string poll() = 0;
  /// True when what poll() last said was the last; the server then closes the stream.
  virtual bool ended() const { return false; }
};
/// Called on a worker. Without a source, `refusal` is the answer.
using StreamHandler = std::function<std::unique_ptr<StreamSource>(const Request&, Reply& refusal)>;

/// One event's text: id and event lines are left out when empty, data may have several lines.
std::string sseEvent(std::string_view id, std::string_view event, std::string_view data);
/// Where a stream resumes: the Last-Event-ID header (a reconnecting browser's), else ?after=, else 0. Nothing when that is
/// no number from 0 up.
std::optional<std::int64_t> resumeAfter(const Request& request);

struct Options {
  std::string address = "127.0.0.1";
  unsigned short port = 8080;  // 0: any free port
  int threads = 2;             // for bytes
  int workers = 4;             // for handlers
  std::size_t max_header = 16 * 1024;
  std::size_t max_body = 4 * 1024 * 1024;
  std::size_t max_stream_text = 1024 * 1024;
  std::size_t max_connections = 2000;               // more are answered 503
  std::chrono::milliseconds read_timeout{15'000};   // a request, from its first byte to its last
  std::chrono::milliseconds idle_timeout{75'000};   // between requests
  std::chrono::milliseconds write_timeout{30'000};  // for each 64 KiB
  std::chrono::milliseconds stop_grace{5'000};      // for requests under way when stop() is called
  std::string certificate;                          // PEM chain; with `key`, the server speaks TLS 1.2 and later only
  std::string key;                                  // PEM
  std::function<void(const std::string&)> report;   // one line per failed handler; from any thread. Default: stderr.
};

class Server {
 public:
  /// Binds. Throws Fault LISTEN (address taken or unknown) or TLS (certificate or key unusable).
  explicit Server(Options options);
  ~Server();

  // Before run().
  void handle(Handler handler);
  /// GET requests for exactly `path` open a stream.
  void stream(std::string path, StreamHandler handler);

  /// Serves until stop(); takes the calling thread as one of the I/O threads.
  void run();
  // From any thread.
  void stop();
  void wake();  // there may be something new for the streams; cheap, many calls become one round
  unsigned short port() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace isotrail::http
