#include "desk/lane/asked.h"

#include <gtest/gtest.h>

using namespace isotrail;

namespace {

constexpr const char* kPerson = "SELECT id,doc FROM identity_person WHERE id=$1";
constexpr const char* kHolds = "SELECT h.reason FROM item_hold h JOIN item i ON i.item=h.item WHERE i.item=$1";

Rows answer(const char* text) { return {Row({DbValue(std::string(text))})}; }

struct AskedTwice : ::testing::Test {
  Asked asked;
  AskedTwice() {
    asked.keep(kPerson, {std::string("liang")}, answer("Liang"));
    asked.keep(kHolds, {std::string("K-1")}, {});
  }
  bool person() { return asked.find(kPerson, {std::string("liang")}) != nullptr; }
  bool holds() { return asked.find(kHolds, {std::string("K-1")}) != nullptr; }
};

}  // namespace

TEST_F(AskedTwice, TheSameQuestionHasItsAnswerAnotherHasNone) {
  EXPECT_EQ(asked.find(kPerson, {std::string("liang")})->at(0).text(0), "Liang");
  EXPECT_TRUE(holds());  // that there is none is an answer too
  EXPECT_FALSE(asked.find(kPerson, {std::string("chan")}));
  EXPECT_FALSE(asked.find("SELECT 1", {}));
}

TEST_F(AskedTwice, AWriteForgetsWhatNamesItsTable) {
  asked.written("INSERT INTO identity_person_note(id) VALUES($1)");
  asked.written("INSERT INTO items(item) VALUES($1)");
  EXPECT_TRUE(person() && holds());
  asked.written("INSERT INTO item(item) VALUES($1) ON CONFLICT(item) DO UPDATE SET place=excluded.place");
  EXPECT_TRUE(person());
  EXPECT_FALSE(holds());
  asked.written("UPDATE identity_person SET doc=$1");
  EXPECT_FALSE(person());
}

TEST_F(AskedTwice, ADeleteForgetsToo) {
  asked.written("DELETE FROM item_hold WHERE item=$1");
  EXPECT_FALSE(holds());
  asked.keep(kHolds, {std::string("K-1")}, {});
  asked.written("DELETE FROM item_hold WHERE item=$1");
  EXPECT_FALSE(holds());
}

TEST_F(AskedTwice, AStatementThatNamesNoTableForgetsEverything) {
  asked.written("WITH gone AS (DELETE FROM item RETURNING item) SELECT 1");
  EXPECT_FALSE(person() || holds());
}

TEST_F(AskedTwice, AnotherTransactionForgetsEverything) {
  asked.forget();
  EXPECT_FALSE(person() || holds());
}

TEST_F(AskedTwice, OnlyPlainQuestionsOfFewRowsAreKept) {
  asked.keep("UPDATE job SET holder=$1 RETURNING id", {}, answer("1"));
  EXPECT_FALSE(asked.find("UPDATE job SET holder=$1 RETURNING id", {}));
  asked.keep("SELECT id FROM item", {}, Rows(17, Row({})));
  EXPECT_FALSE(asked.find("SELECT id FROM item", {}));
}
