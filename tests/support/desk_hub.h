#pragma once
// A hub asked without a network: the same views, notices and commands as over HTTP.
#include "node/sync/exchange.h"
#include "node/sync/self.h"

namespace isotrail::test {

class DeskHub final : public sync::Hub {
 public:
  DeskHub(Desk& desk, NodeLog& log, Caller caller) : desk_(desk), log_(log), caller_(std::move(caller)) {}

  Result<Json> get(const std::string& target) override {
    Result<Json> out = Refusal::of("NOT_FOUND");
    const SignedCheckpoint checkpoint = log_.checkpoint();
    desk_.read([&](Db& db) {
      if (target.starts_with("sync/nodes/")) {
        ViewRequest q{db, caller_, desk_.now(), target.substr(11), {}, "en"};
        out = desk_.view(caller_, "sync", "nodes", std::move(q));
      } else if (target.starts_with("sync/notices?node=")) {
        const auto amp = target.find('&');
        out = sync::noticesFor(db, checkpoint, target.substr(18, amp - 18), std::stoll(target.substr(target.rfind('=') + 1)), desk_.now());
      }
    });
    return out;
  }
  Result<Json> command(const std::string& name, const std::string& id, const Json& body) override {
    ++commands;
    auto accepted = desk_.submit(caller_, {name, body, id, {}, {}, false});
    if (!accepted) return accepted.refusal();
    return accepted->answer["result"];
  }
  int commands = 0;

 private:
  Desk& desk_;
  NodeLog& log_;
  Caller caller_;
};

}  // namespace isotrail::test
