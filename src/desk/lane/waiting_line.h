#pragma once
// A line at one counter: whoever finds it free serves all who stand in line, in the order they came, himself among them; the others
// wait until they were served.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace isotrail {

template <class Request>
class WaitingLine {
 public:
  using Serve = std::function<void(const std::vector<Request*>&)>;

  /// Returns when `request` was served, by `serve` on this thread or on another's; with at most `most` at a time. `serve` does
  /// not throw.
  void pass(Request& request, std::size_t most, const Serve& serve) {
    const auto place = std::make_shared<Place>(request);
    std::unique_lock lock(lock_);
    line_.push_back(place);
    if (busy_ && line_.size() == awaited_) line_.front()->turn.notify_one();
    place->turn.wait(lock, [&] { return place->served || (!busy_ && line_.front() == place); });
    if (place->served) return;
    busy_ = true;
    linger(*place, lock, most);
    std::vector<std::shared_ptr<Place>> group;
    std::vector<Request*> requests;
    while (!line_.empty() && group.size() < most) {
      requests.push_back(&line_.front()->request);
      group.push_back(std::move(line_.front()));
      line_.pop_front();
    }
    last_ = group.size();
    lock.unlock();
    serve(requests);
    lock.lock();
    busy_ = false;
    for (const auto& p : group) p->served = true;
    const auto next = line_.empty() ? nullptr : line_.front();
    lock.unlock();
    // They are woken with the lock open, or each would only wait for it.
    if (next) next->turn.notify_one();
    for (const auto& p : group)
      if (p != place) p->turn.notify_one();
  }

 private:
  struct Place {
    explicit Place(Request& of) : request(of) {}
    Request& request;
    std::condition_variable turn;
    bool served = false;
  };

  /// Who came together before is likely to come together again: those that were just served get a moment to come back.
  void linger(Place& place, std::unique_lock<std::mutex>& lock, std::size_t most) {
    awaited_ = std::min(last_, most);
    if (line_.size() < awaited_) place.turn.wait_for(lock, kLinger, [&] { return line_.size() >= awaited_; });
    awaited_ = 0;
  }

  static constexpr std::chrono::microseconds kLinger{100};
  std::mutex lock_;
  std::deque<std::shared_ptr<Place>> line_;
  std::size_t last_ = 1;     // so many were served together the last time
  std::size_t awaited_ = 0;  // the first in line goes when so many stand in it
  bool busy_ = false;
};

}  // namespace isotrail
