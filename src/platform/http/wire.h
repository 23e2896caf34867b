#pragma once
// Between the server's sockets and http.h: requests from bytes, replies to bytes. No sockets here.
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "platform/http/http.h"

namespace isotrail::http {

/// One request after the other out of a connection's bytes.
class RequestParser {
 public:
  enum class State { reading, done, refused };

  RequestParser(std::size_t max_header, std::size_t max_body);
  ~RequestParser();

  /// Takes what belongs to this request off the front of `bytes`; what follows it stays.
  State feed(std::string& bytes);
  /// True while the client waits for "100 Continue" before it sends the body.
  bool expectsContinue() const;
  bool keepAlive() const;  // when done
  Request take();          // when done; once
  const Reply& refusal() const { return refusal_; }

 private:
  struct Beast;
  State refuse(int status, std::string_view code, std::string_view detail);
  State check();

  std::unique_ptr<Beast> beast_;
  Request request_;
  Reply refusal_;
  State state_ = State::reading;
};

/// Splits and decodes an origin-form or absolute-form target into path and query. False when an escape is broken, a NUL is
/// hidden in it or it is no path.
bool decodeTarget(std::string_view target, Request& request);

/// Status line and headers up to and with the empty line. Throws Bug when a header of the reply could break out of its line.
std::string replyHead(const Reply& reply, bool keep_alive);
std::string streamHead();
inline std::string_view content(const Reply& reply) {
  if (reply.fixed.empty()) return reply.body;
  return {reinterpret_cast<const char*>(reply.fixed.data()), reply.fixed.size()};
}

}  // namespace isotrail::http
