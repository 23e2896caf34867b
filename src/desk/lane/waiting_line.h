#pragma once
// A line at one counter: whoever finds it free serves all who stand in line, in the order they came, himself among them; the others
// wait until they were served. Who was served often comes back at once: until as many stand in line as were served last, whoever is to
// serve waits for them a little.
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
    Place place{&request};
    std::unique_lock lock(lock_);
    line_.push_back(&place);
    if (line_.size() == last_) line_.front()->turn->notify_one();
    place.turn->wait(lock, [&] { return place.served || (!busy_ && line_.front() == &place); });
    if (place.served) return;
    place.turn->wait_for(lock, patience_, [&] { return line_.size() >= last_; });
    busy_ = true;
    std::vector<Place*> group;
    std::vector<Request*> requests;
    while (!line_.empty() && group.size() < most) {
      group.push_back(line_.front());
      requests.push_back(line_.front()->request);
      line_.pop_front();
    }
    lock.unlock();
    const auto from = std::chrono::steady_clock::now();
    serve(requests);
    lock.lock();
    patience_ = std::min<std::chrono::steady_clock::duration>((std::chrono::steady_clock::now() - from) / 4, kMostPatience);
    last_ = group.size();
    busy_ = false;
    std::vector<std::shared_ptr<std::condition_variable>> woken;  // with the lock let go: they need it
    for (Place* p : group) {
      p->served = true;
      if (p != &place) woken.push_back(p->turn);
    }
    if (!line_.empty()) woken.push_back(line_.front()->turn);
    lock.unlock();
    for (const auto& turn : woken) turn->notify_one();
  }

 private:
  static constexpr std::chrono::milliseconds kMostPatience{5};
  struct Place {
    Request* request;
    std::shared_ptr<std::condition_variable> turn = std::make_shared<std::condition_variable>();  // he may be gone before he is woken
    bool served = false;
  };
  std::mutex lock_;
  std::deque<Place*> line_;
  bool busy_ = false;
  std::size_t last_ = 1;                             // so many were served together last
  std::chrono::steady_clock::duration patience_{0};  // a part of the time that took
};

}  // namespace isotrail
