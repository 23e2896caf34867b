// isotrail user add: an account for a person who is on the record. isotrail person erase: a name destroyed.
#include <iostream>

#include "cli/terminal.h"
#include "cli/verbs.h"
#include "desk/vault.h"
#include "desk/words.h"
#include "platform/crypto/crypto.h"
#include "rooms/identity/facts.h"

namespace isotrail::cli {
namespace {

Result<std::string> passwordFor(const Invocation& in, Output& out) {
  if (in.password_stdin) {
    std::string line;
    std::getline(std::cin, line);
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }
  const auto first = askSecret(out.word("CLI_PASSWORD", Json::object({{"account", in.account}})));
  if (!first) return Refusal::of("PASSWORD_NEEDED");
  const auto again = askSecret(out.word("CLI_PASSWORD_AGAIN"));
  if (again != first) return Refusal::of("PASSWORDS_DIFFER");
  return *first;
}

}  // namespace

int userAddVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  bool known = false, on_record = false, erased = false;
  node.desk().read([&](Db& db) {
    on_record = identity::person(db, PersonId(in.person)).has_value();
    erased = erasedFromVault(db, VaultOf::person, in.person);
  });
  if (!on_record) return out.refuse(notFound("person", in.person));
  if (erased) return out.refuse(Refusal::of("ALREADY_ERASED", Json::object({{"who", in.person}})));
  known = node.accounts().knows(in.account);
  if (known && !in.replace) return out.refuse(alreadyExists("account", in.account));
  auto password = passwordFor(in, out);
  if (!password) return out.refuse(password.refusal());
  const Verdict set =
      in.dry_run ? Accounts::acceptable(in.account, *password) : node.accounts().set(in.account, PersonId(in.person), *password, false);
  if (!set) return out.refuse(set.refusal());
  const Json answer = Json::object({{"account", in.account}, {"person", in.person}, {"replaced", known}, {"kept", !in.dry_run}});
  if (out.json()) return out.answer(answer), kDone;
  out.print(out.word("CLI_USER_ADDED", answer));
  if (in.dry_run) out.note(out.word("CLI_DRY_RUN"));
  return kDone;
}

int personEraseVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  const Caller caller = Node::operatorCaller();
  const char* command = in.patient ? "clinic/erase-patient" : "identity/erase-person";
  Submission s{
      command,   Json::object({{in.patient ? "patient" : "person", in.person}, {"reason", in.reason}}), "erase-" + crypto::randomHex(16), {}, {},
      in.dry_run};
  s.signer = SigningPerson{caller.person, "", "holder of the database file"};
  auto erased = node.desk().submit(caller, s);
  if (!erased) return out.refuse(erased.refusal());
  if (in.dry_run && erased->answer["verdict"].text() != "accepted")
    return out.refuse(Refusal::of(erased->answer["code"].text(), erased->answer["params"]));
  const Json answer = Json::object({{"id", in.person}, {"kept", !in.dry_run}, {"events", erased->answer["events"]}});
  if (out.json()) return out.answer(answer), kDone;
  out.print(out.word(in.dry_run ? "CLI_ERASE_WOULD" : "CLI_ERASED", answer));
  if (!in.dry_run) out.note(out.word("CLI_ERASED_COPIES"));
  return kDone;
}

}  // namespace isotrail::cli
