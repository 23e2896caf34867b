// Replies as bytes: status line, the security headers every answer carries, problem documents, event text.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/check.h"
#include "base/json.h"
#include "platform/http/wire.h"

namespace isotrail::http {
namespace {

// The page may run and show only what this server sends; nobody may frame it.
constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n";

/// IMF-fixdate of RFC 9110, section 5.6.7, by the real clock: "Wed, 17 Dec 2025 01:15:00 GMT".
std::string dateNow() {
  using namespace std::chrono;
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto now = floor<seconds>(system_clock::now());
  const auto day = floor<days>(now);
  const year_month_day date(day);
  const hh_mm_ss time(now - day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT", kDays[weekday(day).c_encoding()], unsigned(date.day()),
                kMonths[unsigned(date.month()) - 1], int(date.year()), int(time.hours().count()), int(time.minutes().count()),
                int(time.seconds().count()));
  return text.data();
}

bool oneLine(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

void addHeader(std::string& head, std::string_view name, std::string_view value) {
  ISOTRAIL_CHECK(!name.empty() && oneLine(name) && oneLine(value));
  head.append(name).append(": ").append(value).append("\r\n");
}

std::string statusLine(int status) {
  std::string line = "HTTP/1.1 " + std::to_string(status) + " ";
  return line.append(reasonPhrase(status)).append("\r\n");
}

}  // namespace

std::string_view reasonPhrase(int status) {
  struct Phrase {
    int status;
    std::string_view text;
  };
  // RFC 9110, section 15; 428 to 431 RFC 6585; 451 RFC 7725.
  static constexpr Phrase kPhrases[] = {{100, "Continue"},
                                        {101, "Switching Protocols"},
                                        {200, "OK"},
                                        {201, "Created"},
                                        {202, "Accepted"},
                                        {204, "No Content"},
                                        {206, "Partial Content"},
                                        {301, "Moved Permanently"},
                                        {302, "Found"},
                                        {303, "See Other"},
                                        {304, "Not Modified"},
                                        {307, "Temporary Redirect"},
                                        {308, "Permanent Redirect"},
                                        {400, "Bad Request"},
                                        {401, "Unauthorized"},
                                        {403, "Forbidden"},
                                        {404, "Not Found"},
                                        {405, "Method Not Allowed"},
                                        {406, "Not Acceptable"},
                                        {408, "Request Timeout"},
                                        {409, "Conflict"},
                                        {410, "Gone"},
                                        {411, "Length Required"},
                                        {412, "Precondition Failed"},
                                        {413, "Content Too Large"},
                                        {414, "URI Too Long"},
                                        {415, "Unsupported Media Type"},
                                        {416, "Range Not Satisfiable"},
                                        {417, "Expectation Failed"},
                                        {421, "Misdirected Request"},
                                        {422, "Unprocessable Content"},
                                        {426, "Upgrade Required"},
                                        {428, "Precondition Required"},
                                        {429, "Too Many Requests"},
                                        {431, "Request Header Fields Too Large"},
                                        {451, "Unavailable For Legal Reasons"},
                                        {500, "Internal Server Error"},
                                        {501, "Not Implemented"},
                                        {502, "Bad Gateway"},
                                        {503, "Service Unavailable"},
                                        {504, "Gateway Timeout"},
                                        {505, "HTTP Version Not Supported"}};
  for (const auto& phrase : kPhrases)
    if (phrase.status == status) return phrase.text;
  return "Unknown";
}

Reply problem(int status, std::string_view code, std::string_view detail) {
  const Json document = Json::object({{"type", "urn:isotrail:problem:" + std::string(code)},
                                      {"title", reasonPhrase(status)},
                                      {"status", status},
                                      {"detail", detail},
                                      {"code", code}});
  return {status, "application/problem+json", document.dump(), {}, {}};
}

std::string replyHead(const Reply& reply, bool keep_alive) {
  std::string head = statusLine(reply.status);
  head.reserve(640);
  addHeader(head, "Date", dateNow());
  const bool bodiless = reply.status == 204 || reply.status == 304 || reply.status < 200;
  if (!bodiless) {
    addHeader(head, "Content-Type", reply.type);
    addHeader(head, "Content-Length", std::to_string(content(reply).size()));
  }
  head += kSecurityHeaders;
  bool cached = false;
  for (const auto& [name, value] : reply.headers) {
    cached = cached || name == "Cache-Control";
    addHeader(head, name, value);
  }
  if (!cached) addHeader(head, "Cache-Control", "no-store");
  if (!keep_alive) addHeader(head, "Connection", "close");
  return head += "\r\n";
}

std::string streamHead() {
  std::string head = statusLine(200);
  addHeader(head, "Date", dateNow());
  addHeader(head, "Content-Type", "text/event-stream; charset=utf-8");
  head += kSecurityHeaders;
  addHeader(head, "Cache-Control", "no-store");
  addHeader(head, "X-Accel-Buffering", "no");  // proxies must pass each event on at once
  addHeader(head, "Connection", "close");      // the stream ends with its connection
  return head += "\r\n";
}

std::string sseEvent(std::string_view id, std::string_view event, std::string_view data) {
  ISOTRAIL_CHECK(oneLine(id) && oneLine(event));
  std::string text;
  if (!id.empty()) text.append("id: ").append(id).append("\n");
  if (!event.empty()) text.append("event: ").append(event).append("\n");
  // Each line of the data takes a line of its own; CR, LF and CRLF all end one.
  for (;;) {
    const std::size_t end = data.find_first_of("\r\n");
    text.append("data: ").append(data.substr(0, end)).append("\n");
    if (end == std::string_view::npos) break;
    data.remove_prefix(end + (data.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return text += "\n";
}

}  // namespace isotrail::http
