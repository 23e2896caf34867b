// The server over real sockets: limits in time and size, keep-alive, streams, stopping.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>

#include "base/check.h"
#include "platform/http/test_client.h"

namespace isotrail::http {
namespace {

using Time = std::chrono::steady_clock;

Reply echo(const Request& r) { return {200, "text/plain", r.method + " " + r.path + " " + std::to_string(r.body.size()) + " " + r.remote, {}, {}}; }

struct Echo : RunningServer {
  explicit Echo(Options o = quick()) : RunningServer(std::move(o)) {
    server.handle(echo);
    start();
  }
};

TEST(Server, AnswersAndKeepsTheConnection) {
  Echo s;
  Client c(s.server.port());
  for (int i = 0; i < 3; ++i) {
    const Answer a = c.ask(get("/a%20b"));
    EXPECT_EQ(a.statusLine(), "HTTP/1.1 200 OK");
    EXPECT_EQ(a.body, "GET /a b 0 127.0.0.1");
    EXPECT_EQ(a.header("Connection"), "");
  }
}

TEST(Server, PipelinedRequestsAreAnsweredInOrder) {
  Echo s;
  Client c(s.server.port());
  c.send(get("/1") + "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc\r\n" + get("/3"));
  EXPECT_EQ(c.answer().body, "GET /1 0 127.0.0.1");
  EXPECT_EQ(c.answer().body, "POST /2 3 127.0.0.1");
  EXPECT_EQ(c.answer().body, "GET /3 0 127.0.0.1");
}

TEST(Server, ClosesWhenAskedTo) {
  Echo s;
  for (const std::string& request : {get("/", "Connection: close\r\n"), std::string("GET / HTTP/1.0\r\n\r\n")}) {
    Client c(s.server.port());
    const Answer a = c.ask(request);
    EXPECT_EQ(a.status, 200);
    EXPECT_EQ(a.header("Connection"), "close");
    EXPECT_TRUE(c.closed());
  }
}

TEST(Server, HeadHasTheLengthAndNoBody) {
  Echo s;
  Client c(s.server.port());
  c.send("HEAD /x HTTP/1.1\r\nHost: x\r\n\r\n");
  const Answer a = c.answer(true);
  EXPECT_EQ(a.status, 200);
  EXPECT_EQ(a.header("Content-Length"), std::to_string(std::string("GET /x 0 127.0.0.1").size()));
  EXPECT_EQ(c.ask(get("/next")).body, "GET /next 0 127.0.0.1") << "no byte of a body came between";
}

TEST(Server, MalformedIs400AndClosed) {
  Echo s;
  Client c(s.server.port());
  const Answer a = c.ask("this is no request\r\n\r\n");
  EXPECT_EQ(a.statusLine(), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(a.header("Content-Type"), "application/problem+json");
  EXPECT_NE(a.body.find("\"code\":\"BAD_REQUEST\""), std::string::npos);
  EXPECT_EQ(a.header("X-Content-Type-Options"), "nosniff");
  EXPECT_TRUE(c.closed());
}

TEST(Server, TooLongABodyIs413EvenWhenTheClientGoesOnSending) {
  Echo s;
  Client c(s.server.port());
  c.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6000000\r\n\r\n");
  c.send(std::string(6'000'000, 'x'));
  const Answer a = c.answer();
  EXPECT_EQ(a.statusLine(), "HTTP/1.1 413 Content Too Large");
  EXPECT_NE(a.body.find("\"code\":\"TOO_LARGE\""), std::string::npos);
  EXPECT_TRUE(c.closed());
}

TEST(Server, LongestBodyAndHeader) {
  Echo s;
  Client c(s.server.port());
  const std::size_t most = 4 * 1024 * 1024;
  c.send("POST /big HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(most) + "\r\n\r\n" + std::string(most, 'x'));
  EXPECT_EQ(c.answer().body, "POST /big 4194304 127.0.0.1");
  EXPECT_EQ(c.ask(get("/", "Long: " + std::string(15 * 1024, 'h') + "\r\n")).status, 200);
  EXPECT_EQ(c.ask(get("/", "Long: " + std::string(17 * 1024, 'h') + "\r\n")).statusLine(), "HTTP/1.1 431 Request Header Fields Too Large");
  EXPECT_TRUE(c.closed());
}

TEST(Server, ContinueIsSaidBeforeTheBody) {
  Echo s;
  Client c(s.server.port());
  EXPECT_EQ(c.ask("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n").statusLine(), "HTTP/1.1 100 Continue");
  EXPECT_EQ(c.ask("ab").body, "POST /a 2 127.0.0.1");
}

TEST(Server, SlowRequestIsTold408AndClosed) {
  Options o = RunningServer::quick();
  o.read_timeout = milliseconds(300);
  Echo s(o);
  Client c(s.server.port());
  const auto begin = Time::now();
  std::string drip = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
  drip += std::string(100, 'y');
  for (char byte : drip) {  // 10 ms a byte: never silent, never done
    if (!c.send(std::string(1, byte)) || c.receive(milliseconds(10))) break;
  }
  EXPECT_EQ(c.answer().status, 408);
  EXPECT_TRUE(c.closed());
  EXPECT_LT(Time::now() - begin, milliseconds(3000));
}

TEST(Server, SilentAndIdleConnectionsAreClosed) {
  Options o = RunningServer::quick();
  o.read_timeout = milliseconds(200);
  o.idle_timeout = milliseconds(400);
  Echo s(o);
  Client silent(s.server.port());
  Client idle(s.server.port());
  EXPECT_EQ(idle.ask(get("/")).status, 200);
  const auto begin = Time::now();
  EXPECT_TRUE(silent.closed());
  EXPECT_TRUE(idle.closed());
  EXPECT_GE(Time::now() - begin, milliseconds(300));
}

TEST(Server, AHandlerMayTakeLongerThanARequestMay) {
  Options o = RunningServer::quick();
  o.read_timeout = milliseconds(100);
  RunningServer s(o);
  s.server.handle([](const Request&) {
    std::this_thread::sleep_for(milliseconds(400));
    return Reply{200, "text/plain", "slow", {}, {}};
  });
  s.start();
  Client c(s.server.port());
  EXPECT_EQ(c.ask(get("/")).body, "slow");
}

TEST(Server, WhatAHandlerThrowsIs500AndReported) {
  RunningServer s(RunningServer::quick());
  s.server.handle([](const Request& r) -> Reply {
    if (r.path == "/throw") throw Bug("pipette broke");
    return {200, "text/plain", "", {{"X", "two\r\nlines"}}, {}};
  });
  s.start();
  Client c(s.server.port());
  const Answer a = c.ask(get("/throw"));
  EXPECT_EQ(a.status, 500);
  EXPECT_EQ(a.body.find("pipette"), std::string::npos) << "inner words stay inside";
  EXPECT_EQ(c.ask(get("/header")).status, 500);
  s.stop();
  ASSERT_EQ(s.reports().size(), 2u);
  EXPECT_NE(s.reports()[0].find("pipette broke"), std::string::npos);
}

TEST(Server, BlockedHandlersDoNotHoldTheBytes) {
  std::mutex lock;
  std::condition_variable changed;
  bool open = false;
  RunningServer s(RunningServer::quick());
  s.server.handle([&](const Request&) {
    std::unique_lock held(lock);
    changed.wait(held, [&] { return open; });
    return Reply{200, "text/plain", "ok", {}, {}};
  });
  s.start();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<Client>(s.server.port()));
    clients.back()->send(get("/"));
  }
  Client broken(s.server.port());
  EXPECT_EQ(broken.ask("nonsense\r\n\r\n").status, 400) << "all workers are blocked, yet the server reads and answers";
  {
    const std::lock_guard held(lock);
    open = true;
  }
  changed.notify_all();
  for (auto& c : clients) EXPECT_EQ(c->answer().body, "ok");
}

TEST(Server, TooManyConnectionsAreTold503) {
  Options o = RunningServer::quick();
  o.max_connections = 2;
  Echo s(o);
  Client a(s.server.port());
  Client b(s.server.port());
  EXPECT_EQ(a.ask(get("/")).status, 200);
  EXPECT_EQ(b.ask(get("/")).status, 200);
  Client c(s.server.port());
  EXPECT_EQ(c.ask(get("/")).status, 503);
  EXPECT_TRUE(c.closed());
  EXPECT_EQ(a.ask(get("/")).status, 200);
}

TEST(Server, FixedBytesGoOutWhole) {
  static const std::vector<unsigned char> bytes(3'000'000, 'f');
  RunningServer s(RunningServer::quick());
  s.server.handle([](const Request&) { return Reply{200, "font/woff2", "", {{"Cache-Control", "no-cache"}}, bytes}; });
  s.start();
  Client c(s.server.port());
  const Answer a = c.ask(get("/"));
  EXPECT_EQ(a.body, std::string(bytes.begin(), bytes.end()));
  EXPECT_EQ(a.header("Cache-Control"), "no-cache");
}

TEST(Server, StopAnswersWhatIsUnderWay) {
  std::atomic<bool> begun{false};
  RunningServer s(RunningServer::quick());
  s.server.handle([&](const Request&) {
    begun = true;
    std::this_thread::sleep_for(milliseconds(300));
    return Reply{200, "text/plain", "finished", {}, {}};
  });
  s.start();
  Client idle(s.server.port());
  Client busy(s.server.port());
  busy.send(get("/"));
  while (!begun) std::this_thread::sleep_for(milliseconds(5));
  const auto begin = Time::now();
  s.server.stop();
  const Answer a = busy.answer();
  EXPECT_EQ(a.body, "finished");
  EXPECT_EQ(a.header("Connection"), "close");
  EXPECT_TRUE(idle.closed());
  s.stop();
  EXPECT_LT(Time::now() - begin, milliseconds(4000));
}

TEST(Server, StopsInTheMidstOfTraffic) {
  for (int round = 0; round < 10; ++round) {
    Options o = RunningServer::quick();
    o.stop_grace = milliseconds(round % 2 ? 20 : 2000);  // every other round ends with connections still open
    Echo s(o);
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i)
      clients.emplace_back([&, i] {
        try {
          for (;;) {
            Client c(s.server.port());
            for (int n = 0; n <= i; ++n)
              if (c.ask(get("/")).status != 200) return;
          }
        } catch (const std::runtime_error&) {
          return;  // the server no longer listens
        }
      });
    std::this_thread::sleep_for(milliseconds(30));
    s.stop();
    for (auto& c : clients) c.join();
  }
}

TEST(Server, StopBeforeAndWithoutRun) {
  { Server never(RunningServer::quick()); }
  Server early(RunningServer::quick());
  early.stop();
  early.run();  // comes back at once
  EXPECT_GT(early.port(), 0);
}

TEST(Server, AddressTakenOrUnknown) {
  Echo s;
  Options o = RunningServer::quick();
  o.port = s.server.port();
  EXPECT_THROW(Server{o}, Fault);
  o.port = 0;
  o.address = "no address";
  EXPECT_THROW(Server{o}, Fault);
}

}  // namespace
}  // namespace isotrail::http
