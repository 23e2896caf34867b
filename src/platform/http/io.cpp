#include "platform/http/io.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace isotrail::http {
namespace {

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

}  // namespace

struct TlsIdentity::Settings {
  net::ssl::context context{net::ssl::context::tls_server};
};

TlsIdentity::TlsIdentity(const std::string& certificate_file, const std::string& key_file) : settings_(std::make_unique<Settings>()) {
  auto& context = settings_->context;
  context.set_options(net::ssl::context::default_workarounds | net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1);
  context.use_certificate_chain_file(certificate_file);
  context.use_private_key_file(key_file, net::ssl::context::pem);
}
TlsIdentity::~TlsIdentity() = default;

std::unique_ptr<Io> plainIo(tcp::socket socket) { return std::make_unique<PlainIo>(std::move(socket)); }
std::unique_ptr<Io> TlsIdentity::io(tcp::socket socket) { return std::make_unique<TlsIo>(std::move(socket), settings_->context); }

}  // namespace isotrail::http
