#include "showcase/story.h"

#include <gtest/gtest.h>

#include <cmath>

#include "showcase/instruments.h"

namespace isotrail::showcase {
namespace {

constexpr const char* kHeader = "at,by,command,fields,expect,chapter,note_en,note_zh_hans,note_zh_hant,note_pt\n";
constexpr const char* kChapters =
    "chapter,title_en,title_zh_hans,title_zh_hant,title_pt\n"
    "day,A day,一天,一天,Um dia\n"
    "draw,Drawing,抽取,抽取,Preparar\n"
    "give,Giving,给药,給藥,Administrar\n";

Result<Story> read(const std::string& rows) {
  return readStory(kHeader + rows, kChapters, {{{"hotlab/draw-dose", {"dose", "activity"}}, {"clinic/administer", {"dose"}}}});
}

TEST(Story, ReadsRowsChaptersAndExpectedRefusals) {
  const auto story = read(
      "2025-12-17T09:04:00+08:00,ho.kam,hotlab/draw-dose,dose=S-1; activity=@dose(ORD-01),QUALIFICATION_LAPSED A_CODE,draw,Refused,拒,拒,Recusado\n"
      "2025-12-17T09:15:00+08:00,ho.kam,clinic/administer,dose=S-1,,give,Given,已给,已給,Dado\n");
  ASSERT_TRUE(story);
  EXPECT_EQ(story->title[3], "Um dia");
  ASSERT_EQ(story->rows.size(), 2u);
  EXPECT_EQ(story->rows[0].fields[1].second, "@dose(ORD-01)");
  EXPECT_EQ(story->rows[0].expect, (std::vector<std::string>{"A_CODE", "QUALIFICATION_LAPSED"}));
  EXPECT_EQ(wordsIn(story->rows[1].note, Language::zh_hant), "已給");
  ASSERT_EQ(story->chapters.size(), 2u);
  EXPECT_EQ(story->chapters[1].first, 2);
}

TEST(Story, NamesEveryWrongCellWithLineAndColumn) {
  const auto story = read(
      "2025-12-17T09:04:00+08:00,ho.kam,hotlab/draw-dose,dose=S-1; volume=1 mL,,draw,a,a,a,a\n"
      "2025-12-17T09:03:00+08:00,ho.kam,hotlab/draw,dose,,nowhere,a,,a,a\n");
  ASSERT_FALSE(story);
  std::vector<std::string> found;
  for (const auto& f : story.refusal().fields)
    found.push_back(std::to_string(f.line) + ":" + std::to_string(f.column) + " " + f.field + " " + f.code);
  // Line 2: the second field begins after "2025-12-17T09:04:00+08:00,ho.kam,hotlab/draw-dose,dose=S-1;" = 25+1+6+1+16+1+9 characters.
  EXPECT_EQ(found, (std::vector<std::string>{"2:60 fields UNKNOWN_FIELD", "3:1 at BAD_VALUE", "3:34 command BAD_VALUE", "3:46 fields BAD_VALUE",
                                             "3:52 chapter BAD_VALUE", "3:62 note_zh_hans MISSING_FIELD"}));
}

TEST(Story, RefusesATableWithoutItsColumns) {
  const auto story = readStory("at,by\n", kChapters, {});
  ASSERT_FALSE(story);
  EXPECT_EQ(story.refusal().fields.size(), 8u);
}

TEST(Story, NoiseIsTheSameForTheSameSeedAndRowAndStaysBelievable) {
  Noise a(7, 3), b(7, 3), c(7, 4);
  double sum = 0.0, squares = 0.0;
  for (int i = 0; i < 4000; ++i) {
    const double x = a.factor(0.01);
    EXPECT_EQ(x, b.factor(0.01));
    EXPECT_LE(std::abs(x - 1.0), 0.025 + 1e-12);
    sum += x - 1.0;
    squares += (x - 1.0) * (x - 1.0);
  }
  EXPECT_NE(a.factor(0.01), c.factor(0.01));
  // 4000 readings: the mean is known to 0.01 / sqrt(4000) = 1.6e-4, the spread to about 1 %.
  EXPECT_NEAR(sum / 4000, 0.0, 5e-4);
  EXPECT_NEAR(std::sqrt(squares / 4000), 0.0098, 5e-4);
}

}  // namespace
}  // namespace isotrail::showcase
