#include "desk/lane/record_writer.h"

#include <gtest/gtest.h>

#include "ledger/migrations.h"
#include "platform/sqlite/sqlite_db.h"

using namespace isotrail;

namespace {

Event entry(const std::string& id, const std::string& note) {
  Event e;
  e.id = id;
  e.site = SiteId("one");
  e.stream = "test/S-1";
  e.type = "test.Made";
  e.payload = Json::object({{"note", note}});
  return e;
}

}  // namespace

/// What could not be stored leaves nothing behind in mind either, though the lane has written nothing.
TEST(RecordWriter, GoesOnWhereTheRecordEndsAfterAnEntryThatCouldNotBeWritten) {
  SqliteSource source(":memory:");
  Lane lane(source.connect());
  migrate(lane);
  const std::vector<RoomTable> rooms;
  RecordWriter writer(lane, rooms);
  const auto add = [&](const std::string& id, const std::string& note) {
    Transaction transaction(lane);
    writer.begun();
    Event e = entry(id, note);
    writer.append(e);
    writer.settle();
    transaction.commit();
    return e;
  };
  const Event first = add("a", "first");
  EXPECT_ANY_THROW(add("b", "\xff"));  // no text
  const Event second = add("c", "second");
  EXPECT_EQ(second.seq, first.seq + 1);
  EXPECT_EQ(second.position, first.position + 1);
  EXPECT_EQ(second.version, first.version + 1);
  EXPECT_EQ(second.prev_hash, first.hash);
  EXPECT_TRUE(Journal(lane).verify().ok);
}
