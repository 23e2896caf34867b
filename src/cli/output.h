#pragma once
// Where a verb says things: data to stdout, notes and refusals to stderr, or everything as one JSON object with --json.
#include <iosfwd>
#include <string>
#include <string_view>

#include "cli/table.h"
#include "desk/texts.h"

namespace isotrail::cli {

/// Exit codes, the same for every verb.
enum Exit : int { kDone = 0, kFailed = 1, kUsage = 2, kNotFound = 3, kRefused = 4, kConflict = 5, kUnreachable = 6 };
/// By the refusal's status: what was typed 2, rights and gates 4, 404 is 3, 409 is 5, what is not at hand 6, else 1.
int exitOf(int status);

class Output {
 public:
  /// `terminal`: stdout is one, so colours may be used (unless NO_COLOR is set).
  Output(std::ostream& out, std::ostream& err, bool json, Language language, bool terminal);

  bool json() const { return json_; }
  bool terminal() const { return terminal_; }
  Language language() const { return language_; }
  std::ostream& stream() { return out_; }

  /// The words of a code of the texts tables.
  std::string word(const std::string& code, const Json& params = Json::object()) const { return codeText(code, language_, params).text; }

  void print(std::string_view line = {});  // data
  void table(const Table& t);
  void note(std::string_view line);  // stderr; silent with --json
  void answer(const Json& j);        // data, with --json
  /// A heading over a table.
  void heading(std::string_view line);
  std::string good(const std::string& text) const;
  std::string bad(const std::string& text) const;

  /// Tells the refusal with every field and gate, and answers the exit code.
  int refuse(const Refusal& refusal);
  /// The outside world failed: its code, and what it said.
  int fault(const std::string& code, const std::string& what, const Json& params = Json::object());

 private:
  std::ostream& out_;
  std::ostream& err_;
  bool json_;
  Language language_;
  bool terminal_;
  bool colour_;
};

}  // namespace isotrail::cli
