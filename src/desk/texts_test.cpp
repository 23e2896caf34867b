#include "desk/texts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace isotrail {
namespace {

/// Every first group of `pattern` in the sources of the house, tests left out.
std::set<std::string> namedInSources(const std::regex& pattern) {
  std::set<std::string> out;
  for (const auto& file : std::filesystem::recursive_directory_iterator(ISOTRAIL_SOURCE_DIR "/src")) {
    const std::string path = file.path().string();
    if (!path.ends_with(".cpp") || path.ends_with("_test.cpp")) continue;
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    const std::string all = text.str();
    for (auto it = std::sregex_iterator(all.begin(), all.end(), pattern); it != std::sregex_iterator(); ++it) out.insert((*it)[1]);
  }
  return out;
}

TEST(Texts, EveryRefusalThatIsNamedHasItsWords) {
  const auto known = knownCodes();
  const auto named = namedInSources(std::regex(R"re((?:Refusal::of\(|gates\(\)\.check\([^;]*?, )"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)")re"));
  EXPECT_GT(named.size(), 100u);
  for (const auto& code : named) EXPECT_NE(std::find(known.begin(), known.end(), code), known.end()) << code;
}

TEST(Texts, EveryEntryThatIsLeftHasItsLine) {
  const auto types = namedInSources(std::regex(R"re("([a-z]+\.[A-Z][A-Za-z]+)", (?:encodePayload|payload|Json|std::move))re"));
  EXPECT_GT(types.size(), 30u);
  for (const auto& type : types)
    for (const auto language : {Language::en, Language::zh_hans, Language::zh_hant, Language::pt})
      EXPECT_NE(eventText(type, language, Json::object()), type) << languageTag(language);
}

TEST(Texts, ChoicesOfAnEntryAreInTheReadersWords) {
  const Json checked = Json::object({{"calibrator", "DC-5"}, {"nuclide", "Cs-137"}, {"deviation_percent", 0.5}, {"verdict", "pass"}});
  EXPECT_EQ(eventText("hotlab.CalibratorChecked", Language::en, checked), "DC-5 checked with Cs-137: 0.5 % off, pass");
  EXPECT_NE(eventText("hotlab.CalibratorChecked", Language::zh_hans, checked).find("合格"), std::string::npos);
  EXPECT_NE(eventText("hotlab.CalibratorChecked", Language::pt, checked).find("conforme"), std::string::npos);
}

TEST(Texts, StepsAndStatesOfARefusalAreInTheReadersWords) {
  const auto text = [](Language language, const char* expected, const char* found) {
    return codeText("OUT_OF_ORDER", language, Json::object({{"expected", expected}, {"found", found}})).text;
  };
  EXPECT_EQ(text(Language::en, "drawn, labelled", "not_given"), "This comes out of order: drawn, labelled is due, found not given.");
  EXPECT_NE(text(Language::zh_hans, "drawn, labelled", "given").find("已抽取, 已贴标签"), std::string::npos);
  EXPECT_NE(text(Language::pt, "prescribe", "sign-directive").find("prescrever"), std::string::npos);
  EXPECT_NE(text(Language::en, "step 3", "S-1").find("step 3"), std::string::npos);  // what is no step stays
  // Every one that a refusal names with a word of its own has its words.
  for (const auto& step : namedInSources(std::regex(R"re(outOfOrder\("([^"]*)")re")))
    for (std::size_t from = 0; from <= step.size();) {
      const auto comma = std::min(step.find(", ", from), step.size());
      const std::string one = step.substr(from, comma - from);
      const bool number_follows = one.ends_with(' ');
      EXPECT_TRUE(number_follows || eventText("step." + one, Language::en, Json::object()) != "step." + one) << one;
      from = comma + 2;
    }
}

TEST(Texts, LanguagesAreFoundInWhatBrowsersSend) {
  EXPECT_EQ(languageOf("zh-MO,zh;q=0.9"), Language::zh_hant);
  EXPECT_EQ(languageOf("zh-CN"), Language::zh_hans);
  EXPECT_EQ(languageOf("pt-PT"), Language::pt);
  EXPECT_EQ(languageOf("fr"), Language::en);
}

}  // namespace
}  // namespace isotrail
