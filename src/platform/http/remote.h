#pragma once
// Another server, asked one thing after the other over a connection that stays open.
#include <memory>
#include <string>

#include "platform/http/http.h"

namespace isotrail::http {

class Remote {
 public:
  /// `url`: http://host[:port][/path] or https://...; nothing is asked yet. Throws Fault REMOTE when it is no such address.
  explicit Remote(const std::string& url);
  ~Remote();

  /// The path the url names, without a slash at its end.
  const std::string& path() const { return path_; }
  /// The answer, whatever its status. `path` from the server's root. Throws Fault REMOTE when none came within half a minute, the
  /// certificate is not one that this machine trusts for that host, or a body is longer than 32 MiB.
  Reply get(const std::string& path, const Fields& headers = {});
  Reply post(const std::string& path, const std::string& json, const Fields& headers = {});

 private:
  class Line;
  Reply ask(const char* method, const std::string& path, const std::string& body, const Fields& headers);
  std::string host_, port_, path_;
  bool tls_ = false;
  std::unique_ptr<Line> line_;
};

}  // namespace isotrail::http
