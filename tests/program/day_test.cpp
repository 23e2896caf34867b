// The whole showcase day played by the program, and what can be asked of its record afterwards.
#include <algorithm>
#include <set>

#include "node/node.h"
#include "tests/program/program.h"
#include "trace/trace.h"

using namespace isotrail;
using namespace isotrail::test;

namespace {

std::set<std::string> texts(const Json& list, const char* key) {
  std::set<std::string> out;
  for (const auto& row : list.items()) out.insert(row[key].text());
  return out;
}

class Day : public Program {
 protected:
  void comesAsScripted();
  void doseNamesItsOrigins();
  void recallListsEveryDose();
  void recordVerifiesAndRebuilds();
};

void Day::comesAsScripted() {
  const Ran played = run({"showcase", "--play", "--db", "day.db", "--json"});
  EXPECT_EQ(played.code, 0) << played.out << played.err;
  const Json j = played.json();
  EXPECT_TRUE(j["as_scripted"].boolean()) << j["first_difference"].text();
  EXPECT_EQ(j["doses_given"].integer(), 12);
  EXPECT_GE(j["refused_as_scripted"].integer(), 1);
  EXPECT_TRUE(j["projections_rebuilt_equal"].boolean());
  const Json again = run({"showcase", "--play", "--db", "day.db", "--json"}).json();
  EXPECT_EQ(again["entries"], j["entries"]);  // played once, however often it is asked for
}

void Day::doseNamesItsOrigins() {
  const Ran ran = run({"trace", "back", "S-251217-01", "--db", "day.db", "--json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json t = ran.json();
  std::set<std::string> things;
  for (const auto& n : t["nodes"].items()) things.insert(n["kind"].text() + " " + n["label"].text());
  for (const char* thing : {"beam IR-251217-1", "batch FDG-251217-A", "vial FDG-251217-A.V1", "material K-2291", "package P-251217-01",
                            "dose S-251217-01", "patient P-01"})
    EXPECT_TRUE(things.contains(thing)) << thing;
  const auto people = texts(t["people"], "person");
  for (const char* person : {"he.yun", "zhou.kai", "lin.qc", "liang.wei", "chen.bo", "mak.sio", "lei.fan", "dr.fong"})
    EXPECT_TRUE(people.contains(person)) << person;
  EXPECT_TRUE(texts(t["equipment"], "equipment").contains("CYC-1"));
  EXPECT_EQ(texts(t["packages"], "consignment"), (std::set<std::string>{"C-251217-01"}));  // not the empties' way back
  std::set<std::string> border;
  for (const auto& b : t["border"].items()) border.insert(b["consignment"].text() + " " + b["post"].text() + " " + b["direction"].text());
  EXPECT_TRUE(border.contains("C-251217-01 zhuhai export"));
  EXPECT_TRUE(border.contains("C-251217-01 macao import"));
  EXPECT_NE(run({"trace", "back", "S-251217-01", "--db", "day.db", "--lang", "zh-Hant"}).out.find("S-251217-01 的來源"), std::string::npos);
  // Who had the vial in the hours before: the maker, the carrier from 06:20, the hospital from 08:52.
  const Json handled = run({"trace", "handled", "FDG-251217-A.V1", "--from", "2025-12-17T06:00+08:00", "--until", "2025-12-17T12:00+08:00", "--db",
                            "day.db", "--json"})
                           .json();
  EXPECT_EQ(texts(handled["custody"], "org"), (std::set<std::string>{"lingnan", "sunbridge", "cotai"}));
  EXPECT_TRUE(texts(handled["people"], "person").contains("chen.bo"));
  EXPECT_EQ(run({"trace", "handled", "--db", "day.db"}).code, 2);
  EXPECT_EQ(run({"trace", "handled", "NOTHING", "--db", "day.db"}).code, 3);
}

void Day::recallListsEveryDose() {
  const Ran ran = run({"recall", "simulate", "--lot", "K-2291", "--db", "day.db", "--json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.json()["affected"]["doses"].integer(), 8);  // the FDG doses
  EXPECT_EQ(ran.json()["given"].size() + ran.json()["stoppable"].size(), 8u);
}

void Day::recordVerifiesAndRebuilds() {
  const Ran whole = run({"ledger", "verify", "--db", "day.db", "--json"});
  EXPECT_EQ(whole.code, 0) << whole.out;
  EXPECT_GT(whole.json()["signatures"].integer(), 20);
  fs::copy_file(home / "day.db", home / "copy.db", fs::copy_options::overwrite_existing);
  fs::copy_file(home / "day.db.key", home / "copy.db.key", fs::copy_options::overwrite_existing);
  std::size_t dropped = 0;
  {
    Node node(path("copy.db"), true);
    auto db = node.source().connect();
    std::vector<std::string> tables = traceTables();
    for (const auto& room : node.desk().rooms())
      for (const auto& p : room.projections()) tables.insert(tables.end(), p.tables.begin(), p.tables.end());
    for (const auto& table : tables) dropped += static_cast<std::size_t>(db->exec("DELETE FROM " + table));
  }
  EXPECT_GT(dropped, 300u);
  EXPECT_EQ(run({"projections", "rebuild", "--check", "--db", "copy.db"}).code, 1);
  EXPECT_EQ(run({"projections", "rebuild", "--db", "copy.db"}).code, 0);
  EXPECT_EQ(run({"projections", "rebuild", "--check", "--db", "copy.db"}).code, 0);
  EXPECT_EQ(run({"doctor", "--db", "day.db"}).code, 0);
}

}  // namespace

// One test, because the day takes some seconds to play.
TEST_F(Day, ComesAsScriptedAndItsRecordAnswersForEveryDose) {
  comesAsScripted();
  doseNamesItsOrigins();
  recallListsEveryDose();
  recordVerifiesAndRebuilds();
}
