#pragma once
// Words for codes and entries in four languages, from the texts tables (data/texts, each room's texts.csv and events.csv).
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace isotrail {

enum class Language { en, zh_hans, zh_hant, pt };
/// Reads "en", "zh-Hans", "zh-CN", "zh-Hant", "zh-MO", "zh-HK", "zh-TW", "pt", "pt-PT", also an Accept-Language list. English otherwise.
Language languageOf(std::string_view tag);
const char* languageTag(Language language);

struct CodeText {
  int status = 500;  // HTTP
  std::string text;
  std::string remedy;
};
/// The words of a refusal code with {placeholders} filled from `params`. An unknown code answers itself and status 500.
CodeText codeText(const std::string& code, Language language, const Json& params);
/// One past-tense line for an entry; the type itself when no room describes it.
std::string eventText(const std::string& type, Language language, const Json& payload);
/// Every code the tables know, for tests.
std::vector<std::string> knownCodes();

}  // namespace isotrail
