#include "desk/names/names.h"

#include "desk/room.h"
#include "units/time.h"

namespace isotrail {
namespace {

bool typed(const std::string& key) { return key == "value" || key == "accepted"; }

/// "" where nobody has a name for it, or none for this reader.
std::string nameOf(const Reader& r, const std::string& key, const std::string& id) {
  for (const auto& room : r.rooms)
    for (const auto& naming : room.namings())
      for (const auto& k : naming.keys)
        if (k == key)
          if (auto name = naming.name(r.db, r.caller, id, r.language); !name.empty()) return name;
  return "";
}

/// Each of "a, b" by its name.
std::string named(const Reader& r, const std::string& key, const std::string& ids) {
  std::string out;
  for (std::size_t from = 0; from <= ids.size();) {
    const auto comma = std::min(ids.find(", ", from), ids.size());
    const std::string id = ids.substr(from, comma - from), name = nameOf(r, key, id);
    out += (from == 0 ? "" : ", ") + (name.empty() ? id : name);
    from = comma + 2;
  }
  return out;
}

Json wordsOf(const Reader& r, const std::string& key, const Json& v) {
  if (v.isArray()) {
    Json list = Json::array();
    for (const auto& each : v.items()) list.push(wordsOf(r, key, each));
    return list;
  }
  if (!v.isString() || typed(key)) return v;
  const auto t = parseInstant(key, v.text());
  return Json(t ? showInstant(*t, r.zone) : named(r, key, v.text()));
}

}  // namespace

std::string withId(const std::string& name, const std::string& id) { return name.find(id) == std::string::npos ? name + " (" + id + ")" : name; }

Json inWords(const Reader& reader, const Json& params) {
  Json out = Json::object();
  for (const auto& [key, v] : params.members()) out.set(key, wordsOf(reader, key, v));
  return out;
}

}  // namespace isotrail
