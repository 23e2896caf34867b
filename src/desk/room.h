#pragma once
// A room's table: its commands, views, projections. The desk takes commands in; the server and the CLI read the table.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail {

class LineageIndex;

struct CommandInfo {
  std::string room;
  std::string name;
  std::string summary;  // one sentence for people
  std::string meaning;  // of the signature; empty: not signed
  bool secret = false;  // the body must not be kept as typed (names of people)
  std::function<void(Fields&)> describe;
  /// Decodes `body`, runs the act. The entered quantities go to `entered`.
  std::function<Verdict(Act&, const Json& body, Json& entered)> run;
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
  LineageIndex* lineage = nullptr;  // lineage in memory, where the desk keeps it
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
};

struct Projection {
  std::string name;
  std::vector<std::string> tables;  // dropped and refilled by a rebuild
  std::function<void(Db&, const Event&)> apply;
};

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
  void view(std::string name, std::string permission, std::function<Result<Json>(ViewRequest&)> show, std::string summary, bool with_id = false,
            std::vector<std::string> params = {}) {
    views_.push_back({room_, std::move(name), std::move(summary), std::move(permission), with_id, std::move(params), std::move(show)});
  }
  void projection(std::string name, std::vector<std::string> tables, std::function<void(Db&, const Event&)> apply) {
    projections_.push_back({std::move(name), std::move(tables), std::move(apply)});
  }

  const std::string& room() const { return room_; }
  const std::vector<CommandInfo>& commands() const { return commands_; }
  const std::vector<ViewInfo>& views() const { return views_; }
  const std::vector<Projection>& projections() const { return projections_; }

 private:
  std::string room_;
  std::vector<CommandInfo> commands_;
  std::vector<ViewInfo> views_;
  std::vector<Projection> projections_;
};

}  // namespace isotrail
