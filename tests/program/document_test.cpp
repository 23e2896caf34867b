// Documents from the command line: filed, listed, fetched, checked, and carried by the evidence of what they belong to.
#include "base/base64.h"
#include "base/hash.h"
#include "platform/sqlite/sqlite_db.h"
#include "tests/program/program.h"

using namespace isotrail;
using namespace isotrail::test;

namespace {

class Papers : public Program {
 protected:
  const std::string bytes = std::string("%PDF-1.7 certificate\0of the cassette", 36);
  const std::string sha256 = sha256Hex(bytes);
  void SetUp() override {
    Program::SetUp();
    house();
    write("coa.pdf", bytes);
  }
  Ran attach(std::vector<std::string> more = {}) {
    more.insert(more.begin(),
                {"document", "attach", "coa.pdf", "--about", "K-2291", "--title", "Certificate", "--retention", "batch_record", "--json"});
    return run(more);
  }
  static std::string code(const Ran& ran) { return ran.json()["problem"]["code"].text(); }
};

TEST_F(Papers, AreFiledListedFetchedAndChecked) {
  EXPECT_FALSE(attach({"--dry-run"}).json()["kept"].boolean());
  EXPECT_EQ(run({"document", "list", "--json"}).json()["documents"].size(), 0u);
  const Ran filed = attach();
  ASSERT_EQ(filed.code, 0) << filed.err << filed.out;
  EXPECT_EQ(filed.json()["sha256"].text(), sha256);
  EXPECT_EQ(code(attach()), "ALREADY_EXISTS");
  const Json listed = run({"document", "list", "--about", "K-2291", "--json"}).json()["documents"];
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed.items()[0]["media_type"].text(), "application/pdf");
  const Ran table = run({"document", "list", "--lang", "pt"});
  EXPECT_NE(table.out.find(sha256), std::string::npos) << table.out;
  EXPECT_NE(table.out.find("guardado"), std::string::npos) << table.out;
  ASSERT_EQ(run({"document", "get", sha256, "back.pdf"}).code, 0);
  EXPECT_EQ(contents(home / "back.pdf"), bytes);
  EXPECT_EQ(run({"document", "get", std::string(64, '0'), "none.pdf"}).code, 3);
  EXPECT_FALSE(fs::exists(home / "none.pdf"));
  EXPECT_EQ(run({"document", "verify", "--json"}).json()["documents"].integer(), 1);
  EXPECT_EQ(run({"document", "verify", "back.pdf"}).code, 0);
  write("back.pdf", bytes + " ");
  EXPECT_EQ(run({"document", "verify", "back.pdf"}).code, 1);
  EXPECT_EQ(code(run({"document", "attach", "no.pdf", "--about", "K-2291", "--title", "x", "--retention", "batch_record", "--json"})), "NOT_FOUND");
}

TEST_F(Papers, AChangedOneIsNamedEverywhere) {
  ASSERT_EQ(attach().code, 0);
  SqliteSource(home / "var/isotrail.db").connect()->exec("UPDATE document_bytes SET bytes=$1", {Blob{'x'}});
  const Ran checked = run({"document", "verify", "--json"});
  EXPECT_EQ(checked.code, 1);
  EXPECT_EQ(checked.json()["first_bad"]["seq"].integer(), 5);
  EXPECT_EQ(code(run({"document", "get", sha256, "back.pdf", "--json"})), "DOCUMENT_BROKEN");
  EXPECT_EQ(code(run({"ledger", "evidence", "K-2291", "k.html", "--json"})), "DOCUMENT_BROKEN") << "no pack that its own page would refuse";
}

TEST_F(Papers, AreInTheEvidenceOfWhatTheyBelongTo) {
  ASSERT_EQ(attach().code, 0);
  ASSERT_EQ(run({"ledger", "evidence", "K-2291", "k.html"}).code, 0);
  const std::string page = contents(home / "k.html"), from = "id=\"evidence\">";
  const auto begin = page.find(from) + from.size();
  const Json evidence = Json::parse(page.substr(begin, page.find("</script>", begin) - begin)).value_or(Json());
  ASSERT_EQ(evidence["documents"].size(), 1u);
  const Json& d = evidence["documents"].items()[0];
  EXPECT_EQ(d["sha256"].text(), sha256);
  EXPECT_EQ(fromBase64(d["bytes"].text()), bytes);
  bool named = false;
  for (const auto& e : evidence["entries"].items()) named = named || (e["id"] == d["entry"] && e["bytes"].text().find(sha256) != std::string::npos);
  EXPECT_TRUE(named) << "the entry that names it is there, with its bytes";
}

}  // namespace
