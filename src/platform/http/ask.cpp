#include "platform/http/ask.h"

#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>  // before Beast: Boost 1.74 uses std::exchange without it

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <cstring>

#include "base/check.h"

namespace isotrail::http {
namespace {

namespace beast = boost::beast;
constexpr std::uint64_t kMostBody = 64ull * 1024 * 1024;

struct Free {
  void operator()(addrinfo* p) const { freeaddrinfo(p); }
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
  void operator()(SSL* p) const { SSL_free(p); }
};
template <class T>
using Own = std::unique_ptr<T, Free>;

[[noreturn]] void unreachable(const std::string& why) { throw Fault("HUB_UNREACHABLE", why); }

std::string tlsError() {
  std::array<char, 256> text{};
  const auto code = ERR_get_error();
  if (code == 0) return "the connection ended";
  ERR_error_string_n(code, text.data(), text.size());
  return text.data();
}

/// A connected socket, plain or TLS.
class Connection {
 public:
  Connection(const Address& address, const std::string& ca_file, std::chrono::seconds timeout) {
    connect(address, timeout);
    if (address.tls) startTls(address.host, ca_file);
  }
  ~Connection() {
    tls_.reset();
    if (fd_ >= 0) ::close(fd_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto n = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 1 << 16)))
                          : static_cast<int>(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
      if (n <= 0) unreachable(tls_ ? tlsError() : std::strerror(errno));
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  /// 0 at the end of what the other side sends.
  std::size_t receive(char* into, std::size_t size) {
    const auto n = tls_ ? SSL_read(tls_.get(), into, static_cast<int>(size)) : static_cast<int>(::recv(fd_, into, size, 0));
    if (n > 0) return static_cast<std::size_t>(n);
    if (n == 0 || (tls_ && SSL_get_error(tls_.get(), n) == SSL_ERROR_ZERO_RETURN)) return 0;
    unreachable(errno == EAGAIN || errno == EWOULDBLOCK ? "no answer in time" : tls_ ? tlsError() : std::strerror(errno));
  }

 private:
  void connect(const Address& address, std::chrono::seconds timeout) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (const int error = getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &found); error != 0) unreachable(gai_strerror(error));
    const Own<addrinfo> list(found);
    std::string why = "no address";
    for (const addrinfo* a = found; a && fd_ < 0; a = a->ai_next) {
      fd_ = ::socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
      if (fd_ < 0) continue;
      const timeval wait{timeout.count(), 0};
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
      ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);  // of connect() too
      if (::connect(fd_, a->ai_addr, a->ai_addrlen) == 0) return;
      why = std::strerror(errno);
      ::close(std::exchange(fd_, -1));
    }
    unreachable(why);
  }
  void startTls(const std::string& host, const std::string& ca_file) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_default_verify_paths(context_.get());
    if (!ca_file.empty() && SSL_CTX_load_verify_locations(context_.get(), ca_file.c_str(), nullptr) != 1)
      unreachable("the certificates of " + ca_file + " cannot be read");
    tls_.reset(SSL_new(context_.get()));
    const bool number = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), host.c_str()) == 1;
    std::string name = host;  // SSL_set_tlsext_host_name without its old-style cast
    if (!number && (SSL_set1_host(tls_.get(), host.c_str()) != 1 ||
                    SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) != 1))
      unreachable(tlsError());
    SSL_set_fd(tls_.get(), fd_);
    if (SSL_connect(tls_.get()) == 1) return;
    const long verdict = SSL_get_verify_result(tls_.get());
    unreachable(verdict != X509_V_OK ? X509_verify_cert_error_string(verdict) : tlsError());
  }

  int fd_ = -1;
  Own<SSL_CTX> context_;
  Own<SSL> tls_;
};

Reply replyFrom(Connection& connection) {
  beast::http::response_parser<beast::http::string_body> parser;
  parser.eager(true);
  parser.body_limit(kMostBody);
  std::string bytes;
  std::array<char, 16384> buffer;
  boost::system::error_code error;
  while (!parser.is_done()) {
    const std::size_t n = connection.receive(buffer.data(), buffer.size());
    if (n == 0) {
      if (!parser.got_some()) unreachable("the connection ended without an answer");
      parser.put_eof(error);
      if (error || !parser.is_done()) unreachable("the answer broke off");
      break;
    }
    bytes.append(buffer.data(), n);
    const std::size_t used = parser.put(boost::asio::buffer(bytes), error);
    if (error && error != beast::http::error::need_more) unreachable("not HTTP: " + error.message());
    bytes.erase(0, used);
  }
  Reply reply;
  auto& message = parser.get();
  reply.status = static_cast<int>(message.result_int());
  for (const auto& field : message) reply.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  reply.type = std::string(message[beast::http::field::content_type]);
  reply.body = std::move(message.body());
  return reply;
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  Address a;
  if (text.starts_with("https://"))
    a.tls = true;
  else if (!text.starts_with("http://"))
    return std::nullopt;
  text.remove_prefix(a.tls ? 8 : 7);
  if (text.ends_with('/')) text.remove_suffix(1);
  const bool bracket = text.starts_with('[');
  const auto end = bracket ? text.find(']') : text.find(':');
  if (bracket && end == std::string_view::npos) return std::nullopt;
  a.host = std::string(text.substr(bracket ? 1 : 0, bracket ? end - 1 : end));
  const std::string_view rest = end == std::string_view::npos ? std::string_view() : text.substr(bracket ? end + 1 : end);
  a.port = rest.starts_with(':') ? std::string(rest.substr(1)) : a.tls ? "443" : "80";
  const bool digits = !a.port.empty() && a.port.find_first_not_of("0123456789") == std::string::npos;
  if (a.host.empty() || !digits || (!rest.empty() && rest.front() != ':') || a.host.find_first_of("/?#@ ") != std::string::npos) return std::nullopt;
  return a;
}

Reply Asker::ask(std::string_view method, const std::string& target, const Fields& headers, std::string_view body) const {
  Connection connection(address_, ca_file_, timeout_);
  const bool number6 = address_.host.find(':') != std::string::npos;
  std::string head = std::string(method) + " " + target + " HTTP/1.1\r\nHost: " + (number6 ? "[" + address_.host + "]" : address_.host) + ":" +
                     address_.port + "\r\nConnection: close\r\n";
  for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
  if (!body.empty()) head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  connection.send(head + "\r\n");
  connection.send(body);
  return replyFrom(connection);
}

}  // namespace isotrail::http
