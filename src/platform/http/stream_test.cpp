// Server-Sent Events over real sockets: waking, resuming, slow readers, ends.
#include <gtest/gtest.h>

#include <atomic>

#include "platform/http/test_client.h"

namespace isotrail::http {
namespace {

using Time = std::chrono::steady_clock;

/// Entries 1, 2, 3 ... of a ledger that tests append to; a stream keeps its place.
struct Ledger {
  std::atomic<std::int64_t> last{0};
  std::atomic<int> polls{0};
  std::atomic<int> open{0};
};
class LedgerStream final : public StreamSource {
 public:
  LedgerStream(Ledger& ledger, std::int64_t after) : ledger_(ledger), after_(after) { ++ledger_.open; }
  ~LedgerStream() override { --ledger_.open; }
  std::string poll() override {
    ++ledger_.polls;
    std::string text;
    while (after_ < ledger_.last) {
      ++after_;
      text += sseEvent(std::to_string(after_), "ledger", "{\"seq\":" + std::to_string(after_) + "}");
    }
    return text;
  }

 private:
  Ledger& ledger_;
  std::int64_t after_;
};

class Streams : public ::testing::Test, public RunningServer {
 protected:
  Streams() : RunningServer(limits()) {
    server.stream("/events", [this](const Request& r, Reply& refusal) -> std::unique_ptr<StreamSource> {
      const auto after = resumeAfter(r);
      if (!after) refusal = problem(400, "BAD_VALUE", "after is a number from 0 up.");
      return after ? std::make_unique<LedgerStream>(ledger, *after) : nullptr;
    });
    start();
  }
  static Options limits() {
    Options o = quick();
    o.write_timeout = milliseconds(500);
    return o;
  }
  void append() {
    ++ledger.last;
    server.wake();
  }
  bool eventually(const std::function<bool()>& so, milliseconds within = milliseconds(5000)) {
    for (const auto end = Time::now() + within; Time::now() < end; std::this_thread::sleep_for(milliseconds(5)))
      if (so()) return true;
    return so();
  }
  void TearDown() override { stop(); }
  Ledger ledger;
};

TEST_F(Streams, SaysWhatIsThereAndWhatComes) {
  ledger.last = 2;
  Client c(server.port());
  c.send(get("/events"));
  const Answer a = c.answer();
  EXPECT_EQ(a.status, 200);
  EXPECT_EQ(a.header("Content-Type"), "text/event-stream; charset=utf-8");
  EXPECT_EQ(a.header("Cache-Control"), "no-store");
  EXPECT_EQ(a.header("Content-Length"), "");
  EXPECT_EQ(c.receiveUntil("{\"seq\":2}\n\n"), "id: 1\nevent: ledger\ndata: {\"seq\":1}\n\nid: 2\nevent: ledger\ndata: {\"seq\":2}\n\n");
  append();
  EXPECT_EQ(c.receiveUntil("\n\n"), "id: 3\nevent: ledger\ndata: {\"seq\":3}\n\n");
}

TEST_F(Streams, ResumesAfterTheLastEvent) {
  ledger.last = 9;
  Client by_address(server.port());
  by_address.send(get("/events?after=8"));
  by_address.answer();
  EXPECT_EQ(by_address.receiveUntil("\n\n"), "id: 9\nevent: ledger\ndata: {\"seq\":9}\n\n");
  Client by_header(server.port());
  by_header.send(get("/events?after=2", "Last-Event-ID: 8\r\n"));
  by_header.answer();
  EXPECT_EQ(by_header.receiveUntil("\n\n"), "id: 9\nevent: ledger\ndata: {\"seq\":9}\n\n");
}

TEST_F(Streams, ARefusalIsAnOrdinaryAnswer) {
  Client c(server.port());
  const Answer a = c.ask(get("/events?after=yesterday"));
  EXPECT_EQ(a.status, 400);
  EXPECT_EQ(a.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(c.ask(get("/events?after=x")).status, 400) << "the connection is kept";
  EXPECT_EQ(c.ask("POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").status, 404) << "not a GET: the handler's affair";
}

TEST_F(Streams, HeadShowsTheHeadersOnly) {
  Client c(server.port());
  c.send("HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(c.answer(true).header("Content-Type"), "text/event-stream; charset=utf-8");
  EXPECT_TRUE(c.closed());
}

TEST_F(Streams, WakeIsMuchFasterThanTheRound) {
  Client c(server.port());
  c.send(get("/events"));
  c.answer();
  std::vector<milliseconds> took;
  for (int i = 0; i < 9; ++i) {
    std::this_thread::sleep_for(milliseconds(30));
    const auto begin = Time::now();
    append();
    ASSERT_NE(c.receiveUntil("\n\n"), "");
    took.push_back(std::chrono::duration_cast<milliseconds>(Time::now() - begin));
  }
  std::sort(took.begin(), took.end());
  EXPECT_LT(took[4].count(), 200) << "median of 9; without waking it would be some 500 ms";
}

TEST_F(Streams, PolledEverySecondWithoutWaking) {
  Client c(server.port());
  c.send(get("/events"));
  c.answer();
  std::this_thread::sleep_for(milliseconds(100));
  ++ledger.last;
  const auto begin = Time::now();
  EXPECT_NE(c.receiveUntil("\n\n"), "");
  EXPECT_LT(Time::now() - begin, milliseconds(2500));
}

TEST_F(Streams, ManyWakesAreFewRounds) {
  Client c(server.port());
  c.send(get("/events"));
  c.answer();
  ASSERT_TRUE(eventually([&] { return ledger.polls > 0; }));
  for (int i = 0; i < 100'000; ++i) server.wake();
  EXPECT_LT(ledger.polls, 50'000);
  append();
  EXPECT_NE(c.receiveUntil("id: 1\n"), "");
}

TEST_F(Streams, FiftyStreamsTakeNoThreadEach) {
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    clients.back()->send(get("/events"));
    clients.back()->answer();
  }
  append();
  for (auto& c : clients) EXPECT_EQ(c->receiveUntil("\n\n"), "id: 1\nevent: ledger\ndata: {\"seq\":1}\n\n");
  Client other(server.port());
  EXPECT_EQ(other.ask(get("/")).status, 404) << "ordinary requests are still served";
}

TEST_F(Streams, AClientThatWentIsForgotten) {
  {
    Client c(server.port());
    c.send(get("/events"));
    c.answer();
    ASSERT_TRUE(eventually([&] { return ledger.open == 1; }));
  }
  EXPECT_TRUE(eventually([&] {
    append();
    return ledger.open == 0;
  }));
}

TEST_F(Streams, StopEndsThem) {
  Client c(server.port());
  c.send(get("/events"));
  c.answer();
  ASSERT_TRUE(eventually([&] { return ledger.open == 1; }));
  const auto begin = Time::now();
  server.stop();
  EXPECT_TRUE(c.closed());
  stop();
  EXPECT_EQ(ledger.open, 0);
  EXPECT_LT(Time::now() - begin, milliseconds(4000));
}

/// Always has more to say.
class Talker final : public StreamSource {
 public:
  Talker(std::size_t size, std::atomic<std::size_t>& said) : size_(size), said_(said) {}
  std::string poll() override {
    said_ += size_;
    return std::string(size_ - 2, ':') + "\n\n";
  }

 private:
  std::size_t size_;
  std::atomic<std::size_t>& said_;
};

TEST(SlowReader, IsClosedAndNeverQueuedFor) {
  std::atomic<std::size_t> said{0};
  Options o = RunningServer::quick();
  o.write_timeout = milliseconds(500);
  RunningServer s(o);
  s.server.stream("/events", [&](const Request&, Reply&) { return std::make_unique<Talker>(200'000, said); });
  s.start();
  Client c(s.server.port());
  c.send(get("/events"));
  // Stands still for longer than the write timeout: nothing is asked for, and then the stream is closed.
  std::size_t before = 0;
  for (int i = 0; i < 20 && (before == 0 || said != before); ++i) {
    before = said;
    std::this_thread::sleep_for(milliseconds(1000));
  }
  EXPECT_EQ(said, before);
  EXPECT_LT(said, 16u * 1024 * 1024) << "what the kernel's buffers take, no more";
  c.closed(milliseconds(500));  // reads what the kernel held, to the end or the reset
  char byte = 0;
  EXPECT_LE(::recv(c.fd(), &byte, 1, 0), 0) << "the server has let go";
}

TEST(TooMuchAtOnce, ClosesTheStreamAndIsReported) {
  std::atomic<std::size_t> said{0};
  RunningServer s(RunningServer::quick());
  s.server.stream("/events", [&](const Request&, Reply&) { return std::make_unique<Talker>(1024 * 1024 + 1, said); });
  s.start();
  Client c(s.server.port());
  c.send(get("/events"));
  EXPECT_EQ(c.answer().status, 200);
  EXPECT_TRUE(c.closed());
  EXPECT_EQ(s.reports().size(), 1u);
}

}  // namespace
}  // namespace isotrail::http
