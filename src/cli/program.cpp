#include "cli/program.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <ostream>

#include "base/check.h"
#include "base/hash.h"
#include "cli/verbs.h"
#include "platform/crypto/crypto.h"

namespace isotrail::cli {
namespace {

/// --lang, else the environment's as POSIX ranks it ("zh_TW.UTF-8" is zh-TW).
Language languageFor(const std::string& asked) {
  if (!asked.empty()) return languageOf(asked);
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (!value || !*value) continue;
    std::string tag = value;
    std::replace(tag.begin(), tag.end(), '_', '-');
    return languageOf(tag);
  }
  return Language::en;
}

}  // namespace

int runProgram(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, bool terminal, std::span<const files::File> ui) {
  Parsed parsed = parseArguments(arguments, out, err);
  if (!parsed.verb) return parsed.exit;
  Invocation& invocation = parsed.invocation;
  invocation.ui = ui;
  Output output(out, err, invocation.json, languageFor(invocation.language), terminal);
  try {
    return parsed.verb(invocation, output);
  } catch (const Fault& fault) {
    return output.fault(fault.code, fault.what(), Json::object({{"path", Place(invocation.database()).shown()}}));
  } catch (const DbConflict& conflict) {
    return output.refuse(Refusal::of("BUSY", Json::object({{"why", conflict.what()}})));
  } catch (const std::exception& failure) {
    return output.fault("INTERNAL_FAILURE", failure.what());
  }
}

void makeFolderOf(const std::string& database) {
  if (!Place(database).isFile()) return;
  const auto folder = std::filesystem::path(database).parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) throw Fault("DB_OPEN", "cannot make " + folder.string() + ": " + error.message());
}

std::string publicKeyOf(const Place& place) {
  const auto key = crypto::SigningKey::load(place.keyFile());
  return hex(std::string_view(reinterpret_cast<const char*>(key.publicKey().data()), key.publicKey().size()));
}

}  // namespace isotrail::cli
