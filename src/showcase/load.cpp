// Master data and accounts of the showcase.
#include <algorithm>

#include "base/check.h"
#include "base/embedded.h"
#include "interop/csv_import.h"
#include "interop/import_kinds.h"
#include "rooms/identity/facts.h"
#include "showcase/showcase.h"
#include "units/time.h"

namespace isotrail::showcase {
namespace {

constexpr const char* kFolder = "examples/greater-bay/";
/// The master data are on file two days before the day.
constexpr const char* kBeginning = "2025-12-15T08:00:00+08:00";

ImportPlan shippedFiles() {
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const auto path : embeddedPaths(kFolder))
    if (const auto kind = importKindOf(path)) found.emplace_back(kind->rank, path);
  std::sort(found.begin(), found.end());
  ImportPlan plan;
  for (const auto& [rank, path] : found) plan.files.push_back({path, std::string(embeddedText(path)), ""});
  return plan;
}

[[noreturn]] void refuse(const ImportReport& report) {
  for (const auto& file : report.files)
    for (const auto& p : file.problems) {
      const std::string place = file.file + " line " + std::to_string(p.line) + " column " + std::to_string(p.column);
      const CodeText words = codeText(p.code, Language::en, p.params);
      std::string gates;
      for (const auto& g : p.gates) gates += " " + g.code + " " + g.params.dump();
      throw Fault("SHOWCASE_DATA", place + ": " + p.field + " " + p.value + ": " + p.code + " " + words.text + gates);
    }
  throw Fault("SHOWCASE_DATA", "the showcase's data were refused");
}

/// Accounts are not part of the record; each is made once.
std::size_t makeAccounts(Node& node) {
  std::vector<std::pair<std::string, PersonId>> missing;
  node.desk().read([&](Db& db) { missing = identity::accounts(db); });
  const auto made = node.accounts().showcaseAccounts();
  std::erase_if(missing, [&](const auto& a) { return std::find(made.begin(), made.end(), a) != made.end(); });
  for (const auto& [account, person] : missing)
    if (auto set = node.accounts().set(account, person, kPassword, true); !set)
      throw Fault("SHOWCASE_DATA", "account " + account + ": " + set.refusal().code);
  return made.size() + missing.size();
}

KnownWords knownWords(const Desk& desk) {
  KnownWords known;
  for (const auto& room : desk.rooms())
    for (const auto& c : room.commands()) {
      SchemaWriter writer;
      c.describe(writer);
      known.commands[c.key()] = {writer.names().begin(), writer.names().end()};
    }
  return known;
}

}  // namespace

Story shippedStory(const Desk& desk) {
  auto story = readStory(embeddedText(std::string(kFolder) + "story.csv"), embeddedText(std::string(kFolder) + "chapters.csv"), knownWords(desk));
  if (story) return std::move(*story);
  std::string why = "the shipped story does not read:";
  for (const auto& f : story.refusal().fields)
    why += "\n  line " + std::to_string(f.line) + " column " + std::to_string(f.column) + ": " + f.field + " " + f.code + " '" + f.value +
           "', accepted: " + f.accepted;
  throw Bug(why);
}

Loaded loadShowcase(Node& node) {
  if (!node.isShowcase()) node.makeShowcase(*parseInstant("beginning", kBeginning));
  Loaded loaded;
  const ImportPlan plan = shippedFiles();
  auto report = importFiles(node.desk(), Node::operatorCaller(), plan);
  if (!report) throw Fault("SHOWCASE_DATA", report.refusal().code);
  if (!report->ok()) refuse(*report);
  loaded.rows = report->rows();
  loaded.files = report->files.size();
  loaded.accounts = makeAccounts(node);
  return loaded;
}

std::unique_ptr<StoryPlayer> makePlayer(Node& node, std::uint64_t seed) {
  return std::make_unique<StoryPlayer>(node, shippedStory(node.desk()), seed);
}

}  // namespace isotrail::showcase
