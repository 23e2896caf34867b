#pragma once
// The named parts of the API's description: problems, answers, signatures, shared parameters.
#include <string>

#include "base/json.h"

namespace isotrail::server {

Json openApiComponents();
/// {"$ref": "#/components/<kind>/<name>"}
inline Json refTo(const char* kind, const char* name) { return Json::object({{"$ref", std::string("#/components/") + kind + "/" + name}}); }

}  // namespace isotrail::server
