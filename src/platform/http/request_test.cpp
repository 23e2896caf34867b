// Requests from bytes and replies to bytes, without sockets.
#include <gtest/gtest.h>

#include "base/check.h"
#include "platform/http/wire.h"

namespace isotrail::http {
namespace {

using State = RequestParser::State;

Request parsed(std::string bytes, State expected = State::done) {
  RequestParser parser(16 * 1024, 4096);
  EXPECT_EQ(parser.feed(bytes), expected) << parser.refusal().body;
  return expected == State::done ? parser.take() : Request();
}
int refused(std::string bytes) {
  RequestParser parser(16 * 1024, 4096);
  if (parser.feed(bytes) != State::refused) return 0;
  EXPECT_EQ(parser.refusal().type, "application/problem+json");
  return parser.refusal().status;
}
Request targeted(const std::string& target) {
  Request r;
  EXPECT_TRUE(decodeTarget(target, r)) << target;
  return r;
}

TEST(RequestText, PathAndQueryAreDecoded) {
  const Request r = parsed("GET /api/v1/account/day?site=cotai%2Dhotlab&day=2025-12-17&note=a+b%2Bc&flag&flag=2 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(r.method, "GET");
  EXPECT_EQ(r.path, "/api/v1/account/day");
  EXPECT_EQ(r.param("site"), "cotai-hotlab");
  EXPECT_EQ(r.param("note"), "a b+c");
  EXPECT_EQ(r.param("flag"), "") << "the first of several";
  EXPECT_TRUE(r.hasParam("flag"));
  EXPECT_FALSE(r.hasParam("lang"));
  EXPECT_EQ(r.param("lang"), "");
}

TEST(RequestText, TargetForms) {
  EXPECT_EQ(targeted("http://host:80/a/b?c=d").path, "/a/b");
  EXPECT_EQ(targeted("http://host").path, "/");
  EXPECT_EQ(targeted("*").path, "*");
  EXPECT_EQ(targeted("/%E6%BE%B3%E9%96%80").path, "/\xE6\xBE\xB3\xE9\x96\x80");
  EXPECT_EQ(targeted("/a+b").path, "/a+b") << "a plus is a space in the query only";
  for (const char* bad : {"/%", "/%4", "/%zz", "/%00", "/x?a=%0", "/x?a=%00", "relative", ""}) {
    Request r;
    EXPECT_FALSE(decodeTarget(bad, r)) << bad;
  }
}

TEST(RequestText, HeadersInAnyCaseAndCookies) {
  const Request r = parsed("GET / HTTP/1.1\r\nHost: x\r\nCommand-ID: 7\r\nCookie: a=1; isotrail_session=t0k=n ;b=2\r\nCookie: late=3\r\n\r\n");
  EXPECT_EQ(r.header("command-id"), "7");
  EXPECT_EQ(r.header("Absent"), "");
  EXPECT_EQ(r.cookie("isotrail_session"), "t0k=n");
  EXPECT_EQ(r.cookie("b"), "2");
  EXPECT_EQ(r.cookie("late"), "3");
  EXPECT_EQ(r.cookie("session"), "");
}

TEST(RequestText, EveryCutOfTheBytesReadsTheSame) {
  const std::string bytes = "POST /api/v1/hotlab/assay HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n{\"item\":\"x\"";
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    RequestParser parser(16 * 1024, 4096);
    std::string pending = bytes.substr(0, cut);
    EXPECT_EQ(parser.feed(pending), State::reading) << cut;
    pending += bytes.substr(cut) + "GET /next";
    ASSERT_EQ(parser.feed(pending), State::done) << cut;
    EXPECT_EQ(pending, "GET /next");
    EXPECT_EQ(parser.take().body, "{\"item\":\"x\"");
  }
}

TEST(RequestText, ChunkedBody) {
  EXPECT_EQ(parsed("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\nTrailer: v\r\n\r\n").body,
            "Wikipedia");
}

TEST(RequestText, MalformedIs400) {
  for (const char* bytes :
       {"GARBAGE\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\nHost: x\n\n", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", "GET / FTP/1.1\r\nHost: x\r\n\r\n",
        "G\x01T / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"})
    EXPECT_EQ(refused(bytes), 400) << bytes;
}

// Two readers that disagree where a request ends let one request hide in another.
TEST(RequestText, TwoLengthsAreRefused) {
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"), 400);
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501);
}

TEST(RequestText, LimitsOfHeaderAndBody) {
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: x\r\nLong: " + std::string(17 * 1024, 'a') + "\r\n\r\n"), 431);
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: x\r\nLong: " + std::string(17 * 1024, 'a')), 431) << "before the line ends";
  EXPECT_EQ(refused("GET /" + std::string(17 * 1024, 'a')), 431);
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4097\r\n\r\n"), 413) << "before a byte of it came";
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1001\r\n"), 413);
  EXPECT_EQ(parsed("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4096\r\n\r\n" + std::string(4096, 'b')).body.size(), 4096u);
}

TEST(RequestText, HeadArrivesAsGet) {
  const Request r = parsed("HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(r.method, "GET");
  EXPECT_TRUE(r.head);
}

TEST(ReplyText, HeadOfAReply) {
  const std::string head = replyHead({201, "text/plain", "four", {{"X-A", "b"}}, {}}, true);
  EXPECT_EQ(head.rfind("HTTP/1.1 201 Created\r\nDate: ", 0), 0u) << head;
  EXPECT_NE(head.find(" GMT\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("\r\nX-A: b\r\n"), std::string::npos);
  EXPECT_NE(head.find("\r\nCache-Control: no-store\r\n"), std::string::npos);
  EXPECT_NE(head.find("\r\nContent-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
                      "frame-ancestors 'none'\r\n"),
            std::string::npos);
  EXPECT_NE(head.find("\r\nX-Content-Type-Options: nosniff\r\n"), std::string::npos);
  EXPECT_NE(head.find("\r\nReferrer-Policy: same-origin\r\n"), std::string::npos);
  EXPECT_EQ(head.find("Connection"), std::string::npos);
  EXPECT_EQ(head.substr(head.size() - 4), "\r\n\r\n");
  EXPECT_EQ(replyHead({204, "", "", {}, {}}, true).find("Content-"), replyHead({204, "", "", {}, {}}, true).find("Content-Security-Policy"));
}

TEST(ReplyText, AHeaderCannotBreakItsLine) { EXPECT_THROW(replyHead({200, "text/plain", "", {{"X", "a\r\nSet-Cookie: b=c"}}, {}}, true), Bug); }

TEST(ReplyText, ReasonPhrases) {
  EXPECT_EQ(reasonPhrase(200), "OK");
  EXPECT_EQ(reasonPhrase(409), "Conflict");
  EXPECT_EQ(reasonPhrase(422), "Unprocessable Content");
  EXPECT_EQ(reasonPhrase(503), "Service Unavailable");
  EXPECT_EQ(reasonPhrase(299), "Unknown");
}

TEST(ReplyText, Problem) {
  EXPECT_EQ(problem(413, "TOO_LARGE", "Too \"long\".").body,
            R"({"type":"urn:isotrail:problem:TOO_LARGE","title":"Content Too Large","status":413,"detail":"Too \"long\".","code":"TOO_LARGE"})");
}

TEST(Events, Text) {
  EXPECT_EQ(sseEvent("41", "ledger", "{\"seq\":41}"), "id: 41\nevent: ledger\ndata: {\"seq\":41}\n\n");
  EXPECT_EQ(sseEvent("", "tick", "{}"), "event: tick\ndata: {}\n\n");
  EXPECT_EQ(sseEvent("", "", "a\nb\r\nc\rd"), "data: a\ndata: b\ndata: c\ndata: d\n\n");
  EXPECT_EQ(sseEvent("1", "", ""), "id: 1\ndata: \n\n");
  EXPECT_THROW(sseEvent("1\n2", "", ""), Bug);
}

TEST(Events, WhereAStreamResumes) {
  EXPECT_EQ(resumeAfter(targeted("/events")), 0);
  EXPECT_EQ(resumeAfter(targeted("/events?after=12")), 12);
  Request again = targeted("/events?after=12");
  again.headers = {{"last-event-id", "40"}};
  EXPECT_EQ(resumeAfter(again), 40) << "what the browser saw last wins over its old address";
  for (const char* bad : {"/events?after=x", "/events?after=-1", "/events?after=1.5", "/events?after=99999999999999999999"})
    EXPECT_FALSE(resumeAfter(targeted(bad)).has_value()) << bad;
}

}  // namespace
}  // namespace isotrail::http
