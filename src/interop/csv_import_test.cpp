#include "interop/csv_import.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/embedded.h"
#include "interop/import_kinds.h"
#include "tests/support/maker.h"

using namespace isotrail;
using namespace isotrail::test;

namespace {

ImportReport take(Fixture& house, const Caller& who, std::vector<ImportFile> files, bool dry_run = false) {
  auto report = importFiles(house.desk(), who, {std::move(files), {}}, dry_run);
  if (!report) throw std::runtime_error(report.refusal().code);
  return std::move(*report);
}

const char* const kOrganisations =
    "org,name,name_local,kind,jurisdiction\n"
    "lingnan,Lingnan Isotope Pharmacy,岭南同位素药业,maker,CN\n"
    "cotai,Cotai Islands Hospital,路氹離島醫院,hospital,MO\n";

struct Empty : Fixture {
  Caller admin = caller("admin", "node", {"admin"}, "registry");
};

}  // namespace

TEST(CsvImport, TakesAFileInAndTheSameFileAgainChangesNothing) {
  Empty house;
  const auto first = take(house, house.admin, {{"organisations.csv", kOrganisations, ""}});
  ASSERT_TRUE(first.ok()) << importReportJson(first, Language::en).dumpPretty();
  EXPECT_EQ(first.added(), 2u);
  EXPECT_EQ(first.unchanged(), 0u);
  EXPECT_TRUE(first.kept);
  EXPECT_EQ(house.entries(), 2);
  const auto again = take(house, house.admin, {{"organisations.csv", kOrganisations, ""}});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.added(), 0u);
  EXPECT_EQ(again.unchanged(), 2u);
  EXPECT_EQ(house.entries(), 2);
}

TEST(CsvImport, BomCrlfSemicolonsAndAnotherOrderOfColumnsAreTheSameRows) {
  Empty house;
  take(house, house.admin, {{"organisations.csv", kOrganisations, ""}});
  const std::string sheet =
      "\xEF\xBB\xBFkind; jurisdiction ;org;name;name_local\r\n"
      "maker;CN;lingnan;\"Lingnan Isotope Pharmacy\";岭南同位素药业\r\n"
      "\r\n"
      "hospital;MO; cotai ;Cotai Islands Hospital;路氹離島醫院\r\n";
  const auto report = take(house, house.admin, {{"10_Organisations-2025.CSV", sheet, ""}});
  ASSERT_TRUE(report.ok()) << importReportJson(report, Language::en).dumpPretty();
  EXPECT_EQ(report.unchanged(), 2u);
  EXPECT_EQ(house.entries(), 2);
}

TEST(CsvImport, TellsEveryErrorWithLineAndColumnAndWritesNothing) {
  Empty house;
  const std::string file =
      "org,name,kind,jurisdiction\n"
      "lingnan,Lingnan,maker,CN\n"
      "a b,Two words,maker,CN\n"
      "cotai,路氹,clinic,XX\n"
      "delta,,broker,MO\n"
      "lingnan,Again,maker,CN\n";
  const auto report = take(house, house.admin, {{"organisations.csv", file, ""}});
  EXPECT_FALSE(report.ok());
  EXPECT_FALSE(report.kept);
  EXPECT_EQ(house.entries(), 0);
  const auto& problems = report.files[0].problems;
  ASSERT_EQ(problems.size(), 5u) << importReportJson(report, Language::en).dumpPretty();
  const auto at = [&](std::size_t i, int line, int column, const char* field, const char* code) {
    EXPECT_EQ(problems[i].line, line);
    EXPECT_EQ(problems[i].column, column);
    EXPECT_EQ(problems[i].field, field);
    EXPECT_EQ(problems[i].code, code);
  };
  at(0, 3, 1, "org", "BAD_VALUE");
  at(1, 4, 10, "kind", "BAD_VALUE");  // c,o,t,a,i,comma,路,氹,comma: the tenth character
  EXPECT_EQ(problems[1].value, "clinic");
  EXPECT_EQ(problems[1].accepted, "maker|carrier|broker|hospital|agency|supplier");
  at(2, 4, 17, "jurisdiction", "BAD_VALUE");
  at(3, 5, 7, "name", "MISSING_FIELD");
  at(4, 6, 1, "org", "ALREADY_EXISTS");
}

