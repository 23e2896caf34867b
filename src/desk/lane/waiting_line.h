#pragma once
// A line at one counter: whoever finds it free serves all who stand in line, in the order they came, himself among them; the others
// wait until they were served.
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
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
    Place place{&request, {}, false};
    std::unique_lock lock(lock_);
    line_.push_back(&place);
    place.turn.wait(lock, [&] { return place.served || (!busy_ && line_.front() == &place); });
    if (place.served) return;
    busy_ = true;
    std::vector<Place*> group;
    std::vector<Request*> requests;
    while (!line_.empty() && group.size() < most) {
      group.push_back(line_.front());
      requests.push_back(line_.front()->request);
      line_.pop_front();
    }
    lock.unlock();
    serve(requests);
    lock.lock();
    busy_ = false;
    for (Place* p : group) {
      p->served = true;
      if (p != &place) p->turn.notify_one();
    }
    if (!line_.empty()) line_.front()->turn.notify_one();
  }

 private:
  struct Place {
    Request* request;
    std::condition_variable turn;
    bool served;
  };
  std::mutex lock_;
  std::deque<Place*> line_;
  bool busy_ = false;
};

}  // namespace isotrail
