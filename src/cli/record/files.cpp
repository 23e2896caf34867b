#include "cli/record/files.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include "base/check.h"
#include "desk/words.h"
#include "node/kept_mark.h"

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
  const auto lost = check.report.ok ? lostTail(*db, KeptMark(place)) : std::nullopt;
  if (lost)
    check.report = {false,
                    check.report.entries,
                    lost->found + 1,
                    "",
                    SiteId(),
                    "the record ends at " + std::to_string(lost->found) + ", the node had acknowledged entry " + std::to_string(lost->known.seq)};
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
