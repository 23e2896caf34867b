// The log as outsiders read it: tiles, entries and proofs by HTTP, put together again from the answers alone.
#include <gtest/gtest.h>

#include "ledger/log/merkle.h"
#include "ledger/log/tiles.h"
#include "platform/crypto/note.h"
#include "server/log/log_routes.h"
#include "tests/support/house.h"

namespace isotrail::server {
namespace {

class LogRoutes : public ::testing::Test, protected House {
 protected:
  std::string token_;
  void SetUp() override {
    // Two full tiles and a part of a third.
    for (int i = 0; entries() < 600; ++i)
      must("identity/register-organisation",
           Json::object({{"org", "org-" + std::to_string(i)}, {"name", "Org"}, {"kind", "carrier"}, {"jurisdiction", "MO"}}));
    open();
    token_ = signIn("admin");
  }
  std::string status(const std::string& path) { return std::to_string(get(path, token_).status); }
  static Digest digest(std::string_view bytes) {
    Digest d{};
    EXPECT_EQ(bytes.size(), d.size());
    std::copy(bytes.begin(), bytes.end(), d.begin());
    return d;
  }
  static Digest digest(const Json& base64) { return digest(std::string_view(crypto::fromBase64(base64.text()).value_or(""))); }
  static merkle::Path path(const Json& list) {
    merkle::Path out;
    for (const auto& h : list.items()) out.push_back(digest(h));
    return out;
  }
  std::vector<Digest> tile(const std::string& path) {
    const auto answer = get("/log/tile/" + path, token_);
    EXPECT_EQ(answer.status, 200) << path << answer.body;
    std::vector<Digest> out;
    for (std::size_t at = 0; at < answer.body.size(); at += 32) out.push_back(digest(std::string_view(answer.body).substr(at, 32)));
    return out;
  }
};

TEST_F(LogRoutes, TheRootFollowsFromTilesAndEntriesAlone) {
  const auto answer = get("/log/checkpoint", token_);
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  const auto checkpoint = SignedCheckpoint::parse(answer.body);
  ASSERT_TRUE(checkpoint);
  const auto key = crypto::NoteKey::parse(node_->log().verifierKey());
  EXPECT_EQ(crypto::signedBy(checkpoint->note, *key), crypto::NoteVerdict::good);
  const std::int64_t size = checkpoint->checkpoint.size;
  const std::string rest = std::to_string(size % 256);
  std::vector<Digest> leaves;
  for (const std::string& name : {std::string("0/000"), std::string("0/001"), "0/002.p/" + rest})
    for (const Digest& d : tile(name)) leaves.push_back(d);
  ASSERT_EQ(static_cast<std::int64_t>(leaves.size()), size);
  EXPECT_EQ(merkle::foldHashes(leaves.data(), leaves.size()), checkpoint->checkpoint.root);
  EXPECT_EQ(tile("1/000.p/2").back(), merkle::foldHashes(leaves.data() + 256, 256));
  std::size_t i = 0;
  for (const std::string& name : {std::string("000"), std::string("001"), "002.p/" + rest}) {
    const auto bundle = get("/log/tile/entries/" + name, token_);
    ASSERT_EQ(bundle.status, 200);
    for (std::size_t at = 0; at < bundle.body.size(); ++i) {
      const auto length =
          static_cast<std::size_t>(static_cast<unsigned char>(bundle.body[at]) * 256 + static_cast<unsigned char>(bundle.body[at + 1]));
      ASSERT_LT(i, leaves.size());
      ASSERT_EQ(merkle::leafHash(std::string_view(bundle.body).substr(at + 2, length)), leaves[i]);
      at += 2 + length;
    }
  }
  EXPECT_EQ(i, leaves.size());
  EXPECT_EQ(get("/log/tile/0/000", token_).header("Cache-Control"), "private, max-age=31536000, immutable");
  EXPECT_EQ(get("/log/tile/0/000", token_).header("Content-Type"), "application/octet-stream");
}

TEST_F(LogRoutes, ProofsHoldAndNameTheCheckpoint) {
  const std::int64_t size = entries();
  for (const std::int64_t entry : {std::int64_t{1}, std::int64_t{256}, std::int64_t{257}, size}) {
    const Json j = json(get("/api/v1/log/inclusion?entry=" + std::to_string(entry), token_));
    EXPECT_TRUE(merkle::includes(digest(j["leaf_hash"]), j["index"].integer(), j["size"].integer(), path(j["path"]), digest(j["root"]))) << entry;
    const auto c = SignedCheckpoint::parse(j["checkpoint"].text());
    ASSERT_TRUE(c);
    EXPECT_EQ(c->checkpoint.root, digest(j["root"]));
  }
  const Json old = json(get("/api/v1/log/inclusion?entry=3&size=7", token_));
  EXPECT_TRUE(old["checkpoint"].isNull());
  EXPECT_TRUE(merkle::includes(digest(old["leaf_hash"]), 2, 7, path(old["path"]), digest(old["root"])));
  const Json grown = json(get("/api/v1/log/consistency?from=7", token_));
  EXPECT_EQ(grown["from_root"].text(), old["root"].text());
  EXPECT_TRUE(merkle::consistent(7, digest(grown["from_root"]), size, digest(grown["to_root"]), path(grown["path"])));
}

TEST_F(LogRoutes, AnEntryIsFoundByItsIdToo) {
  std::string id;
  node_->desk().read([&](Db& db) { id = Journal(db).bySeq(300)->id; });
  EXPECT_EQ(json(get("/api/v1/log/inclusion?entry=" + id, token_))["entry"].integer(), 300);
}

TEST_F(LogRoutes, WhatTheLogHasNotOrNobodyNamesSoIsNotFound) {
  const std::string rest = std::to_string(entries() % 256), more = std::to_string(entries() % 256 + 1);
  EXPECT_EQ(status("/log/tile/0/002.p/" + rest), "200");
  for (const std::string& bad : {"0/002.p/" + more,
                                 std::string("0/002"),
                                 std::string("0/003.p/1"),
                                 std::string("1/000"),
                                 std::string("1/000.p/3"),
                                 std::string("2/000.p/1"),
                                 std::string("00/000"),
                                 std::string("64/000"),
                                 std::string("-1/000"),
                                 std::string("0/0"),
                                 std::string("0/x000/000"),
                                 std::string("0/x000"),
                                 std::string("0/000/000"),
                                 std::string("0/000.p/0"),
                                 std::string("0/000.p/256"),
                                 std::string("0/000.p/01"),
                                 std::string("0/000.p/"),
                                 std::string("0"),
                                 std::string("x/000"),
                                 std::string("0/x999/x999/x999/x999/x999/999"),
                                 std::string("0/999"),
                                 std::string("0/00a"),
                                 std::string("entries/003.p/1"),
                                 std::string("entries/0"),
                                 std::string("entries/000.p/300"),
                                 std::string("entries/0/000")})
    EXPECT_EQ(status("/log/tile/" + bad), "404") << bad;
  EXPECT_EQ(status("/log/nothing"), "404");
  for (const char* bad : {"inclusion", "inclusion?entry=0", "inclusion?entry=100000", "inclusion?entry=5&size=4", "inclusion?entry=1&size=x",
                          "inclusion?entry=1&size=100000", "consistency", "consistency?from=9&to=8", "consistency?from=-1", "consistency?from=01"})
    EXPECT_EQ(status(std::string("/api/v1/log/") + bad), "400") << bad;
  EXPECT_EQ(send("POST", "/log/checkpoint", "Authorization: Bearer " + token_ + "\r\n").status, 405);
}

TEST_F(LogRoutes, HashesAreForInspectorsAndWholeEntriesForAdministrators) {
  const std::string inspector = signIn("inspector.ssm");
  EXPECT_EQ(get("/log/checkpoint", inspector).status, 200);
  EXPECT_EQ(get("/log/tile/0/000", inspector).status, 200);
  EXPECT_EQ(get("/api/v1/log/inclusion?entry=1", inspector).status, 200);
  EXPECT_EQ(verdict(get("/log/tile/entries/000", inspector)), "403 NOT_PERMITTED");
  EXPECT_EQ(get("/log/checkpoint").status, 401);
  EXPECT_EQ(get("/log/tile/entries/000").status, 401);
}

class EvidenceRoute : public ::testing::Test, protected House {
 protected:
  /// The page's own JSON.
  static Json evidence(const std::string& page) {
    const std::string from = "id=\"evidence\">";
    const auto begin = page.find(from) + from.size();
    return Json::parse(page.substr(begin, page.find("</script>", begin) - begin)).value_or(Json());
  }
  /// Entries whose path leads to the checkpoint's root, with and without their bytes.
  static std::pair<int, int> proved(const Json& j) {
    const auto c = SignedCheckpoint::parse(j["checkpoint"].text());
    const auto digest = [](const Json& text) {
      const std::string bytes = crypto::fromBase64(text.text()).value_or("");
      Digest d{};
      EXPECT_EQ(bytes.size(), d.size());
      std::copy(bytes.begin(), bytes.end(), d.begin());
      return d;
    };
    std::pair<int, int> count{0, 0};
    for (const auto& e : j["entries"].items()) {
      merkle::Path path;
      for (const auto& h : e["path"].items()) path.push_back(digest(h));
      const Digest leaf = digest(e["leaf_hash"]);
      EXPECT_TRUE(merkle::includes(leaf, e["seq"].integer() - 1, c->checkpoint.size, path, c->checkpoint.root)) << e["seq"].integer();
      const bool whole = e["bytes"].isString();
      EXPECT_TRUE(!whole || merkle::leafHash(e["bytes"].text()) == leaf);
      ++(whole ? count.first : count.second);
    }
    return count;
  }
};

TEST_F(EvidenceRoute, EveryEntryComesWithItsPathToTheSignedRoot) {
  must("production/receive-lot", Json::object({{"lot", "K-2291"},
                                               {"site", "lingnan-nansha"},
                                               {"kind", "cassette"},
                                               {"name", "cassette"},
                                               {"supplier", "lingnan"},
                                               {"expires_at", "2099-01-01T00:00Z"},
                                               {"units", 3}}));
  must("quality/hold-item", Json::object({{"item", "K-2291"}, {"reason", "label torn"}}));
  open();
  const std::string token = signIn("admin");
  const auto page = get("/api/v1/log/evidence?item=K-2291", token);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.header("Content-Disposition"), "attachment; filename=\"evidence-K-2291.html\"");
  const Json j = evidence(page.body);
  EXPECT_EQ(j["subject"].text(), "K-2291");
  EXPECT_EQ(j["log_key"].text(), node_->log().verifierKey());
  const auto [with, without] = proved(j);
  EXPECT_EQ(with, 2);
  EXPECT_EQ(without, 0);
  EXPECT_EQ(get("/api/v1/log/evidence?item=K-2291", signIn("inspector.ssm")).status, 404);  // of another jurisdiction
  EXPECT_EQ(get("/api/v1/log/evidence?item=NO-SUCH", token).status, 404);
  EXPECT_EQ(get("/api/v1/log/evidence", token).status, 400);
  EXPECT_EQ(get("/api/v1/log/evidence?item=a%22%0d%0ab", token).status, 400);
}

TEST(TileNames, AreReadAsTheSpecificationWritesThem) {
  const auto name = TileName::parse("3/x001/x234/067.p/8");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->level, 3);
  EXPECT_EQ(name->n, 1'234'067);
  EXPECT_EQ(name->width, 8);
  EXPECT_EQ(TileName::parseBundle("x001/000")->n, 1000);
  EXPECT_EQ(TileName::parseBundle("007")->width, kTileWidth);
}

}  // namespace
}  // namespace isotrail::server
