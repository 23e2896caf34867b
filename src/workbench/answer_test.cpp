#include "workbench/answer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "nuclide/dataset.h"

namespace isotrail::workbench {
namespace {

struct Halving {
  Activity activity;
  std::optional<Seconds> wait;
  void fields(Fields& f) {
    f("activity", activity, "now");
    f("wait", wait, "how long");
  }
};
Result<Answer> halve(const Halving& q) {
  if (q.activity.value == 13) return refused("NEGATIVE_TIME", "wait", "another time");
  if (q.activity.value == 14) return Answer{.formula = "1/0", .figures = {figure("activity", std::numeric_limits<double>::infinity())}};
  Answer a{.formula = "A/2", .inputs = {used("activity", q.activity)}};
  a.figures.push_back(figure("activity", q.activity * 0.5, q.activity * 0.01));
  a.columns = {{"elapsed", Kind::time}, {"activity", Kind::activity}};
  a.rows = {{figure("elapsed", minutes(90)), figure("activity", q.activity)}};
  a.curves = {{"activity", Kind::time, Kind::activity, {0, 3600}, {1e6, 5e5}}};
  return a;
}
Calculation halving() { return calculation<Halving>("halving", halve, {{"activity"}, {}}); }

Json ask(const char* body) {
  auto answer = answerBody(halving(), *Json::parse(body), Language::en);
  return answer ? *answer : Json::object({{"code", answer.refusal().code}, {"fields", answer.refusal().fields.size()}});
}

TEST(Answer, ComesInTheUnitsAskedFor) {
  const Json plain = ask(R"({"activity":"4 GBq"})");
  EXPECT_EQ(plain["figures"].items().at(0)["value"].number(), 2e9);
  EXPECT_EQ(plain["figures"].items().at(0)["unit"].text(), "Bq");
  EXPECT_EQ(plain["figures"].items().at(0)["shown"].text(), "2.000 GBq ± 40 MBq");
  EXPECT_EQ(plain["inputs"].items().at(0)["typed"].text(), "4 GBq");
  const Json chosen = ask(R"({"activity":"4 GBq","in":["MBq","h"]})");
  EXPECT_EQ(chosen["figures"].items().at(0)["value"].number(), 2000.0);
  EXPECT_EQ(chosen["figures"].items().at(0)["u"].number(), 40.0);
  EXPECT_EQ(chosen["figures"].items().at(0)["shown"].text(), "2000 MBq ± 40 MBq");
  EXPECT_EQ(chosen["rows"].items().at(0).items().at(0).number(), 1.5);
  EXPECT_EQ(chosen["curves"].items().at(0)["xs"].items().at(1).number(), 1.0);
  EXPECT_EQ(chosen["curves"].items().at(0)["y_unit"].text(), "MBq");
}

TEST(Workbench, UnitsComeWithWhatTheyAre) {
  const Json all = workbenchJson(Language::en);
  const Json& activity = all["units"]["activity"];
  bool seen = false;
  for (const auto& u : activity.items())
    if (u["unit"].text() == "uCi") seen = u["inside"].number() == 37000.0 && !u["readable"].boolean();
  EXPECT_TRUE(seen);
  EXPECT_TRUE(activity.items().at(0)["readable"].boolean());
  EXPECT_TRUE(all["units"]["text"].isNull());
}

TEST(Answer, RefusesWithTheFieldAndWhatWasTyped) {
  EXPECT_EQ(ask(R"({"activity":"4 GBq","in":["furlong"]})")["code"].text(), "BAD_UNIT");
  EXPECT_EQ(ask(R"({"activity":"4 GBq","in":["MBq","GBq"]})")["code"].text(), "BAD_VALUE");
  EXPECT_EQ(ask(R"({"activity":"4 mbq","wait":"-1 h"})")["fields"].integer(), 2);
  auto model = halving().run(*Json::parse(R"({"activity":"13 Bq","wait":"2 h"})"));
  ASSERT_FALSE(model.ok());
  EXPECT_EQ(model.refusal().fields.at(0).value, "2 h");
  EXPECT_EQ(model.refusal().fields.at(0).accepted, "another time");
  EXPECT_EQ(ask(R"({"activity":"14 Bq"})")["code"].text(), "RESULT_NOT_FINITE");
}

TEST(Answer, ContentsNameEveryError) {
  auto good = readContents("contents", {"Mo-99 40 GBq", "99mTc=1 MBq"});
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good->at(1).nuclide, "Tc-99m");
  EXPECT_EQ(good->at(1).activity.value, 1e6);
  EXPECT_EQ(readContents("contents", {}).refusal().code, "EMPTY_MIXTURE");
  EXPECT_EQ(readContents("contents", {"Xx-1 1 MBq", "Mo-99 1 mbq"}).refusal().fields.size(), 2u);
}

/// Every calculation has its words in four languages, its examples run, and its positional fields exist.
TEST(Workbench, EveryCalculationIsComplete) {
  for (const auto& c : calculations()) {
    for (auto l : {Language::en, Language::zh_hans, Language::zh_hant, Language::pt}) {
      EXPECT_NE(titleOf(c, l), c.name);
      const Json described = calculationJson(c, l);
      for (const auto& [field, word] : described["words"].members()) EXPECT_NE(word.text(), field) << c.name;
    }
    EXPECT_GE(c.usage.examples.size(), 2u) << c.name;
    for (const auto& example : c.usage.examples) {
      auto answer = answerBody(c, example, Language::en);
      ASSERT_TRUE(answer.ok()) << c.name << " " << example.dump() << " " << answer.refusal().code;
      EXPECT_FALSE((*answer)["formula"].text().empty()) << c.name;
      for (const char* part : {"inputs", "figures", "columns", "curves"})
        for (const auto& item : (*answer)[part].items())
          EXPECT_TRUE(item["word"].text() != item["name"].text() || Dataset::shipped().find(item["name"].text())) << c.name << " " << item.dump();
      for (const auto& note : (*answer)["notes"].items()) EXPECT_NE(note["text"].text(), note["code"].text()) << c.name;
    }
    SchemaWriter writer;
    c.describe(writer);
    for (const auto& name : c.usage.positional)
      EXPECT_NE(std::find(writer.names().begin(), writer.names().end(), name), writer.names().end()) << c.name << " " << name;
  }
}

}  // namespace
}  // namespace isotrail::workbench
