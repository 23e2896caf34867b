#include "server/visit.h"

#include <algorithm>

namespace isotrail::server {
namespace {

constexpr std::string_view kBearer = "Bearer ";

bool isJsonType(std::string_view type) {
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  constexpr std::string_view kJson = "application/json";
  return std::equal(type.begin(), type.end(), kJson.begin(), kJson.end(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

}  // namespace

Language languageOf(const http::Request& request) {
  const std::string& asked = request.param("lang");
  return isotrail::languageOf(asked.empty() ? request.header("Accept-Language") : asked);
}

std::string tokenOf(const http::Request& request) {
  const std::string& header = request.header("Authorization");
  if (header.starts_with(kBearer)) return header.substr(kBearer.size());
  return request.cookie("isotrail_session");
}

http::Reply answer(const Json& body) { return {200, "application/json", body.dump(), {}, {}}; }

http::Reply refuse(const Refusal& refusal, Language language, const std::string& instance, const Tell& tell) {
  http::Reply reply{problemStatus(refusal), "application/problem+json", problemJson(refusal, language, instance, tell).dump(), {}, {}};
  reply.headers.emplace_back("Content-Language", languageTag(language));
  if (reply.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"isotrail\"");  // RFC 9110, section 11.6.1
  if (refusal.code == "TOO_MANY_TRIES") reply.headers.emplace_back("Retry-After", "60");                 // seconds
  return reply;
}

Result<Json> bodyOf(const http::Request& request) {
  if (!isJsonType(request.header("Content-Type"))) return Refusal::of("UNSUPPORTED_TYPE");
  std::string why;
  auto body = Json::parse(request.body, &why);
  if (!body) return Refusal::of("BAD_JSON", Json::object({{"why", why}}));
  if (!body->isObject()) return Refusal::of("BAD_JSON", Json::object({{"why", "an object is due"}}));
  return std::move(*body);
}

}  // namespace isotrail::server
