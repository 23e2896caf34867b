#pragma once
// Backups of a node on SQLite: a folder with a copy of the database taken while the node works, the node's keys beside it and
// a manifest that says what was copied. A copy counts only after its whole record was checked.
#include <filesystem>
#include <string>

#include "base/result.h"
#include "node/record_check.h"

namespace isotrail {

struct BackupManifest {
  std::string program;  // version that made it
  Instant made_at;
  std::int64_t entries = 0, bytes = 0;
  std::string sha256;      // of the database file, hex
  std::string public_key;  // of the node, hex
  bool with_key = false;   // the private key lies in the folder
  Json toJson() const;
};

/// Copies `database` into the new folder `to`, checks the copy's record, and gives the folder its name only then: a folder of
/// that name is a whole backup. Refuses BACKUP_EXISTS, BACKUP_BROKEN (the record itself does not verify). Throws Fault for the disk.
Result<BackupManifest> createBackup(const std::string& database, const std::filesystem::path& to, bool with_key, Instant now);
/// The file's digest against the manifest, then the record as `ledger verify` does it. Refuses BACKUP_BROKEN with the reason.
Result<BackupManifest> verifyBackup(const std::filesystem::path& from);
/// Verifies, then puts database and key where `database` says; nothing is there before everything is. Refuses BACKUP_BROKEN,
/// RESTORE_EXISTS (nothing is overwritten), RESTORE_KEY (the key is neither in the backup nor, the same one, at its place).
Result<BackupManifest> restoreBackup(const std::filesystem::path& from, const std::string& database);

}  // namespace isotrail
