// isotrail backup create, verify, restore.
#include "cli/verbs.h"
#include "node/backup.h"

namespace isotrail::cli {
namespace {

std::string mebibytes(std::int64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MiB", static_cast<double>(bytes) / (1024.0 * 1024.0));
  return text;
}

/// Says what is in the backup, with the words of `code`.
int tell(const Result<BackupManifest>& manifest, const char* code, const std::string& path, Output& out) {
  if (!manifest) return out.refuse(manifest.refusal());
  Json answer = manifest->toJson();
  answer.set("path", path);
  if (out.json()) return out.answer(answer), kDone;
  answer.set("size", mebibytes(manifest->bytes));
  out.print(out.good(out.word(code, answer)));
  if (!manifest->with_key) out.note(out.word("CLI_BACKUP_WITHOUT_KEY", answer));
  return kDone;
}

}  // namespace

int backupCreateVerb(const Invocation& in, Output& out) {
  if (!Place(in.database()).isFile()) return out.refuse(Refusal::of("BACKUP_OF_SERVER"));
  (void)openPlace(Place(in.database()), true);  // says when there is none
  out.note(out.word("CLI_BACKUP_WORKING", Json::object({{"path", in.paths.front()}})));
  return tell(createBackup(in.database(), in.paths.front(), !in.without_key, SystemClock().now()), "CLI_BACKUP_CREATED", in.paths.front(), out);
}

int backupVerifyVerb(const Invocation& in, Output& out) {
  out.note(out.word("CLI_BACKUP_WORKING", Json::object({{"path", in.paths.front()}})));
  return tell(verifyBackup(in.paths.front()), "CLI_BACKUP_VERIFIED", in.paths.front(), out);
}

int backupRestoreVerb(const Invocation& in, Output& out) {
  if (!Place(in.database()).isFile()) return out.refuse(Refusal::of("BACKUP_OF_SERVER"));
  makeFolderOf(in.database());
  out.note(out.word("CLI_BACKUP_WORKING", Json::object({{"path", in.paths.front()}})));
  return tell(restoreBackup(in.paths.front(), in.database()), "CLI_BACKUP_RESTORED", in.database(), out);
}

}  // namespace isotrail::cli
