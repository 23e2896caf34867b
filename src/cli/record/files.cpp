#include "cli/record/files.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include "base/check.h"
#include "desk/words.h"
#include "node/log/served_record.h"
#include "platform/http/remote.h"

namespace isotrail::cli {
namespace {

constexpr std::string_view kSqliteMagic = "SQLite format 3";

bool isDatabase(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string begin(kSqliteMagic.size(), '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return file && begin == kSqliteMagic;
}

}  // namespace

Result<SignedCheckpoint> readCheckpoint(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return notFound("file", path);
  std::ostringstream text;
  text << file.rdbuf();
  auto read = SignedCheckpoint::parse(text.str());
  if (!read) return Refusal::of("BAD_CHECKPOINT");
  return std::move(*read);
}

Verdict writeFile(const std::string& path, const std::string& text) {
  if (path.empty()) return Done{};
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.flush();
  if (!file) return Refusal::of("FILE_WRITE", Json::object({{"path", path}}));
  return Done{};
}

BundleCheck checkDatabase(const Place& place, const RecordTrust& trust) {
  const auto source = openPlace(place, true);  // not a node: checking must not change anything, migrations included
  auto db = source->connect();
  BundleCheck check;
  static_cast<RecordCheck&>(check) = checkRecord(*db, trust);
  check.key_known = true;
  return check;
}

BundleCheck checkRecordAt(const std::string& path, const RecordTrust& trust) {
  if (path == "-") return checkBundle(std::cin, trust);
  const Place place(path);
  if (!place.isFile() || isDatabase(path)) return checkDatabase(place, trust);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Fault("NO_DATABASE", "there is no record at " + path);
  return checkBundle(file, trust);
}

bool isServerUrl(const std::string& path) { return path.starts_with("http://") || path.starts_with("https://"); }

BundleCheck checkServer(const std::string& url, const std::string& token, const RecordTrust& trust) {
  http::Remote server(url);
  const std::string log = server.path().empty() ? "/log" : server.path();
  http::Fields headers;
  if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
  const auto at = [&](const std::string& path) {
    http::Reply reply = server.get(log + path, headers);
    if (reply.status != 200) throw Fault("REMOTE", log + path + " was answered " + std::to_string(reply.status));
    return std::move(reply.body);
  };
  return checkServed(at, trust);
}

Result<std::string> signInAt(const std::string& url, const std::string& account, const std::string& password) {
  constexpr std::string_view kCookie = "isotrail_session=";
  http::Remote server(url);
  const auto reply = server.post("/api/v1/session", Json::object({{"account", account}, {"password", password}}).dump());
  for (const auto& [name, value] : reply.headers)
    if (const auto from = value.find(kCookie); reply.status == 200 && from != std::string::npos)
      return value.substr(from + kCookie.size(), value.find(';', from) - from - kCookie.size());
  const Json problem = Json::parse(reply.body).value_or(Json());
  if (problem["code"].isString()) return Refusal::of(problem["code"].text());
  throw Fault("REMOTE", "signing in was answered " + std::to_string(reply.status));
}

Json badParams(const VerifyReport& r) {
  return Json::object({{"seq", r.first_bad_seq},
                       {"id", r.first_bad_id.empty() ? "-" : r.first_bad_id},
                       {"site", r.site.empty() ? "-" : r.site.str()},
                       {"why", r.why}});
}

int tellBad(const VerifyReport& r, Output& out) {
  out.print(out.bad(out.word("CLI_LEDGER_BAD", badParams(r))));
  return kFailed;
}

std::string hexKey(const crypto::NoteKey& key) { return hex(std::string_view(reinterpret_cast<const char*>(key.key.data()), key.key.size())); }

}  // namespace isotrail::cli
