// isotrail document attach, list, get, verify: papers kept by the hash of their bytes.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/base64.h"
#include "base/hash.h"
#include "cli/record/files.h"
#include "cli/verbs.h"
#include "desk/words.h"
#include "ledger/documents.h"
#include "platform/crypto/crypto.h"

namespace isotrail::cli {
namespace {

Result<std::string> bytesOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return notFound("file", path);
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

/// What a file's name says of its kind; bytes of no kind otherwise.
std::string mediaTypeOf(const std::string& path) {
  static const std::map<std::string, std::string> types{{".pdf", "application/pdf"}, {".txt", "text/plain"}, {".csv", "text/csv"},
                                                        {".png", "image/png"},       {".jpg", "image/jpeg"}, {".xml", "application/xml"}};
  const auto found = types.find(std::filesystem::path(path).extension().string());
  return found == types.end() ? "application/octet-stream" : found->second;
}

Result<Json> view(Node& node, const std::string& id, std::map<std::string, std::string> params, Language language) {
  const Caller caller = Node::operatorCaller();
  Result<Json> answer = Refusal::of("INTERNAL");
  node.desk().read([&](Db& db) {
    answer =
        node.desk().view(caller, "documents", "documents", ViewRequest{db, caller, node.desk().now(), id, std::move(params), languageTag(language)});
  });
  return answer;
}

Result<Json> allDocuments(Node& node, const std::string& about, Language language) {
  return view(node, "", about.empty() ? std::map<std::string, std::string>() : std::map<std::string, std::string>{{"about", about}}, language);
}

Table tableOf(const Json& documents, const Output& out) {
  Table table{
      {out.word("CLI_H_WHAT"), out.word("CLI_H_ITEM"), out.word("CLI_H_RETENTION"), out.word("CLI_H_KEPT_UNTIL"), out.word("CLI_H_STATE"), "SHA-256"},
      {}};
  for (const auto& d : documents.items())
    table.rows.push_back({d["title"].text(), d["about"].text(), d["retention"].text(), d["keep_until"].text().substr(0, 10),
                          out.word(d["state"].text() == "kept" ? "CLI_DOCUMENT_IS_KEPT" : "CLI_DOCUMENT_IS_REMOVED"), d["sha256"].text()});
  return table;
}

/// Which entries name the file that somebody brings.
int verifyFile(Node& node, const std::string& path, Output& out) {
  const auto bytes = bytesOf(path);
  if (!bytes) return out.refuse(bytes.refusal());
  const std::string sha256 = sha256Hex(*bytes);
  const auto all = allDocuments(node, "", out.language());
  if (!all) return out.refuse(all.refusal());
  Json naming = Json::array();
  for (const auto& d : (*all)["documents"].items())
    if (d["sha256"].text() == sha256) naming.push(d);
  const bool known = naming.size() > 0;
  if (out.json()) return out.answer(Json::object({{"ok", known}, {"sha256", sha256}, {"documents", naming}})), known ? kDone : kFailed;
  const Json params = Json::object({{"path", path}, {"sha256", sha256}});
  out.print(known ? out.good(out.word("CLI_DOCUMENT_KNOWN", params)) : out.bad(out.word("CLI_DOCUMENT_UNKNOWN", params)));
  if (known) out.table(tableOf(naming, out));
  return known ? kDone : kFailed;
}

/// Every document that the record still names.
int verifyAll(Node& node, Output& out) {
  const auto all = allDocuments(node, "", out.language());
  if (!all) return out.refuse(all.refusal());
  const auto& list = (*all)["documents"].items();
  const auto kept = std::count_if(list.begin(), list.end(), [](const Json& d) { return d["state"].text() == "kept"; });
  std::optional<DocumentProblem> problem;
  node.desk().read([&](Db& db) { problem = documentProblem(db); });
  VerifyReport bad;
  if (problem) bad = {false, 0, problem->seq, problem->id, SiteId(problem->site), problem->why};
  if (out.json())
    return out.answer(Json::object({{"ok", !problem}, {"documents", kept}, {"first_bad", problem ? badParams(bad) : Json()}})),
           problem ? kFailed : kDone;
  if (problem) return tellBad(bad, out);
  out.print(out.good(out.word("CLI_DOCUMENTS_OK", Json::object({{"count", kept}}))));
  return kDone;
}

}  // namespace

int documentAttachVerb(const Invocation& in, Output& out) {
  const auto bytes = bytesOf(in.record);
  if (!bytes) return out.refuse(bytes.refusal());
  Node node(in.database(), true);
  const Json body = Json::object({{"about", in.item},
                                  {"title", in.title},
                                  {"media_type", in.media_type.empty() ? mediaTypeOf(in.record) : in.media_type},
                                  {"retention", in.retention},
                                  {"sha256", sha256Hex(*bytes)},
                                  {"content", base64(*bytes)}});
  auto attached = node.desk().submit(Node::operatorCaller(), {"documents/attach", body, "attach-" + crypto::randomHex(16), {}, {}, in.dry_run});
  if (!attached) return out.refuse(attached.refusal());
  if (in.dry_run && attached->answer["verdict"].text() != "accepted")
    return out.refuse(Refusal::of(attached->answer["code"].text(), attached->answer["params"]));
  const Json answer = Json::object({{"sha256", body["sha256"]}, {"about", in.item}, {"title", in.title}, {"kept", !in.dry_run}});
  if (out.json()) return out.answer(answer), kDone;
  out.print(out.word("CLI_DOCUMENT_ATTACHED", answer));
  if (in.dry_run) out.note(out.word("CLI_DRY_RUN"));
  return kDone;
}

int documentListVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  const auto all = allDocuments(node, in.item, out.language());
  if (!all) return out.refuse(all.refusal());
  if (out.json()) return out.answer(*all), kDone;
  if ((*all)["documents"].size() == 0) return out.note(out.word("CLI_NO_DOCUMENTS")), kDone;
  out.table(tableOf((*all)["documents"], out));
  return kDone;
}

int documentGetVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  const auto document = view(node, in.item, {}, out.language());  // which compares the bytes with the hash
  if (!document) return out.refuse(document.refusal());
  const std::string bytes = fromBase64((*document)["content"].text()).value_or("");
  if (auto written = writeFile(in.out_file, bytes); !written) return out.refuse(written.refusal());
  const Json params = Json::object({{"path", in.out_file}, {"sha256", in.item}, {"title", (*document)["title"]}, {"bytes", bytes.size()}});
  if (out.json()) return out.answer(params), kDone;
  out.print(out.good(out.word("CLI_DOCUMENT_WRITTEN", params)));
  return kDone;
}

int documentVerifyVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  return in.record.empty() ? verifyAll(node, out) : verifyFile(node, in.record, out);
}

}  // namespace isotrail::cli
