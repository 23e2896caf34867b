#include "desk/desk.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>
#include <thread>

#include "base/check.h"
#include "base/db_lost.h"
#include "desk/vault.h"
#include "ledger/log/keys.h"
#include "ledger/log/tiles.h"
#include "ledger/migrations.h"
#include "trace/lineage_index.h"
#include "units/time.h"

namespace isotrail {
namespace {

constexpr int kAttempts = 3;
constexpr auto kPause = std::chrono::milliseconds(250);
constexpr Seconds kStepBack(60);                // of a clock that was set, or of another machine of the node
constexpr std::size_t kMaxEventBytes = 65'535;  // the log hands entries out with a length of 16 bits (C2SP tlog-tiles)

/// "identity.PersonErased", "clinic.PatientErased": nothing of them stays in the store's own pages.
void afterErasure(Db& db, const std::vector<Event>& written) {
  if (std::any_of(written.begin(), written.end(), [](const Event& e) { return e.type.ends_with("Erased"); })) forgetErased(db);
}

/// The instant of the latest entry; the beginning of time for none, and for one that cannot be read.
Instant lastRecorded(Db& db) {
  try {
    const auto e = Journal(db).bySeq(Journal(db).lastSeq());
    return e ? e->recorded_at : Instant();
  } catch (const Fault&) {
    return Instant();
  }
}

constexpr std::size_t kMostTogether = 64;  // requests in one transaction
struct SentBefore {};                      // perhaps, a command that came to nothing

/// What is being handled: the store failed, whatever the command was.
bool storeFailed() {
  static const std::set<std::string> codes = {"DB_FULL", "DB_IO", "DB_CORRUPT", "DB_OPEN", "DB_COMMIT_UNCERTAIN", "DB_LOST", "LEDGER_CORRUPT"};
  try {
    throw;
  } catch (const Fault& fault) {
    return codes.contains(fault.code);
  } catch (...) {
    return false;
  }
}

std::string bodyHash(const Submission& s) { return sha256Hex(s.command + "\n" + s.body.dump()); }

/// The microsecond and a hash of what it is: unique for all time because a command id is, the same again when a seeded story is replayed, and
/// in the order of time, so that a new id goes to the end of its index and not anywhere in it.
std::string entryId(Instant at, const std::string& what) {
  std::string time(sizeof(std::uint64_t), '\0');  // its lowest byte last
  auto left = static_cast<std::uint64_t>(std::max<std::int64_t>(at.micros(), 0));
  for (auto byte = time.rbegin(); byte != time.rend(); ++byte, left >>= 8) *byte = static_cast<char>(left & 0xff);
  return hex(time).substr(3) + sha256Hex(what).substr(0, 19);
}

Json eventSummary(const Event& e) {
  return Json::object({{"id", e.id},
                       {"seq", e.seq},
                       {"type", e.type},
                       {"site", e.site.str()},
                       {"position", e.position},
                       {"stream", e.stream},
                       {"version", e.version},
                       {"hash", e.hash}});
}

void addIds(const std::vector<Submission>& all, std::vector<std::string>& ids) {
  for (const auto& s : all) ids.push_back(s.command_id);
}

Json answerOf(const std::string& command_id, Json events, Json result) {
  return std::move(Json::object({{"command_id", command_id}}).set("events", std::move(events)).set("result", std::move(result)));
}

}  // namespace

Desk::Desk(DbSource& source, const Clock& clock, const NodeSigner& signer, std::vector<RoomTable> rooms)
    : clock_(clock),
      signer_(signer),
      rooms_(std::move(rooms)),
      lane_(std::make_unique<Lane>(source.connect())),
      lineage_(std::make_unique<LineageIndex>(source, &lane_->commits())),
      writer_(*lane_, rooms_),
      kept_(*lane_),
      readers_(source) {
  for (const auto& room : rooms_)
    for (const auto& c : room.commands()) commands_.emplace(c.key(), &c);
  migrate(*lane_);
  fillLog(*lane_);
  last_recorded_ = lastRecorded(*lane_);
}
Desk::~Desk() = default;

const CommandInfo* Desk::command(const std::string& key) const {
  const auto found = commands_.find(key);
  return found == commands_.end() ? nullptr : found->second;
}
const ViewInfo* Desk::view(const std::string& room, const std::string& name, bool with_id) const {
  for (const auto& table : rooms_)
    for (const auto& v : table.views())
      if (v.room == room && v.name == name && v.with_id == with_id) return &v;
  return nullptr;
}

Result<Accepted> Desk::submit(const Caller& caller, const Submission& submission) {
  if (const CommandInfo* info = command(submission.command); info && info->beforehand && caller.may(info->permission()))
    return submitPrepared(caller, *info, submission);
  auto all = submitAll(caller, {submission});
  if (!all) return all.refusal();
  return std::move(all->front());
}

/// Others write while it is worked out, and the clock goes on; when that changes it, it is worked out anew, for when it will be done: in twice
/// the time it took.
Result<Accepted> Desk::submitPrepared(const Caller& caller, const CommandInfo& info, Submission submission) {
  Seconds ahead;
  for (int attempt = 1;; ++attempt) {
    const Instant from = clock_.now();
    read([&](Db& db) { submission.beforehand = info.beforehand(db, caller, from + ahead, submission.body); });
    auto all = submitAll(caller, {submission});
    if (all) return std::move(all->front());
    if (all.refusal().code != info.stale || attempt == kAttempts) return all.refusal();
    ahead = Seconds(2.0 * (clock_.now() - from).value);
  }
}

Result<std::vector<Accepted>> Desk::submitAll(const Caller& caller, const std::vector<Submission>& submissions, std::size_t* failed) {
  Request request{caller, submissions, failed};
  line_.pass(request, kMostTogether, [this](const std::vector<Request*>& group) { serve(group); });
  if (request.failure) std::rethrow_exception(request.failure);
  return std::move(*request.answer);
}

void Desk::halt(Halt halt) {
  std::lock_guard lock(lane_lock_);
  halt_ = std::move(halt);
  halted_ = true;
}

/// Why nothing may be written now; another process may have ended what halts it. Callers hold lane_lock_.
std::optional<Refusal> Desk::closedFor(const std::vector<Submission>& submissions) {
  if (read_only_) return Refusal::of("READ_ONLY");
  if (halted_ && halt_.over(*lane_)) halted_ = false;
  if (!halted_) return std::nullopt;
  const bool exempt = std::all_of(submissions.begin(), submissions.end(), [&](const Submission& s) { return s.command == halt_.but_for; });
  return exempt ? std::nullopt : std::optional(halt_.why);
}

/// Those who wait together share a transaction. Whoever cannot be kept in it has one of his own afterwards, as if he had come alone.
void Desk::serve(const std::vector<Request*>& group) {
  std::lock_guard lock(lane_lock_);
  const std::vector<Request*> left = group.size() == 1 || halted_ ? group : serveTogether(group);
  for (Request* request : left) serveAlone(*request);
}

void Desk::serveAlone(Request& request) {
  try {
    if (auto closed = closedFor(request.all))
      request.answer = std::move(*closed);
    else
      repeated([&, looks = false](bool again) mutable { (void)inTransaction({&request}, looks = looks || again); });
  } catch (const DbConflict&) {
    request.answer = Refusal::of("BUSY");
  } catch (...) {
    request.failure = std::current_exception();
  }
}

/// All of the group that can be kept in one transaction; answers the others. When the store itself fails, all have failed.
std::vector<Desk::Request*> Desk::serveTogether(const std::vector<Request*>& group) {
  std::vector<Request*> together = group, others;
  try {
    while (!together.empty() && !read_only_) {
      Request* out = repeated([&, looks = false](bool again) mutable { return inTransaction(together, looks = looks || again); });
      if (!out) return others;
      others.push_back(out);
      together.erase(std::find(together.begin(), together.end(), out));
    }
  } catch (const DbConflict&) {
    for (Request* request : together) request->answer = Refusal::of("BUSY");
    return others;
  } catch (...) {
    for (Request* request : together) request->failure = std::current_exception();
    return others;
  }
  others.insert(others.end(), together.begin(), together.end());
  return others;
}

/// Another process may have been first, or the connection may have gone, perhaps after the commit: the whole operation runs
/// again, three times at most, and is told so. A command that was kept answers as it did at first. Callers hold lane_lock_.
template <class Operation>
auto Desk::repeated(Operation operation) -> decltype(operation(true)) {
  for (int attempt = 1;; ++attempt) {
    try {
      return operation(attempt > 1);
    } catch (const DbConflict&) {
      if (attempt == kAttempts) throw;
    } catch (const DbLost& lost) {
      if (attempt == kAttempts || (attempt == 1 && dynamic_cast<const DbAway*>(&lost))) throw;
      std::this_thread::sleep_for(kPause * attempt * attempt);  // a server that restarts takes a second or two
    } catch (const Fault& fault) {
      // Bytes that cannot be trusted: patients still need their records, but nothing more is written on top of them.
      if (fault.code == "DB_CORRUPT" || fault.code == "DB_IO" || fault.code == "LEDGER_CORRUPT") stopWriting();
      throw;
    }
  }
}

/// Takes a group in and commits it; or nothing of it, and answers whose commands it cannot hold beside the others: they wrote and are not to be
/// kept, or failed by themselves. That is rare, so those that are fine pay for no savepoint. It is rare too that a command is sent again: at
/// first nobody `looks` for that. It shows when an answer cannot be kept twice; and when a command comes to nothing, it is looked for.
Desk::Request* Desk::inTransaction(const std::vector<Request*>& group, bool& looks) {
  if (!looks) {
    try {
      return takenIn(group, false);
    } catch (const SentBefore&) {
      looks = true;
    }
  }
  return takenIn(group, true);
}

Desk::Request* Desk::takenIn(const std::vector<Request*>& group, bool looks) {
  Transaction transaction(*lane_);
  std::vector<std::string> ids;
  if (looks)
    for (const Request* request : group) addIds(request->all, ids);
  begun(ids);
  std::vector<Event> written;
  Request* one = nullptr;
  const bool alone = group.size() == 1;
  try {
    for (Request* request : group) {
      one = request;
      const std::int64_t writes = lane_->writes();
      takeAll(*request, written);
      const bool ok = request->answer->ok(), wrote = lane_->writes() != writes;
      if (ok && !request->previews()) continue;
      ids.clear();
      addIds(request->all, ids);
      const bool before = kept_.look(ids);  // asks, and so makes certain, too, what the answer rests on
      if (!ok && !looks && (before || wrote)) throw SentBefore();
      if (wrote) return alone ? nullptr : request;
    }
    if (written.empty()) return nullptr;
    writer_.settle();
    transaction.commit();
  } catch (const DbConflict&) {
    if (alone || !looks) throw;
    return one;
  } catch (...) {
    if (storeFailed()) throw;
    if (!looks) throw SentBefore();
    if (alone) throw;
    return one;
  }
  committed(written);
  return nullptr;
}

/// Looks for these commands; what is known from before is, as long as it is so.
void Desk::begun(const std::vector<std::string>& ids) {
  kept_.forget();
  kept_.look(ids);
  writer_.begun();
}

void Desk::takeAll(Request& request, std::vector<Event>& written) {
  std::vector<Accepted> answers;
  for (std::size_t i = 0; i < request.all.size(); ++i) {
    auto taken = take(request.caller, request.all[i], written);
    if (!taken) {
      if (request.failed) *request.failed = i;
      request.answer = taken.refusal();
      return;
    }
    answers.push_back(std::move(*taken));
  }
  request.answer = std::move(answers);
}

Result<std::vector<Desk::Outcomes>> Desk::submitGroups(const Caller& caller, const std::vector<std::vector<Submission>>& groups, bool keep) {
  std::lock_guard lock(lane_lock_);
  for (const auto& group : groups)
    if (auto closed = closedFor(group)) return *closed;
  try {
    return repeated([&](bool) { return groupsInTransaction(caller, groups, keep); });
  } catch (const DbConflict&) {
    return Refusal::of("BUSY");
  }
}

std::vector<Desk::Outcomes> Desk::groupsInTransaction(const Caller& caller, const std::vector<std::vector<Submission>>& groups, bool keep) {
  Transaction transaction(*lane_);
  std::vector<std::string> ids;
  for (const auto& group : groups) addIds(group, ids);
  begun(ids);
  std::vector<Event> written;
  std::vector<Outcomes> all;
  bool refused = false;
  for (const auto& group : groups) {
    Outcomes& outcomes = all.emplace_back();
    for (const auto& s : group) {
      outcomes.push_back(take(caller, s, written));
      refused = refused || !outcomes.back().ok();
    }
    if (refused) break;
  }
  if (keep && !refused && !written.empty()) {
    writer_.settle();
    transaction.commit();
    committed(written);
  }
  return all;
}

Result<Accepted> Desk::take(const Caller& caller, const Submission& s, std::vector<Event>& written) {
  const CommandInfo* info = command(s.command);
  if (!info) return Refusal::of("NOT_FOUND", Json::object({{"field", "command"}, {"value", s.command}}));
  if (!caller.may(info->permission())) return Refusal::of("NOT_PERMITTED", Json::object({{"permission", info->permission()}}));
  if (!s.preview)
    if (auto before = replay(caller, s)) return std::move(*before);
  try {
    return runAct(caller, *info, s, written);
  } catch (const MixedDatasets& mixed) {  // the transaction of a refusal is rolled back
    return Refusal::of("DATASET_MIXED", Json::object({{"one", mixed.one}, {"other", mixed.other}}));
  }
}

std::optional<Result<Accepted>> Desk::replay(const Caller& caller, const Submission& s) {
  const KeptAnswer* kept = kept_.find(s.command_id);
  if (!kept) return std::nullopt;
  if (kept->actor != caller.person.str() || kept->body_hash != bodyHash(s))
    return Result<Accepted>(Refusal::of("COMMAND_ID_REUSED", Json::object({{"command_id", s.command_id}})));
  Json events = Json::array();
  const auto summed = [&](const Event& e) {
    events.push(eventSummary(e).set("hash", kept->hashes.substr(64 * events.size(), 64)));  // as it was left
    return true;
  };
  if (kept->entries() > 0) Journal(*lane_).read(kept->first_seq - 1, kept->entries(), summed);
  return Result<Accepted>(Accepted{answerOf(s.command_id, std::move(events), Json::parse(kept->result).value_or(Json())), true});
}

/// What the next entries are recorded at. A clock that steps back a little waits for itself; one that is far behind the record is
/// wrong, and activities decided with it would be. An administrator's entry is taken all the same: it brings a record right whose
/// clock had run ahead.
Result<Instant> Desk::recordingTime(const Caller& caller, const std::vector<Event>& written) const {
  const Instant now = clock_.now(), last = written.empty() ? last_recorded_ : written.back().recorded_at;
  if (now >= last || caller.has("admin")) return now;
  if (last - now <= kStepBack) return last;
  return Refusal::of("CLOCK_BEHIND", Json::object({{"now", now.iso()}, {"last", last.iso()}}));
}

void Desk::committed(const std::vector<Event>& written) {
  last_recorded_ = written.back().recorded_at;
  if (remember_) remember_(written.back());
  afterErasure(*lane_, written);
  if (listener_) listener_(written);
}

Result<Accepted> Desk::runAct(const Caller& caller, const CommandInfo& info, const Submission& s, std::vector<Event>& written) {
  const auto now = recordingTime(caller, written);
  if (!now) return now.refusal();
  Act act(*lane_, caller, *now, s.command_id);
  act.workWith(rooms_);
  act.bring(s.beforehand);
  Json entered;
  Verdict verdict = info.run(act, s.body, entered);
  if (verdict.ok()) verdict = act.gates().verdict();
  if (s.preview && !verdict.ok() && !verdict.refusal().fields.empty()) return verdict.refusal();  // not understood: nothing to preview
  if (s.preview) return Accepted{act.previewJson(verdict), false};
  if (!verdict.ok()) return verdict.refusal();
  if (!info.meaning.empty() && (!s.signer || s.signer->person != caller.person))
    return Refusal::of("SIGNATURE_NEEDED", Json::object({{"meaning", info.meaning}}));
  ISOTRAIL_CHECK(!act.entries().empty());
  const std::string& stream = act.entries().front().event.stream;
  if (s.expected_version) {
    const auto found = Journal(*lane_).streamVersion(stream);
    if (found != *s.expected_version)
      return Refusal::of("STALE_VERSION", Json::object({{"stream", stream}, {"expected", *s.expected_version}, {"found", found}}));
  }
  if (info.secret) entered = Json();
  if (s.on_device) {
    const auto made = enteredOnDevice(*lane_, *s.on_device, stream, *now);
    if (!made) return made.refusal();
    for (const auto& [key, value] : made->members()) entered.set(key, value);
  }
  const std::size_t first = written.size();
  if (auto added = append(act, caller, s, entered, info.meaning, written); !added) return added.refusal();
  Json events = Json::array();
  std::string hashes;
  for (std::size_t i = first; i < written.size(); ++i) {
    if (written[i].bytes.size() > kMaxEventBytes) return Refusal::of("EVENT_TOO_LARGE");
    events.push(eventSummary(written[i]));
    hashes += written[i].hash;
  }
  kept_.keep(s.command_id, s.command, {caller.person.str(), bodyHash(s), written[first].seq, std::move(hashes), act.answerJson().dump()},
             clock_.now());
  return Accepted{answerOf(s.command_id, std::move(events), act.answerJson()), false};
}

Verdict Desk::append(Act& act, const Caller& caller, const Submission& s, const Json& entered, const std::string& meaning,
                     std::vector<Event>& written) {
  std::size_t n = 0;
  std::string first;
  for (auto& entry : act.entries()) {
    if (entry.movement)
      if (auto possible = checkLineage(*lane_, *entry.movement); !possible) return possible;
    Event& e = entry.event;
    e.id = entryId(act.now(), s.command_id + "#" + std::to_string(n));
    e.occurred_at = act.now();
    e.recorded_at = act.now();
    e.actor = caller.person;
    e.org = caller.org;
    e.device = caller.device;
    e.command_id = s.command_id;
    e.reason = act.reasonText();
    if (n == 0) first = e.id, e.entered = entered;
    if (n > 0) e.cause = first;
    if (!meaning.empty()) e.signatures.push_back(entryId(act.now(), "signature " + e.id));
    writer_.append(e);
    written.push_back(std::move(e));
    if (!meaning.empty()) {
      SigningPerson signer = *s.signer;
      signer.meaning = meaning;
      sign(written.back(), signer, s, written);
    }
    ++n;
  }
  return Done{};
}

void Desk::sign(const Event& signed_event, const SigningPerson& signer, const Submission& s, std::vector<Event>& written) {
  Event e;
  e.id = signed_event.signatures.back();
  e.site = signed_event.site;
  e.stream = "signature/" + e.id;
  e.type = "ledger.Signed";
  e.occurred_at = signed_event.occurred_at;
  e.recorded_at = signed_event.recorded_at;
  e.actor = signer.person;
  e.org = signed_event.org;
  e.device = signed_event.device;
  e.command_id = s.command_id;
  e.cause = signed_event.id;
  const std::string statement = signer.person.str() + "\n" + signer.meaning + "\n" + e.occurred_at.iso() + "\n" + signed_event.hash;
  // The entry that brings in another key is still signed by the one before it.
  const std::string key = nodeKeyAt(*lane_, signed_event.seq).value_or(signer_.keyId());
  e.payload = Json::object({{"person", signer.person.str()},
                            {"meaning", signer.meaning},
                            {"event", signed_event.id},
                            {"hash", signed_event.hash},
                            {"method", signer.method},
                            {"key", key},
                            {"node_signature", signer_.sign(statement, key)}});
  writer_.append(e);
  written.push_back(std::move(e));
}

Result<Json> Desk::view(const Caller& caller, const std::string& room, const std::string& name, ViewRequest request) {
  const ViewInfo* info = view(room, name, !request.id.empty());
  if (!info) return Refusal::of("NOT_FOUND", Json::object({{"field", "path"}, {"value", room + "/" + name}}));
  if (!caller.may(info->permission)) return Refusal::of("NOT_PERMITTED", Json::object({{"permission", info->permission}}));
  request.lineage = lineage_.get();
  request.rooms = &rooms_;
  return info->show(request);
}

void Desk::read(const std::function<void(Db&)>& use) { readers_.read(use); }

void Desk::write(const std::function<void(Db&)>& change) {
  std::lock_guard lock(lane_lock_);
  repeated([&](bool) {
    Transaction transaction(*lane_);
    const std::int64_t entries = Journal(*lane_).lastSeq();
    change(*lane_);
    if (Journal(*lane_).lastSeq() != entries) writer_.forget();
    transaction.commit();
  });
}

}  // namespace isotrail
