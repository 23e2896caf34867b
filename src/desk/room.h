#pragma once
// A room's table: its commands, views, projections. The desk takes commands in; the server and the CLI read the table.
#include <any>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "desk/act.h"
#include "desk/names/names.h"

namespace isotrail {

class LineageIndex;
class RoomTable;

struct CommandInfo {
  std::string room;
  std::string name;
  std::string summary;  // one sentence for people
  std::string meaning;  // of the signature; empty: not signed
  bool secret = false;  // the body must not be kept as typed (names of people)
  std::function<void(Fields&)> describe;
  /// Decodes `body`, runs the act. The entered quantities go to `entered`.
  std::function<Verdict(Act&, const Json& body, Json& entered)> run;
  /// What takes long and needs no lock: worked out with a reading connection before the command stands in line; the act finds it as
  /// beforehand(). The act works without it where there is none: for commands that are sent together. `now` may be a little ahead.
  std::function<std::any(Db&, const Caller&, Instant now, const Json& body)> beforehand = {};
  /// The refusal with which the act says that what was worked out is not of this record, or holds no longer: it is worked out anew, twice at most.
  std::string stale = {};
  std::string key() const { return room + "/" + name; }
  std::string permission() const { return room + "." + name; }
};

struct ViewRequest {
  Db& db;
  const Caller& caller;
  Instant now;
  std::string id;  // "" for the list
  std::map<std::string, std::string> params;
  std::string language;
  LineageIndex* lineage = nullptr;                // lineage in memory, where the desk keeps it
  const std::vector<RoomTable>* rooms = nullptr;  // what the desk works with
  const Json* body = nullptr;                     // of a question: what was sent
  const std::string& param(const std::string& name) const;
};
struct ViewInfo {
  std::string room;
  std::string name;  // "doses": GET /api/v1/clinic/doses and, with_id, /doses/{id}
  std::string summary;
  std::string permission;  // "clinic.read"
  bool with_id = false;
  std::vector<std::string> params;
  std::function<Result<Json>(ViewRequest&)> show;
  std::function<void(Fields&)> describe = {};  // a question is asked with a body of these fields: POST, and nothing is written
  bool sheet = false;                          // answers a sheet (desk/sheet.h), which can be printed as well
};

struct Projection {
  std::string name;
  std::vector<std::string> tables;  // dropped and refilled by a rebuild
  std::function<void(Db&, const Event&)> apply;
};

/// What of a kind of entry may be amended later, as its room says. What is not listed may not: identities never, and acts that
/// moved atoms need a movement that corrects them.
struct Amendable {
  struct Extra {
    /// The original act needed a second person, so its amendment does.
    std::function<bool(Db&, const Event& entry)> second_person = {};
    /// Asks the gates of the corrected entry and sets members that follow from those amended.
    std::function<Verdict(Act&, Event& corrected)> settle = {};
    /// Leaves further entries once the amendment is in force.
    std::function<void(Act&, const Event& before, const Event& corrected)> follow = {};
  };
  std::string type;                 // "clinic.Prescribed"
  std::string permission;           // of the act that left it: "clinic.prescribe"
  std::vector<std::string> fields;  // the command's, by name
  std::function<void(Fields&)> describe;
  /// The members of the payload that `body` ({"field": value as typed}) gives; a refusal names every field that is wrong.
  std::function<Result<Json>(const Json& body)> read;
  /// Puts the corrected entry into the room's projection, in place of what it said before.
  std::function<void(Db&, const Event& before, const Event& corrected)> fold;
  Extra extra;
};

/// For entries whose projection keeps them whole: folding the corrected one again puts it in place.
inline auto foldAgain(void (*apply)(Db&, const Event&)) {
  return [apply](Db& db, const Event&, const Event& corrected) { apply(db, corrected); };
}
/// For entries of which no projection keeps what may be amended.
inline void foldNothing(Db&, const Event&, const Event&) {}

class RoomTable {
 public:
  explicit RoomTable(std::string room) : room_(std::move(room)) {}

