// Documents by hash: attached, kept, found when missing or altered, removed in their time.
#include <gtest/gtest.h>

#include "base/base64.h"
#include "ledger/documents.h"
#include "ledger/journal.h"
#include "tests/support/maker.h"

namespace isotrail::test {
namespace {

class Documents : public ::testing::Test {
 protected:
  Maker w;
  const std::string bytes = std::string("%PDF-1.7 certificate\0of the cassette", 36);
  const std::string sha256 = sha256Hex(bytes);

  Json certificate(const char* about = "K-2291") {
    return body(
        {{"about", about}, {"title", "Certificate"}, {"media_type", "application/pdf"}, {"retention", "batch_record"}, {"content", base64(bytes)}});
  }
  Json removal(const char* about = "K-2291") { return body({{"sha256", sha256}, {"about", about}, {"reason", "its time is over"}}); }
  void refused(const std::string& codes, const Caller& who, const char* command, Json b) {
    const auto before = w.entries();
    EXPECT_EQ(w.refusal(who, command, std::move(b)), codes);
    EXPECT_EQ(w.entries(), before);
  }
};

TEST_F(Documents, AreKeptByTheirHash) {
  EXPECT_EQ(w.must(w.he, "documents/attach", certificate())["sha256"].text(), sha256);
  const Json seen = *w.view(w.he, "documents", "documents", sha256);
  EXPECT_EQ(fromBase64(seen["content"].text()), bytes);
  EXPECT_EQ(seen["keep_until"].text(), "2030-12-15T16:00:00Z");  // five years, by the calendar of Nansha
  EXPECT_EQ((*w.view(w.he, "documents", "documents", "", {{"about", "K-2291"}}))["documents"].size(), 1u);
  Journal(w.db()).read(w.entries() - 1, 0, [&](const Event& e) {
    EXPECT_EQ(e.stream, "documents/K-2291");
    EXPECT_EQ(e.bytes.find("PDF-1.7"), std::string::npos) << "the entry has the hash only";
    EXPECT_NE(e.bytes.find(sha256), std::string::npos);
    return true;
  });
  EXPECT_FALSE(w.view(w.fong, "documents", "documents", sha256).ok()) << "another organisation's";
  EXPECT_TRUE(w.desk().rebuild(true).empty());
  EXPECT_FALSE(documentProblem(w.db()));
}

TEST_F(Documents, BadOnesAreRefused) {
  refused("BAD_VALUE", w.he, "documents/attach", certificate().set("content", "no base64"));
  refused("MISSING_FIELD", w.he, "documents/attach", certificate().set("content", ""));
  refused("BAD_VALUE", w.he, "documents/attach", certificate().set("retention", "for ever"));
  refused("BAD_VALUE", w.he, "documents/attach", certificate().set("media_type", "pdf"));
  refused("BAD_VALUE", w.he, "documents/attach", certificate().set("about", "../K"));
  refused("NOT_FOUND", w.he, "documents/attach", certificate("K-NONE"));
  refused("DOCUMENT_DIFFERS", w.he, "documents/attach", certificate().set("sha256", std::string(64, '0')));
  refused("DOCUMENT_TOO_LARGE", w.he, "documents/attach", certificate().set("content", base64(std::string(2 * 1024 * 1024 + 1, 'x'))));
  w.must(w.he, "documents/attach", certificate());
  refused("ALREADY_EXISTS", w.he, "documents/attach", certificate());
}

TEST_F(Documents, AMissingOrAlteredOneIsFoundByName) {
  w.must(w.he, "documents/attach", certificate());
  w.db().exec("UPDATE document_bytes SET bytes=$1", {Blob{'x'}});
  ASSERT_TRUE(documentProblem(w.db()));
  EXPECT_EQ(documentProblem(w.db())->why, "document \"Certificate\" (" + sha256.substr(0, 16) + ") is altered");
  EXPECT_EQ(w.view(w.he, "documents", "documents", sha256).refusal().code, "DOCUMENT_BROKEN");
  w.db().exec("DELETE FROM document_bytes");
  EXPECT_EQ(documentProblem(w.db())->why, "document \"Certificate\" (" + sha256.substr(0, 16) + ") is missing");
  EXPECT_EQ(documentProblem(w.db())->seq, w.entries());
}

TEST_F(Documents, GoInTheirTimeAndLeaveTheirHash) {
  w.must(w.he, "documents/attach", certificate());
  w.must(w.he, "documents/attach", certificate("PRE-7"));
  refused("DOCUMENT_KEPT", w.he, "documents/remove", removal());
  refused("DOCUMENT_KEPT NOT_YOUR_ORGANISATION", w.fong, "documents/remove", removal());
  EXPECT_FALSE((*w.view(w.he, "documents", "retention"))["documents"].items().at(0)["may_go"].boolean());
  w.at("2030-12-16T00:00:00+08:00");
  EXPECT_TRUE((*w.view(w.he, "documents", "retention"))["documents"].items().at(0)["may_go"].boolean());
  w.must(w.he, "documents/remove", removal());
  EXPECT_EQ(documentBytes(w.db(), sha256), bytes) << "another entry still keeps it";
  w.must(w.he, "documents/remove", removal("PRE-7"));
  EXPECT_FALSE(documentBytes(w.db(), sha256));
  refused("OUT_OF_ORDER", w.he, "documents/remove", removal());
  EXPECT_EQ((*w.view(w.he, "documents", "retention"))["documents"].size(), 0u);
  EXPECT_FALSE(documentProblem(w.db()));
  EXPECT_TRUE(Journal(w.db()).verify().ok);
  EXPECT_TRUE(w.desk().rebuild(true).empty());
  w.must(w.he, "documents/attach", certificate());  // and may come back
  EXPECT_FALSE(documentProblem(w.db()));
}

}  // namespace
}  // namespace isotrail::test
