#include "server/live/stream.h"

#include <chrono>
#include <cmath>

#include "base/check.h"
#include "base/db_lost.h"
#include "server/live/hearing.h"
#include "server/node_routes.h"
#include "server/problem.h"

namespace isotrail::server {
namespace {

using Time = std::chrono::steady_clock;
constexpr auto kSilence = std::chrono::seconds(5);
constexpr std::int64_t kPage = 200;       // entries told at once
constexpr std::int64_t kLookOver = 5000;  // entries of others passed over in one poll
constexpr double kClockLeap_s = 2.0;      // real seconds; more is a clock that was set

/// Notices when the showcase's clock runs otherwise than it did.
class ClockWatch {
 public:
  explicit ClockWatch(Node& node) : node_(node) {}
  bool changed() {
    if (!node_.storyClock()) return false;
    const double speed = node_.storyClock()->speed();
    const Instant now = node_.storyClock()->now();
    const Time::time_point real = Time::now();
    const double ran = std::chrono::duration<double>(real - real_).count() * speed_;
    const double off = std::abs((now - told_).value - ran);  // story seconds
    const bool otherwise = speed != speed_ || off > kClockLeap_s * std::max(1.0, speed);
    if (otherwise) {
      speed_ = speed;
      told_ = now;
      real_ = real;
    }
    return otherwise;
  }

 private:
  Node& node_;
  double speed_ = -1.0;  // nothing told yet
  Instant told_;
  Time::time_point real_;
};

class EntryStream final : public http::StreamSource {
 public:
  EntryStream(Node& node, const Visit& visit, std::int64_t after)
      : node_(node), token_(visit.token), device_(visit.session->caller.device), language_(visit.language), after_(after), clock_(node) {}

  /// A database that is away is no reason to close: the page hears of everything when it is back.
  std::string poll() override {
    try {
      return news();
    } catch (const DbLost&) {
      return {};
    }
  }
  bool ended() const override { return ended_; }

 private:
  std::string news() {
    auto session = node_.accounts().session(token_, device_, false);
    if (!session) {
      ended_ = true;
      return http::sseEvent("", "session", problemJson(session.refusal(), language_, kStreamPath).dump());
    }
    std::string text;
    try {
      text = entries(session->caller);
    } catch (const Fault& e) {
      if (e.code == "LEDGER_CORRUPT") node_.desk().stopWriting();  // as for any other reader of the record
      throw;
    }
    if (clock_.changed()) text += http::sseEvent("", "clock", clockJson(node_, kHouseZone).dump());
    if (text.empty() && Time::now() - spoke_ >= kSilence) text = http::sseEvent("", "beat", Json::object({{"now", node_.desk().now().iso()}}).dump());
    if (!text.empty()) spoke_ = Time::now();
    return text;
  }
  std::string entries(const Caller& caller) {
    std::string text;
    node_.desk().read([&](Db& db) {
      if (!hearing_ || roles_ != caller.roles) {
        hearing_.emplace(db, caller, node_.desk().lineage());
        roles_ = caller.roles;
      }
      std::int64_t told = 0;
      Journal(db).read(after_, kLookOver, [&](const Event& e) {
        after_ = e.seq;
        if (!hearing_->concerns(db, e)) return true;
        text += http::sseEvent(std::to_string(e.seq), "", hearing_->told(e).dump());
        return ++told < kPage;
      });
    });
    return text;
  }

  Node& node_;
  std::string token_, device_;
  Language language_;
  std::int64_t after_;
  ClockWatch clock_;
  std::optional<Hearing> hearing_;
  std::vector<std::string> roles_;
  Time::time_point spoke_ = Time::now();
  bool ended_ = false;
};

}  // namespace

Result<std::unique_ptr<http::StreamSource>> openEntryStream(Node& node, const Visit& visit) {
  const auto asked = http::resumeAfter(visit.request);
  if (!asked) return Refusal::field({"after", "BAD_VALUE", "", "a number from 0 up", 0, 0});
  const bool from_now = visit.request.header("Last-Event-ID").empty() && visit.request.param("after").empty();
  std::int64_t last = 0;
  node.desk().read([&](Db& db) { last = Journal(db).lastSeq(); });
  // A number beyond the record comes from another record: the page hears of all that follows here.
  const std::int64_t after = from_now || *asked > last ? last : *asked;
  return std::unique_ptr<http::StreamSource>(std::make_unique<EntryStream>(node, visit, after));
}

}  // namespace isotrail::server
