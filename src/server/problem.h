#pragma once
// Refusals as RFC 9457 problem documents, in the reader's language.
#include <string>

#include "base/result.h"
#include "desk/texts.h"

namespace isotrail {

int problemStatus(const Refusal& refusal);
/// {type,title,status,detail,code,instance,errors,gates}; gates carry clause and remedy.
Json problemJson(const Refusal& refusal, Language language, const std::string& instance);
/// The gates of a preview answer with their words added.
Json withGateWords(const Json& preview, Language language);

}  // namespace isotrail
