// isotrail showcase: the day served with its story running, or played through at once.
#include <chrono>
#include <filesystem>
#include <thread>

#include "base/check.h"
#include "cli/machine.h"
#include "cli/serving.h"
#include "cli/terminal.h"
#include "showcase/showcase.h"
#include "units/time.h"

namespace isotrail::cli {
namespace {

constexpr int kSteps = 5;
constexpr const char* kVisitor = "wong.ieng";  // the planner: sees orders, the way and the day

/// "[2/5] open database ....... ok  var/isotrail.db   0.1 s" as each step ends.
class Steps {
 public:
  explicit Steps(Output& out) : out_(out) {}
  void done(const char* what, bool ok, const std::string& found) {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    began_ = std::chrono::steady_clock::now();
    std::string line = "[" + std::to_string(++n_) + "/" + std::to_string(kSteps) + "] " + out_.word(what) + " ";
    while (displayWidth(line) < 28) line += ".";
    line += " " + out_.word(ok ? "CLI_OK" : "CLI_PROBLEM") + "  " + found;
    while (displayWidth(line) < 72) line += " ";
    out_.note(line + oneDecimal(seconds) + " s");
  }

 private:
  Output& out_;
  int n_ = 0;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

enum class Ending { stopped, restart };

void control(StoryControl& story, const char* action, double speed = 0) {
  Json body = Json::object({{"action", action}});
  if (speed > 0) body.set("speed", speed);
  (void)story.act(body).ok();  // at the story's end there is nothing to play; the bar says so
}

/// Keys of the terminal until the server stops.
void listen(StoryControl& story, const Keys& keys, std::atomic<bool>& stop, Ending& ending) {
  while (!stop) {
    switch (keys.next()) {
      case ' ':
        control(story, story.status(Language::en)["playing"].boolean() ? "pause" : "play");
        break;
      case '1':
        control(story, "speed", 1);
        break;
      case '2':
        control(story, "speed", 60);
        break;
      case '3':
        control(story, "speed", 600);
        break;
      case 'n':
        control(story, "step");
        break;
      case 'r':
        ending = Ending::restart;
        stop = true;
        break;
      case 'q':
        stop = true;
        break;
      default:
        break;
    }
  }
}

void tellReady(const Invocation& in, Output& out, const std::string& path, unsigned short port, const StoryControl& story, bool keys) {
  const auto urls = addressesOf(in, port);
  const Json status = story.status(out.language());
  if (out.json()) {
    Json list = Json::array();
    for (const auto& url : urls) list.push(url);
    return out.answer(Json::object({{"urls", list},
                                    {"port", static_cast<int>(port)},
                                    {"database", Place(path).shown()},
                                    {"showcase", true},
                                    {"account", kVisitor},
                                    {"password", showcase::kPassword},
                                    {"speed", in.speed},
                                    {"now", status["now"]}}));
  }
  for (const auto& url : urls) out.print(out.word("CLI_OPEN", Json::object({{"url", url + "?tour=1"}})));
  out.print(out.word("CLI_SIGN_IN", Json::object({{"account", kVisitor}, {"password", showcase::kPassword}})));
  const auto now = parseInstant("now", status["now"].text());
  out.print(out.word("CLI_STORY_AT", Json::object({{"at", now ? showInstant(*now, "Asia/Macau") : ""}, {"speed", in.speed}})));
  out.print(out.word(keys ? "CLI_KEYS" : "CLI_STOP_HINT"));
  out.stream().flush();
}

Ending serveDay(const Invocation& in, Output& out, const std::string& path) {
  Steps steps(out);
  const bool free = in.port == 0 || portIsFree(in.lan ? "0.0.0.0" : in.host, in.port);
  steps.done("CLI_S_MACHINE", free, out.word("CLI_S_CORES", Json::object({{"cores", cores()}, {"memory", oneDecimal(memoryGiB())}})));
  if (!free) throw Fault("LISTEN", "port " + std::to_string(in.port) + " is in use");
  makeFolderOf(path);
  Node node(path);
  steps.done("CLI_S_DATABASE", true, node.place().shown());
  const auto loaded = showcase::loadShowcase(node);
  auto player = showcase::makePlayer(node);
  player->fastForward(*parseInstant("opening", showcase::kOpening));
  steps.done("CLI_S_SHOWCASE", true,
             out.word("CLI_S_LOADED", Json::object({{"rows", loaded.rows}, {"files", loaded.files}, {"accounts", loaded.accounts}})));
  std::int64_t entries = 0;
  const bool whole = verifyOrStopWriting(node, out, &entries);
  steps.done("CLI_S_VERIFY", whole, out.word("CLI_S_ENTRIES", Json::object({{"entries", entries}})));
  const StopSignal signals;
  const Keys keys;
  server::ServeOptions options = serveOptions(in, out);
  options.story = player.get();
  options.ready = [&](unsigned short port) {
    steps.done("CLI_S_START", true, "");
    if (whole) player->start(in.speed);
    tellReady(in, out, path, port, *player, keys.usable());
  };
  Ending ending = Ending::stopped;
  std::thread keyboard;
  if (keys.usable()) keyboard = std::thread([&] { listen(*player, keys, StopSignal::flag(), ending); });
  try {
    server::serve(node, options, StopSignal::flag());
  } catch (...) {
    StopSignal::flag() = true;
    if (keyboard.joinable()) keyboard.join();
    throw;
  }
  StopSignal::flag() = true;
  if (keyboard.joinable()) keyboard.join();
  return ending;
}

/// A showcase is made up and may be made again; nothing else is ever removed, and a server's database not by us.
void removeShowcase(const std::string& path) {
  if (!Place(path).isFile() || !Node(path, true).isShowcase()) throw Fault("NOT_EMPTY", Place(path).shown() + " is not a showcase's file");
  for (const char* end : {"", "-wal", "-shm", ".key", ".vault", ".kept"}) std::filesystem::remove(path + end);
}

}  // namespace

int showcaseVerb(const Invocation& in, Output& out) {
  if (in.play) {
    if (!in.db.empty()) makeFolderOf(in.db);
    showcase::WholeDay day;
    if (!in.db.empty()) day.db = in.db;
    day.json = in.json;
    return showcase::playWholeDay(day, out.stream());
  }
  if (in.empty) {
    Invocation clean = in;
    if (clean.db.empty()) clean.db = "var/empty.db";
    if ((!Place(clean.db).isFile() || std::filesystem::exists(clean.db)) && Node(clean.db).isShowcase())
      return out.refuse(Refusal::of("IS_SHOWCASE", Json::object({{"path", Place(clean.db).shown()}})));
    return serveVerb(clean, out);
  }
  while (serveDay(in, out, in.database()) == Ending::restart) removeShowcase(in.database());
  out.note(out.word("CLI_STOPPED"));
  return kDone;
}

}  // namespace isotrail::cli
