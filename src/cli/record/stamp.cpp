// isotrail ledger timestamp: a checkpoint stamped by an authority of RFC 3161, asked for and checked.
#include <strings.h>

#include <fstream>
#include <iterator>

#include "base/check.h"
#include "cli/record/files.h"
#include "cli/verbs.h"
#include "platform/crypto/timestamp.h"
#include "platform/http/ask.h"
#include "units/time.h"

namespace isotrail::cli {
namespace {

constexpr const char* kReplyType = "application/timestamp-reply";

Result<std::string> bytesOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Refusal::of("NOT_FOUND", Json::object({{"field", "file"}, {"value", path}}));
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

/// "https://tsa.example/tsr": where to ask, and for what there.
struct Authority {
  http::Address address;
  std::string target;
};
std::optional<Authority> authorityAt(const std::string& url) {
  const auto host = url.find("://");
  const auto path = host == std::string::npos ? host : url.find_first_of("/?", host + 3);
  auto address = http::Address::parse(url.substr(0, path));
  const std::string target = path == std::string::npos ? "/" : url.substr(path);
  const bool plain = target.find_first_of("# \t\r\n") == std::string::npos;
  if (!address || !plain) return std::nullopt;
  return Authority{std::move(*address), target.front() == '?' ? "/" + target : target};
}

/// The authority's reply, as RFC 3161 section 3.4 carries it over HTTP. TSA_UNREACHABLE, TSA_ANSWER.
Result<std::string> askAuthority(const Invocation& in, const std::string& request) {
  const auto authority = authorityAt(in.address);
  if (!authority) return Refusal::field({"tsa", "BAD_VALUE", in.address, "https://host:port/path", 0, 0});
  const auto refused = [&](const char* code, const std::string& why) {
    return Refusal::of(code, Json::object({{"address", in.address}, {"why", why}}));
  };
  try {
    const auto reply = http::Asker(authority->address, in.ca)
                           .ask("POST", authority->target, {{"Content-Type", "application/timestamp-query"}, {"Accept", kReplyType}}, request);
    if (reply.status != 200) return refused("TSA_ANSWER", "status " + std::to_string(reply.status));
    // A page of a portal that wants a password first comes with status 200 too.
    const std::string type = reply.type.substr(0, reply.type.find_first_of("; "));
    if (strcasecmp(type.c_str(), kReplyType) != 0) return refused("TSA_ANSWER", type.empty() ? "no content type" : type);
    return reply.body;
  } catch (const Fault& fault) {
    return refused("TSA_UNREACHABLE", fault.what());
  }
}

int checkReply(const Invocation& in, const SignedCheckpoint& c, const Result<std::string>& reply, Output& out) {
  if (!reply) return out.refuse(reply.refusal());
  auto roots = bytesOf(in.authority);
  if (!roots) return out.refuse(roots.refusal());
  const auto stamp = crypto::readTimestamp(*reply, c.note.text, *roots);
  if (!stamp) return out.refuse(stamp.refusal());
  if (!in.against.empty()) {  // the record goes on from what was stamped
    const auto check = checkRecordAt(in.against, {in.public_key, {c}});
    if (!check.report.ok) return tellBad(check.report, out);
  }
  if (!in.address.empty())  // what was asked for is kept once it is known to be good
    if (auto written = writeFile(in.out_file, *reply); !written) return out.refuse(written.refusal());
  const std::string at = Instant::fromMicros(stamp->at * 1'000'000).iso();
  const Json answer = Json::object({{"origin", c.checkpoint.origin},
                                    {"size", c.checkpoint.size},
                                    {"root", hex(c.checkpoint.root)},
                                    {"at", at},
                                    {"authority", stamp->authority},
                                    {"serial", stamp->serial},
                                    {"record", in.against.empty() ? Json() : Json(in.against)}});
  if (out.json()) return out.answer(answer), kDone;
  out.print(out.good(out.word("CLI_STAMPED", answer)));
  return kDone;
}

}  // namespace

int ledgerTimestampVerb(const Invocation& in, Output& out) {
  auto c = readCheckpoint(in.record);
  if (!c) return out.refuse(c.refusal());
  if (in.request.empty() && in.authority.empty()) return out.refuse(Refusal::of("TSA_CA_NEEDED"));
  if (!in.reply.empty()) return checkReply(in, *c, bytesOf(in.reply), out);
  // What is stamped is the checkpoint's text: countersignatures that come later change nothing.
  const std::string request = crypto::timestampRequest(c->note.text);
  if (!in.address.empty()) return checkReply(in, *c, askAuthority(in, request), out);
  if (auto written = writeFile(in.request, request); !written) return out.refuse(written.refusal());
  const Json params = Json::object({{"path", in.request}, {"size", c->checkpoint.size}});
  if (out.json()) return out.answer(params), kDone;
  out.print(out.word("CLI_STAMP_REQUEST", params));
  return kDone;
}

}  // namespace isotrail::cli
