#pragma once
// One act at the desk: who does what where and when, the database of its transaction, its gates, and the entries it leaves.
#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ports.h"
#include "desk/schema.h"
#include "gates/gates.h"
#include "ledger/event.h"
#include "trace/movement.h"
#include "trace/trace.h"

namespace isotrail {

class RoomTable;
struct Amendable;

/// Who acts: a signed-in person, with rights resolved for this organisation.
struct Caller {
  PersonId person;
  OrgId org;
  SiteId site;
  std::string org_kind;      // maker carrier broker hospital agency supplier ""
  std::string jurisdiction;  // CN MO ...
  std::vector<std::string> roles;
  std::vector<std::string> permissions;  // "hotlab.draw-dose", or "*"
  std::string device;
  bool may(std::string_view permission) const;
  bool has(std::string_view role) const;
};

/// A prepared signature: the desk checked the person anew before the act ran.
struct SigningPerson {
  PersonId person;
  std::string meaning;
  std::string method;  // "password+account", "password"
};

class Act {
 public:
  Act(Db& db, const Caller& caller, Instant now, std::string command_id) : db_(db), caller_(caller), now_(now), command_id_(std::move(command_id)) {}

  Db& db() { return db_; }
  const Caller& caller() const { return caller_; }
  Instant now() const { return now_; }
  const std::string& commandId() const { return command_id_; }
  Gates& gates() { return gates_; }
  /// What was worked out before the command stood in line (CommandInfo::beforehand); empty where nothing was.
  const std::any& beforehand() const { return beforehand_; }
  /// What of entries of `type` may be amended, as their room says; null when nothing may.
  const Amendable* amendable(std::string_view type) const;

  /// Leaves an entry: `site` names the chain, `stream` the thing ("hotlab/S-251217-01"), `type` what happened in the past
  /// tense ("hotlab.DoseDrawn"). With a movement when atoms or custody moved; it must balance.
  void emit(const SiteId& site, std::string stream, const char* type, Json payload, std::optional<Movement> movement = std::nullopt) {
    entries_.push_back(prepare(site, std::move(stream), type, 1, std::move(payload), std::move(movement)));
  }
  /// What the caller gets back beside the entries' ids.
  void answer(Json result) { answer_ = std::move(result); }
  /// Why, for acts that demand a reason.
  void reason(std::string why) { reason_ = std::move(why); }

  // For the desk.
  void workWith(const std::vector<RoomTable>& rooms) { rooms_ = &rooms; }
  void bring(std::any beforehand) { beforehand_ = std::move(beforehand); }
  struct Entry {
    Event event;
    std::optional<Movement> movement;
  };
  std::vector<Entry>& entries() { return entries_; }
  const Json& answerJson() const { return answer_; }
  /// What a preview answers when the act, or its gates, said that: {"verdict","gates"} with the result, or the refusal's code and params.
  Json previewJson(const Verdict& verdict) const;
  const std::string& reasonText() const { return reason_; }

 private:
  Entry prepare(const SiteId& site, std::string stream, const char* type, int schema, Json payload, std::optional<Movement> movement);
  Db& db_;
  const Caller& caller_;
  Instant now_;
  std::string command_id_;
  const std::vector<RoomTable>* rooms_ = nullptr;
  Gates gates_;
  std::vector<Entry> entries_;
  Json answer_ = Json::object();
  std::string reason_;
  std::any beforehand_;
};

// Gates that many rooms ask, with their codes: ITEM_ON_HOLD, ITEM_EXPIRED, ITEM_ELSEWHERE, ITEM_USED_UP, NOT_YOUR_ORGANISATION.
/// The item is here, in this organisation's custody, not used up, not expired, and neither it nor an ancestor is on hold.
void requireUsable(Act& act, const Item& item);
/// The act's site belongs to the caller's organisation.
void requireOwn(Act& act, const OrgId& org, const char* what);

}  // namespace isotrail
