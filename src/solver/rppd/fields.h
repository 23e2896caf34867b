#pragma once
// Values of a JSON file, read one by one; what is wrong is collected with its path, so that all errors are told at once.
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace isotrail::solver::rppd {

/// Identifiers of one list: their index by the id as written. Ids are texts or whole numbers.
using Ids = std::map<std::string, int>;

class Fields {
 public:
  Fields(const Json& object, std::string path, std::vector<FieldError>& errors) : object_(object), path_(std::move(path)), errors_(errors) {}

  const Json& json() const { return object_; }
  std::string at(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }

  /// A whole number from `least` to `most`; an error and `least` otherwise.
  int whole(const char* key, int least, int most);
  /// A number from `least` to `most`.
  double number(const char* key, double least, double most);
  /// A number above 0.
  double positive(const char* key, double most);
  /// An id that `seen` does not have yet; it gets the next index.
  Json id(Ids& seen);
  /// The index of the id under `key`; 0 and an error when there is none.
  int known(const char* key, const Ids& ids, const char* accepted);
  /// A list of `least` to `most` entries; empty with an error when it is none.
  const Json::Array& list(const char* key, std::size_t least, std::size_t most = 5'000);

  void error(const std::string& key, const char* code, const Json& value, const std::string& accepted);

 private:
  const Json* given(const char* key, const std::string& accepted);

  const Json& object_;
  std::string path_;
  std::vector<FieldError>& errors_;
};

/// "orders[3]"
std::string element(const char* list, std::size_t i);
/// Everything that is wrong with a file, as one refusal; only with errors.
Refusal badFile(const char* kind, std::vector<FieldError> errors);

}  // namespace isotrail::solver::rppd
