#pragma once
// Where a command is taken in. One write lane: replay check, permission, act, gates, signature, entries, guarding
// projections and the kept answer in one transaction. Commands that wait for the lane at the same time share a transaction and its
// flush; each is acknowledged after it. Reads have their own connections.
#include <algorithm>
#include <any>
#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "desk/device/on_device.h"
#include "desk/kept_answers.h"
#include "desk/lane/lane.h"
#include "desk/lane/readers.h"
#include "desk/lane/record_writer.h"
#include "desk/lane/waiting_line.h"
#include "desk/room.h"
#include "ledger/journal.h"

namespace isotrail {

class LineageIndex;

/// Signs for the node (Ed25519); the keys stay outside the desk.
class NodeSigner {
 public:
  virtual ~NodeSigner() = default;
  virtual std::string keyId() const = 0;  // the node's own key while the record names no other
  /// Hex. `key` is keyId()'s or one that the record has brought in; Fault KEY_FILE when its private half is not here.
  virtual std::string sign(const std::string& bytes, const std::string& key) const = 0;
};

struct Submission {
  std::string command;  // "hotlab/draw-dose"
  Json body;            // the command's own fields
  std::string command_id;
  std::optional<std::int64_t> expected_version;  // of the first entry's stream
  std::optional<SigningPerson> signer;
  bool preview = false;
  std::optional<OnDevice> on_device = {};  // when it was made, where that was before it is sent; no part of what was asked
  std::any beforehand = {};                // set by the desk
};

struct Accepted {
  Json answer;  // {"command_id","events":[...],"result":{...}}; for a preview {"verdict","gates"}
  bool replay = false;
};

class Desk {
 public:
  Desk(DbSource& source, const Clock& clock, const NodeSigner& signer, std::vector<RoomTable> rooms);
  ~Desk();

  /// Every command's way in. Refusals leave nothing behind.
  Result<Accepted> submit(const Caller& caller, const Submission& submission);
  /// All or none, in one transaction. On refusal `failed` (when given) is the index of the command refused.
  Result<std::vector<Accepted>> submitAll(const Caller& caller, const std::vector<Submission>& submissions, std::size_t* failed = nullptr);
  using Outcomes = std::vector<Result<Accepted>>;
  /// For files: group by group, each submission on top of those accepted before it. A group with a refusal is still run to
  /// its end, so that all its refusals are known, and is then the last; everything is kept only when none was refused and
  /// `keep` is set. Answers one list a group that ran.
  Result<std::vector<Outcomes>> submitGroups(const Caller& caller, const std::vector<std::vector<Submission>>& groups, bool keep);
  Result<Json> view(const Caller& caller, const std::string& room, const std::string& name, ViewRequest request);

  const CommandInfo* command(const std::string& key) const;
  const ViewInfo* view(const std::string& room, const std::string& name, bool with_id) const;
  const std::vector<RoomTable>& rooms() const { return rooms_; }

  /// Runs `read` with a connection of the reading pool.
  void read(const std::function<void(Db&)>& use);
  /// Runs `write` in a transaction of the write lane, for plain tables (accounts, sessions); not for entries.
  void write(const std::function<void(Db&)>& change);

  /// Empties every projection and replays the record. Answers the tables that differ from before; with `check` nothing
  /// is kept.
  std::vector<std::string> rebuild(bool check);
  /// Called after each commit with the entries written, on the writing thread.
  void onCommitted(std::function<void(const std::vector<Event>&)> listener) {
    std::lock_guard lock(lane_lock_);
    listener_ = std::move(listener);
  }
  /// What views ask lineage from; queries until it is started.
  LineageIndex& lineage() { return *lineage_; }
  Instant now() const { return clock_.now(); }
  /// True once a broken link was found: writing stops, reading goes on.
  bool readOnly() const { return read_only_; }
  /// True from halt() until a command found it over.
  bool halted() const { return halted_; }
  void stopWriting() { read_only_ = true; }
  /// Writing stops, with its own words, for all but one command, until `over` says that it may go on.
  struct Halt {
    Refusal why;
    std::string but_for;  // "keys/acknowledge-loss"
    std::function<bool(Db&)> over;
  };
  void halt(Halt halt);
  /// Told of the last entry of each commit before anybody is answered.
  void onKept(std::function<void(const Event& last)> remember) {
    std::lock_guard lock(lane_lock_);
    remember_ = std::move(remember);
  }

 private:
  /// One caller's commands, all or none, and how they ended.
  struct Request {
    const Caller& caller;
    const std::vector<Submission>& all;
    std::size_t* failed;
    std::optional<Result<std::vector<Accepted>>> answer = {};
    std::exception_ptr failure = {};
    bool previews() const {
      return std::any_of(all.begin(), all.end(), [](const Submission& s) { return s.preview; });
    }
  };
  Result<Accepted> submitPrepared(const Caller& caller, const CommandInfo& info, Submission submission);
  std::optional<Refusal> closedFor(const std::vector<Submission>& submissions);
  void serve(const std::vector<Request*>& group);
  void serveAlone(Request& request);
  std::vector<Request*> serveTogether(const std::vector<Request*>& group);
  Request* inTransaction(const std::vector<Request*>& group, bool& looks);
  Request* takenIn(const std::vector<Request*>& group, bool looks);
  void takeAll(Request& request, std::vector<Event>& written);
  void begun(const std::vector<std::string>& ids);
  template <class Operation>
  auto repeated(Operation operation) -> decltype(operation(true));
  std::vector<Outcomes> groupsInTransaction(const Caller& caller, const std::vector<std::vector<Submission>>& groups, bool keep);
  Result<Accepted> take(const Caller& caller, const Submission& s, std::vector<Event>& written);
  Result<Accepted> runAct(const Caller& caller, const CommandInfo& info, const Submission& s, std::vector<Event>& written);
  Result<Instant> recordingTime(const Caller& caller, const std::vector<Event>& written) const;
  void committed(const std::vector<Event>& written);
  Verdict append(Act& act, const Caller& caller, const Submission& s, const Json& entered, const std::string& meaning, std::vector<Event>& written);
  void sign(const Event& event, const SigningPerson& signer, const Submission& s, std::vector<Event>& written);
  std::optional<Result<Accepted>> replay(const Caller& caller, const Submission& s);

  const Clock& clock_;
  const NodeSigner& signer_;
  std::vector<RoomTable> rooms_;
  std::map<std::string, const CommandInfo*, std::less<>> commands_;
  std::unique_ptr<Lane> lane_;
  std::unique_ptr<LineageIndex> lineage_;
  WaitingLine<Request> line_;
  std::mutex lane_lock_;  // guards lane_ and the two below, and a transaction's rows
  RecordWriter writer_;
  KeptAnswers kept_;
  Readers readers_;
  std::function<void(const std::vector<Event>&)> listener_;
  std::function<void(const Event&)> remember_;
  std::atomic<bool> read_only_{false}, halted_{false};
  Halt halt_;
  Instant last_recorded_;  // of the latest entry this desk knows; under lane_lock_
};

}  // namespace isotrail
