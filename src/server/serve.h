#pragma once
// One node served over HTTP until it is told to stop.
#include <atomic>
#include <functional>
#include <span>
#include <string>

#include "node/node.h"
#include "platform/files/embedded.h"
#include "showcase/story_control.h"

namespace isotrail::server {

struct ServeOptions {
  std::string address = "127.0.0.1";
  unsigned short port = 8080;                      // 0: any free port
  std::string certificate;                         // PEM chain; with `key`, TLS only
  std::string key;                                 // PEM
  StoryControl* story = nullptr;                   // of a showcase
  std::span<const files::File> ui = {};            // files::embedded() of the program
  std::function<void(unsigned short port)> ready;  // bound, before the first request
  std::function<void(const std::string&)> report;  // one line per failure; default stderr
};

/// Serves until `stop` is true (looked at ten times a second; a signal handler may set it) and answers 0. Throws Fault LISTEN
/// or TLS. Prints nothing itself.
int serve(Node& node, const ServeOptions& options, const std::atomic<bool>& stop);

}  // namespace isotrail::server
