// isotrail ledger timestamp: a checkpoint stamped by an authority of RFC 3161, asked for and checked.
#include <fstream>
#include <iterator>

#include "cli/record/files.h"
#include "cli/verbs.h"
#include "platform/crypto/timestamp.h"
#include "units/time.h"

namespace isotrail::cli {
namespace {

Result<std::string> bytesOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Refusal::of("NOT_FOUND", Json::object({{"field", "file"}, {"value", path}}));
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

int checkReply(const Invocation& in, const SignedCheckpoint& c, Output& out) {
  auto reply = bytesOf(in.reply);
  if (!reply) return out.refuse(reply.refusal());
  auto roots = bytesOf(in.authority);
  if (!roots) return out.refuse(roots.refusal());
  const auto stamp = crypto::readTimestamp(*reply, c.note.text, *roots);
  if (!stamp) return out.refuse(stamp.refusal());
  if (!in.against.empty()) {  // the record goes on from what was stamped
    const auto check = checkRecordAt(in.against, {in.public_key, {c}});
    if (!check.report.ok) return tellBad(check.report, out);
  }
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
  if (!in.reply.empty()) return checkReply(in, *c, out);
  // What is stamped is the checkpoint's text: countersignatures that come later change nothing.
  if (auto written = writeFile(in.request, crypto::timestampRequest(c->note.text)); !written) return out.refuse(written.refusal());
  const Json params = Json::object({{"path", in.request}, {"size", c->checkpoint.size}});
  if (out.json()) return out.answer(params), kDone;
  out.print(out.word("CLI_STAMP_REQUEST", params));
  return kDone;
}

}  // namespace isotrail::cli
