#pragma once
// Private to io.cpp, session.cpp and server.cpp, the three files that know Asio. Coroutines carry bytes through the small
// interface Io, so plain and TLS connections share one compiled session.
// A co_await stands alone in its statement, never as an operand of && || ?:, for what g++ 12 makes of those crashes.
#include <utility>  // first: Boost 1.74 uses std::exchange without it

#if defined(__SANITIZE_THREAD__)
#define BOOST_ASIO_DISABLE_FENCED_BLOCK  // the thread sanitizer does not know fences; mutexes order everything already
#endif
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // g++ 12 false alarm in Boost 1.74 coroutine frames
#endif

namespace isotrail::http {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;
template <class T>
using Later = net::awaitable<T>;

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

std::unique_ptr<Io> plainIo(tcp::socket socket);

/// The server's certificate and key; TLS 1.2 and later. Throws std::exception when they are unusable.
class TlsIdentity {
 public:
  TlsIdentity(const std::string& certificate_file, const std::string& key_file);
  ~TlsIdentity();
  std::unique_ptr<Io> io(tcp::socket socket);

 private:
  struct Settings;
  std::unique_ptr<Settings> settings_;
};

}  // namespace isotrail::http
