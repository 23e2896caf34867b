#pragma once
// A node with a small record: organisations, a person, a lot held and the hold lifted under signature.
#include <stdexcept>
#include <string>

#include "ledger/journal.h"
#include "node/node.h"
#include "node/record_check.h"

namespace isotrail::test {

struct SmallRecord {
  explicit SmallRecord(const std::string& path = ":memory:") : node(path) { begin(); }

  Node node;
  std::unique_ptr<Db> db = node.source().connect();
  int commands = 0, courses = 0;

  void begin() {
    const Caller admin = Node::operatorCaller();
    must(admin, "identity/register-organisation",
         {{"org", "lingnan"}, {"name", "Lingnan"}, {"name_local", "岭南同位素药业"}, {"kind", "maker"}, {"jurisdiction", "CN"}});
    must(admin, "identity/register-site", {{"site", "lingnan-nansha"}, {"org", "lingnan"}, {"name", "Nansha"}, {"zone", "Asia/Shanghai"}});
    must(admin, "identity/register-person",
         {{"person", "liang.wei"},
          {"family_name", "梁"},
          {"given_name", "薇"},
          {"org", "lingnan"},
          {"site", "lingnan-nansha"},
          {"roles", Json::array().push("qp")}});
    must(admin, "identity/grant-qualification",
         {{"person", "liang.wei"},
          {"qualification", "qp"},
          {"authority", "GDMPA"},
          {"valid_from", "2000-01-01T00:00Z"},
          {"valid_until", "2099-01-01T00:00Z"}});
    must(admin, "production/receive-lot",
         {{"lot", "K-2291"},
          {"site", "lingnan-nansha"},
          {"kind", "cassette"},
          {"name", "cassette"},
          {"supplier", "lingnan"},
          {"expires_at", "2099-01-01T00:00Z"},
          {"units", 3}});
    must(admin, "quality/hold-item", {{"item", "K-2291"}, {"reason", "label torn"}});
    Caller liang = Accounts::callerOf(*db, PersonId("liang.wei"), "test");
    liang.permissions = {"*"};
    Submission s{"quality/lift-hold",
                 Json::object({{"item", "K-2291"}, {"reason", "label replaced"}}),
                 "c-sign",
                 {},
                 SigningPerson{liang.person, "", "test"},
                 false};
    auto lifted = node.desk().submit(liang, s);
    if (!lifted)
      throw std::runtime_error(lifted.refusal().code + lifted.refusal().params.dump() +
                               (lifted.refusal().gates.empty() ? "" : lifted.refusal().gates[0].code));
    unguard();
  }
  void must(const Caller& who, const char* command, std::initializer_list<std::pair<const char*, Json>> body) {
    auto done = node.desk().submit(who, {command, Json::object(body), "c-" + std::to_string(++commands), {}, {}, false});
    if (!done) throw std::runtime_error(std::string(command) + " " + done.refusal().code + done.refusal().params.dump());
  }
  /// Takes the database's own guards away, as somebody who changes the record would.
  void unguard() {
    for (const char* guard : {"event_no_update", "event_no_delete"}) db->exec(std::string("DROP TRIGGER IF EXISTS ") + guard);
  }
  /// Entries until the record has at least `count`.
  void growTo(std::int64_t count) {
    for (; Journal(*db).lastSeq() < count; ++courses)
      must(Node::operatorCaller(), "identity/grant-qualification",
           {{"person", "liang.wei"},
            {"qualification", "course-" + std::to_string(courses)},
            {"authority", "GDMPA"},
            {"valid_from", "2025-01-01T00:00Z"},
            {"valid_until", "2026-01-01T00:00Z"}});
  }
  SigningPerson admin() const { return {Node::operatorCaller().person, "", "test"}; }
  RecordCheck check() { return checkRecord(*db, {node.publicKey(), {}}); }
};

}  // namespace isotrail::test
