#include "cli/output.h"

#include <cstdlib>
#include <ostream>

#include "server/problem.h"

namespace isotrail::cli {

int exitOf(int status) {
  switch (status) {
    case 400:
    case 413:
    case 415:
      return kUsage;
    case 401:
    case 403:
    case 422:
      return kRefused;
    case 404:
      return kNotFound;
    case 409:
      return kConflict;
    case 503:
      return kUnreachable;
    default:
      return kFailed;
  }
}

Output::Output(std::ostream& out, std::ostream& err, bool json, Language language, bool terminal)
    : out_(out), err_(err), json_(json), language_(language), terminal_(terminal) {
  const char* no_colour = std::getenv("NO_COLOR");
  colour_ = terminal && !(no_colour && *no_colour);
}

void Output::print(std::string_view line) { out_ << line << '\n'; }
void Output::table(const Table& t) { out_ << drawTable(t, colour_); }
void Output::note(std::string_view line) {
  if (!json_) err_ << line << std::endl;
}
void Output::answer(const Json& j) { out_ << j.dumpPretty() << std::endl; }
void Output::heading(std::string_view line) { out_ << '\n' << (colour_ ? "\x1b[1m" : "") << line << (colour_ ? "\x1b[0m" : "") << '\n'; }
std::string Output::good(const std::string& text) const { return colour_ ? "\x1b[32m" + text + "\x1b[0m" : text; }
std::string Output::bad(const std::string& text) const { return colour_ ? "\x1b[31m" + text + "\x1b[0m" : text; }

int Output::refuse(const Refusal& refusal) {
  const Json problem = problemJson(refusal, language_, "");
  const int code = refusal.code == "READ_ONLY" ? kFailed : exitOf(static_cast<int>(problem["status"].integer()));
  if (json_) {
    answer(Json::object({{"problem", problem}}));
    return code;
  }
  err_ << printable(problem["title"].text()) << " (" << refusal.code << ")\n";
  for (const char* list : {"errors", "gates"})
    for (const auto& p : problem[list].items()) {
      if (refusal.code == p["code"].text() && refusal.fields.size() == 1) continue;  // said in the title
      err_ << "  " << printable(p["text"].text()) << " (" << p["code"].text();
      if (p.has("clause")) err_ << ", " << p["rule"].text() << ", " << printable(p["clause"].text());
      err_ << ")\n    " << printable(p["remedy"].text()) << '\n';
    }
  err_ << printable(problem["detail"].text()) << std::endl;
  return code;
}

int Output::fault(const std::string& code, const std::string& what, const Json& params) {
  Json all = params;
  all.set("why", what);
  const CodeText words = codeText(code, language_, all);
  const bool known = words.text != code;
  if (json_)
    answer(Json::object(
        {{"problem", Json::object({{"code", code}, {"title", known ? words.text : what}, {"detail", words.remedy}, {"status", words.status}})}}));
  else
    err_ << printable(known ? words.text : what) << " (" << code << ")\n" << (words.remedy.empty() ? "" : words.remedy + "\n") << std::flush;
  return known ? exitOf(words.status) : kFailed;
}

}  // namespace isotrail::cli
