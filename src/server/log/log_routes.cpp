#include "server/log/log_routes.h"

#include <algorithm>
#include <charconv>

#include "ledger/log/tiles.h"
#include "node/log/evidence.h"
#include "platform/crypto/note.h"

namespace isotrail::server {
namespace {

// What a full tile or bundle holds never changes; it is still for whoever may read only.
constexpr const char* kForEver = "private, max-age=31536000, immutable";

Refusal noSuch(const Visit& v) { return Refusal::of("NOT_FOUND", Json::object({{"field", "path"}, {"value", v.request.path.substr(0, 200)}})); }

/// A decimal number without leading zeros, at most `most`.
std::optional<std::int64_t> plainNumber(std::string_view text, std::int64_t most) {
  std::int64_t n = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end != text.data() + text.size() || n < 0 || n > most || std::to_string(n) != text) return std::nullopt;
  return n;
}

/// "x001/x234/067": three digits an element, all but the last with an x, no empty thousands in front.
std::optional<std::int64_t> indexOf(std::string_view text) {
  constexpr int kMostElements = 5;  // 10^15 tiles
  std::int64_t n = 0;
  for (int element = 0; element < kMostElements; ++element) {
    const bool last = !text.starts_with('x');
    if (!last) text.remove_prefix(1);
    if (text.size() < 3 || !std::all_of(text.begin(), text.begin() + 3, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    n = n * 1000 + (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
    if (element == 0 && !last && n == 0) return std::nullopt;
    text.remove_prefix(3);
    if (last) return text.empty() ? std::optional(n) : std::nullopt;
    if (!text.starts_with('/')) return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

http::Reply bytesReply(std::string bytes) { return {200, "application/octet-stream", std::move(bytes), {{"Cache-Control", kForEver}}, {}}; }

http::Reply checkpoint(Node& node) {
  return {200, "text/plain; charset=utf-8", node.log().checkpoint().note.dump(), {{"Cache-Control", "no-cache"}}, {}};
}

http::Reply tile(Node& node, Visit& v) {
  const auto name = TileName::parse(v.id);
  std::optional<std::vector<Digest>> hashes;
  if (name) node.desk().read([&](Db& db) { hashes = LogTiles(db).tile(name->level, name->n, name->width); });
  if (!hashes) return refuse(noSuch(v), v);
  std::string bytes;
  for (const Digest& d : *hashes) bytes.append(reinterpret_cast<const char*>(d.data()), d.size());
  return bytesReply(std::move(bytes));
}

http::Reply entries(Node& node, Visit& v) {
  const auto name = TileName::parseBundle(v.id);
  std::optional<std::vector<std::string>> all;
  if (name) node.desk().read([&](Db& db) { all = LogTiles(db).bundle(name->n, name->width); });
  if (!all) return refuse(noSuch(v), v);
  std::string bytes;
  for (const auto& e : *all) {
    if (e.size() > 0xffff) return refuse(Refusal::of("EVENT_TOO_LARGE"), v);  // from before entries were held to 16 bits
    bytes += static_cast<char>(e.size() >> 8);
    bytes += static_cast<char>(e.size() & 0xff);
    bytes += e;
  }
  return bytesReply(std::move(bytes));
}

/// A size of the log asked for by name; `fallback` without one.
Result<std::int64_t> sizeParam(const Visit& v, const char* name, std::int64_t fallback, std::int64_t most) {
  if (!v.request.hasParam(name)) return fallback;
  const std::string& text = v.request.param(name);
  const auto n = plainNumber(text, most);
  if (!n) return Refusal::field({name, "BAD_VALUE", text.substr(0, 80), "a whole number from 0 to " + std::to_string(most), 0, 0});
  return *n;
}

Json base64List(const merkle::Path& path) {
  Json list = Json::array();
  for (const Digest& d : path) list.push(crypto::base64({reinterpret_cast<const char*>(d.data()), d.size()}));
  return list;
}
Json base64Json(const Digest& d) { return crypto::base64({reinterpret_cast<const char*>(d.data()), d.size()}); }

/// The entry asked for, by append number or id.
Result<std::int64_t> entryParam(Db& db, const Visit& v, std::int64_t size) {
  const std::string& text = v.request.param("entry");
  auto seq = plainNumber(text, size);
  if (!seq)
    if (const auto e = Journal(db).byId(text.substr(0, 80))) seq = e->seq;
  if (!seq || *seq < 1 || *seq > size)
    return Refusal::field({"entry", text.empty() ? "MISSING_FIELD" : "BAD_VALUE", text.substr(0, 80),
                           "an entry's id, or its number from 1 to " + std::to_string(size), 0, 0});
  return *seq;
}

Result<Json> inclusion(Node& node, Visit& v) {
  const SignedCheckpoint now = node.log().checkpoint();
  auto size = sizeParam(v, "size", now.checkpoint.size, now.checkpoint.size);
  if (!size) return size.refusal();
  Result<Json> out = Json();
  node.desk().read([&](Db& db) {
    LogTiles log(db);
    auto seq = entryParam(db, v, *size);
    if (!seq) {
      out = seq.refusal();
      return;
    }
    out = Json::object({{"origin", now.checkpoint.origin},
                        {"entry", *seq},
                        {"index", *seq - 1},
                        {"size", *size},
                        {"leaf_hash", base64Json(log.leaf(*seq - 1))},
                        {"path", base64List(log.inclusion(*seq - 1, *size))},
                        {"root", base64Json(log.root(*size))},
                        {"checkpoint", *size == now.checkpoint.size ? Json(now.note.dump()) : Json()}});
  });
  return out;
}

Result<Json> consistency(Node& node, Visit& v) {
  const SignedCheckpoint now = node.log().checkpoint();
  auto to = sizeParam(v, "to", now.checkpoint.size, now.checkpoint.size);
  if (!to) return to.refusal();
  auto from = sizeParam(v, "from", -1, *to);
  if (!from) return from.refusal();
  if (*from < 0) return Refusal::field({"from", "MISSING_FIELD", "", "a whole number from 0 to " + std::to_string(*to), 0, 0});
  Json out;
  node.desk().read([&](Db& db) {
    LogTiles log(db);
    out = Json::object({{"origin", now.checkpoint.origin},
                        {"from", *from},
                        {"from_root", base64Json(log.root(*from))},
                        {"to", *to},
                        {"to_root", base64Json(log.root(*to))},
                        {"path", base64List(log.consistency(*from, *to))},
                        {"checkpoint", *to == now.checkpoint.size ? Json(now.note.dump()) : Json()}});
  });
  return out;
}

/// For a file on the reader's own machine: opened from the server the page's script would not run.
http::Reply evidence(Node& node, Visit& v) {
  const std::string& item = v.request.param("item");
  if (!isIdText(item))
    return refuse(Refusal::field({"item", item.empty() ? "MISSING_FIELD" : "BAD_VALUE", item.substr(0, 80), "an item, dose or order", 0, 0}), v);
  auto made = makeEvidence(node.desk(), node.log(), v.session->caller, item, languageTag(v.language));
  if (!made) return refuse(made.refusal(), v);
  return {200, "text/html; charset=utf-8", evidencePage(*made), {{"Content-Disposition", "attachment; filename=\"evidence-" + item + ".html\""}}, {}};
}

using Proof = Result<Json> (*)(Node&, Visit&);
Route proofRoute(Node& node, const char* name, std::vector<std::string> params, const char* summary, Proof proof) {
  return {.method = "GET",
          .path = std::string(kApi) + "/log/" + name,
          .permission = "log.read",
          .id = std::string("log.") + name,
          .tag = "log",
          .summary = summary,
          .params = std::move(params),
          .run = [&node, proof](Visit& v) {
            auto made = proof(node, v);
            return made ? answer(*made) : refuse(made.refusal(), v);
          }};
}

}  // namespace

std::optional<TileName> TileName::parseBundle(std::string_view path) {
  TileName name{0, 0, kTileWidth};
  if (const auto partial = path.find(".p/"); partial != std::string_view::npos) {
    const auto width = plainNumber(path.substr(partial + 3), kTileWidth - 1);
    if (!width || *width == 0) return std::nullopt;
    name.width = *width;
    path = path.substr(0, partial);
  }
  const auto n = indexOf(path);
  if (!n) return std::nullopt;
  name.n = *n;
  return name;
}

std::optional<TileName> TileName::parse(std::string_view path) {
  constexpr std::int64_t kTopLevel = 63;
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto level = plainNumber(path.substr(0, slash), kTopLevel);
  auto name = parseBundle(path.substr(slash + 1));
  if (!level || !name) return std::nullopt;
  name->level = static_cast<int>(*level);
  return name;
}

std::vector<Route> logRoutes(Node& node) {
  std::vector<Route> routes;
  routes.push_back({.method = "GET",
                    .path = std::string(kLog) + "/checkpoint",
                    .permission = "log.read",
                    .id = "log.checkpoint",
                    .tag = "log",
                    .summary = "The log as it is now, signed by the node: a C2SP checkpoint.",
                    .media = "text/plain",
                    .run = [&node](Visit&) { return checkpoint(node); }});
  routes.push_back({.method = "GET",
                    .path = std::string(kLog) + "/tile",
                    .with_id = true,
                    .deep = true,
                    .permission = "log.read",
                    .id = "log.tile",
                    .tag = "log",
                    .summary = "Hashes of the log's tree, 256 a tile: LEVEL/INDEX, or LEVEL/INDEX.p/WIDTH of one that is not full (C2SP tlog-tiles).",
                    .media = "application/octet-stream",
                    .run = [&node](Visit& v) { return tile(node, v); }});
  routes.push_back({.method = "GET",
                    .path = std::string(kLog) + "/tile/entries",
                    .with_id = true,
                    .deep = true,
                    .permission = "log.entries",
                    .id = "log.entries",
                    .tag = "log",
                    .summary = "The stored bytes of up to 256 entries, each after its length in 16 bits: INDEX, or INDEX.p/WIDTH (C2SP tlog-tiles).",
                    .media = "application/octet-stream",
                    .run = [&node](Visit& v) { return entries(node, v); }});
  routes.push_back({.method = "GET",
                    .path = std::string(kApi) + "/log/evidence",
                    .permission = "log.read",
                    .id = "log.evidence",
                    .tag = "log",
                    .summary = "What happened to an item, dose or order, as a page that proves itself without a server.",
                    .params = {"item"},
                    .media = "text/html",
                    .run = [&node](Visit& v) { return evidence(node, v); }});
  routes.push_back(proofRoute(node, "inclusion", {"entry", "size"}, "The path from an entry to the log's root at a size (RFC 9162).", inclusion));
  routes.push_back(proofRoute(node, "consistency", {"from", "to"},
                              "The path that shows the log at one size at the beginning of a later one (RFC 9162).", consistency));
  return routes;
}

}  // namespace isotrail::server
