#pragma once
// Checkpoints and records as files, for the verbs of the ledger.
#include <string>

#include "cli/output.h"
#include "node/log/bundle.h"
#include "node/place.h"

namespace isotrail::cli {

/// NOT_FOUND, BAD_CHECKPOINT.
Result<SignedCheckpoint> readCheckpoint(const std::string& path);
/// Nothing to do for "". FILE_WRITE.
Verdict writeFile(const std::string& path, const std::string& text);
/// A database, without changing it. Throws Fault NO_DATABASE, DB_OPEN.
BundleCheck checkDatabase(const Place& place, const RecordTrust& trust);
/// A record file made by ledger export, or a database. Throws as checkDatabase.
BundleCheck checkRecordAt(const std::string& path, const RecordTrust& trust);
/// Parameters of CLI_LEDGER_BAD.
Json badParams(const VerifyReport& report);
/// Says which entry is the first bad one; the exit code.
int tellBad(const VerifyReport& report, Output& out);
std::string hexKey(const crypto::NoteKey& key);

}  // namespace isotrail::cli
