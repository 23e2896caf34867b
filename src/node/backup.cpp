#include "node/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "base/check.h"
#include "base/hash.h"
#include "node/kept_mark.h"
#include "node/vault_file.h"
#include "node/version.h"
#include "platform/crypto/crypto.h"
#include "platform/sqlite/sqlite_db.h"
#include "units/time.h"

namespace isotrail {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDatabase = "isotrail.db";
constexpr const char* kKey = "isotrail.db.key";
constexpr const char* kVault = "isotrail.db.vault";
constexpr const char* kManifest = "manifest.json";

std::string publicKeyOf(const fs::path& key_file) {
  const auto& key = crypto::SigningKey::load(key_file).publicKey();
  return hex(std::string_view(reinterpret_cast<const char*>(key.data()), key.size()));
}

Refusal broken(std::string why) { return Refusal::of("BACKUP_BROKEN", Json::object({{"why", std::move(why)}})); }

/// What was written lies on the disk, not only in its cache: files first, then the folder that names them.
void flush(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY);
  if (file < 0 || ::fsync(file) != 0) {
    if (file >= 0) ::close(file);
    throw Fault("BACKUP_DISK", "cannot flush " + path.string());
  }
  ::close(file);
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (!out) throw Fault("BACKUP_DISK", "cannot write " + path.string());
}

/// Copies a private key so that nobody else can read it at any moment.
void copyKey(const fs::path& from, const fs::path& to) {
  const auto key = crypto::SigningKey::load(from);
  key.save(to);
}

/// Removes what was begun when it does not come to an end.
class Begun {
 public:
  explicit Begun(fs::path path) : path_(std::move(path)) {}
  Begun(const Begun&) = delete;
  Begun& operator=(const Begun&) = delete;
  ~Begun() {
    std::error_code ignored;
    if (!done_) fs::remove_all(path_, ignored);
  }
  void done() { done_ = true; }

 private:
  fs::path path_;
  bool done_ = false;
};

/// Calls `work`, telling failures of the file system as the outside world's.
template <class Work>
auto onDisk(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const fs::filesystem_error& failure) {
    throw Fault("BACKUP_DISK", failure.what());
  }
}

/// Why the record in `file` is not whole; empty when it is.
std::string recordProblem(const fs::path& file, const std::string& public_key, std::int64_t& entries) {
  SqliteSource source(file.string(), SqliteSource::Access::unchanging);
  const RecordCheck check = checkRecord(*source.connect(), {public_key, {}});
  entries = check.report.entries;
  return check.report.ok ? "" : "entry " + std::to_string(check.report.first_bad_seq) + ": " + check.report.why;
}

Result<BackupManifest> readManifest(const fs::path& from) {
  std::ifstream in(from / kManifest, std::ios::binary);
  if (!in) return broken("there is no " + (from / kManifest).string());
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto parsed = Json::parse(text);
  if (!parsed) return broken("the manifest is not readable");
  const Json& j = *parsed;
  auto made = parseInstant("made_at", j["made_at"].text());
  if (!made || !j["entries"].isInteger() || !j["bytes"].isInteger() || j["sha256"].text().size() != 64 || j["public_key"].text().size() != 64 ||
      !j["with_key"].isBool())
    return broken("the manifest is not readable");
  return BackupManifest{j["program"].text(),    *made, j["entries"].integer(), j["bytes"].integer(), j["sha256"].text(), j["public_key"].text(),
                        j["with_key"].boolean()};
}

}  // namespace

Json BackupManifest::toJson() const {
  return Json::object({{"program", program},
                       {"made_at", made_at.iso()},
                       {"entries", entries},
                       {"bytes", bytes},
                       {"sha256", sha256},
                       {"public_key", public_key},
                       {"with_key", with_key}});
}

Result<BackupManifest> createBackup(const std::string& database, const fs::path& to, bool with_key, Instant now) {
  return onDisk([&]() -> Result<BackupManifest> {
    if (fs::exists(to)) return Refusal::of("BACKUP_EXISTS", Json::object({{"path", to.string()}}));
    const fs::path part = to.string() + ".part";
    fs::remove_all(part);  // of a backup that was cut off
    fs::create_directories(part);
    Begun begun(part);
    SqliteSource(database).connect()->exec("VACUUM INTO $1", {(part / kDatabase).string()});  // one snapshot; writers go on
    BackupManifest m{programVersion(),
                     now,
                     0,
                     static_cast<std::int64_t>(fs::file_size(part / kDatabase)),
                     sha256OfFile(part / kDatabase),
                     publicKeyOf(database + ".key"),
                     with_key};
    if (auto why = recordProblem(part / kDatabase, m.public_key, m.entries); !why.empty()) return broken(std::move(why));
    if (with_key) copyKey(database + ".key", part / kKey);
    if (with_key) bringVaultKey(Place(database).vaultFile(), part / kVault);
    write(part / kManifest, m.toJson().dump() + "\n");
    for (const auto& entry : fs::directory_iterator(part)) flush(entry.path());
    fs::rename(part, to);
    begun.done();
    flush(fs::absolute(to).parent_path());
    return m;
  });
}

Result<BackupManifest> verifyBackup(const fs::path& from) {
  return onDisk([&]() -> Result<BackupManifest> {
    auto manifest = readManifest(from);
    if (!manifest) return manifest;
    const fs::path file = from / kDatabase;
    if (!fs::is_regular_file(file)) return broken("there is no " + file.string());
    if (static_cast<std::int64_t>(fs::file_size(file)) != manifest->bytes || sha256OfFile(file) != manifest->sha256)
      return broken("the database file is not the one that was backed up");
    if (manifest->with_key && (!fs::is_regular_file(from / kKey) || publicKeyOf(from / kKey) != manifest->public_key))
      return broken("the key is missing or another node's");
    std::int64_t entries = 0;
    if (auto why = recordProblem(file, manifest->public_key, entries); !why.empty()) return broken(std::move(why));
    if (entries != manifest->entries) return broken("the manifest counts other entries");
    return manifest;
  });
}

Result<BackupManifest> restoreBackup(const fs::path& from, const std::string& database) {
  return onDisk([&]() -> Result<BackupManifest> {
    const std::string key = database + ".key";
    for (const char* end : {"", "-wal", "-shm"})  // a log left behind by another database would be played into this one
      if (fs::exists(database + end)) return Refusal::of("RESTORE_EXISTS", Json::object({{"path", database + end}}));
    auto manifest = verifyBackup(from);
    if (!manifest) return manifest;
    const bool key_there = fs::exists(key);
    if (key_there ? publicKeyOf(key) != manifest->public_key : !manifest->with_key)
      return Refusal::of("RESTORE_KEY", Json::object({{"path", key}, {"key", manifest->public_key}}));
    const fs::path part = database + ".part";
    Begun begun(part);
    fs::copy_file(from / kDatabase, part, fs::copy_options::overwrite_existing);
    flush(part);
    if (!key_there) copyKey(from / kKey, key);
    bringVaultKey(from / kVault, Place(database).vaultFile());
    KeptMark::forget(Place(database));  // what the lost database had acknowledged is no measure of this one
    fs::rename(part, database);
    begun.done();
    flush(fs::absolute(database).parent_path());
    return manifest;
  });
}

}  // namespace isotrail
