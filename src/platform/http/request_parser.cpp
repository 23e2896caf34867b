// Beast reads HTTP/1; it sees bytes only, never a socket. The single file that knows it.
#include <utility>  // first: Boost 1.74 uses std::exchange without it

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>

#include "platform/http/wire.h"

namespace isotrail::http {
namespace beast = boost::beast;

struct RequestParser::Beast {
  beast::http::request_parser<beast::http::string_body> parser;
};

namespace {

template <class View>
std::string text(const View& v) {
  return std::string(v.data(), v.size());
}

bool chunkedOnly(beast::string_view transfer_encoding) { return beast::iequals(transfer_encoding, "chunked"); }

}  // namespace

RequestParser::RequestParser(std::size_t max_header, std::size_t max_body) : beast_(std::make_unique<Beast>()) {
  beast_->parser.eager(true);
  beast_->parser.header_limit(static_cast<std::uint32_t>(max_header));
  beast_->parser.body_limit(max_body);
}
RequestParser::~RequestParser() = default;

RequestParser::State RequestParser::refuse(int status, std::string_view code, std::string_view detail) {
  refusal_ = problem(status, code, detail);
  return state_ = State::refused;
}

RequestParser::State RequestParser::feed(std::string& bytes) {
  namespace http1 = beast::http;
  if (state_ != State::reading) return state_;
  auto& parser = beast_->parser;
  beast::error_code error;
  std::size_t taken = 0;
  while (taken < bytes.size() && !parser.is_done() && !error) {
    const std::size_t step = parser.put(boost::asio::buffer(bytes.data() + taken, bytes.size() - taken), error);
    taken += step;
    if (step == 0) break;
  }
  bytes.erase(0, taken);
  if (error == http1::error::header_limit) return refuse(431, "HEADERS_TOO_LARGE", "The request's headers are longer than this server accepts.");
  if (error == http1::error::body_limit || error == http1::error::buffer_overflow)
    return refuse(413, "TOO_LARGE", "The request's body is longer than this server accepts.");
  if (error && error != http1::error::need_more) return refuse(400, "BAD_REQUEST", "The request is not HTTP/1.1: " + error.message() + ".");
  if (!parser.is_header_done()) return state_;
  if (request_.target.empty() && check() == State::refused) return state_;
  if (parser.is_done()) state_ = State::done;
  return state_;
}

/// What the grammar allows and this server does not.
RequestParser::State RequestParser::check() {
  const auto& message = beast_->parser.get();
  if (!decodeTarget(text(message.target()), request_)) return refuse(400, "BAD_REQUEST", "The request's address cannot be decoded.");
  // RFC 9112, section 3.2: exactly one Host. More than one, or none, and two readers may disagree about the request.
  if (message.version() == 11 && message.count(beast::http::field::host) != 1)
    return refuse(400, "BAD_REQUEST", "The request needs exactly one Host header.");
  if (message.count(beast::http::field::transfer_encoding) > 0 &&
      (message.count(beast::http::field::transfer_encoding) != 1 || !chunkedOnly(message[beast::http::field::transfer_encoding])))
    return refuse(501, "NOT_IMPLEMENTED", "The only transfer encoding this server reads is chunked.");
  return state_;
}

bool RequestParser::expectsContinue() const {
  const auto& parser = beast_->parser;
  return state_ == State::reading && parser.is_header_done() && parser.get().version() == 11 &&
         beast::iequals(parser.get()[beast::http::field::expect], "100-continue");
}

bool RequestParser::keepAlive() const {
  const auto& message = beast_->parser.get();
  return message.version() == 11 && message.keep_alive();
}

Request RequestParser::take() {
  auto message = beast_->parser.release();
  request_.method = text(message.method_string());
  request_.head = request_.method == "HEAD";
  if (request_.head) request_.method = "GET";
  for (const auto& field : message) request_.headers.emplace_back(text(field.name_string()), text(field.value()));
  request_.body = std::move(message.body());
  return std::move(request_);
}

}  // namespace isotrail::http