  struct Extra {
    std::string meaning;
    bool secret = false;
  };
  /// C is the command's struct (with fields()); `run` decides and emits.
  template <class C>
  void command(std::string name, Verdict (*run)(Act&, const C&), std::string summary, Extra extra = {}) {
    CommandInfo info{room_, std::move(name), std::move(summary), std::move(extra.meaning), extra.secret, {}, {}};
    info.describe = [](Fields& f) { C().fields(f); };
    info.run = [run](Act& act, const Json& body, Json& entered) -> Verdict {
      C c;
      RequestReader reader(body);
      c.fields(reader);
      if (auto read = reader.finish(); !read) return read;
      entered = reader.entered();
      return run(act, c);
    };
    commands_.push_back(std::move(info));
  }
  /// Of the command that was added last (CommandInfo::beforehand).
  template <class C>
  void beforehand(std::any (*work)(Db&, const Caller&, Instant now, const C&), std::string stale) {
    commands_.back().stale = std::move(stale);
    commands_.back().beforehand = [work](Db& db, const Caller& caller, Instant now, const Json& body) -> std::any {
      C c;
      RequestReader reader(body);
      c.fields(reader);
      return reader.finish() ? work(db, caller, now, c) : std::any();  // the act says what is wrong
    };
  }
  /// Entries of `type`, which the command `name` of C leaves, may be amended in these fields of C.
  template <class C>
  void amendable(const char* type, const std::string& name, std::vector<std::string> fields,
                 std::function<void(Db&, const Event&, const Event&)> fold, Amendable::Extra extra = {}) {
    const auto describe = [](Fields& f) { C().fields(f); };
    const auto read = [fields](const Json& body) -> Result<Json> {
      AmendmentReader reader(body, fields);
      C().fields(reader);
      return reader.finish();
    };
    amendables_.push_back({type, room_ + "." + name, std::move(fields), describe, read, std::move(fold), std::move(extra)});
  }
  void view(std::string name, std::string permission, std::function<Result<Json>(ViewRequest&)> show, std::string summary, bool with_id = false,
            std::vector<std::string> params = {}) {
    views_.push_back({room_, std::move(name), std::move(summary), std::move(permission), with_id, std::move(params), std::move(show), {}});
  }
  /// A view that is asked with the fields of Q; it reads and answers as any view does.
  template <class Q>
  void question(std::string name, std::string permission, Result<Json> (*answer)(ViewRequest&, const Q&), std::string summary) {
    const auto show = [answer](ViewRequest& request) -> Result<Json> {
      static const Json kNothing = Json::object();
      Q q;
      RequestReader reader(request.body ? *request.body : kNothing);
      q.fields(reader);
      if (auto read = reader.finish(); !read) return read.refusal();
      return answer(request, q);
    };
    views_.push_back({room_, std::move(name), std::move(summary), std::move(permission), false, {}, show, [](Fields& f) { Q().fields(f); }});
  }
  /// A view by id that answers a sheet (desk/sheet.h): GET /api/v1/print/<room>/<name>/{id} is the same as PDF.
  void sheet(std::string name, std::string permission, std::function<Result<Json>(ViewRequest&)> show, std::string summary,
             std::vector<std::string> params = {}) {
    view(std::move(name), std::move(permission), std::move(show), std::move(summary), true, std::move(params));
    views_.back().sheet = true;
  }
  void projection(std::string name, std::vector<std::string> tables, std::function<void(Db&, const Event&)> apply) {
    projections_.push_back({std::move(name), std::move(tables), std::move(apply)});
  }
  /// How the room's own ids are called where they stand under these keys of a refusal's parameters.
  void names(std::vector<std::string> keys, decltype(Naming::name) name) { namings_.push_back({std::move(keys), std::move(name)}); }

  const std::string& room() const { return room_; }
  const std::vector<CommandInfo>& commands() const { return commands_; }
  const std::vector<ViewInfo>& views() const { return views_; }
  const std::vector<Projection>& projections() const { return projections_; }
  const std::vector<Amendable>& amendables() const { return amendables_; }
  const std::vector<Naming>& namings() const { return namings_; }

 private:
  std::string room_;
  std::vector<CommandInfo> commands_;
  std::vector<ViewInfo> views_;
  std::vector<Projection> projections_;
  std::vector<Amendable> amendables_;
  std::vector<Naming> namings_;
};

/// What the rooms say of entries of `type`; null when nothing of them may be amended.
const Amendable* findAmendable(const std::vector<RoomTable>& rooms, std::string_view type);

}  // namespace isotrail
