// isotrail serve: one database served until a signal.
#include <chrono>
#include <thread>

#include "base/db_lost.h"
#include "cli/machine.h"
#include "cli/serving.h"
#include "cli/terminal.h"
#include "node/record_check.h"
#include "showcase/showcase.h"

namespace isotrail::cli {

server::ServeOptions serveOptions(const Invocation& in, Output& out) {
  server::ServeOptions o;
  o.address = in.lan ? "0.0.0.0" : in.host;
  o.port = static_cast<unsigned short>(in.port);
  o.certificate = in.tls_cert;
  o.key = in.tls_key;
  o.ui = in.ui;
  o.report = [&out](const std::string& line) { out.note(printable(line)); };
  if (o.address != "127.0.0.1" && o.address != "::1" && o.address != "localhost" && in.tls_cert.empty()) out.note(out.word("CLI_PLAIN_LAN"));
  return o;
}

std::vector<std::string> addressesOf(const Invocation& in, unsigned short port) {
  const std::string scheme = in.tls_cert.empty() ? "http://" : "https://";
  const auto url = [&](const std::string& host) {
    return scheme + (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port) + "/";
  };
  std::vector<std::string> urls{url(in.lan || in.host == "127.0.0.1" ? "localhost" : in.host)};
  if (in.lan)
    for (const auto& address : lanAddresses()) urls.push_back(url(address));
  return urls;
}

bool verifyOrStopWriting(Node& node, Output& out, std::int64_t* entries) {
  RecordCheck check;
  for (bool done = false; !done;) try {
      node.desk().read([&](Db& db) { check = checkRecord(db, {node.publicKey(), {}}); });
      done = true;
    } catch (const DbLost&) {  // the database went away: from the beginning, when it is back
      if (StopSignal::flag()) return false;
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
  if (entries) *entries = check.report.entries;
  if (check.report.ok) return true;
  node.desk().stopWriting();  // patients still need their records: reading goes on
  out.note(out.word("CLI_READ_ONLY", Json::object({{"why", check.report.why}})));
  return false;
}

int serveVerb(const Invocation& in, Output& out) {
  makeFolderOf(in.database());
  Node node(in.database());
  if (const auto lost = node.loss()) out.note(out.word(lost->code, lost->params) + " (" + lost->code + ")");
  const StopSignal signals;
  server::ServeOptions options = serveOptions(in, out);
  std::unique_ptr<showcase::StoryPlayer> player;
  if (node.isShowcase()) {
    player = showcase::makePlayer(node);
    options.story = player.get();
  }
  bool empty = false;
  node.desk().read([&](Db& db) { empty = Journal(db).lastSeq() == 0; });
  options.ready = [&](unsigned short port) {
    const auto urls = addressesOf(in, port);
    Json list = Json::array();
    for (const auto& url : urls) list.push(url);
    if (out.json())
      return out.answer(
          Json::object({{"urls", list}, {"port", static_cast<int>(port)}, {"database", node.place().shown()}, {"showcase", node.isShowcase()}}));
    for (const auto& url : urls) out.print(out.word("CLI_OPEN", Json::object({{"url", url}})));
    out.print(out.word("CLI_STORE", Json::object({{"path", node.place().shown()}})));
    if (empty) out.note(out.word("CLI_EMPTY_HINT"));
    out.note(out.word("CLI_STOP_HINT"));
    out.stream().flush();
  };
  // A long record takes a while to check; the first page does not wait for it.
  std::thread check([&] { verifyOrStopWriting(node, out); });
  int code = kFailed;
  try {
    code = server::serve(node, options, StopSignal::flag());
  } catch (...) {
    check.join();
    throw;
  }
  check.join();
  out.note(out.word("CLI_STOPPED"));
  return code;
}

}  // namespace isotrail::cli
