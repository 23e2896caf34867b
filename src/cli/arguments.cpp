// The tree of verbs.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>
#include <set>

#include "base/check.h"
#include "cli/tree.h"
#include "cli/verbs.h"
#include "node/version.h"
#include "workbench/answer.h"

namespace isotrail::cli {

CLI::App* Tree::verb(CLI::App* parent, const char* name, const char* what, Verb run, const char* examples, bool database) {
  CLI::App* sub = parent->add_subcommand(name, what);
  sub->callback([this, run] { parsed.verb = run; });
  sub->footer(std::string("Examples:\n") + examples);
  if (database) sub->add_option("--db", in().db, std::string("database: a file, or postgresql://host/name (") + kDefaultDb + ")");
  sub->add_flag("--json", in().json, "one JSON object on standard output");
  sub->add_option("--lang", in().language, "language of messages: en, zh-Hans, zh-Hant, pt")
      ->check(CLI::IsMember({"en", "zh-Hans", "zh-Hant", "pt"}));
  return sub;
}
CLI::App* Tree::noun(const char* name, const char* what) {
  CLI::App* sub = app.add_subcommand(name, what);
  sub->require_subcommand(1);
  return sub;
}

namespace {

void listening(CLI::App* sub, Invocation& in) {
  sub->add_option("--port", in.port, "port, 0 for any free one (8080)")->check(CLI::Range(0, 65535));
  auto* host = sub->add_option("--host", in.host, "address to answer on (127.0.0.1)");
  sub->add_flag("--lan", in.lan, "answer other machines of the network too")->excludes(host);
  auto* cert = sub->add_option("--tls-cert", in.tls_cert, "PEM certificate chain")->check(CLI::ExistingFile);
  auto* key = sub->add_option("--tls-key", in.tls_key, "PEM private key")->check(CLI::ExistingFile);
  cert->needs(key);
  key->needs(cert);
}

void addServers(Tree& t) {
  auto* serve = t.verb(&t.app, "serve", "Serve a database to browsers and programs.", serveVerb,
                       "  isotrail serve --db var/house.db --port 8443 --tls-cert chain.pem --tls-key key.pem --lan\n  isotrail serve --json");
  listening(serve, t.in());
  auto* show = t.verb(&t.app, "showcase", "Serve the showcase day, Guangzhou to Macao; with --play only play it through.", showcaseVerb,
                      "  isotrail showcase --speed 600 --port 9000\n  isotrail showcase --play --db /tmp/day.db --json");
  listening(show, t.in());
  show->add_option("--speed", t.in().speed, "story seconds a second, 1 to 600 (60)")->check(CLI::Range(1.0, 600.0));
  auto* play = show->add_flag("--play", t.in().play, "the whole day at full speed without a server; in memory unless --db is given");
  show->add_flag("--empty", t.in().empty, "a clean database without the showcase (var/empty.db)")->excludes(play);
}

void addFiles(Tree& t) {
  auto* import = t.verb(
      &t.app, "import", "Take CSV files in: all rows of all files, or none.", importVerb,
      "  isotrail import examples/greater-bay/organisations.csv --dry-run\n  isotrail import monday.csv --as ordering/place-order --db var/house.db");
  import->add_option("paths", t.in().paths, "files, or a folder of files named after their rows (orders.csv)")->required();
  import->add_option("--as", t.in().as, "the command that takes the rows, such as ordering/place-order");
  import->add_flag("--dry-run", t.in().dry_run, "check everything and keep nothing");
}

void addLineage(Tree& t) {
  auto* trace = t.noun("trace", "What an item came from, or what came of it.");
  for (auto [name, what, run, examples] : {std::tuple{"back", "Everything an item, a dose or an order came from.", &traceBackVerb,
                                                      "  isotrail trace back S-251217-01\n  isotrail trace back ORD-01 --json --events"},
                                           std::tuple{"forward", "Everything that came of an item.", &traceForwardVerb,
                                                      "  isotrail trace forward IR-251217-1\n  isotrail trace forward K-2291 --lang pt"}}) {
    auto* sub = t.verb(trace, name, what, run, examples);
    sub->add_option("item", t.in().item, "the item, dose, order or lot")->required();
    sub->add_flag("--events", t.in().events, "list the entries too");
  }
  auto* handled = t.verb(trace, "handled", "Who handled a vessel or what stands in a room, and in whose custody it was.", traceHandledVerb,
                         "  isotrail trace handled FDG-251217-A.V1 --from 2025-12-17T08:00Z\n  isotrail trace handled --incident INC-1 --json");
  handled->add_option("item", t.in().item, "the vial, syringe, package or other vessel");
  handled->add_option("--room", t.in().room, "a room of the plan");
  handled->add_option("--incident", t.in().incident, "an incident: its vessels, rooms and time");
  handled->add_option("--from", t.in().from, "from this instant (a day before now)");
  handled->add_option("--until", t.in().until, "until this instant (now)");
  auto* recall =
      t.verb(t.noun("recall", "What a recall would reach."), "simulate", "Who is affected, and what can still be stopped. Changes nothing.",
             recallSimulateVerb, "  isotrail recall simulate FDG-251217-A\n  isotrail recall simulate --lot K-2291 --json");
  auto* which = recall->add_option_group("what");
  which->add_option("item", t.in().item, "the item or batch");
  which->add_option("--lot", t.in().item, "a lot of material");
  which->require_option(1);
  auto* month =
      t.verb(t.noun("report", "Reports for authorities."), "month", "A site's month, and the entries its numbers come from.", reportMonthVerb,
             "  isotrail report month 2025-12 --site cotai-hotlab\n  isotrail report month 2025-12 --site cotai-hotlab --pdf december.pdf --lang pt");
  month->add_option("month", t.in().item, "such as 2025-12")->required();
  month->add_option("--site", t.in().site, "whose month")->required();
  month->add_option("--pdf", t.in().out_file, "file to print it to");
}

/// What two parties need to hold a log to its word.
void addCheckpoints(Tree& t, CLI::App* ledger) {
  Invocation& in = t.in();
  auto* checkpoint = t.verb(ledger, "checkpoint", "Sign what the log is now, or keep a checkpoint that somebody countersigned.", ledgerCheckpointVerb,
                            "  isotrail ledger checkpoint --out monday.txt\n  isotrail ledger checkpoint --keep monday-cosigned.txt");
  auto* keep = checkpoint->add_option("--keep", in.keep, "a checkpoint file to keep with its countersignatures");
  checkpoint->add_option("--out", in.out_file, "file to write (standard output)")->excludes(keep);
  auto* cosign =
      t.verb(ledger, "cosign", "Countersign another party's checkpoint with a key of one's own.", ledgerCosignVerb,
             "  isotrail ledger cosign monday.txt --log-key isotrail.node/...+... --name ssm.gov.mo/log --key ssm.key --make-key --out cosigned.txt\n"
             "  isotrail ledger cosign tuesday.txt --log-key isotrail.node/...+... --name ssm.gov.mo/log --key ssm.key --previous cosigned.txt "
             "--record house.record",
             false);
  auto* stamp = t.verb(ledger, "timestamp", "Have a checkpoint stamped by a time-stamping authority (RFC 3161), and check its reply offline.",
                       ledgerTimestampVerb,
                       "  isotrail ledger timestamp monday.txt --tsa https://tsa.example/tsr --tsa-ca authority.pem --out monday.tsr\n"
                       "  isotrail ledger timestamp monday.txt --reply monday.tsr --tsa-ca authority.pem --record house.record",
                       false);
  stamp->add_option("checkpoint", in.record, "the checkpoint's file")->required();
  auto* step = stamp->add_option_group("step");
  step->add_option("--request", in.request, "file to write the request to; send it as application/timestamp-query");
  auto* tsa = step->add_option("--tsa", in.address, "the authority's address, to ask over HTTP and check what it answers");
  step->add_option("--reply", in.reply, "the authority's reply, to check without asking anybody");
  step->require_option(1);
  // Needed with --reply and --tsa alike, which the verb asks for: the parser knows no "one of".
  stamp->add_option("--tsa-ca", in.authority, "PEM certificates to trust for stamps");
  auto* kept = stamp->add_option("--out", in.out_file, "file for the reply")->needs(tsa);
  tsa->needs(kept);
  stamp->add_option("--ca", in.ca, "PEM certificates to trust for the connection beside the machine's")->needs(tsa)->check(CLI::ExistingFile);
  stamp->add_option("--record", in.against, "record file or database that must hold the checkpoint");
  cosign->add_option("checkpoint", in.record, "the checkpoint's file")->required();
  cosign->add_option("--log-key", in.log_key, "the log's public key, as ledger checkpoint names it")->required();
  cosign->add_option("--name", in.witness_name, "who countersigns, such as ssm.gov.mo/log")->required();
  cosign->add_option("--key", in.key_file, "file of the countersigning key")->required();
  cosign->add_flag("--make-key", in.make_key, "make the key when there is no file");
  cosign->add_option("--previous", in.previous, "the checkpoint signed before");
  cosign->add_option("--record", in.against, "record file or database that must hold both checkpoints");
  cosign->add_option("--out", in.out_file, "file to write (standard output)");
}

void addRecord(Tree& t) {
  Invocation& in = t.in();
  auto* ledger = t.noun("ledger", "The record.");
  auto* verify = t.verb(ledger, "verify", "Check every hash, link, head, signature and the log; names the first bad entry.", ledgerVerifyVerb,
                        "  isotrail ledger verify house.record --public-key 3b6a...29 --checkpoint monday.txt --json\n"
                        "  isotrail ledger verify https://node.example --account auditor");
  verify->add_option("record", in.record,
                     "a record file made by ledger export, - for standard input, or a server's address to read its log (the database)");
  verify->add_option("--account", in.account, "whose log to read at a server: an account that may read entries");
  verify->add_flag("--password-stdin", in.password_stdin, "read that account's password from standard input");
  verify->add_option("--ca", in.ca, "PEM certificates to trust beside the machine's")->check(CLI::ExistingFile);
  verify->add_option("--public-key", in.public_key, "the node's public key, 64 hex digits (the key beside the database)");
  verify->add_option("--checkpoint", in.checkpoints, "a checkpoint that was handed out before; may be repeated");
  verify->add_option("--witness", in.witnesses, "public key of a party that must have countersigned a checkpoint given; may be repeated");
  addCheckpoints(t, ledger);
  auto* out = t.verb(ledger, "export", "Write the whole record to one file that can be checked anywhere.", ledgerExportVerb,
                     "  isotrail ledger export house.record\n  isotrail ledger export /media/usb/house.record --db var/house.db --json");
  out->add_option("file", in.record, "file to write")->required();
  auto* evidence =
      t.verb(ledger, "evidence", "Write what happened to an item, dose or order as a page that proves itself in a browser.", ledgerEvidenceVerb,
             "  isotrail ledger evidence S-251217-01 dose.html\n  isotrail ledger evidence FDG-251217-A batch.html --db var/house.db --lang zh-Hant");
  evidence->add_option("item", in.item, "the item, dose, order or lot")->required();
  evidence->add_option("file", in.out_file, "file to write")->required();
  auto* show =
      t.verb(ledger, "show", "Show an entry, or what happened to a thing: as recorded, as corrected, as known at an instant.", ledgerShowVerb,
             "  isotrail ledger show S-251217-01 --as corrected\n  isotrail ledger show 1204 --at 2025-12-17T09:15:00+08:00 --json");
  show->add_option("what", in.item, "number or id of an entry, or an item, dose, order, batch")->required();
  show->add_option("--as", in.as, "recorded (as it was written), corrected, or known (at an instant)")
      ->check(CLI::IsMember({"recorded", "corrected", "known"}));
  show->add_option("--at", in.at, "as known at this instant, with zone");
  auto* rotate = t.verb(ledger, "rotate-key", "Give the node another signing key, by a signed entry.", ledgerRotateKeyVerb,
                        "  isotrail ledger rotate-key --reason \"yearly change\"\n  isotrail ledger rotate-key --prepare");
  rotate->add_option("--reason", in.reason, "why");
  rotate->add_flag("--prepare", in.prepare, "only make the key; an administrator brings it in");
  auto* loss =
      t.verb(ledger, "acknowledge-loss", "Record that acknowledged entries are gone, so that the node writes again.", ledgerAcknowledgeLossVerb,
             "  isotrail ledger acknowledge-loss --reason \"disk failed, the day is entered again from paper\"\n"
             "  isotrail ledger acknowledge-loss --reason \"copy of an older file\" --db var/house.db --json");
  loss->add_option("--reason", in.reason, "what happened; kept on the record")->required();
  auto* rebuild = t.verb(t.noun("projections", "The tables computed from the record."), "rebuild", "Empty them and fill them again from the record.",
                         projectionsRebuildVerb, "  isotrail projections rebuild --check\n  isotrail projections rebuild --db var/house.db");
  rebuild->add_flag("--check,--dry-run", t.in().check, "only compare; exit 1 and name the tables that differ");
}

void addDocuments(Tree& t) {
  Invocation& in = t.in();
  auto* document = t.noun("document", "Papers beside the record, kept by the hash of their bytes.");
  document->group("");  // named in the last lines of the help: the list of verbs fits a screen
  auto* attach = t.verb(document, "attach", "Keep a file with what it belongs to; an entry names its hash.", documentAttachVerb,
                        "  isotrail document attach coa.pdf --about K-2291 --title \"Certificate of analysis\" --retention batch_record\n"
                        "  isotrail document attach note.txt --about ORD-01 --title \"Letter\" --retention correspondence --dry-run --json");
  auto* list = t.verb(document, "list", "Documents, until when each is kept, and those that were removed.", documentListVerb,
                      "  isotrail document list\n  isotrail document list --about K-2291 --json");
  auto* get = t.verb(document, "get", "Write a document's bytes to a file, compared with its hash.", documentGetVerb,
                     "  isotrail document get 9f86...0a08 coa.pdf\n  isotrail document get 9f86...0a08 coa.pdf --db var/house.db --json");
  auto* verify = t.verb(document, "verify", "Read every document that the record names; or say which entries name a file.", documentVerifyVerb,
                        "  isotrail document verify\n  isotrail document verify coa.pdf --json");
  attach->add_option("file", in.record, "the file, at most 2 MiB")->required();
  attach->add_option("--about", in.item, "the item, batch, order, consignment or licence it belongs to")->required();
  attach->add_option("--title", in.title, "what it is; never a name")->required();
  attach->add_option("--retention", in.retention, "its class, such as batch_record: how long it is kept")->required();
  attach->add_option("--type", in.media_type, "media type (by the file's ending)");
  attach->add_flag("--dry-run", in.dry_run, "only ask whether it would be taken");
  list->add_option("--about", in.item, "only what belongs to this");
  get->add_option("sha256", in.item, "of its bytes, 64 hex digits")->required();
  get->add_option("file", in.out_file, "file to write")->required();
  verify->add_option("file", in.record, "a file to look for (all that is kept)");
}

void addBackup(Tree& t) {
  auto* migrate = t.verb(&t.app, "migrate", "Bring a database's tables to what this program needs; every start does it too.", migrateVerb,
                         "  isotrail migrate --dry-run\n  isotrail migrate --db postgresql://db.example/house --json");
  migrate->add_flag("--dry-run", t.in().dry_run, "only list what is missing");
  auto* copy =
      t.verb(t.noun("db", "The stores a node can be in."), "copy", "Copy a whole node to another store, chain and signatures checked.", dbCopyVerb,
             "  isotrail db copy var/isotrail.db postgresql://db.example/house\n  isotrail db copy postgresql:///house copy.db --json", false);
  copy->add_option("stores", t.in().paths, "from and to: files, or postgresql://host/name; the second must be empty")->required()->expected(2);
  auto* backup = t.noun("backup", "Copies of a node that were checked.");
  auto* create =
      t.verb(backup, "create", "Copy database and key into a new folder while the node works, and check the copy's whole record.", backupCreateVerb,
             "  isotrail backup create /mnt/safe/2025-12-17\n  isotrail backup create /mnt/share/house --without-key --db var/house.db");
  create->add_flag("--without-key", t.in().without_key, "leave the node's private key out: it is then kept elsewhere");
  auto* verify = t.verb(backup, "verify", "Check a backup's file against its manifest, and its record.", backupVerifyVerb,
                        "  isotrail backup verify /mnt/safe/2025-12-17\n  isotrail backup verify /mnt/share/house --json", false);
  auto* restore = t.verb(backup, "restore", "Check a backup and put it where no database is.", backupRestoreVerb,
                         "  isotrail backup restore /mnt/safe/2025-12-17 --db var/isotrail.db\n  isotrail backup restore /mnt/safe/house --json");
  for (auto* sub : {create, verify, restore}) sub->add_option("folder", t.in().paths, "the backup's folder")->required()->expected(1);
}

void addSync(Tree& t) {
  auto* sync = t.noun("sync", "Exchange with other nodes.");
  auto* push = t.verb(sync, "push", "Send a hub what it does not hold of this node's record.", syncPushVerb,
                      "  isotrail sync push https://hub.example --account cotai-node\n"
                      "  isotrail sync push https://hub.example:8443 --account cotai-node --password-stdin --ca hub.pem --json < secret");
  auto* pull = t.verb(sync, "pull", "Take a hub's holds into this node's record.", syncPullVerb,
                      "  isotrail sync pull https://hub.example --account cotai-node\n"
                      "  isotrail sync pull http://127.0.0.1:8080 --account cotai-node --password-stdin --json < secret");
  auto* status = t.verb(sync, "status", "Nodes and open findings, of this record or of a hub.", syncStatusVerb,
                        "  isotrail sync status\n  isotrail sync status https://hub.example --account cotai-node");
  push->add_option("url", t.in().address, "the hub, such as https://hub.example:8443")->required();
  pull->add_option("url", t.in().address, "the hub, such as https://hub.example:8443")->required();
  status->add_option("url", t.in().address, "another node (this record)");
  for (auto* sub : {push, pull, status}) {
    auto* account = sub->add_option("--account", t.in().account, "account at the hub");
    if (sub != status) account->required();
    sub->add_flag("--password-stdin", t.in().password_stdin, "read the password's line from standard input");
    sub->add_option("--ca", t.in().ca, "PEM certificates to trust beside the machine's")->check(CLI::ExistingFile);
  }
  status->add_flag("--check", t.in().check, "recompute every log held from its bytes");
}

/// The English words of a field's schema, for the help.
std::string helpOf(const Json& schema) {
  std::string help = schema["title"].text();
  if (schema["x-units"].size() > 0) help += " (" + schema["examples"].items().front().text() + ")";
  if (schema["type"].text() == "array") help += "; may be given several times";
  for (const auto& option : schema["enum"].items()) help += (&option == &schema["enum"].items().front() ? ": " : ", ") + option.text();
  return help;
}

/// Fields that may be typed without their name: a list takes all that follow, so nothing comes after one.
std::vector<std::string> positionalOf(const workbench::Calculation& c, const Json& properties) {
  std::vector<std::string> out;
  for (const auto& field : c.usage.positional) {
    out.push_back(field);
    if (properties[field]["type"].text() == "array") break;
  }
  return out;
}

/// "decay F-18 "4.40 GBq" --at ...": an example body as it is typed.
std::string exampleOf(const workbench::Calculation& c, const std::vector<std::string>& positional, const Json& body) {
  std::string out = "  isotrail " + c.name;
  const auto quoted = [](const Json& v) {
    const std::string text = v.isString() ? v.text() : v.dump();
    if (text.find('"') != std::string::npos) return "'" + text + "'";
    return text.find_first_of(" ;|&<>()[]*%") == std::string::npos ? text : '"' + text + '"';
  };
  const auto each = [](const Json& v) { return v.isArray() ? v.items() : Json::Array{v}; };
  for (const auto& field : positional)
    for (const auto& v : body.has(field) ? each(body[field]) : Json::Array()) out += " " + quoted(v);
  for (const auto& [field, value] : body.members()) {
    if (std::find(positional.begin(), positional.end(), field) != positional.end()) continue;
    for (const auto& v : each(value)) out += " --" + workbench::optionOf(field) + " " + quoted(v);
  }
  return out;
}

void addCalculation(Tree& t, const workbench::Calculation& c) {
  SchemaWriter writer;
  c.describe(writer);
  const Json schema = writer.take();
  const auto positionals = positionalOf(c, schema["properties"]);
  const std::string examples = exampleOf(c, positionals, c.usage.examples.at(0)) + "\n" + exampleOf(c, positionals, c.usage.examples.at(1));
  CLI::App* sub = t.verb(&t.app, c.name.c_str(), (workbench::titleOf(c, Language::en) + ".").c_str(), calculateVerb, examples.c_str(), false);
  sub->parse_complete_callback([&t, &c] { t.in().calculation = &c; });
  for (const auto& [field, property] : schema["properties"].members()) {
    const auto& required = schema["required"].items();
    const bool due = std::find(required.begin(), required.end(), Json(field)) != required.end();
    const bool positional = std::find(positionals.begin(), positionals.end(), field) != positionals.end();
    auto* option =
        sub->add_option((positional ? "" : "--") + (positional ? field : workbench::optionOf(field)), t.in().typed[field], helpOf(property));
    const bool list = property["type"].text() == "array";
    if (!list) option->expected(1);
    if (!list || !positional) option->allow_extra_args(false);
    if (due && positional) option->required();
  }
  sub->add_option("--in", t.in().units, "units of the answer, one a kind: MBq,h")->delimiter(',')->allow_extra_args(false);
  sub->add_flag("--csv", t.in().csv, "the table as CSV");
  auto* curve = sub->add_flag("--curve", t.in().curve, "draw the curves");
  sub->add_flag("--log", t.in().log_axis, "curves on a logarithmic axis")->needs(curve);
}

void addPhysics(Tree& t) {
  // The list of verbs fits a screen: calculations beyond the everyday ones are named in the last line of the help.
  const std::set<std::string> everyday{"decay", "chain", "generator", "vial", "assay", "shield", "dose"};
  for (const auto& c : workbench::calculations()) {
    addCalculation(t, c);
    if (everyday.contains(c.name)) continue;
    t.app.get_subcommand(c.name)->group("");
    t.more += (t.more.empty() ? "" : ", ") + c.name;
  }
  CLI::App* physics = t.noun("physics", "Files of questions, and the nuclide dataset.");
  auto* eval =
      t.verb(physics, "eval", "Answer a CSV file of questions row by row; - reads standard input.", evalVerb,
             "  isotrail physics eval single_decay.csv > answers.csv\n  isotrail physics eval - --data chain_data.csv < chains_inputs.csv", false);
  eval->add_option("file", t.in().paths, "the file, its columns say what is asked")->required()->expected(1);
  eval->add_option("--data", t.in().data, "half-lives and branches of its nuclides: nuclide,half_life_s,daughter,branching_fraction");
  auto* nuclides = t.verb(physics, "nuclides", "The dataset, or one nuclide of it with its sources.", nuclidesVerb,
                          "  isotrail physics nuclides\n  isotrail physics nuclides Lu-177 --json", false);
  nuclides->add_option("nuclide", t.in().nuclide, "such as F-18, Tc-99m, Lu-177");
  nuclides->add_flag("--csv", t.in().csv, "as CSV");
}

void addHouse(Tree& t) {
  auto* user = t.verb(t.noun("user", "Who may sign in."), "add", "Give a registered person an account.", userAddVerb,
                      "  isotrail user add he.yun --person he.yun\n  isotrail user add he.yun --person he.yun --replace --password-stdin < secret");
  user->add_option("account", t.in().account, "name to sign in with")->required();
  user->add_option("--person", t.in().person, "the person's id on the record")->required();
  user->add_flag("--password-stdin", t.in().password_stdin, "read the password's line from standard input");
  user->add_flag("--replace", t.in().replace, "change the account when it exists");
  user->add_flag("--dry-run", t.in().dry_run, "check everything and keep nothing");
  auto* jobs = t.verb(&t.app, "jobs", "Work beside the requests: who does it, and what came of it.", jobsVerb,
                      "  isotrail jobs --state dead\n  isotrail jobs --ask record.check --work --db postgresql://db.example/house --json");
  jobs->add_option("--state", t.in().state, "only these")->check(CLI::IsMember({"waiting", "running", "done", "dead"}));
  auto* ask = jobs->add_option("--ask", t.in().ask, "ask for a job: record.check, projections.check or projections.rebuild");
  jobs->add_option("--again", t.in().again, "let a dead job begin anew")->excludes(ask);
  jobs->add_flag("--work", t.in().work, "do what is due here and now, then list");
  auto* person = t.noun("person", "Names, which are outside the record.");
  person->group("");  // named in the last lines of the help: the list of verbs fits a screen
  auto* erase = t.verb(person, "erase", "Destroy the key to a person's name and contact, by a signed entry; the record stays whole.", personEraseVerb,
                       "  isotrail person erase he.yun --reason \"asked for it, left in 2020\" --dry-run\n"
                       "  isotrail person erase P-01 --patient --reason \"registered by mistake\" --json");
  erase->add_option("id", t.in().person, "the person's id on the record, or a patient's pseudonym")->required();
  erase->add_option("--reason", t.in().reason, "why; kept on the record")->required();
  erase->add_flag("--patient", t.in().patient, "the id is a patient's");
  erase->add_flag("--dry-run", t.in().dry_run, "only ask whether it would be allowed");
  auto* calibrator = t.noun("calibrator", "A dose calibrator on the network.");
  calibrator->group("");  // as "person"
  auto* read = t.verb(
      calibrator, "read", "Read a calibrator until it has settled.", calibratorReadVerb,
      "  isotrail calibrator read tcp://127.0.0.1:4661 --nuclide F-18\n  isotrail calibrator read tcp://10.0.4.7:4661 --nuclide Tc-99m --json");
  read->add_option("address", t.in().address, "where it listens, such as tcp://10.0.4.7:4661")->required();
  read->add_option("--nuclide", t.in().nuclide, "to set it to")->required();
  auto* simulate = t.verb(calibrator, "simulate", "Be a calibrator, to try a driver with.", calibratorSimulateVerb,
                          "  isotrail calibrator simulate --nuclide F-18 --activity \"266 MBq\" --port 4661\n"
                          "  isotrail calibrator simulate --nuclide Tc-99m --activity \"1.2 GBq\"");
  simulate->add_option("--nuclide", t.in().nuclide, "in its well")->required();
  simulate->add_option("--activity", t.in().at, "of it now")->required();
  simulate->add_option("--port", t.in().port, "port to listen on (8080)")->check(CLI::Range(1, 65535));
  auto* doctor = t.verb(&t.app, "doctor", "Check machine, database, record, key, projections, clock and time zones.", doctorVerb,
                        "  isotrail doctor\n  isotrail doctor --db var/house.db --json");
  doctor->add_option("--port", t.in().port, "port to look at (8080)")->check(CLI::Range(1, 65535));
}

/// "trace sideways": the word that is no verb, and what there is instead; empty when that is not what is wrong.
std::string unknownVerb(CLI::App& app, const std::vector<std::string>& arguments) {
  CLI::App* at = &app;
  for (const auto& word : arguments) {
    const auto verbs = at->get_subcommands([](CLI::App*) { return true; });
    if (verbs.empty() || word.starts_with("-")) return {};
    const auto found = std::find_if(verbs.begin(), verbs.end(), [&](CLI::App* v) { return v->get_name() == word; });
    if (found != verbs.end()) {
      at = *found;
      continue;
    }
    std::string known;
    for (CLI::App* v : verbs) known += (known.empty() ? "" : ", ") + v->get_name();
    return "There is no \"" + word + "\" here; there is " + known + ".";
  }
  return {};
}

}  // namespace

Parsed parseArguments(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  CLI::App app{"Isotrail: the life of a radiopharmaceutical, from beam to patient, on one record.", "isotrail"};
  Tree t{app};
  t.app.set_version_flag("--version", std::string("isotrail ") + programVersion() + " (" + programBuild() + ")", "version and build");
  t.app.require_subcommand(1);
  addServers(t);
  addFiles(t);
  addLineage(t);
  addRecord(t);
  addDocuments(t);
  addBackup(t);
  addSync(t);
  addPhysics(t);
  addPlan(t);
  addSlots(t);
  addHouse(t);
  t.app.footer(
      "Exit codes: 0 done, 1 failed, 2 not understood, 3 not found, 4 refused by rule, 5 conflict, 6 not reachable.\n"
      "Data go to standard output, notes to standard error; isotrail VERB --help has examples.\n"
      "More calculations: " +
      t.more +
      ". Names: person erase. Papers: document attach, list, get, verify. Calibrators: calibrator read.\n"
      "Examples:\n  isotrail showcase\n  isotrail trace back S-251217-01 --lang zh-Hant");
  if (arguments.empty()) {
    err << t.app.help();
    t.parsed.exit = kUsage;
    return std::move(t.parsed);
  }
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as the parser wants them
  bool told = false;                                                        // help or version
  try {
    t.app.parse(reversed);
  } catch (const CLI::ParseError& stop) {
    t.parsed.verb = nullptr;
    told = true;
    const std::string unknown = stop.get_exit_code() == 0 ? "" : unknownVerb(t.app, arguments);
    if (!unknown.empty()) err << unknown << '\n';
    t.parsed.exit = !unknown.empty() || t.app.exit(stop, out, err) != 0 ? kUsage : kDone;
  }
  ISOTRAIL_CHECK(t.parsed.verb || told);
  return std::move(t.parsed);
}

}  // namespace isotrail::cli