TEST(CsvImport, UnknownMissingAndDoubleColumnsAreNamedForAllFilesBeforeAnyRowIsTried) {
  Empty house;
  const auto report =
      take(house, house.admin,
           {{"organisations.csv", "org,nmae,kind\nlingnan,x,maker\n", ""}, {"sites.csv", "site,org,name, name ,zone\nx,x,x,x,x\n", ""}});
  ASSERT_EQ(report.files.size(), 2u);
  const auto& first = report.files[0].problems;
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[0].code, "UNKNOWN_FIELD");
  EXPECT_EQ(first[0].column, 5);
  EXPECT_EQ(first[0].field, "nmae");
  EXPECT_EQ(first[1].code, "MISSING_FIELD");
  EXPECT_EQ(first[1].field, "name");
  EXPECT_EQ(first[2].field, "jurisdiction");
  ASSERT_EQ(report.files[1].problems.size(), 1u);
  EXPECT_EQ(report.files[1].problems[0].column, 15);
  EXPECT_EQ(house.entries(), 0);
}

TEST(CsvImport, RaggedRowsAreAllTold) {
  Empty house;
  const auto report = take(house, house.admin, {{"organisations.csv", "org,name,kind,jurisdiction\na,b\nlingnan,L,maker,CN\nc\n", ""}});
  ASSERT_EQ(report.files[0].problems.size(), 2u);
  EXPECT_EQ(report.files[0].problems[0].line, 2);
  EXPECT_EQ(report.files[0].problems[1].line, 4);
  EXPECT_EQ(report.files[0].problems[0].code, "BAD_CSV");
}

TEST(CsvImport, FilesStandOnEachOtherAndFallTogether) {
  Empty house;
  const std::string sites = "site,org,name,zone\nlingnan-nansha,lingnan,Nansha,Asia/Shanghai\n";
  const std::string bad_people = "person,family_name,given_name,org,site,roles\nhe.yun,何,芸,lingnan,nowhere,radiochemist|qp\n";
  const std::string people = "person,family_name,given_name,org,site,roles\nhe.yun,何,芸,lingnan,lingnan-nansha,radiochemist|qp\n";
  const std::string qualifications =
      "person,qualification,authority,valid_from,valid_until\nghost,qp,GDMPA,2025-01-01T00:00+08:00,2026-01-01T00:00+08:00\n";
  const auto refused = take(house, house.admin,
                            {{"organisations.csv", kOrganisations, ""},
                             {"sites.csv", sites, ""},
                             {"people.csv", bad_people, ""},
                             {"qualifications.csv", qualifications, ""}});
  EXPECT_FALSE(refused.ok());
  EXPECT_TRUE(refused.files[2].reached);
  EXPECT_EQ(refused.files[2].problems[0].field, "site");
  EXPECT_FALSE(refused.files[3].reached);  // what follows a refused file would only repeat it
  EXPECT_EQ(house.entries(), 0);
  EXPECT_TRUE(house.db().query("SELECT id FROM vault").empty());
  const auto taken = take(house, house.admin, {{"organisations.csv", kOrganisations, ""}, {"sites.csv", sites, ""}, {"people.csv", people, ""}});
  EXPECT_TRUE(taken.ok()) << importReportJson(taken, Language::en).dumpPretty();
  EXPECT_EQ(house.entries(), 4);
}

TEST(CsvImport, ADryRunTellsTheSameAndKeepsNothing) {
  Empty house;
  const auto report = take(house, house.admin, {{"organisations.csv", kOrganisations, ""}}, true);
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.added(), 2u);
  EXPECT_FALSE(report.kept);
  EXPECT_EQ(house.entries(), 0);
}

