// The isotrail program: server and command line in one.
#include <unistd.h>

#include <iostream>

#include "cli/program.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return isotrail::cli::runProgram(arguments, std::cout, std::cerr, isatty(STDOUT_FILENO) == 1, isotrail::files::embedded());
}
