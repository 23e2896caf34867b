#include "showcase/story_player.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/check.h"
#include "rooms/identity/facts.h"
#include "showcase/instruments.h"
#include "units/time.h"

namespace isotrail::showcase {
namespace {

constexpr double kSlowest = 1.0, kFastest = 600.0;
constexpr int kRecent = 12;

/// The refusal's codes as the script states them: of the failing gates, or of the fields, else its own.
std::vector<std::string> codesOf(const Refusal& refusal) {
  std::vector<std::string> codes;
  for (const auto& gate : refusal.gates) codes.push_back(gate.code);
  if (codes.empty()) codes.push_back(refusal.code);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

Json listOf(const std::string& text) {
  Json list = Json::array();
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t end = std::min(text.find('|', from), text.size());
    if (end > from) list.push(text.substr(from, end - from));
    from = end + 1;
  }
  return list;
}

}  // namespace

StoryPlayer::StoryPlayer(Node& node, Story story, std::uint64_t seed) : node_(node), story_(std::move(story)), seed_(seed) {
  ISOTRAIL_CHECK(node_.isShowcase());
  node_.desk().read([&](Db& db) { position_ = lastPlayed(db); });
  limitClock();
}

StoryPlayer::~StoryPlayer() {
  {
    std::lock_guard lock(wake_lock_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

const StoryRow* StoryPlayer::next() const {
  const auto at = static_cast<std::size_t>(position_.load());
  return at < story_.rows.size() ? &story_.rows[at] : nullptr;
}

/// The clock waits for the story: it never runs past a row that was not played, so each row happens at its own instant at
/// any speed.
void StoryPlayer::limitClock() {
  const StoryRow* row = next();
  node_.storyClock()->limit(row ? std::optional(row->at) : std::nullopt);
}

Result<Json> StoryPlayer::bodyOf(const StoryRow& row, Instant now) {
  const CommandInfo* info = node_.desk().command(row.command);
  if (!info) return Refusal::of("NOT_FOUND", Json::object({{"field", "command"}, {"value", row.command}}));
  SchemaWriter schema_writer;
  info->describe(schema_writer);
  const Json schema = schema_writer.take();
  Noise noise(seed_, row.n);
  Json body = Json::object();
  for (const auto& [key, text] : row.fields) {
    if (schema["properties"][key]["type"].text() == "array") {
      body.set(key, listOf(text));
      continue;
    }
    if (!isInstrument(text)) {
      body.set(key, text);
      continue;
    }
    Result<std::string> reading = std::string();
    node_.desk().read([&](Db& db) { reading = readInstrument(db, text, now, noise); });
    if (!reading) return reading.refusal();
    body.set(key, *reading);
  }
  return body;
}

RowOutcome StoryPlayer::submit(const StoryRow& row) {
  const Instant now = node_.desk().now();
  std::optional<RowOutcome> before;
  Caller caller;
  node_.desk().read([&](Db& db) {
    before = outcomeOf(db, row.n);  // taken in, but the player was killed before it could go on
    if (auto person = identity::personOfAccount(db, row.by)) caller = Accounts::callerOf(db, *person, "showcase");
  });
  if (before) return *before;
  auto body = bodyOf(row, now);
  if (!body) return {"refused", codesOf(body.refusal()), now};
  Submission s{row.command, std::move(*body), commandId(row.n), {}, {}, false};
  const CommandInfo* info = node_.desk().command(row.command);
  if (!info->meaning.empty()) s.signer = SigningPerson{caller.person, "", "showcase script"};
  auto answer = node_.desk().submit(caller, s);
  if (answer) return {"accepted", {}, now};
  return {"refused", codesOf(answer.refusal()), now};
}

RowOutcome StoryPlayer::play(const StoryRow& row) {
  StoryClock& clock = *node_.storyClock();
  if (clock.now() < row.at) clock.set(row.at);
  RowOutcome outcome = submit(row);
  if (outcome.outcome == "refused" && outcome.codes != row.expect) outcome.outcome = "failed";
  if (outcome.outcome != "accepted") node_.desk().write([&](Db& db) { keepOutcome(db, row.n, outcome); });
  if (outcome.outcome == "accepted" && !row.expect.empty()) outcome.outcome = "failed";
  position_ = row.n;
  limitClock();
  return outcome;
}

std::optional<RowOutcome> StoryPlayer::step() {
  std::lock_guard turn(turn_);
  const StoryRow* row = next();
  if (!row) return std::nullopt;
  return play(*row);
}

void StoryPlayer::fastForward(Instant until) {
  std::lock_guard turn(turn_);
  while (const StoryRow* row = next()) {
    if (row->at >= until) break;
    play(*row);
  }
  if (node_.storyClock()->now() < until) node_.storyClock()->set(until);
}

void StoryPlayer::start(double speed) {
  speed_ = std::clamp(speed, kSlowest, kFastest);
  setPlaying(true);
  if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
}

void StoryPlayer::setPlaying(bool playing) {
  node_.storyClock()->run(playing ? speed_.load() : 0.0);
  {
    std::lock_guard lock(wake_lock_);
    playing_ = playing;
  }
  wake_.notify_all();
}

void StoryPlayer::loop() {
  using namespace std::chrono;
  for (;;) {
    {
      std::unique_lock lock(wake_lock_);
      if (ending_) return;
      const StoryRow* row = next();
      if (!playing_ || !row) {
        // After the last row the story's clock goes on like any other.
        if (!row && playing_) node_.storyClock()->run(1.0), playing_ = false;
        wake_.wait(lock);
        continue;
      }
      const double wait_s = (row->at - node_.desk().now()).value / speed_;
      if (wait_s > 0.0) {
        wake_.wait_for(lock, microseconds(static_cast<std::int64_t>(std::min(wait_s, 0.5) * 1e6) + 1));
        continue;
      }
    }
    std::lock_guard turn(turn_);
    const StoryRow* row = next();
    if (row && playing_ && node_.desk().now() >= row->at) play(*row);
  }
}

Json StoryPlayer::rowJson(const StoryRow& row, Language language) const {
  return Json::object({{"n", row.n}, {"at", row.at.iso()}, {"by", row.by}, {"text", wordsIn(row.note, language)}});
}

Json StoryPlayer::status(Language language) const {
  const int at = position_;
  Json chapters = Json::array(), recent = Json::array();
  std::string here = story_.chapters.empty() ? "" : story_.chapters.front().id;
  for (std::size_t i = 0; i < story_.chapters.size(); ++i) {
    const Chapter& c = story_.chapters[i];
    const int last = i + 1 < story_.chapters.size() ? story_.chapters[i + 1].first - 1 : static_cast<int>(story_.rows.size());
    if (at >= c.first) here = c.id;
    chapters.push(Json::object({{"id", c.id}, {"title", wordsIn(c.title, language)}, {"first", c.first}, {"done", at >= last}}));
  }
  node_.desk().read([&](Db& db) {
    for (int n = at; n > std::max(0, at - kRecent); --n) {
      const StoryRow& row = story_.rows[static_cast<std::size_t>(n) - 1];
      const auto outcome = outcomeOf(db, n);
      Json codes = Json::array();
      if (outcome)
        for (const auto& code : outcome->codes) codes.push(code);
      recent.push(rowJson(row, language).set("outcome", outcome ? outcome->outcome : "skipped").set("codes", codes));
    }
  });
  const StoryRow* row = next();
  Json out = Json::object({{"title", wordsIn(story_.title, language)}, {"now", node_.desk().now().iso()}, {"zone", "Asia/Macau"}});
  out.set("playing", playing_.load()).set("speed", speed_.load()).set("step", at).set("total", story_.rows.size());
  out.set("chapter", here).set("chapters", chapters).set("next", row ? rowJson(*row, language) : Json()).set("recent", recent);
  return out;
}

Result<Json> StoryPlayer::jump(const Json& to) {
  int target = static_cast<int>(to.integer());
  const std::string& text = to.text();
  for (const auto& c : story_.chapters)
    if (c.id == text) target = c.first;
  if (!text.empty() && target == 0) std::from_chars(text.data(), text.data() + text.size(), target);
  if (target < 1 || target > static_cast<int>(story_.rows.size()))
    return Refusal::field(
        {"to", "BAD_VALUE", text.empty() ? to.dump() : text, "a chapter or a row from 1 to " + std::to_string(story_.rows.size()), 0, 0});
  if (target <= position_)
    return Refusal::of("OUT_OF_ORDER", Json::object({{"expected", "a row after " + std::to_string(position_)}, {"found", std::to_string(target)}}));
  std::lock_guard turn(turn_);
  while (const StoryRow* row = next()) {
    if (row->n >= target) break;
    play(*row);
  }
  if (const StoryRow* row = next(); row && node_.storyClock()->now() < row->at) node_.storyClock()->set(row->at);
  return Json();
}

Result<Json> StoryPlayer::act(const Json& body) {
  const std::string& action = body["action"].text();
  if (action == "play") {
    start(speed_);
  } else if (action == "pause") {
    setPlaying(false);
  } else if (action == "step") {
    step();
  } else if (action == "speed") {
    const double wanted = body["speed"].number();
    if (!(wanted >= kSlowest && wanted <= kFastest)) return Refusal::field({"speed", "BAD_VALUE", body["speed"].dump(), "1 to 600", 0, 0});
    speed_ = wanted;
    setPlaying(playing_);
  } else if (action == "jump") {
    if (auto done = jump(body["to"]); !done) return done.refusal();
  } else {
    return Refusal::field({"action", "BAD_VALUE", action, "play, pause, step, speed, jump", 0, 0});
  }
  return status(Language::en);
}

}  // namespace isotrail::showcase
