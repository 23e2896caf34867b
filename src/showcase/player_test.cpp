#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "ledger/journal.h"
#include "showcase/story_player.h"
#include "units/time.h"

namespace isotrail::showcase {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRows =
    "at,by,command,fields,expect,chapter,note_en,note_zh_hans,note_zh_hant,note_pt\n"
    "2025-12-17T08:00:00+08:00,clerk,identity/register-organisation,org=one; name=One; kind=maker; jurisdiction=CN,,first,One comes,来一,來一,Vem o "
    "um\n"
    "2025-12-17T08:01:00+08:00,clerk,identity/register-organisation,org=one; name=One; kind=maker; jurisdiction=CN,ALREADY_EXISTS,first,One "
    "again,再来一,再來一,O um outra vez\n"
    "2025-12-17T08:02:00+08:00,clerk,identity/register-person,person=p; family_name=F; given_name=G; org=one; roles=planner|qp,,second,A "
    "person,一人,一人,Uma pessoa\n"
    "2025-12-17T08:03:00+08:00,clerk,identity/register-organisation,org=two; name=Two; kind=maker; jurisdiction=CN,,second,Two comes,来二,來二,Vem o "
    "dois\n";
constexpr const char* kChapters =
    "chapter,title_en,title_zh_hans,title_zh_hant,title_pt\n"
    "day,A day,一天,一天,Um dia\n"
    "first,First,其一,其一,Primeiro\n"
    "second,Second,其二,其二,Segundo\n";

Instant at(const char* time) { return *parseInstant("at", std::string("2025-12-17T") + time + "+08:00"); }

class House {
 public:
  House() : path_((fs::temp_directory_path() / ("isotrail-player-" + std::to_string(::getpid()) + ".db")).string()) {
    for (const char* end : {"", "-wal", "-shm", ".key"}) fs::remove(path_ + end);
    open();
    node->makeShowcase(at("07:00:00"));
    must("identity/register-organisation", Json::object({{"org", "node"}, {"name", "Node"}, {"kind", "maker"}, {"jurisdiction", "CN"}}));
    must("identity/register-person", Json::object({{"person", "clerk"},
                                                   {"family_name", "F"},
                                                   {"given_name", "G"},
                                                   {"org", "node"},
                                                   {"roles", Json::array().push("admin")},
                                                   {"account", "clerk"}}));
  }
  void open() {
    player.reset();
    node.reset();
    node = std::make_unique<Node>(path_);
  }
  void play() {
    KnownWords known;
    for (const auto& room : node->desk().rooms())
      for (const auto& c : room.commands()) {
        SchemaWriter writer;
        c.describe(writer);
        known.commands[c.key()] = {writer.names().begin(), writer.names().end()};
      }
    player = std::make_unique<StoryPlayer>(*node, *readStory(kRows, kChapters, known), 7);
  }
  void must(const std::string& command, const Json& body, const std::string& id = {}) {
    ++commands_;
    ASSERT_TRUE(node->desk().submit(Node::operatorCaller(), {command, body, id.empty() ? "setup-" + std::to_string(commands_) : id, {}, {}, false}));
  }
  std::vector<Event> entries() {
    std::vector<Event> out;
    node->desk().read([&](Db& db) {
      Journal(db).read(2, 0, [&](const Event& e) {
        out.push_back(e);
        return true;
      });
    });
    return out;
  }
  std::unique_ptr<Node> node;
  std::unique_ptr<StoryPlayer> player;

 private:
  std::string path_;
  int commands_ = 0;
};

TEST(StoryPlayer, PlaysEachRowAtItsOwnInstantAtAnySpeed) {
  House h;
  h.play();
  h.player->fastForward(at("08:00:00"));
  h.player->start(600);  // a minute in a tenth of a second
  for (int i = 0; i < 100 && h.player->position() < 4; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  ASSERT_EQ(h.player->position(), 4);
  const auto entries = h.entries();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].recorded_at, at("08:00:00"));
  EXPECT_EQ(entries[1].recorded_at, at("08:02:00"));
  EXPECT_EQ(entries[2].recorded_at, at("08:03:00"));
  EXPECT_EQ(entries[1].payload["roles"].size(), 2u);
}

