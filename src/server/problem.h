#pragma once
// Refusals as RFC 9457 problem documents, in the reader's language.
#include <functional>
#include <string>

#include "base/result.h"
#include "desk/texts.h"

namespace isotrail {

/// How the parameters of words are told to a reader; those under "params" stay exact.
using Tell = std::function<Json(const Json& params)>;
inline Json asTheyAre(const Json& params) { return params; }

int problemStatus(const Refusal& refusal);
/// {type,title,status,detail,code,instance,errors,gates}; gates carry clause and remedy.
Json problemJson(const Refusal& refusal, Language language, const std::string& instance, const Tell& tell = asTheyAre);
/// The gates of a preview answer with their words added.
Json withGateWords(const Json& preview, Language language, const Tell& tell);

}  // namespace isotrail
