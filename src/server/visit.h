#pragma once
// One request as the routes see it: who asks, in which language, with which words; and the answers in the house's shape.
#include <optional>
#include <string>

#include "desk/texts.h"
#include "node/accounts.h"
#include "platform/http/http.h"
#include "server/problem.h"

namespace isotrail::server {

struct Route;

struct Visit {
  const http::Request& request;
  const Route* route = nullptr;
  std::string id;  // the last part of the path, where the route has one
  Language language = Language::en;
  std::string token;
  std::optional<Session> session;  // set on every route that is not public; on public ones when there is one
};

/// "?lang=" first, then Accept-Language, then English.
Language languageOf(const http::Request& request);
/// From "Authorization: Bearer ..." or the session's cookie; "" without.
std::string tokenOf(const http::Request& request);

http::Reply answer(const Json& body);
/// RFC 9457 with the code's own status, in the visitor's language.
http::Reply refuse(const Refusal& refusal, Language language, const std::string& instance, const Tell& tell = asTheyAre);
inline http::Reply refuse(const Refusal& refusal, const Visit& visit) { return refuse(refusal, visit.language, visit.request.path); }

/// The body as a JSON object. UNSUPPORTED_TYPE, BAD_JSON.
Result<Json> bodyOf(const http::Request& request);
/// Decodes a body of a fixed route into its struct.
template <class C>
Result<C> decode(const http::Request& request) {
  auto body = bodyOf(request);
  if (!body) return body.refusal();
  C c;
  RequestReader reader(*body);
  c.fields(reader);
  if (auto read = reader.finish(); !read) return read.refusal();
  return c;
}

}  // namespace isotrail::server
