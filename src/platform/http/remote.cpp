#include "platform/http/remote.h"

#include <sys/socket.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <optional>

#include "base/check.h"

namespace isotrail::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Socket = asio::ip::tcp::socket;
using Request_ = beast::http::request<beast::http::string_body>;

constexpr std::uint64_t kMostBytes = 32 * 1024 * 1024;
constexpr timeval kPatience{30, 0};

}  // namespace

/// One open connection.
class Remote::Line {
 public:
  Line(const std::string& host, const std::string& port, bool tls) {
    asio::ip::tcp::resolver resolver(io_);
    asio::connect(socket_, resolver.resolve(host, port));
    for (const int what : {SO_RCVTIMEO, SO_SNDTIMEO}) ::setsockopt(socket_.native_handle(), SOL_SOCKET, what, &kPatience, sizeof kPatience);
    socket_.set_option(asio::ip::tcp::no_delay(true));
    if (!tls) return;
    context_.set_default_verify_paths();
    secure_.emplace(socket_, context_);
    secure_->set_verify_mode(asio::ssl::verify_peer);
    secure_->set_verify_callback(asio::ssl::host_name_verification(host));
    if (SSL_ctrl(secure_->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str())) != 1)
      throw Fault("REMOTE", "no TLS for " + host);
    secure_->handshake(asio::ssl::stream_base::client);
  }

  /// The answer, and whether the connection may be used again.
  std::pair<Reply, bool> ask(const Request_& request) {
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(kMostBytes);
    if (secure_) {
      beast::http::write(*secure_, request);
      beast::http::read(*secure_, buffer_, parser);
    } else {
      beast::http::write(socket_, request);
      beast::http::read(socket_, buffer_, parser);
    }
    auto answer = parser.release();
    Reply reply{static_cast<int>(answer.result_int()), std::string(answer[beast::http::field::content_type]), std::move(answer.body()), {}, {}};
    for (const auto& field : answer.base()) reply.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    return {std::move(reply), answer.keep_alive()};
  }

 private:
  asio::io_context io_;
  Socket socket_{io_};
  asio::ssl::context context_{asio::ssl::context::tls_client};
  std::optional<asio::ssl::stream<Socket&>> secure_;
  beast::flat_buffer buffer_;
};

Remote::Remote(const std::string& url) {
  tls_ = url.starts_with("https://");
  if (!tls_ && !url.starts_with("http://")) throw Fault("REMOTE", url + " is no http:// or https:// address");
  const std::string rest = url.substr(tls_ ? 8 : 7);
  const auto slash = rest.find('/');
  std::string place = rest.substr(0, slash);
  if (slash != std::string::npos) path_ = rest.substr(slash);
  while (path_.ends_with('/')) path_.pop_back();
  const auto colon = place.rfind(':');
  const bool has_port = colon != std::string::npos && place.find(']', colon) == std::string::npos;
  port_ = has_port ? place.substr(colon + 1) : tls_ ? "443" : "80";
  host_ = has_port ? place.substr(0, colon) : place;
  if (host_.starts_with('[') && host_.ends_with(']')) host_ = host_.substr(1, host_.size() - 2);  // IPv6
  if (host_.empty() || port_.empty() || port_.find_first_not_of("0123456789") != std::string::npos ||
      path_.find_first_of(" \r\n?#") != std::string::npos)
    throw Fault("REMOTE", url + " is no address of a server");
}
Remote::~Remote() = default;

Reply Remote::get(const std::string& path, const Fields& headers) { return ask("GET", path, "", headers); }
Reply Remote::post(const std::string& path, const std::string& json, const Fields& headers) { return ask("POST", path, json, headers); }

Reply Remote::ask(const char* method, const std::string& path, const std::string& body, const Fields& headers) {
  Request_ request{beast::http::string_to_verb(method), path, 11};
  request.set(beast::http::field::host, host_ + ":" + port_);
  if (!body.empty()) request.set(beast::http::field::content_type, "application/json");
  for (const auto& [name, value] : headers) request.set(name, value);
  request.body() = body;
  request.prepare_payload();
  for (bool fresh = !line_;; fresh = true) {
    try {
      if (!line_) line_ = std::make_unique<Line>(host_, port_, tls_);
      auto [reply, again] = line_->ask(request);
      if (!again) line_.reset();
      return std::move(reply);
    } catch (const boost::system::system_error& failure) {
      line_.reset();  // the server may have closed a connection that waited: once more on a new one
      if (fresh) throw Fault("REMOTE", host_ + ": " + failure.code().message());
    }
  }
}

}  // namespace isotrail::http
