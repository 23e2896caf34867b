#pragma once
// The browser UI out of the program itself.
#include <map>
#include <optional>
#include <span>
#include <string_view>

#include "platform/files/embedded.h"
#include "platform/http/http.h"

namespace isotrail::http {

class StaticFiles {
 public:
  /// `files` must live as long as the program; replies point into it.
  explicit StaticFiles(std::span<const files::File> files);

  /// The file asked for, 304 when the client has it, or index.html for the page's own routes. Nothing for other methods than
  /// GET, for what is under /api or /assets and absent, and for absent names with a file's ending (".js"): those are 404s.
  /// An item's dots (/trace/FDG-251217-A.V1) are no ending.
  std::optional<Reply> answer(const Request& request) const;

 private:
  struct Stored {
    const files::File* plain = nullptr;
    const files::File* gzip = nullptr;
  };
  const Stored* find(std::string_view path) const;

  std::map<std::string_view, Stored> stored_;
};

/// "text/css; charset=utf-8" by the ending of the name; "application/octet-stream" when unknown.
std::string_view contentType(std::string_view path);

}  // namespace isotrail::http
