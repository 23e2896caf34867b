#pragma once
// Plays the story on a node: each row through the desk, as its person, when the story's clock reaches it. What was played
// is on the record, so a player that was killed goes on where the record ends.
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "node/node.h"
#include "showcase/story.h"
#include "showcase/story_control.h"
#include "showcase/story_log.h"

namespace isotrail::showcase {

class StoryPlayer final : public StoryControl {
 public:
  /// The node must be a showcase and carry the master data; see loadShowcase.
  StoryPlayer(Node& node, Story story, std::uint64_t seed);
  ~StoryPlayer() override;  // stops the thread

  const Story& story() const { return story_; }
  /// The last row played, 0 before the first.
  int position() const { return position_; }
  /// Plays the next row at once, the clock moved to its instant. Nothing when the story is over.
  std::optional<RowOutcome> step();
  /// Plays at once all rows before `until`, and lets the clock stand there when it is not there yet.
  void fastForward(Instant until);
  /// Starts the thread that plays at `speed` story seconds a second; 1 to 600.
  void start(double speed);

  Json status(Language language) const override;
  Result<Json> act(const Json& body) override;

 private:
  const StoryRow* next() const;
  RowOutcome play(const StoryRow& row);
  Result<Json> bodyOf(const StoryRow& row, Instant now);
  RowOutcome submit(const StoryRow& row);
  Result<Json> jump(const Json& to);
  void setPlaying(bool playing);
  void limitClock();
  void loop();
  Json rowJson(const StoryRow& row, Language language) const;

  Node& node_;
  const Story story_;
  const std::uint64_t seed_;
  std::atomic<int> position_{0};
  std::atomic<bool> playing_{false};
  std::atomic<double> speed_{60.0};
  std::mutex turn_;  // one row at a time
  std::mutex wake_lock_;
  std::condition_variable wake_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace isotrail::showcase
