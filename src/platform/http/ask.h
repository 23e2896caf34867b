#pragma once
// Asks another program over HTTP/1.1, one request a connection, blocking.
#include <chrono>
#include <string>
#include <string_view>

#include "platform/http/http.h"

namespace isotrail::http {

/// "https://hub.example:8443": where to ask. A path is not part of it.
struct Address {
  bool tls = false;
  std::string host, port;
  /// Nothing for what is no http or https address.
  static std::optional<Address> parse(std::string_view text);
  std::string text() const { return (tls ? "https://" : "http://") + host + ":" + port; }
};

class Asker {
 public:
  /// `ca_file`: PEM certificates to trust beside the machine's; empty: none. `timeout`: for each wait on the network.
  Asker(Address address, std::string ca_file, std::chrono::seconds timeout = std::chrono::seconds(30))
      : address_(std::move(address)), ca_file_(std::move(ca_file)), timeout_(timeout) {}
  /// Throws Fault HUB_UNREACHABLE when no whole answer came: no connection, a certificate that is not for this host, silence.
  Reply ask(std::string_view method, const std::string& target, const Fields& headers, std::string_view body) const;
  const Address& address() const { return address_; }

 private:
  Address address_;
  std::string ca_file_;
  std::chrono::seconds timeout_;
};

}  // namespace isotrail::http