TEST(StoryPlayer, ShowsWhereTheStoryStandsInTheReadersLanguage) {
  House h;
  h.play();
  h.player->step();
  h.player->step();
  const Json s = h.player->status(Language::pt);
  EXPECT_EQ(s["title"].text(), "Um dia");
  EXPECT_EQ(s["step"].integer(), 2);
  EXPECT_EQ(s["total"].integer(), 4);
  EXPECT_EQ(s["chapter"].text(), "first");
  EXPECT_TRUE(s["chapters"].items().at(0)["done"].boolean());
  EXPECT_FALSE(s["chapters"].items().at(1)["done"].boolean());
  EXPECT_EQ(s["next"]["text"].text(), "Uma pessoa");
  EXPECT_EQ(s["recent"].items().at(0)["outcome"].text(), "refused");
  EXPECT_EQ(s["recent"].items().at(0)["codes"].items().at(0).text(), "ALREADY_EXISTS");
  EXPECT_EQ(s["recent"].items().at(1)["outcome"].text(), "accepted");
  EXPECT_FALSE(s["playing"].boolean());
}

TEST(StoryPlayer, GoesOnAfterARestartAndKeepsWhatWasRefused) {
  House h;
  h.play();
  h.player->step();
  h.player->step();
  h.open();
  h.play();
  EXPECT_EQ(h.player->position(), 2);
  EXPECT_EQ(h.player->status(Language::en)["recent"].items().at(0)["codes"].items().at(0).text(), "ALREADY_EXISTS");
  // Killed right after the entry was written, before the player knew: the row is found on record and not done again.
  h.player->step();
  const auto before = h.entries().size();
  h.open();
  h.play();
  EXPECT_EQ(h.player->position(), 3);
  EXPECT_EQ(h.entries().size(), before);
  EXPECT_EQ(h.player->step()->outcome, "accepted");
  EXPECT_FALSE(h.player->step());
}

TEST(StoryPlayer, NamesARowThatCameOtherwise) {
  House h;
  h.play();
  h.must("identity/register-organisation", Json::object({{"org", "one"}, {"name", "One"}, {"kind", "maker"}, {"jurisdiction", "CN"}}));
  EXPECT_EQ(h.player->step()->outcome, "failed");
  EXPECT_EQ(h.player->step()->outcome, "refused");  // as scripted
}

TEST(StoryPlayer, TakesTheBarsWishes) {
  House h;
  h.play();
  const auto ask = [&](const char* action, const char* key = "", Json value = Json()) {
    Json body = Json::object({{"action", action}});
    if (*key) body.set(key, value);
    return h.player->act(body);
  };
  EXPECT_EQ((*ask("jump", "to", "second"))["step"].integer(), 2);
  EXPECT_EQ(h.node->desk().now(), at("08:02:00"));
  EXPECT_EQ(ask("jump", "to", "first").refusal().code, "OUT_OF_ORDER");
  EXPECT_EQ(ask("jump", "to", 99).refusal().code, "BAD_VALUE");
  EXPECT_EQ(ask("speed", "speed", 0).refusal().code, "BAD_VALUE");
  EXPECT_EQ(ask("dance").refusal().code, "BAD_VALUE");
  EXPECT_EQ((*ask("speed", "speed", 5))["speed"].number(), 5.0);
  EXPECT_EQ((*ask("step"))["step"].integer(), 3);
  EXPECT_TRUE((*ask("play"))["playing"].boolean());
  EXPECT_FALSE((*ask("pause"))["playing"].boolean());
}

}  // namespace
}  // namespace isotrail::showcase
