#pragma once
// Ids in the parameters of a refusal or a warning, as a reader calls what they stand for. Each room says how its own are called.
#include <functional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/ports.h"

namespace isotrail {

class RoomTable;
struct Caller;

/// What a room says of ids it keeps.
struct Naming {
  std::vector<std::string> keys;  // of the parameters they stand under: "person", "driver"
  /// In the reader's language; "" for an id it does not know and for a name that is not for this caller: the id is shown then.
  std::function<std::string(Db&, const Caller&, const std::string& id, const std::string& language)> name;
};
/// "Dose calibrator of the hot lab (DC-5)", for what carries its id on a label; the name alone where it says the id.
std::string withId(const std::string& name, const std::string& id);

/// Whoever reads.
struct Reader {
  const std::vector<RoomTable>& rooms;
  Db& db;
  const Caller& caller;
  std::string language;
  std::string zone;  // of the reader's clock
};
/// `params` in words: ids under the keys the rooms name, alone, in a list or in "a, b", as names; instants as the reader's clock shows
/// them. What was typed stays as typed ("value", "accepted"). `params` themselves stay exact for machines.
Json inWords(const Reader& reader, const Json& params);

}  // namespace isotrail
