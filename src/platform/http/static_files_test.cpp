#include "platform/http/static_files.h"

#include <gtest/gtest.h>

#include <string>

namespace isotrail::http {
namespace {

constexpr unsigned char kPage[] = {'<', 'p', '>'};
constexpr unsigned char kScript[] = {'l', 'e', 't', ' ', 'a'};
constexpr unsigned char kPacked[] = {0x1f, 0x8b};
const files::File kFiles[] = {{"/assets/app-4f2a.js", "js", false, std::begin(kScript), std::end(kScript)},
                              {"/assets/app-4f2a.js", "jsgz", true, std::begin(kPacked), std::end(kPacked)},
                              {"/favicon.svg", "svg", false, std::begin(kPage), std::end(kPage)},
                              {"/index.html", "page", false, std::begin(kPage), std::end(kPage)}};

class Files : public ::testing::Test {
 protected:
  std::optional<Reply> ask(const std::string& path, Fields headers = {}, const std::string& method = "GET") const {
    Request r;
    r.method = method;
    r.path = path;
    r.headers = std::move(headers);
    return all.answer(r);
  }
  static std::string header(const Reply& reply, const std::string& name) {
    for (const auto& [n, value] : reply.headers)
      if (n == name) return value;
    return "";
  }
  StaticFiles all{kFiles};
};

TEST_F(Files, AFileWithItsType) {
  const auto reply = ask("/favicon.svg");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->type, "image/svg+xml");
  EXPECT_EQ(reply->fixed.data(), kPage) << "no copy";
  EXPECT_EQ(reply->fixed.size(), 3u);
  EXPECT_EQ(header(*reply, "ETag"), "\"svg\"");
  EXPECT_EQ(header(*reply, "Cache-Control"), "no-cache");
  EXPECT_EQ(header(*reply, "Vary"), "") << "there is one representation only";
}

TEST_F(Files, AssetsNeverChange) { EXPECT_EQ(header(*ask("/assets/app-4f2a.js"), "Cache-Control"), "public, max-age=31536000, immutable"); }

TEST_F(Files, CompressedWhenAccepted) {
  for (const char* accept : {"gzip", "br, gzip;q=0.5", "*", "x-gzip", "deflate,gzip , br"}) {
    const auto reply = ask("/assets/app-4f2a.js", {{"Accept-Encoding", accept}});
    EXPECT_EQ(reply->fixed.data(), kPacked) << accept;
    EXPECT_EQ(header(*reply, "Content-Encoding"), "gzip");
    EXPECT_EQ(header(*reply, "ETag"), "\"jsgz\"");
    EXPECT_EQ(header(*reply, "Vary"), "Accept-Encoding");
    EXPECT_EQ(reply->type, "text/javascript; charset=utf-8");
  }
  for (const char* accept : {"", "br", "gzip;q=0", "gzip; q=0.000, *", "*;q=0"}) {
    const auto reply = ask("/assets/app-4f2a.js", {{"Accept-Encoding", accept}});
    EXPECT_EQ(reply->fixed.data(), kScript) << accept;
    EXPECT_EQ(header(*reply, "Content-Encoding"), "");
    EXPECT_EQ(header(*reply, "Vary"), "Accept-Encoding");
  }
}

TEST_F(Files, NotModified) {
  for (const char* known : {"\"page\"", "W/\"page\"", "\"x\", \"page\"", "*"}) {
    const auto reply = ask("/", {{"If-None-Match", known}});
    EXPECT_EQ(reply->status, 304) << known;
    EXPECT_TRUE(reply->fixed.empty());
    EXPECT_EQ(header(*reply, "ETag"), "\"page\"");
  }
  EXPECT_EQ(ask("/", {{"If-None-Match", "\"older\""}})->status, 200);
  // The digest of one representation says nothing about the other.
  EXPECT_EQ(ask("/assets/app-4f2a.js", {{"If-None-Match", "\"js\""}, {"Accept-Encoding", "gzip"}})->status, 200);
}

TEST_F(Files, RoutesOfThePageGetThePage) {
  for (const char* route : {"/", "/board", "/logistics/CN-MO-251217-01", "/trace/FDG-251217-A.V1", "/apiary"}) {
    const auto reply = ask(route);
    ASSERT_TRUE(reply) << route;
    EXPECT_EQ(reply->type, "text/html; charset=utf-8");
    EXPECT_EQ(header(*reply, "Cache-Control"), "no-cache");
  }
}

TEST_F(Files, WhatIsAbsentIsAbsent) {
  for (const char* path : {"/api", "/api/v1/board", "/assets/app-old.js", "/assets/x", "/robots.txt", "/deep/missing.css", "/../index.html"})
    EXPECT_FALSE(ask(path)) << path;
  EXPECT_FALSE(ask("/", {}, "POST"));
  EXPECT_FALSE(StaticFiles({}).answer(Request{"GET", false, "/", "/", {}, {}, "", ""}));
}

}  // namespace
}  // namespace isotrail::http