TEST(CsvImport, GatesAreToldWithClauseAndRemedyInTheReadersLanguage) {
  Maker house;
  house.must(house.fong, "ordering/place-order",
             body({{"order", "ORD-01"},
                   {"patient", "P-01"},
                   {"product", "FDG"},
                   {"activity", "5 GBq"},
                   {"tolerance", "10 %"},
                   {"inject_at", "2025-12-17T09:15+08:00"},
                   {"site", "cotai-hotlab"},
                   {"maker_site", "lingnan-nansha"}}));
  const auto before = house.entries();
  const auto report = take(house, house.wong, {{"acceptances.csv", "order\nORD-01\n", ""}});  // cotai may hold 3 GBq of F-18
  ASSERT_EQ(report.files[0].problems.size(), 1u);
  const Json json = importReportJson(report, Language::zh_hant)["files"].items()[0]["problems"].items()[0];
  EXPECT_EQ(json["code"].text(), "REFUSED");
  ASSERT_GE(json["gates"].size(), 1u);
  EXPECT_FALSE(json["gates"].items()[0]["clause"].text().empty());
  EXPECT_FALSE(json["gates"].items()[0]["remedy"].text().empty());
  EXPECT_EQ(house.entries(), before);
}

TEST(CsvImport, SignedUnknownAndUnnamedAreRefusedInWords) {
  Maker house;
  const auto before = house.entries();
  EXPECT_EQ(take(house, house.liang, {{"releases.csv", "batch,markets\nB,CN\n", "quality/release-batch"}}).files[0].problems[0].code,
            "IMPORT_SIGNED");
  EXPECT_EQ(take(house, house.liang, {{"x.csv", "a\n1\n", "quality/no-such"}}).files[0].problems[0].code, "IMPORT_COMMAND");
  EXPECT_EQ(take(house, house.liang, {{"x.csv", "a\n1\n", ""}}).files[0].problems[0].code, "IMPORT_KIND");
  EXPECT_EQ(take(house, house.liang, {{"lots.csv", std::string("a\xFF,b\n1,2\n"), ""}}).files[0].problems[0].code, "BAD_CSV");
  EXPECT_EQ(take(house, house.liang, {{"lots.csv", "", ""}}).files[0].problems[0].code, "BAD_CSV");
  EXPECT_EQ(house.entries(), before);
}

TEST(CsvImport, AFolderIsReadInTheOrderOfTheKinds) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("isotrail-import-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "sites.csv") << "site,org,name,zone\nlingnan-nansha,lingnan,Nansha,Asia/Shanghai\n";
  std::ofstream(folder / "organisations.csv") << kOrganisations;
  std::ofstream(folder / "script.csv") << "at,what\n";
  std::ofstream(folder / "README.md") << "words\n";
  auto plan = planImport({folder});
  ASSERT_TRUE(plan.ok());
  ASSERT_EQ(plan->files.size(), 2u);
  EXPECT_TRUE(plan->files[0].name.ends_with("organisations.csv"));
  ASSERT_EQ(plan->skipped.size(), 1u);
  Empty house;
  auto report = importFiles(house.desk(), house.admin, *plan);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->added(), 3u);
  std::filesystem::remove_all(folder);
  EXPECT_EQ(planImport({folder}).refusal().code, "IMPORT_UNREADABLE");
}

TEST(CsvImport, EveryKindOfFileHasAnUnsignedCommand) {
  Empty house;
  for (const auto& kind : importKinds()) {
    const CommandInfo* info = house.desk().command(kind.command);
    if (!info) {
      // A room without any command yet has not opened.
      const auto& rooms = house.desk().rooms();
      const auto room = std::find_if(rooms.begin(), rooms.end(), [&](const RoomTable& r) { return kind.command.starts_with(r.room() + "/"); });
      ASSERT_TRUE(room != rooms.end() && room->commands().empty()) << kind.command;
      continue;
    }
    EXPECT_EQ(info->meaning, "") << kind.command;
  }
}
