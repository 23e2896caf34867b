#include "platform/http/static_files.h"

#include <algorithm>
#include <string>

namespace isotrail::http {
namespace {

constexpr std::string_view kIndex = "/index.html";

struct Ending {
  std::string_view name;
  std::string_view type;
};
constexpr Ending kEndings[] = {{"html", "text/html; charset=utf-8"},
                               {"css", "text/css; charset=utf-8"},
                               {"js", "text/javascript; charset=utf-8"},
                               {"mjs", "text/javascript; charset=utf-8"},
                               {"json", "application/json"},
                               {"map", "application/json"},
                               {"webmanifest", "application/manifest+json"},
                               {"svg", "image/svg+xml"},
                               {"png", "image/png"},
                               {"jpg", "image/jpeg"},
                               {"jpeg", "image/jpeg"},
                               {"gif", "image/gif"},
                               {"webp", "image/webp"},
                               {"avif", "image/avif"},
                               {"ico", "image/x-icon"},
                               {"woff", "font/woff"},
                               {"woff2", "font/woff2"},
                               {"ttf", "font/ttf"},
                               {"otf", "font/otf"},
                               {"wasm", "application/wasm"},
                               {"pdf", "application/pdf"},
                               {"txt", "text/plain; charset=utf-8"},
                               {"md", "text/markdown; charset=utf-8"},
                               {"csv", "text/csv; charset=utf-8"},
                               {"xml", "application/xml"}};

/// The type of a known ending, or nothing.
std::string_view typeOf(std::string_view path) {
  const std::size_t dot = path.find_last_of("./");
  if (dot == std::string_view::npos || path[dot] == '/') return {};
  const auto* ending = std::find_if(std::begin(kEndings), std::end(kEndings), [&](const Ending& e) { return e.name == path.substr(dot + 1); });
  return ending == std::end(kEndings) ? std::string_view() : ending->type;
}

bool under(std::string_view path, std::string_view folder) {
  return path == folder || (path.substr(0, folder.size()) == folder && path.substr(folder.size(), 1) == "/");
}

/// Calls `seen` with each trimmed element of a comma-separated header.
template <class Seen>
bool anyElement(std::string_view list, Seen seen) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view element = list.substr(0, comma);
    list.remove_prefix(std::min(list.size(), comma + 1));
    const std::size_t first = element.find_first_not_of(" \t");
    if (first == std::string_view::npos) continue;
    element = element.substr(first, element.find_last_not_of(" \t") - first + 1);
    if (seen(element)) return true;
  }
  return false;
}

/// RFC 9110, section 12.5.3: gzip is acceptable when it is named, or all is, with a weight above 0.
bool acceptsGzip(std::string_view header) {
  std::optional<bool> named;
  std::optional<bool> all;
  anyElement(header, [&](std::string_view element) {
    const std::size_t end = element.find_first_of(" \t;");
    const std::string_view coding = element.substr(0, end);
    const std::size_t q = element.find("q=");
    const bool wanted = q == std::string_view::npos || element.find_first_of("123456789", q) != std::string_view::npos;
    if (coding == "gzip" || coding == "x-gzip") named = wanted;
    if (coding == "*") all = wanted;
    return false;
  });
  return named.value_or(all.value_or(false));
}

/// RFC 9110, section 13.1.2: weak comparison, so a proxy's W/ does not matter.
bool clientHas(std::string_view if_none_match, std::string_view quoted) {
  return anyElement(if_none_match, [&](std::string_view element) {
    if (element.substr(0, 2) == "W/") element.remove_prefix(2);
    return element == "*" || element == quoted;
  });
}

}  // namespace

std::string_view contentType(std::string_view path) {
  const std::string_view type = typeOf(path);
  return type.empty() ? "application/octet-stream" : type;
}

StaticFiles::StaticFiles(std::span<const files::File> all) {
  for (const auto& file : all) (file.gzip ? stored_[file.path].gzip : stored_[file.path].plain) = &file;
}

const StaticFiles::Stored* StaticFiles::find(std::string_view path) const {
  const auto it = stored_.find(path);
  return it == stored_.end() || !it->second.plain ? nullptr : &it->second;
}

std::optional<Reply> StaticFiles::answer(const Request& request) const {
  if (request.method != "GET") return std::nullopt;
  std::string_view path = request.path == "/" ? kIndex : std::string_view(request.path);
  if (under(path, "/api")) return std::nullopt;
  const Stored* stored = find(path);
  if (!stored) {
    if (under(path, "/assets") || !typeOf(path).empty()) return std::nullopt;
    path = kIndex;  // a route of the page
    stored = find(path);
    if (!stored) return std::nullopt;
  }
  const bool compressed = stored->gzip && acceptsGzip(request.header("Accept-Encoding"));
  const files::File& file = compressed ? *stored->gzip : *stored->plain;
  std::string etag(1, '"');
  etag.append(file.etag).append(1, '"');

  Reply reply;
  reply.type = contentType(path);
  // Names under /assets carry a digest of their bytes; everything else is asked for again each time.
  reply.headers = {{"Cache-Control", under(path, "/assets") ? "public, max-age=31536000, immutable" : "no-cache"}, {"ETag", etag}};
  if (stored->gzip) reply.headers.emplace_back("Vary", "Accept-Encoding");
  if (clientHas(request.header("If-None-Match"), etag)) {
    reply.status = 304;
    return reply;
  }
  if (compressed) reply.headers.emplace_back("Content-Encoding", "gzip");
  reply.fixed = {file.begin, file.end};
  return reply;
}

}  // namespace isotrail::http
