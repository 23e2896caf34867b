#pragma once
// What the machine has, for the doctor and the first lines of a start.
#include <string>
#include <vector>

#include "base/instant.h"

namespace isotrail::cli {

int cores();
double memoryGiB();
/// Free space where `path` is or would be made.
double freeGiB(const std::string& path);
bool portIsFree(const std::string& address, int port);
/// Whether the kernel's clock is kept by a time server.
bool clockIsSynchronised();
/// IPv4 addresses by which other machines of the network reach this one.
std::vector<std::string> lanAddresses();
std::string oneDecimal(double v);

}  // namespace isotrail::cli
