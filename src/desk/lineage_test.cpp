// No movement makes a thing come out of itself: refused where it is written, with nothing left behind; views read lineage from
// memory where the desk keeps it.
#include <gtest/gtest.h>

#include "tests/support/fixture.h"
#include "trace/lineage_index.h"

namespace isotrail {
namespace {

struct NoSigner final : NodeSigner {
  std::string keyId() const override { return "test"; }
  std::string sign(const std::string&, const std::string&) const override { return ""; }
};

/// Some of one thing into another, which may be there already.
struct Pour {
  std::vector<ItemId> from, into;
  void fields(Fields& f) {
    f.ids("from", from);
    f.ids("into", into);
  }
};
Verdict pour(Act& act, const Pour& c) {
  Movement m;
  m.kind = MovementKind::combine;
  for (const auto& id : c.from) m.takes.push_back({id, {}, {}, false});
  for (const auto& id : c.into) {
    m.puts.push_back({id, {}, {}, std::nullopt});
    if (!findItem(act.db(), id)) m.puts.back().created = NewItem{"vial", id.str(), {}, {}, std::nullopt, {}};
  }
  act.emit(SiteId("S"), "test/" + act.commandId(), "test.Poured", Json::object(), m);
  return Done{};
}
Result<Json> belowView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& id : descendants(q.db, ItemId(q.param("item")), q.lineage)) list.push(id.str());
  return list;
}

class Pouring : public ::testing::Test {
 protected:
  Pouring() : source_(":memory:") {
    RoomTable table("test");
    table.command("pour", pour, "");
    table.view("below", "test.read", belowView, "", false, {"item"});
    desk_ = std::make_unique<Desk>(source_, clock_, signer_, std::vector<RoomTable>{table});
    db_ = source_.connect();
  }
  std::string poured(const std::vector<std::string>& from, const std::vector<std::string>& into) {
    Json takes = Json::array(), puts = Json::array();
    for (const auto& id : from) takes.push(id);
    for (const auto& id : into) puts.push(id);
    auto answer = desk_->submit(caller_, {"test/pour", Json::object({{"from", takes}, {"into", puts}}), "c" + std::to_string(++n_), {}, {}, false});
    return answer ? "" : answer.refusal().code;
  }
  std::string below(const char* item) {
    return desk_->view(caller_, "test", "below", {*db_, caller_, clock_.now(), "", {{"item", item}}, "en"})->dump();
  }
  SqliteSource source_;
  test::SetClock clock_;
  NoSigner signer_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<Db> db_;
  const Caller caller_ = test::Fixture::caller("p", "o");
  int n_ = 0;
};

TEST_F(Pouring, WhatWouldComeOutOfItselfIsRefused) {
  EXPECT_EQ(poured({}, {"A"}), "");
  EXPECT_EQ(poured({"A"}, {"B"}), "");
  EXPECT_EQ(poured({"B"}, {"C", "D"}), "");
  const auto entries = Journal(*db_).lastSeq();
  EXPECT_EQ(poured({"B"}, {"A"}), "LINEAGE_CYCLE");
  EXPECT_EQ(poured({"D"}, {"A"}), "LINEAGE_CYCLE") << "not only from its children";
  EXPECT_EQ(poured({"D"}, {"E", "B"}), "LINEAGE_CYCLE");
  EXPECT_EQ(poured({"C", "D"}, {"C", "D"}), "LINEAGE_CYCLE") << "each would come out of the other";
  EXPECT_EQ(Journal(*db_).lastSeq(), entries) << "a refusal leaves nothing";
  EXPECT_EQ(poured({"D"}, {"C"}), "") << "C is there, and not above D";
  EXPECT_EQ(poured({"C"}, {"D"}), "LINEAGE_CYCLE") << "now it is";
  EXPECT_EQ(poured({"D"}, {"D"}), "") << "what stays in a thing is no lineage";
}

TEST_F(Pouring, ViewsReadFromMemoryAndSeeEveryEntry) {
  EXPECT_EQ(poured({}, {"A"}), "");
  EXPECT_EQ(poured({"A"}, {"C", "B"}), "");
  EXPECT_EQ(below("A"), "[\"B\",\"C\"]") << "by query";
  desk_->lineage().fill(*db_);
  EXPECT_EQ(below("A"), "[\"B\",\"C\"]") << "of one entry by id";
  EXPECT_EQ(poured({"C"}, {"D"}), "");
  EXPECT_EQ(below("A"), "[\"B\",\"C\",\"D\"]");
  EXPECT_EQ(desk_->lineage().size().items, 4u) << "it followed";
  EXPECT_EQ(desk_->rebuild(true), std::vector<std::string>());
  EXPECT_EQ(desk_->rebuild(false), std::vector<std::string>());
  EXPECT_EQ(below("A"), "[\"B\",\"C\",\"D\"]") << "after a rebuild it may not believe its numbers";
}

}  // namespace
}  // namespace isotrail
